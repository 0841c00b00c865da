from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError, UserError

from .common import DeclarationCommon


@freeze_time("2026-03-15 10:00")
class TestAttestation(DeclarationCommon):
    """The person asks; a valideur of the association answers."""

    def setUp(self):
        super().setUp()
        self.given = self._give(120)
        self.declaration = self._declare(90)
        self.line = self.declaration.line_ids.filtered("company_id")

    def _as_validator(self, line=None):
        return (line or self.line).with_user(self.validator_user)

    # ----- asking -----
    def test_asking_tells_the_valideur_once(self):
        self.declaration.action_ask()
        self.assertEqual(self.line.state, "asked")
        activity = self.line.sudo().activity_ids
        self.assertEqual(activity.user_id, self.validator_user)
        self.assertEqual(str(activity.date_deadline), "2026-12-31")
        with self.assertRaisesRegex(UserError, "nothing to ask"):
            self.declaration.action_ask()

    def test_a_year_that_runs_is_not_asked_for_yet(self):
        self._give(10, day=date(2026, 1, 10))
        running = self._declare(year=2026)
        with self.assertRaisesRegex(UserError, "not over"):
            running.action_ask()

    @freeze_time("2026-06-30 21:00")
    def test_asked_until_the_last_day(self):
        self.declaration.action_ask()
        self.assertEqual(self.line.state, "asked")

    @freeze_time("2026-07-01 10:00")
    def test_late_is_told_the_date_that_has_passed(self):
        with self.assertRaisesRegex(UserError, "06/30/2026"):
            self.declaration.action_ask()
        self.assertEqual(self.line.state, "draft")

    def test_drafts_may_be_computed_at_any_date(self):
        with freeze_time("2027-02-01"):
            self.declaration.action_refresh()
            self.assertEqual(self.declaration.total_hours, 210)

    # ----- answering -----
    def test_attested(self):
        self.declaration.action_ask()
        self._as_validator().action_attest()
        self.assertEqual(self.line.state, "attested")
        self.assertEqual(self.line.answered_by_id, self.validator_user)
        self.assertTrue(self.line.answered_on)
        self.assertFalse(self.line.sudo().activity_ids)
        # Once is enough.
        self._as_validator().action_attest()

    def test_attests_what_is_approved_at_that_moment(self):
        self.declaration.action_ask()
        self.given[0].action_refuse("Twice")
        self._as_validator().action_attest()
        self.assertEqual(self.line.hours, 110)
        self.assertFalse(self.declaration.is_changed)

    def test_refused_with_a_reason_and_asked_again(self):
        self.declaration.action_ask()
        for reason in ("", "  ", None):
            with self.assertRaisesRegex(UserError, "Tell the person"):
                self._as_validator().action_refuse(reason)
        self._as_validator().action_refuse("The minutes tell of fewer meetings.")
        self.assertEqual(self.line.state, "refused")
        self.assertEqual(self.declaration.total_hours, 90)
        self.declaration.action_ask()
        self.assertEqual(self.line.state, "asked")
        self.assertFalse(self.line.refusal_reason)
        self.assertEqual(self.declaration.total_hours, 210)

    def test_only_what_was_asked_is_answered(self):
        with self.assertRaises(AccessError):
            self._as_validator().action_attest()
        with self.assertRaisesRegex(UserError, "did not ask"):
            self.line.sudo().action_attest()

    def test_attested_until_the_last_day(self):
        self.declaration.action_ask()
        with freeze_time("2027-01-01 10:00"):
            for answer in (
                lambda line: line.action_attest(),
                lambda line: line.action_refuse("Late"),
            ):
                with self.assertRaisesRegex(UserError, "12/31/2026"):
                    answer(self._as_validator())
        with freeze_time("2026-12-31 21:00"):
            self._as_validator().action_attest()
        self.assertEqual(self.line.state, "attested")

    # ----- frozen -----
    def test_figures_are_frozen_and_a_change_is_told(self):
        self.declaration.action_ask()
        self._as_validator().action_attest()
        self.assertFalse(self.declaration.is_changed)
        self.given[0].action_refuse("Twice")
        self.declaration.action_refresh()
        self.assertEqual(self.line.hours, 120)
        self.env.invalidate_all()
        self.assertTrue(self.line.is_changed)
        self.assertTrue(self.declaration.is_changed)

    def test_a_change_that_leaves_the_sum_is_told_too(self):
        self.declaration.action_ask()
        self._as_validator().action_attest()
        self.given[0].date = "2025-02-28"
        self.given[0].action_approve()
        self.env.invalidate_all()
        self.assertTrue(self.declaration.is_changed)

    def test_booking_is_no_change(self):
        self.board.valued = True
        self.declaration.action_ask()
        self._as_validator().action_attest()
        self.given.action_revalue()
        self.env.invalidate_all()
        self.assertFalse(self.declaration.is_changed)

    def test_what_was_attested_is_kept(self):
        self.declaration.action_ask()
        self._as_validator().action_attest()
        for attempt in (
            lambda: self.declaration.unlink(),
            lambda: self.line.unlink(),
            lambda: self.line.sudo().unlink(),
            lambda: self.line.write({"hours": 1}),
        ):
            with self.assertRaises(UserError):
                attempt()

    # ----- who -----
    def test_others_do_not_answer(self):
        self.declaration.action_ask()
        elsewhere = self._create_user(
            "elsewhere",
            "volunteer_valuation_cec.group_cec_validator",
            company=self.other_association,
        )
        for user in (
            self.manager_user,
            self.treasurer_user,
            self.approver_user,
            self.stranger_user,
            self.volunteer_user,
            elsewhere,
        ):
            line = self.line.with_user(user)
            for answer in (
                lambda line: line.action_attest(),
                lambda line: line.action_refuse("No"),
                lambda line: line.sudo(False).write({"state": "attested"}),
            ):
                with self.subTest(user=user.login), self.assertRaises(AccessError):
                    answer(line)
        self.assertEqual(self.line.state, "asked")

    def test_nobody_attests_their_own_hours(self):
        right = self.env.ref("volunteer_valuation_cec.group_cec_validator")
        self.volunteer_user.group_ids += right
        self.declaration.action_ask()
        with self.assertRaisesRegex(AccessError, "own hours"):
            self.line.with_user(self.volunteer_user).action_attest()
        self.association.cec_self_attestation = True
        self.line.with_user(self.volunteer_user).action_attest()
        self.assertEqual(self.line.state, "attested")

    def test_valideur_sees_what_was_asked_and_no_more(self):
        lines = self.env["volunteer.cec.declaration.line"].with_user(
            self.validator_user
        )
        self.assertFalse(lines.search([]))
        self.declaration.action_ask()
        line = lines.search([])
        self.assertEqual(line, self.line)
        self.assertEqual(line.entry_ids, self.given)
        self.assertEqual(line.entry_ids[0].hours, 10)
        self.assertEqual(line.office, "Treasurer")
        self.assertFalse(line.shown_total)
        self.declaration.shows_total = True
        self.assertEqual(line.shown_total, 210)
        with self.assertRaises(AccessError):
            line.declaration_id.read(["total_hours"])

    def test_valideur_reads_time_in_capacity_only(self):
        other = self._give(5, capacity="none")
        self.given.with_user(self.validator_user).read(["hours"])
        with self.assertRaises(AccessError):
            other.with_user(self.validator_user).read(["hours"])

    def test_who_follows_the_person_reads_what_was_asked(self):
        self.line.sudo().engagement_id.approver_id = self.approver_user
        lines = self.env["volunteer.cec.declaration.line"].with_user(self.approver_user)
        self.assertFalse(lines.search([]))
        self.declaration.action_ask()
        self.assertEqual(lines.search([]), self.line)
        with self.assertRaises(AccessError):
            lines.search([]).action_attest()
        self.line.sudo().engagement_id.approver_id = False
        self.assertFalse(lines.search([]))

    def test_forgotten_people_leave_no_declaration(self):
        self.declaration.action_ask()
        self._as_validator().action_attest()
        self.entries._forget(self.volunteer)
        self.assertFalse(self.declaration.exists())
        self.assertFalse(self.line.exists())
        self.assertEqual(sum(self.given.mapped("hours")), 120)

    def test_merged_people_keep_their_declaration(self):
        double = self.env["res.partner"].create({"name": "Double"})
        self._engage(double, office="Secretary")
        self.declaration.action_ask()
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | self.volunteer).ids, self.volunteer
        )
        self.assertEqual(self.declaration.partner_id, self.volunteer)
        self.assertEqual(self.line.engagement_id.partner_id, self.volunteer)
        self.assertIn("Secretary", self.line.office)
        self.assertIn("Treasurer", self.line.office)
