from odoo.exceptions import AccessError
from odoo.tests import tagged

from .hostile_common import HostileCommon

COMMENT = "mail.mt_comment"


@tagged("post_install", "-at_install")
class TestHostileStandard(HostileCommon):
    """Odoo's own models, which people of the portal may use, and which lead to ours."""

    def _rpc(self, model, method, *args):
        return self._call(self.portal_user, self.env[model], method, *args)

    def test_what_the_office_told_is_not_written_anew(self):
        self.own.engagement_id.approver_id = self.approver_user
        told = {"message_type": "comment", "subtype_xmlid": COMMENT}
        office = self.own.with_user(self.approver_user)
        message = office.message_post(body="It was shorter.", **told)
        self.assertIn(self.attacker, message.notified_partner_ids)
        mine = message.with_user(self.portal_user)
        self.assertIn("It was shorter.", mine.body)
        for vals in ({"body": "It was longer."}, {"author_id": self.attacker.id}):
            with self.subTest(vals), self.assertRaises(AccessError):
                self._call(self.portal_user, message, "write", vals)
        self.assertIn("It was shorter.", message.body)

    def test_nothing_is_put_on_others_entries(self):
        """An answer to a message of one's own is allowed on any record, for Odoo."""
        told = {
            "message_type": "comment",
            "subtype_id": self.env.ref(COMMENT).id,
        }
        to_myself = told | {"partner_ids": [(6, 0, self.attacker.ids)], "body": "Hello"}
        [own_id] = self._rpc("mail.message", "create", [to_myself])
        told |= {"parent_id": own_id, "body": "Forged"}
        victims = self.others[0]
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": "2025-01-01",
                "date_to": "2025-12-31",
            }
        )
        for record in (victims, victims.engagement_id, self.own, booking):
            place = {"model": record._name, "res_id": record.id}
            with self.subTest(place), self.assertRaises(AccessError):
                self._rpc("mail.message", "create", [told | place])
            self.assertNotIn("Forged", record.message_ids.mapped("preview"))

    def test_no_search_of_contacts_tells_who_gives_time(self):
        """Not even those that one may read: people of the same organisation."""
        (self.attacker | self.victim).parent_id = self.member_organisation
        for name in ("volunteer_entry_ids", "volunteer_engagement_ids"):
            for domain in (
                [(name, "!=", False)],
                [(name, "in", self.others.ids)],
            ):
                with self.subTest(domain), self.assertRaises(AccessError):
                    self._rpc("res.partner", "search_count", domain)
