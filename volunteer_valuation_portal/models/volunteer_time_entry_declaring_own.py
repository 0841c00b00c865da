from datetime import datetime, timedelta

from odoo import api, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

# What people tell of their own time; the rest follows, or is for the association to tell.
OWN_FIELDS = frozenset(
    {
        "name",
        "description",
        "date",
        "date_end",
        "hours",
        "headcount",
        "is_estimate",
        "distance",
        "project_id",
        "activity_id",
        "company_id",
        "late_reason",
    }
)
# How many characters of each text the pages take.
LONGEST = {"name": 200, "description": 2000, "late_reason": 200}
# What follows from the project, or from the activity, where nothing is told.
FOLLOWING_FIELDS = frozenset({"name", "activity_id"})
# How long a form stays one that may be sent twice by mistake.
OPEN_AT_MOST = timedelta(days=1)


class VolunteerTimeEntry(models.Model):
    """Declaring one's own time from the portal: for whom, and with what to choose from."""

    _inherit = "volunteer.time.entry"

    @api.model
    def _get_own_fields(self):
        """What people tell of their own time; other addons add theirs."""
        return OWN_FIELDS

    @api.model
    def _declare_own(self, vals, opened=""):
        """Declare the user's own time, or that of a group of those whom they represent.

        Without ``headcount`` it is the person's own.

        :param dict vals: what they tell, as fields hold it; what is not theirs is left out
        :param str opened: when their form was, in ISO format: what it told since stands
        :return: the entry, submitted, with rights past those of the user
        :raises UserError: one sentence, where a right, an offer or a guard refuses
        """
        told = self._prepare_own(vals)
        entry = self._find_told(told, opened)
        return entry or self._declare([told], origin="portal").sudo()

    @api.model
    def _find_told(self, told, opened):
        """The entry that the same form made already: the first of two taps on a slow line.

        The second one waits for the person's lock, and is then run anew: it sees the first.
        """
        since = self._read_opened(opened)
        if not since:
            return self.browse()
        person_id = told.get("partner_id", self.env.user.partner_id.id)
        rows = self.sudo().search_read(
            [
                ("partner_id", "=", person_id),
                ("date", "=", told.get("date")),
                # A search knows whole seconds only.
                ("create_date", ">=", since),
            ],
            ["create_date", *told],
            load=None,
        )
        same = [
            row["id"]
            for row in rows
            if row["create_date"] > since
            and all((row[name] or False) == (told[name] or False) for name in told)
        ]
        return self.sudo().browse(same[:1])

    @api.model
    def _read_opened(self, opened):
        """When a form was opened, from what it says itself; None where it does not.

        Nor where it says that this is long ago: what was told before is not asked about.
        """
        try:
            moment = datetime.fromisoformat(opened).replace(tzinfo=None)
        except ValueError:
            return None
        return moment if self.env.cr.now() - moment < OPEN_AT_MOST else None

    @api.model
    def _prepare_own(self, vals):
        """What ``vals`` tell of the user's own time, checked against what is offered."""
        kept = {
            name: value
            for name, value in vals.items()
            if name in self._get_own_fields()
            and (value or name not in FOLLOWING_FIELDS)
        }
        association = self.env["res.company"].browse(kept.get("company_id"))
        if association not in self._get_offered_associations():
            raise AccessError(self.env._("You have no access to this association."))
        self._check_offered(kept, association)
        group = self.env["res.partner"]
        if "headcount" in kept:
            group = self.env.user.partner_id.sudo()._get_represented_organisation()
        if not group:
            kept.pop("headcount", None)
            return kept
        return kept | {"partner_id": group.id, "structure_id": group.id}

    @api.model
    def _find_last_own(self, associations):
        """The person's own last entry in one of ``associations``, if any."""
        return self.sudo().search(
            [
                ("partner_id", "=", self.env.user.partner_id.id),
                ("company_id", "in", associations.ids),
            ],
            limit=1,
        )

    # ------------------------------------------------------------------
    # What happens next
    # ------------------------------------------------------------------
    def _describe_next_step(self):
        """What was understood, and what happens next: one sentence for the person."""
        entry = self.sudo().ensure_one()
        told = {"time": entry._describe_time(), "day": entry._describe_days()}
        match entry.state:
            case "draft":
                return self.env._(
                    "%(time)s on %(day)s: a draft, which counts once you confirm it.",
                    **told,
                )
            case "refused":
                return self.env._(
                    "%(time)s on %(day)s: it was refused, and you can correct it.",
                    **told,
                )
            case "approved":
                return self.env._(
                    "We have noted %(time)s on %(day)s: it is approved already, thank "
                    "you.",
                    **told,
                )
        approver = entry._get_expected_approver() or entry.company_id
        return self.env._(
            "We have noted %(time)s on %(day)s: %(approver)s looks at it next, there is "
            "nothing more for you to do.",
            approver=approver.name,
            **told,
        )

    def _get_expected_approver(self):
        """Whom this time waits for; nobody where it waits in the managers' inbox."""
        place = self._find_place(
            self.partner_id, self.company_id, self.engagement_id, self.project_id
        )
        if place._name == "volunteer.engagement":
            return place.approver_id
        return place.user_id if place else self.env["res.users"]

    # ------------------------------------------------------------------
    # Who may declare for whom
    # ------------------------------------------------------------------
    @api.model
    def _get_companies_to_declare_for(self):
        """People of the portal: the associations that took them in, or that anybody may ask.

        Nobody declares before their request is answered; who has left is told so by a guard.
        """
        if not self.env.user.share:
            return super()._get_companies_to_declare_for()
        engagements = self.env.user.partner_id.sudo().volunteer_engagement_ids
        answered = engagements.filtered(lambda e: e.state != "requested")
        return answered.company_id | self._get_companies_to_ask()

    @api.model
    def _get_companies_to_ask(self):
        """The associations of an account that never asked them to be taken in.

        Not those that people join by a link only, or not at all; nor those that would approve
        at once the time of whoever signs up.
        """
        engagements = self.env.user.partner_id.sudo().volunteer_engagement_ids
        unknown = (self.env.user.company_ids - engagements.company_id).sudo()
        return unknown.filtered(
            lambda company: (
                company.volunteer_joining == "listed"
                and company.volunteer_approval != "none"
            )
        )

    @api.model
    def _declare(self, vals_list, origin, submit=True):
        """People of the portal tell no more through RPC than by their page.

        What values their time is not theirs to tell. Where they were not taken in yet, their
        time asks for it: it takes nobody in by itself.

        :raises AccessError: for an organisation that they do not represent, whether it
            exists or not
        """
        if self.env.su or not self.env.user.share:
            return super()._declare(vals_list, origin, submit)
        vals_list = [self._keep_own_fields(vals) for vals in vals_list]
        if origin == "api":
            self._check_lengths(vals_list)
        asked = self._get_companies_to_ask()
        entries = super()._declare(vals_list, origin, submit)
        for engagement in entries.sudo().engagement_id:
            if engagement.company_id in asked:
                engagement.state = "requested"
                engagement._tell_request("")
        return entries

    @api.model
    def _keep_own_fields(self, vals):
        """``vals`` without what a person of the portal does not tell."""
        kept = {
            name: value
            for name, value in vals.items()
            if name in self._get_own_fields() | {"partner_id", "structure_id"}
        }
        person = self.env.user.partner_id
        own = person.sudo()._get_represented_organisation()
        is_group = str(kept.get("headcount", 1)) != "1"
        if (
            kept.get("structure_id", own.id) not in (own.id, False, None)
            or (is_group and not own)
            or (is_group and kept.get("partner_id", own.id) not in (own | person).ids)
        ):
            raise AccessError(
                self.env._("You declare for the organisation you represent only.")
            )
        if is_group:
            # As on the page: the time of a group is the organisation's.
            kept |= {"partner_id": own.id, "structure_id": own.id}
        return kept

    @api.model
    def _check_lengths(self, vals_list):
        """:raises UserError: for more words than the page takes"""
        for vals in vals_list:
            for name in vals.keys() & LONGEST.keys():
                if len(str(vals[name])) > LONGEST[name]:
                    raise UserError(
                        self.env._(
                            "This is too long: write no more than %(most)s characters.",
                            most=LONGEST[name],
                        )
                    )

    def _check_may_declare(self, companies=None):
        """People of the portal name no project that they are not offered: its name is no
        more theirs to see than that of one that does not exist."""
        if self.env.user.share and not self.env.su:
            for entry in self:
                told = {"project_id": entry.project_id.id}
                self._check_offered(told, entry.company_id)
        return super()._check_may_declare(companies)

    # ------------------------------------------------------------------
    # What there is to choose from
    # ------------------------------------------------------------------
    @api.model
    def _get_offered_associations(self):
        """Those that have taken the user in; those that they work in, unless they left."""
        joined = self._get_joined_companies()
        if self.env.user.share:
            return joined.sudo()
        return (joined | self.env.user.company_ids - self._get_left_companies()).sudo()

    @api.model
    def _get_left_companies(self):
        """The associations where the user's engagement is asked for, or has ended."""
        engagements = self.env.user.partner_id.sudo().volunteer_engagement_ids
        return engagements.filtered(lambda e: e.state != "active").company_id

    @api.model
    def _get_offered_projects(self, association):
        """The projects of an association that volunteers may choose."""
        return (
            self.env["project.project"]
            .sudo()
            .search(
                Domain("volunteer_declarable", "=", True)
                & Domain("is_template", "=", False)
                & (
                    Domain("company_id", "=", False)
                    | Domain("company_id", "parent_of", association.ids)
                ),
                order="name, id",
            )
        )

    @api.model
    def _get_offered_activities(self, association):
        """The activities of an association."""
        activities = self.env["volunteer.activity"].sudo()
        return activities.search(activities._check_company_domain(association))

    @api.model
    def _get_offered_choices(self, person, association):
        """What else the form asks this person: ``{field: [(value, label)]}``.

        Nothing here; other addons ask about what they add to ``_get_own_fields``.
        """
        return {}

    @api.model
    def _check_offered(self, vals, association):
        """:raises UserError: alike for what is not offered and what does not exist"""
        for field_name, offered in (
            ("project_id", self._get_offered_projects),
            ("activity_id", self._get_offered_activities),
        ):
            chosen = vals.get(field_name)
            if chosen and chosen not in offered(association).ids:
                raise UserError(self._describe_not_understood(field_name))
