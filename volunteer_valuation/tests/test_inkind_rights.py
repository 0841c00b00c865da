from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import tagged

from .inkind_common import InkindCommon
from .rights_common import MANAGER, RightsCommon


@tagged("post_install", "-at_install")
class TestInkindRights(InkindCommon, RightsCommon):
    """Who records, who approves, who sees; each also from the wrong side."""

    def test_managers_alone_decide(self):
        contribution = self._record_submitted()
        for user in (
            self.treasurer_user,
            self.approver_user,
            self.volunteer_user,
            self.other_manager,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(user, contribution, "action_approve", error=AccessError)
            self.assertRefused(
                user, contribution, "action_refuse", "No", error=AccessError
            )

    def test_managers_and_treasurers_alone_submit(self):
        contribution = self._record()
        for user in (
            self.approver_user,
            self.volunteer_user,
            self.other_manager,
            self.other_treasurer,
            self.portal_user,
            self.public_user,
        ):
            for method in ("action_submit", "action_withdraw"):
                self.assertRefused(user, contribution, method, error=AccessError)
        self._call(self.treasurer_user, contribution, "action_submit")
        self.assertEqual(contribution.state, "submitted")

    def test_nobody_approves_their_own_gift(self):
        own = self._record_submitted(partner_id=self.manager_user.partner_id.id)
        sentence = self.assertRefused(
            self.manager_user, own, "action_approve", error=AccessError
        )
        self.assertIn("your own gift", sentence)
        self.association.volunteer_self_approval = True
        self._call(self.manager_user, own, "action_approve")
        self.assertEqual(own.state, "approved")

    def test_nobody_approves_the_gift_of_their_organisation(self):
        self.manager_user.partner_id.parent_id = self.town_hall
        given = self._record_submitted()
        self.assertRefused(
            self.manager_user, given, "action_approve", error=AccessError
        )
        colleague = self._create_user("colleague", MANAGER)
        self._call(colleague, given, "action_approve")
        self.assertEqual(given.state, "approved")

    def test_who_recorded_it_may_approve_it(self):
        values = {
            "name": "Hall",
            "amount": 50,
            "nature_id": self.premises.id,
            "company_id": self.association.id,
        }
        [recorded] = self._call(
            self.manager_user, self.contributions, "create", [values]
        )
        contribution = self.contributions.browse(recorded)
        self._call(self.manager_user, contribution, "action_submit")
        self._call(self.manager_user, contribution, "action_approve")
        self.assertEqual(contribution.state, "approved")

    def test_the_inbox_holds_what_may_be_approved(self):
        waiting = self._record_submitted()
        own = self._record_submitted(partner_id=self.manager_user.partner_id.id)
        nobody = self._record_submitted(partner_id=False)
        domain = [("can_decide", "=", True), ("state", "=", "submitted")]
        for user, expected in (
            (self.manager_user, waiting | nobody),
            (self.treasurer_user, self.contributions),
            (self.other_manager, self.contributions),
        ):
            environment = self.env(user=user, context={})
            found = environment[self.contributions._name].search(domain)
            self.assertEqual(found.sudo(), expected, user.name)
            for contribution in found:
                self.assertTrue(contribution.can_decide)
        self.assertFalse(own.with_user(self.manager_user).can_decide)

    def test_none_is_moved_to_an_association_that_is_not_ones_own(self):
        contribution = self._record()
        self.assertRefused(
            self.manager_user,
            contribution,
            "write",
            {"company_id": self.other_association.id},
            error=AccessError,
        )
        self.assertEqual(contribution.company_id, self.association)

    def test_evidence_is_read_with_its_contribution(self):
        uploaded = self._upload(self.treasurer_user)
        contribution = self._record()
        self._call(
            self.treasurer_user,
            contribution,
            "write",
            {"evidence_ids": [Command.link(uploaded.id)]},
        )
        [read] = self._call(self.manager_user, uploaded, "read", ["raw"])
        self.assertTrue(read["raw"])
        for user in (
            self.other_manager,
            self.approver_user,
            self.volunteer_user,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(user, uploaded, "read", ["raw"], error=AccessError)

    def test_files_of_others_are_no_evidence(self):
        secret = self._upload(self.other_manager)
        elsewhere = self._record(company_id=self.other_association.id)
        hung = secret.copy({"res_model": elsewhere._name, "res_id": elsewhere.id})
        contribution = self._record()
        for file in (secret, hung):
            self.assertRefused(
                self.manager_user,
                contribution,
                "write",
                {"evidence_ids": [Command.link(file.id)]},
                error=AccessError,
            )
            self.assertFalse(contribution.evidence_ids)
        self.assertFalse(secret.res_id)

    def test_evidence_of_what_is_approved_stays_as_it_is(self):
        contribution = self._record_approved(**self._certify())
        evidence = contribution.evidence_ids
        for user in (self.manager_user, self.treasurer_user):
            self.assertRefused(user, evidence, "unlink")
            self.assertRefused(user, evidence, "write", {"raw": "forged"})
        self._write(contribution, evidence_ids=[Command.clear()])
        self.assertEqual(contribution.state, "submitted")
        self._call(self.manager_user, evidence, "unlink")
        self.assertFalse(evidence.exists())

    def test_forgotten_names_are_the_treasurers(self):
        contribution = self._record_approved(
            partner_id=self.person.id, **self._certify()
        )
        self._book_year()
        evidence = contribution.evidence_ids
        [read] = self._call(self.manager_user, evidence, "read", ["raw"])
        self.assertTrue(read["raw"])
        self.env["volunteer.time.entry"]._forget(self.person)
        self.env.flush_all()
        self.env.invalidate_all()
        [read] = self._call(self.treasurer_user, evidence, "read", ["raw"])
        self.assertTrue(read["raw"])
        self.assertRefused(
            self.manager_user, evidence, "read", ["raw"], error=AccessError
        )
        self.assertRefused(
            self.manager_user,
            contribution,
            "read",
            ["evidence_name"],
            error=AccessError,
        )
        [read] = self._call(
            self.manager_user, contribution, "read", ["name", "evidence_ids"]
        )
        self.assertFalse(read["evidence_ids"])
