from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools import mute_logger

from odoo.addons.volunteer_valuation.tests.common import VolunteerCommon


class TestMandate(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.engagement = cls.env["volunteer.engagement"].create(
            {
                "partner_id": cls.volunteer.id,
                "company_id": cls.association.id,
                "approver_id": cls.approver_user.id,
            }
        )
        cls.mandate = cls.env["volunteer.mandate"].create(
            {
                "engagement_id": cls.engagement.id,
                "office": "Treasurer",
                "date_start": "2025-06-01",
            }
        )

    def test_manager_writes_it_on_the_engagement(self):
        manager = self.engagement.with_user(self.manager_user)
        with Form(manager) as form, form.mandate_ids.new() as line:
            line.kind = "supervision"
            line.office = "Reception team"
            line.date_start = "2025-01-01"
        self.assertEqual(len(manager.mandate_ids), 2)
        self.assertEqual(manager.mandate_ids.partner_id, self.volunteer)

    def test_person_and_follower_read_it(self):
        for user in (self.volunteer_user, self.approver_user):
            mandate = self.mandate.with_user(user)
            self.assertEqual(mandate.office, "Treasurer")
            with self.assertRaises(AccessError):
                mandate.office = "President"

    def test_others_do_not(self):
        for user in (self.stranger_user, self.treasurer_user):
            with self.assertRaises(AccessError):
                self.mandate.with_user(user).read(["office"])

    @mute_logger("odoo.sql_db")
    def test_does_not_end_before_it_starts(self):
        with self.assertRaises(Exception) as refusal:
            self.mandate.date_end = "2025-05-31"
            self.mandate.flush_recordset()
        self.assertIn("dates_in_order", str(refusal.exception))

    def test_merged_people_keep_their_mandates(self):
        double = self.env["res.partner"].create({"name": "Double"})
        spare = self.env["volunteer.engagement"].create(
            {
                "partner_id": double.id,
                "company_id": self.association.id,
                "mandate_ids": [
                    Command.create({"office": "Secretary", "date_start": "2024-01-01"})
                ],
            }
        )
        mandates = spare.mandate_ids | self.mandate
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | self.volunteer).ids, self.volunteer
        )
        self.assertEqual(len(mandates.exists()), 2)
        self.assertEqual(len(mandates.engagement_id), 1)
        self.assertEqual(mandates.partner_id, self.volunteer)
