from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .statement_common import YEAR, StatementCommon


@tagged("post_install", "-at_install")
class TestStatementRights(StatementCommon):
    """Managers and treasurers, of their own associations, and nobody else."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.portal_user = new_test_user(cls.env, "vv_portal", "base.group_portal")
        cls.public_user = cls.env.ref("base.public_user")

    def _ask(self, user, company_ids, first=YEAR[0], last=YEAR[1], context=None):
        return self._call(
            user,
            self.env["volunteer.statement"],
            "compute_statement",
            company_ids,
            first,
            last,
            context=context,
        )

    def test_managers_and_treasurers_read_the_same(self):
        self._approve(hours=2)
        self._give()
        mine = self._ask(self.treasurer_user, self.association.ids)
        self.assertEqual(mine["amount"], 150)
        self.assertEqual(mine, self._ask(self.manager_user, self.association.ids))

    def test_nobody_else_does(self):
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.stranger_user,
            self.portal_user,
            self.public_user,
        ):
            with (
                self.subTest(user=user.login),
                self.assert_refused(AccessError, "^Only managers and treasurers"),
            ):
                self._ask(user, self.association.ids)

    def test_other_associations_are_refused(self):
        both = (self.association + self.other_association).ids
        for company_ids in (self.other_association.ids, both, [False], ["1"], [0]):
            with (
                self.subTest(company_ids=company_ids),
                self.assert_refused(AccessError, "^You do not work with all"),
            ):
                self._ask(self.treasurer_user, company_ids)

    def test_associations_that_are_not_chosen_are_refused(self):
        """Those of the switch in the corner, as everywhere in Odoo."""
        self.treasurer_user.company_ids += self.other_association
        context = {"allowed_company_ids": self.association.ids}
        with self.assert_refused(AccessError, "^You do not work with all"):
            self._ask(self.treasurer_user, self.other_association.ids, context=context)
        both = (self.association + self.other_association).ids
        statement = self._ask(
            self.treasurer_user, both, context={"allowed_company_ids": both}
        )
        self.assertEqual(statement["company_ids"], both)

    def test_what_asks_nobody_is_out_of_reach(self):
        with self.assert_refused(AccessError, "^Private methods"):
            self._call(
                self.manager_user,
                self.env["volunteer.statement"],
                "_compute_statement",
                self.other_association.ids,
                *YEAR,
            )

    def test_what_makes_no_period_is_refused_in_one_sentence(self):
        for first, last, sentence in (
            (False, False, "from one day to another"),
            ("2025-01-01", None, "from one day to another"),
            ("2025-13-45", "2025-12-31", "from one day to another"),
            ("last year", "2025-12-31", "from one day to another"),
            (2025, 2026, "from one day to another"),
            ("0001-01-01", "0001-12-31", "from one day to another"),
            ("9999-01-01", "9999-12-31", "from one day to another"),
            ("2025-12-31", "2025-01-01", "ends before it starts"),
        ):
            with (
                self.subTest(first=first, last=last),
                self.assert_refused(UserError, sentence),
            ):
                self._ask(self.manager_user, self.association.ids, first, last)

    def test_no_association_is_refused_in_one_sentence(self):
        with self.assert_refused(UserError, "^Choose an association"):
            self._ask(self.manager_user, [])

    def test_days_as_words_as_clients_write_them(self):
        self._approve(hours=2)
        statement = self._ask(
            self.manager_user, self.association.ids, "2025-01-01", "2025-12-31"
        )
        self.assertEqual(statement["hours"], 2)
        self.assertEqual(statement["date_to"], date(2025, 12, 31))

    def test_different_currencies_are_refused_in_one_sentence(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        foreign = self.env["res.company"].create(
            {"name": "Abroad", "currency_id": dollar.id}
        )
        self.manager_user.company_ids += foreign
        both = (self.association + foreign).ids
        with self.assert_refused(UserError, "^These associations keep their books in"):
            self._ask(self.manager_user, both, context={"allowed_company_ids": both})

    def test_all_figures_can_travel(self):
        """XML-RPC knows no None, and no keys but words."""
        self._approve(hours=2, activity_id=False)
        self._give()

        def assert_plain(value):
            self.assertIsInstance(value, str | int | float | date | list | dict)
            if isinstance(value, dict):
                self.assertTrue(all(isinstance(key, str) for key in value))
                value = list(value.values())
            if isinstance(value, list):
                for item in value:
                    assert_plain(item)

        assert_plain(self._compute())
