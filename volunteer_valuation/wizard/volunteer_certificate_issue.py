from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# As many as can be printed at once, several times over: issuing is quick.
MOST_ISSUED = 500


class VolunteerCertificateIssue(models.TransientModel):
    """Issue certificates to one person, or to several at once.

    Managers issue those of their associations; whoever has no approved time of their own in
    the period gets none.
    """

    _name = "volunteer.certificate.issue"
    _description = "Issue Volunteering Certificates"

    company_id = fields.Many2one(
        "res.company",
        string="Association",
        required=True,
        default=lambda self: self.env.company,
        domain="[('id', 'in', allowed_company_ids)]",
    )
    date_from = fields.Date(
        string="From",
        required=True,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )
    date_to = fields.Date(
        string="To",
        required=True,
        compute="_compute_period",
        store=True,
        readonly=False,
        precompute=True,
    )
    partner_ids = fields.Many2many(
        "res.partner",
        string="People",
        required=True,
        domain="""[("is_company", "=", False), ("volunteer_entry_ids", "any", [
            ("company_id", "=", company_id),
            ("state", "=", "approved"),
            ("date", ">=", date_from),
            ("date", "<=", date_to),
        ])]""",
    )
    ready_count = fields.Integer(string="Certificates", compute="_compute_ready")
    replaced_count = fields.Integer(
        string="To Be Replaced",
        compute="_compute_ready",
        help="Certificates of the same people and period that are valid now.",
    )
    without_time = fields.Char(
        string="No Certificate For",
        compute="_compute_ready",
        help="No time of their own was approved in the period.",
    )

    _dates_in_order = models.Constraint(
        "CHECK(date_to >= date_from)", "The period ends before it starts."
    )

    @api.model
    def default_get(self, fields):
        """From engagements, their association and people; or from contacts.

        :raises UserError: for engagements in several associations
        """
        values = super().default_get(fields)
        ids = self.env.context.get("active_ids", [])
        match self.env.context.get("active_model"):
            case "res.partner":
                values["partner_ids"] = [Command.set(ids)]
            case "volunteer.engagement":
                engagements = self.env["volunteer.engagement"].browse(ids)
                if len(engagements.company_id) > 1:
                    raise UserError(
                        self.env._("Choose people of one association at a time.")
                    )
                values |= {
                    "company_id": engagements.company_id.id,
                    "partner_ids": [Command.set(engagements.partner_id.ids)],
                }
        return values

    @api.depends("company_id")
    def _compute_period(self):
        for wizard in self:
            bookings = self.env["volunteer.valuation"].with_company(wizard.company_id)
            wizard.date_from, wizard.date_to = bookings._default_period()

    @api.depends("company_id", "date_from", "date_to", "partner_ids")
    def _compute_ready(self):
        for wizard in self:
            wizard._check_association()
            people = wizard._find_people()
            wizard.ready_count = len(people)
            certificates = self.env["volunteer.certificate"]
            wizard.replaced_count = certificates.search_count(
                certificates._get_issued_domain(
                    people, wizard.company_id, wizard.date_from, wizard.date_to
                )
            )
            others = wizard.partner_ids._origin - people
            wizard.without_time = ", ".join(others.mapped("display_name"))

    def action_issue(self):
        """Issue a certificate to each who has approved time, and show them.

        :raises AccessError: for anyone but a manager of the association
        :raises UserError: where nobody has any, or too many are chosen
        """
        self.ensure_one()
        self._check_association()
        people = self._find_people()
        if not people:
            raise UserError(
                self.env._("No time of theirs was approved in this period.")
            )
        if len(people) > MOST_ISSUED:
            raise UserError(
                self.env._(
                    "Issue at most %(count)s certificates at once.", count=MOST_ISSUED
                )
            )
        certificates = self.env["volunteer.certificate"]
        for person in people:
            certificates += certificates._issue(
                person, self.company_id, self.date_from, self.date_to
            )
        return certificates._open()

    def _find_people(self):
        """Those of the chosen people whom there is something to certify about."""
        certificates = self.env["volunteer.certificate"]
        people = self.partner_ids._origin.filtered(lambda person: not person.is_company)
        if not (self.date_from and self.date_to):
            return people.browse()
        groups = (
            self.env["volunteer.time.entry"]
            .sudo()
            ._read_group(
                certificates._get_entries_domain(
                    people, self.company_id, self.date_from, self.date_to
                ),
                ["partner_id"],
            )
        )
        with_time = people.browse(person.id for (person,) in groups)
        return people & with_time

    def _check_association(self):
        self.env["volunteer.certificate"]._check_association(self.company_id)
