from odoo import api, models
from odoo.exceptions import AccessError, UserError

# What a column of whole numbers, or of ids, can hold.
INTEGER_LIMIT = 2**31


class VolunteerTimeEntry(models.Model):
    """Declaring: who may, for whom, and all that follows from what they tell."""

    _inherit = "volunteer.time.entry"

    @api.model
    def declare(self, vals):
        """Declare and submit time: the public, checked way in for other software.

        Keeps only the fields that a person may declare. Without ``partner_id`` the time is
        one's own; managers declare for anybody, approvers for what they may approve.

        :param dict vals: ``name``, ``date`` (ISO), ``hours`` (decimal, per person)…
        :return: the entry, submitted (approved where the association trusts)
        :raises AccessError: for somebody else's time without the right to declare it
        :raises ValidationError: where a guard refuses
        """
        return self._declare([vals], origin="api")

    @api.model
    def _declare(self, vals_list, origin, submit=True):
        """Checked creation of what ``vals_list`` declare, submitted or left as drafts."""
        own, declared = self.env.user.partner_id.id, self._get_declared_fields()
        kept = [
            {"partner_id": own, "origin": origin}
            | {name: vals[name] for name in vals if name in declared}
            for vals in vals_list
        ]
        self._check_types(kept)
        known = self._get_companies_to_declare_for()
        completed = self.sudo()._complete(kept)
        # Rights first: a guard's sentence tells about the person whose time it is.
        self._foresee(completed)._check_may_declare(known)
        if submit:
            completed = self._prepare_submitted(completed)
        entries = self.sudo()._insert(completed)
        entries.filtered(lambda entry: entry.state == "submitted")._update_waiting()
        return entries.sudo(self.env.su)

    @api.model
    def _prepare_submitted(self, vals_list):
        """Values as submitting leaves them: approved at once where the association trusts."""
        companies = self._browse_each("res.company", "company_id", vals_list)
        approved = self._prepare_approval(self.env["res.users"])
        return [
            vals
            | (
                approved
                if company.volunteer_approval == "none"
                else {"state": "submitted"}
            )
            for vals, company in zip(vals_list, companies, strict=True)
        ]

    @api.model
    def _check_types(self, vals_list):
        """:raises UserError: one sentence where a value cannot be what its field holds"""
        for name in sorted({name for vals in vals_list for name in vals}):
            field = self._fields[name]
            told = [vals for vals in vals_list if name in vals]
            try:
                for vals in told:
                    vals[name] = self._convert(field, vals[name])
                if field.type == "many2one":
                    self._check_exist(field, {vals[name] for vals in told})
            except (TypeError, ValueError, OverflowError):
                raise UserError(self._describe_not_understood(name)) from None

    @api.model
    def _describe_not_understood(self, field_name):
        return self.env._(
            "“%(field)s” is not understood.", field=self._get_label(field_name)
        )

    @api.model
    def _convert(self, field, value):
        """``value`` as ``field`` holds it.

        :raises TypeError, ValueError, OverflowError: where it cannot
        """
        if field.type in ("many2one", "integer") and value not in (None, False):
            if value is True or abs(value := int(value)) >= INTEGER_LIMIT:
                raise ValueError(value)
        if field.type == "many2one":
            return value
        return field.convert_to_cache(value, self.browse())

    @api.model
    def _check_exist(self, field, ids):
        """:raises ValueError: where ``field`` cannot point to one of ``ids``"""
        records = self.env[field.comodel_name].sudo().browse(filter(None, ids))
        if records.exists() != records:
            raise ValueError(ids)

    @api.model
    def _get_label(self, field_name):
        # A label is no secret, though the field may be one.
        labels = self.sudo().fields_get([field_name], ["string"])
        return labels[field_name]["string"]

    # ------------------------------------------------------------------
    # Who may declare for whom
    # ------------------------------------------------------------------
    def _get_companies_to_declare_for(self):
        """The associations that the user may declare time for."""
        return self.env.user.company_ids | self._get_joined_companies()

    def _get_joined_companies(self):
        """The associations that have taken the user in."""
        engagements = self.env.user.partner_id.sudo().volunteer_engagement_ids
        return engagements.filtered(lambda e: e.state == "active").company_id

    def _check_may_declare(self, companies=None):
        """:raises AccessError: where an entry is neither one's own nor in one's charge

        :param companies: the associations the user may declare for, by default theirs
        """
        if self.env.su:
            return
        if self.env.user._is_public():
            raise AccessError(self.env._("Sign in to declare your time."))
        for entry in self.filtered(lambda entry: not entry.is_own):
            if not entry._is_in_charge():
                raise AccessError(
                    self.env._(
                        "You can declare your own time only, not that of others."
                    )
                )
        if companies is None:
            companies = self.env.user.company_ids
        if self.sudo().company_id - companies:
            raise AccessError(self.env._("You have no access to this association."))

    def _check_may_move(self, vals):
        """Link these entries to the engagement that ``vals`` give them, if the user may.

        Before anything is written: a guard's sentence tells about the person whose time
        it would be.

        :raises AccessError: as ``_check_may_declare``
        """
        self.check_access("write")
        task = self.env["project.task"].sudo().browse(vals.get("task_id") or [])
        placed = [
            {
                "partner_id": vals.get("partner_id", entry.partner_id.id),
                "company_id": vals.get("company_id", entry.company_id.id),
                "project_id": vals.get(
                    "project_id", task.project_id.id or entry.project_id.id
                ),
            }
            for entry in self
        ]
        self._add_engagements(placed)
        self._foresee(placed)._check_may_declare()
        for entry, place in zip(self, placed, strict=True):
            if entry.engagement_id.id != place["engagement_id"]:
                entry._apply({"engagement_id": place["engagement_id"]})

    @api.model
    def _foresee(self, vals_list):
        """What ``vals_list`` would make: one new record for each place that time is given."""
        names = ("partner_id", "company_id", "project_id", "engagement_id")
        places = {tuple(vals[name] for name in names) for vals in vals_list}
        return self.concat(
            *(self.new(dict(zip(names, place, strict=True))) for place in places)
        )
