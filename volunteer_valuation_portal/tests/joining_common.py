from odoo import http
from odoo.tests import HttpCase

from ..models.volunteer_engagement_joining import JOIN_REQUEST
from .common import PortalCommon

ASSOCIATIONS = "/my/volunteering/associations"


class JoiningCommon(PortalCommon, HttpCase):
    """A portal user whom nobody knows yet, and an association with somebody to answer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.company"].search([]).volunteer_joining = "closed"
        cls.association.volunteer_joining = "listed"
        cls.association.volunteer_welcome_id = cls.approver_user
        cls.asker = cls.portal_user.partner_id
        cls.other_association.volunteer_joining = "link"

    def setUp(self):
        super().setUp()
        self.authenticate("vv_portal", "vv_portal")

    def _see(self, path="", **query):
        return self.url_open(f"{ASSOCIATIONS}{path}", params=query)

    def _send(self, path, **form):
        """What follows a button; ``path`` is an association, or below it."""
        token = http.Request.csrf_token(self)
        response = self.url_open(
            f"{ASSOCIATIONS}/{path}", data={"csrf_token": token} | form
        )
        self.env.invalidate_all()
        return response

    def _ask(self, association=None, word="", user=None):
        """Ask as the page does, without it."""
        engagements = self.env(user=user or self.portal_user)["volunteer.engagement"]
        asked = engagements._ask_to_join(association or self.association, word)
        return self.env["volunteer.engagement"].browse(asked.id)

    def _get_requests(self, engagement):
        return engagement.sudo().activity_search([JOIN_REQUEST])

    def _get_mails(self, engagement):
        """What the people who asked were sent; their approvers get other mails."""
        mails = self.env["mail.mail"].search(
            [("model", "=", engagement._name), ("res_id", "in", engagement.ids)]
        )
        return mails.filtered(lambda m: m.recipient_ids <= engagement.partner_id)

    def _answer(self, engagement, decision, word="", user=None):
        """What an approver does with the window that asks for a word."""
        answers = self.env(user=user or self.approver_user)[
            "volunteer.engagement.answer"
        ]
        answer = answers.with_context(
            active_model="volunteer.engagement",
            active_ids=engagement.ids,
            default_decision=decision,
        ).create({"word": word})
        return self._call(answers.env.user, answer, "action_answer")
