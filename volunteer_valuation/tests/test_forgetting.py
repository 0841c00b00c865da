import base64
from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models.volunteer_forgettable import GATHERED
from .forgetting_common import ForgettingCommon, count_words

FREE = ("description", "refusal_reason", "late_reason", "evidence_name")
# A word of the person that stands nowhere else, for looking it up in the whole database.
SECRET = "Zwyntoria"


@tagged("post_install", "-at_install")
class TestForgetting(ForgettingCommon):
    """A person is forgotten: nothing names them, nothing that they gave is lost."""

    def _sum(self, *domain):
        """What totals and the report tell of the association."""
        sums = ["total_hours:sum", "amount:sum", "distance:sum", "__count"]
        entries = self.env["volunteer.time.entry"]._read_group(
            [("company_id", "=", self.association.id), *domain], ["state"], sums
        )
        self.env.flush_all()
        report = self.env["volunteer.time.report"]._read_group(
            [("company_id", "=", self.association.id)],
            ["project_id", "activity_id", "state", "is_booked"],
            sums[:3],
        )
        return entries, report

    def _declare_in_every_state(self):
        entries = self._declare(description="Draft of mine")
        entries |= self._approve(hours=2.5, distance=12, project_id=self.project.id)
        submitted = self._declare(hours=1 / 3, description="Brought Ali along")
        submitted.action_submit()
        refused = self._declare(hours=2, activity_id=self.board.id, name="With Ali")
        refused.action_submit()
        refused.action_refuse("You were ill that day")
        return entries | submitted | refused

    def test_unbooked_time_loses_the_person_and_their_words(self):
        entries = self._declare_in_every_state()
        states = entries.mapped("state")
        self._forget()
        self.assertFalse(entries.partner_id or entries.engagement_id)
        self.assertEqual(
            entries.mapped("name"), ["Reception", "Reception", "Reception", "Board"]
        )
        for field in FREE:
            self.assertFalse(any(entries.mapped(field)), field)
        self.assertEqual(entries.mapped("state"), states)

    def test_time_without_activity_keeps_a_neutral_title(self):
        entry = self._declare(activity_id=False, name="At Ali's")
        self._forget()
        self.assertEqual(entry.name, "Volunteer time")

    def test_sums_stay(self):
        self._declare_in_every_state()
        self._approve(hours=3, date=date(2024, 5, 1))
        self._approve(hours=7, partner_id=self.volunteer.id)
        booking = self._book(date(2024, 1, 1), date(2024, 12, 31))
        before = self._sum(), booking.total_hours, booking.total_amount
        ledger = booking.move_id.line_ids.mapped("balance")
        self._forget()
        self.assertEqual(
            (self._sum(), booking.total_hours, booking.total_amount), before
        )
        self.assertEqual(booking.move_id.line_ids.mapped("balance"), ledger)

    def test_others_stay_as_they_are(self):
        other = self._declare(partner_id=self.volunteer.id, description="Mine")
        nobody = self._declare(partner_id=False, description="Nobody's")
        self._declare()
        self._forget()
        self.assertEqual(other.partner_id, self.volunteer)
        self.assertEqual(other.engagement_id.partner_id, self.volunteer)
        self.assertEqual((other | nobody).mapped("description"), ["Mine", "Nobody's"])

    def test_nothing_in_the_database_tells_the_person_s_words(self):
        entries = self._declare_in_every_state() | self._approve(
            name=f"{SECRET} 1", description=f"{SECRET} 2"
        )
        engagement = entries.engagement_id
        for record in (*entries, engagement):
            record.message_subscribe(self.person.ids)
            record.message_post(
                body=f"{SECRET} 3",
                subject=f"{SECRET} 4",
                attachments=[(f"{SECRET}.txt", SECRET.encode())],
            )
            record.activity_schedule(
                "mail.mail_activity_data_todo",
                note=f"{SECRET} 6",
                user_id=self.manager_user.id,
            ).action_feedback(f"{SECRET} 7")
            self.env["mail.mail"].create(
                {
                    "model": record._name,
                    "res_id": record.id,
                    "body_html": f"{SECRET} 8",
                    "email_to": f"{SECRET}@example.com",
                }
            )
        unread_file = self.env["volunteer.time.import"].create(
            {
                "company_id": self.association.id,
                "data_file": base64.b64encode(SECRET.encode()),
                "late_reason": SECRET,
            }
        )
        self.assertGreater(len(count_words(self.env, SECRET)), 6)
        self._forget()
        self.assertEqual(count_words(self.env, SECRET), {})
        self.assertFalse(engagement.exists() or unread_file.exists())
        for model, (model_field, id_field) in GATHERED.items():
            left = self.env[model].with_context(active_test=False)
            gathered = [
                (model_field, "=", entries._name),
                (id_field, "in", entries.ids),
            ]
            self.assertFalse(left.search(gathered), model)

    def test_who_was_never_taken_in_undoes_nobodys_work(self):
        """Asking, and being forgotten, over and over: files being imported stay."""
        engagement = self.env["volunteer.engagement"].create(
            {
                "partner_id": self.person.id,
                "company_id": self.association.id,
                "state": "requested",
                "date_start": False,
            }
        )
        unread_file = self.env["volunteer.time.import"].create(
            {"company_id": self.association.id}
        )
        self._forget()
        self.assertFalse(engagement.exists())
        self.assertTrue(unread_file.exists())

    def test_who_typed_it_in_is_forgotten_too(self):
        user = new_test_user(
            self.env, "vv_forgotten", company_id=self.association.id,
            company_ids=self.association.ids, tz="Europe/Paris",
        )  # fmt: skip
        entry = self.env["volunteer.time.entry"].with_user(user)
        entry = entry.declare({"name": "x", "date": "2026-11-20", "hours": 1}).sudo()
        self.association.volunteer_self_approval = True
        entry.action_approve()
        typed_by_manager = self._declare(partner_id=user.partner_id.id)
        typed_by_manager = typed_by_manager.sudo()
        self.env["volunteer.time.entry"].with_user(user)._forget(user.partner_id)
        self.env.invalidate_all()
        self.assertNotIn(
            user, entry.create_uid | entry.write_uid | entry.approved_by_id
        )
        self.assertEqual(typed_by_manager.create_uid, self.env.user)
        log = self.erasures.search([("company_id", "=", self.association.id)])
        self.assertNotIn(user, log.create_uid | log.write_uid)

    def test_it_is_logged_without_the_name(self):
        self._approve()
        self._approve(date=date(2024, 5, 1))
        self._declare(company_id=self.other_association.id, activity_id=False)
        self._book(date(2024, 1, 1), date(2024, 12, 31))
        erasures = self._forget()
        self.assertEqual(
            [
                (e.company_id, e.cause, e.erased_count, e.kept_count, e.kept_until)
                for e in erasures.sorted(lambda e: e.company_id.id)
            ],
            [
                (self.association, "request", 1, 1, date(2034, 12, 31)),
                (self.other_association, "request", 1, 0, False),
            ],
        )
        self.assertNotIn("Maëlys", str(erasures.read()))

    def test_once_more_does_nothing(self):
        self._approve()
        self._forget()
        self.assertFalse(self._forget())

    def test_an_engagement_without_time_goes_too(self):
        engagement = self.env["volunteer.engagement"].create(
            {"partner_id": self.person.id, "company_id": self.association.id}
        )
        erasures = self._forget()
        self.assertFalse(engagement.exists())
        self.assertEqual((erasures.erased_count, erasures.kept_count), (0, 0))

    def test_what_waited_for_who_follows_the_person_waits_for_the_project(self):
        entry = self._declare(project_id=self.project.id)
        entry.engagement_id.approver_id = self._create_user(
            "follower", "volunteer_valuation.group_volunteer_approver"
        )
        entry.action_submit()
        self.assertTrue(entry.engagement_id.activity_ids)
        self.assertFalse(self.project.activity_ids)
        self._forget()
        self.assertEqual(self.project.activity_ids.user_id, self.approver_user)

    def test_late_time_keeps_that_it_was_explained(self):
        self._approve(date=date(2025, 3, 1))
        self._book()
        late = self._declare(late_reason="I was in hospital")
        self._forget()
        self.assertEqual(late.late_reason, "Reason no longer kept")

    def test_yearly_sheets_tell_the_time_as_nobody_s(self):
        self._declare_in_every_state()
        sheet = self.env["volunteer.yearly.sheet"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        self.assertEqual((sheet.people_count, sheet.nobody_hours), (1, 0))
        approved = sheet.approved_hours
        self._forget()
        self.assertEqual(
            (sheet.people_count, sheet.approved_hours, sheet.nobody_hours),
            (0, approved, approved),
        )

    def test_time_that_a_booking_left_out_needs_no_reason(self):
        left_out = self._declare()
        left_out.action_submit()
        self._approve()
        self._book()
        self._forget()
        self.assertFalse(left_out.partner_id or left_out.late_reason)

    def test_queries_do_not_grow_with_the_time(self):
        def count(number):
            person = self.env["res.partner"].create({"name": f"Person of {number}"})
            self.env["volunteer.time.entry"].create(
                [
                    {
                        "name": f"Desk {index}",
                        "date": date(2026, 1 + index // 28, 1 + index % 28),
                        "hours": 1,
                        "partner_id": person.id,
                        "company_id": self.association.id,
                        "activity_id": self.activity.id,
                    }
                    for index in range(number)
                ]
            )
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._forget(person)
            return self.env.cr.sql_log_count - before

        count(3)
        self.assertEqual(count(100), count(4))


@tagged("post_install", "-at_install")
class TestErasureRights(ForgettingCommon):
    """Who may read the log, and who may write it: nobody."""

    def test_managers_and_treasurers_read_it(self):
        self._declare()
        erasure = self._forget()
        for user in (self.manager_user, self.treasurer_user):
            [told] = self._call(user, erasure, "read", ["erased_count"])
            self.assertEqual(told["erased_count"], 1)
        for user in (self.volunteer_user, self.approver_user):
            with self.assertRaises(AccessError):
                self._call(user, erasure, "read", ["erased_count"])

    def test_that_of_another_association_is_not_theirs(self):
        self._declare(company_id=self.other_association.id, activity_id=False)
        erasure = self._forget()
        with self.assertRaises(AccessError):
            self._call(self.manager_user, erasure, "read", ["erased_count"])

    def test_nobody_writes_it(self):
        self._declare()
        erasure = self._forget()
        values = {
            "company_id": self.association.id,
            "cause": "request",
        }
        for user in (self.manager_user, self.treasurer_user):
            for method, *args in (
                ("write", {"erased_count": 0}),
                ("unlink",),
                ("create", values),
            ):
                with self.subTest(user=user.name, method=method):
                    with self.assertRaises(AccessError):
                        self._call(user, erasure, method, *args)

    def test_forgetting_is_out_of_reach_of_rpc(self):
        entry = self._approve()
        for method in ("_forget", "_let_go", "_cron_expire"):
            with self.assertRaises(AccessError):
                self._call(self.manager_user, entry, method)
        with self.assertRaises(AccessError):
            self._call(self.manager_user, entry, "write", {"evidence_name": "x"})
