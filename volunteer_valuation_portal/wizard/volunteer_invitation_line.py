from odoo import fields, models


class VolunteerInvitationLine(models.TransientModel):
    """What a person has already, and what an invitation does for them."""

    _name = "volunteer.invitation.line"
    _description = "Person to Invite"

    invitation_id = fields.Many2one(
        "volunteer.invitation", required=True, index=True, ondelete="cascade"
    )
    partner_id = fields.Many2one("res.partner", string="Person", readonly=True)
    email = fields.Char(string="E-mail", readonly=True)
    access = fields.Selection(
        [
            ("none", "None yet"),
            ("portal", "Has it"),
            ("internal", "Internal user"),
            ("withdrawn", "Withdrawn"),
        ],
        string="Portal Access",
        readonly=True,
    )
    engagement = fields.Selection(
        [
            ("none", "None yet"),
            ("requested", "Requested"),
            ("active", "Active"),
            ("ended", "Ended"),
        ],
        readonly=True,
    )
    outcome = fields.Selection(
        [
            ("left_out", "Left out"),
            ("failed", "Failed"),
            ("invite", "To be invited"),
            ("invited", "Invited"),
            ("engage", "To be engaged"),
            ("engaged", "Engaged"),
            ("nothing", "Nothing to do"),
        ],
        readonly=True,
        help="Who is invited gets portal access, a mail that tells how to sign in, and an active "
        "engagement. Who has access already is engaged only, without a mail.",
    )
    reason = fields.Text(
        string="Why",
        readonly=True,
        help="Why a person is left out, or could not be invited.",
    )
