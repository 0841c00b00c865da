from datetime import date

from odoo.tests import tagged

from .forgetting_common import TERM, ForgettingCommon, count_words
from .inkind_common import InkindCommon

UNUSUAL = "Quetzalcoatline"


@tagged("post_install", "-at_install")
class TestInkindForgetting(InkindCommon, ForgettingCommon):
    """Donors are forgotten as people who gave time are; what they gave stays counted."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person.name = f"{UNUSUAL} Lefèvre"
        cls._set_up_natures(cls.accounts)

    def _give(self, **values):
        """Approved: a room lent by the person, whose name is in all that can hold it."""
        evidence = self._upload(name=f"{UNUSUAL}.txt")
        contribution = self._record_approved(
            name=f"Room of {UNUSUAL}",
            partner_id=self.person.id,
            is_certified=True,
            evidence_ids=[(4, evidence.id)],
            **values,
        )
        contribution.message_post(body=f"{UNUSUAL} called")
        return contribution

    def test_unbooked_gifts_lose_their_donor_at_once(self):
        contribution = self._give()
        evidence = contribution.evidence_ids
        [erasure] = self._forget()
        self.assertEqual((erasure.erased_count, erasure.kept_count), (1, 0))
        self.assertFalse(contribution.partner_id)
        self.assertFalse(contribution.evidence_name)
        self.assertEqual(contribution.name, "Premises")
        self.assertEqual(contribution.amount, 300)
        self.assertEqual(contribution.state, "approved")
        self.assertFalse(evidence.exists())
        self.person.unlink()
        self.assertEqual(count_words(self.env, UNUSUAL), {})

    def test_booked_gifts_keep_the_name_for_treasurers_until_their_date(self):
        contribution = self._give()
        self._book()
        evidence = contribution.evidence_ids
        [erasure] = self._forget()
        self.assertEqual(
            (erasure.erased_count, erasure.kept_count, erasure.kept_until),
            (0, 1, TERM),
        )
        self.assertFalse(contribution.partner_id)
        self.assertEqual(contribution.evidence_name, self.person.name)
        self.assertTrue(evidence.exists())
        self.assertNotIn("called", str(contribution.message_ids.mapped("body")))
        self._run_nightly(TERM)
        self.assertTrue(contribution.evidence_name)
        self._run_nightly("2036-01-01")
        self.assertFalse(contribution.evidence_name)
        self.assertEqual(contribution.name, "Premises")
        self.assertFalse(evidence.exists())
        self.assertEqual(contribution.amount, 300)

    def test_a_reversed_booking_keeps_nobody(self):
        contribution = self._give()
        booking = self._book()
        self._forget()
        booking.action_reverse()
        self._run_nightly("2026-11-22")
        self.assertFalse(contribution.evidence_name)
        self.assertEqual(contribution.name, "Premises")

    def test_age(self):
        old = self._give(date=date(2020, 3, 1))
        young = self._give()
        lent_by_an_organisation = self._record_approved(date=date(2020, 3, 1))
        self.association.volunteer_anonymise_years = 5
        self._run_nightly("2026-11-22")
        self.assertFalse(old.partner_id)
        self.assertEqual(young.partner_id, self.person)
        self.assertEqual(lent_by_an_organisation.partner_id, self.town_hall)

    def test_others_keep_what_is_theirs(self):
        self._give()
        other = self._record_approved(**self._certify())
        self._forget()
        self.assertEqual(other.partner_id, self.town_hall)
        self.assertTrue(other.evidence_ids)

    def test_late_gifts_still_tell_that_they_were(self):
        self._approve()
        self._book()
        late = self._give(late_reason=f"{UNUSUAL} was ill")
        self._forget()
        self.assertEqual(late.late_reason, "Reason no longer kept")
        late.amount = 310
        self.assertEqual(late.state, "submitted")

    def test_who_wrote_it_in_is_forgotten_too(self):
        contribution = self._record(partner_id=self.manager_user.partner_id.id)
        mine = contribution.with_user(self.manager_user).copy()
        self.assertEqual(mine.create_uid, self.manager_user)
        self._forget(self.manager_user.partner_id)
        self.assertFalse(mine.create_uid)
