from datetime import date

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools.safe_eval import safe_eval

from ..hooks import post_init_hook
from .booking_common import BookingCommon
from .common import VolunteerCommon

# ANC 2018-06, class 8, as in domain facts: use against source, by nature.
PAIRS = {
    "nature_volunteering": ("864000", "875000"),
    "nature_services": ("862000", "871000"),
    "nature_use_of_goods": ("861000", "871000"),
    "nature_goods": ("860000", "870000"),
}
NATURE = "nature_volunteering"
FRENCH_NAMES = {
    "860000": "Secours en nature",
    "861000": "Mises à disposition gratuite de biens",
    "862000": "Prestations",
    "864000": "Personnel bénévole",
    "870000": "Dons en nature",
    "871000": "Prestations en nature",
    "875000": "Bénévolat",
}


@tagged("post_install", "-at_install")
class TestFrenchAccounts(VolunteerCommon):
    """Companies with the French chart get accounts and journal, whenever it is loaded."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        module = cls.env["ir.module.module"]._get("l10n_fr_account")
        if module.state != "installed":
            cls.skipTest(cls, "the French chart of accounts is not installed")
        cls.company = cls.env["res.company"].create(
            {
                "name": "Les Jardins partagés",
                "country_id": cls.env.ref("base.fr").id,
                "currency_id": cls.euro.id,
            }
        )
        cls.env.user.company_ids += cls.company
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.company.ids)
        )
        cls.company = cls.company.with_env(cls.env)

    def _load_chart(self, code="fr"):
        self.env["account.chart.template"].try_loading(code, self.company)

    def _create_account(self, code, account_type):
        return self.env["account.account"].create(
            {
                "name": "By hand",
                "code": code,
                "account_type": account_type,
                "company_ids": [fields.Command.set(self.company.ids)],
            }
        )

    def _book_an_hour(self):
        self.rule.company_id = self.company
        self._approve(company_id=self.company.id)
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.company.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        booking.action_post()
        return booking

    def _get_pairs(self):
        pairs = {}
        for name in PAIRS:
            nature = self.env.ref(f"volunteer_valuation.{name}")
            nature = nature.with_company(self.company)
            pairs[name] = (nature.debit_account_id.code, nature.credit_account_id.code)
        return pairs

    def _get_accounts(self):
        return self.env["account.account"].search(
            [
                ("company_ids", "in", self.company.ids),
                ("volunteer_contribution", "=", True),
            ]
        )

    def assert_complete(self):
        """Every nature has its pair, no account is there twice, and there is a journal."""
        self.assertEqual(self._get_pairs(), PAIRS)
        accounts = self._get_accounts()
        self.assertCountEqual(accounts.mapped("code"), FRENCH_NAMES)
        self.assertEqual(set(accounts.mapped("account_type")), {"off_balance"})
        journal = self.company.volunteer_journal_id
        self.assertEqual((journal.code, journal.type), ("CVN", "general"))
        self.assertEqual(journal.company_id, self.company)

    def test_they_come_with_the_chart(self):
        self._load_chart()
        self.assert_complete()

    def test_they_stay_when_the_chart_is_loaded_again(self):
        self._load_chart()
        accounts, journal = self._get_accounts(), self.company.volunteer_journal_id
        self._load_chart()
        self.assert_complete()
        self.assertEqual(self._get_accounts(), accounts)
        self.assertEqual(self.company.volunteer_journal_id, journal)

    def test_they_come_back_when_another_chart_was_there_before(self):
        """Odoo deletes accounts, journals and what points to them."""
        self.company.country_id = self.env.ref("base.us")
        self._load_chart("generic_coa")
        self.company._volunteer_set_up_booking("fr")
        accounts, journal = self._get_accounts(), self.company.volunteer_journal_id
        self.assert_complete()
        self._load_chart()
        self.assertFalse(accounts.exists() or journal.exists())
        self.assert_complete()

    def test_they_come_with_the_addon_where_the_chart_was_there_before(self):
        self._load_chart()
        for name in PAIRS:
            nature = self.env.ref(f"volunteer_valuation.{name}")
            nature.with_company(self.company).write(
                {"debit_account_id": False, "credit_account_id": False}
            )
        journal = self.company.volunteer_journal_id
        self.company.volunteer_journal_id = False
        self._get_accounts().unlink()
        journal.unlink()
        post_init_hook(self.env)
        self.assert_complete()

    def test_natures_with_the_same_source_share_its_account(self):
        self._load_chart()
        services, use_of_goods = (
            self.env.ref(f"volunteer_valuation.{name}").with_company(self.company)
            for name in ("nature_services", "nature_use_of_goods")
        )
        self.assertEqual(services.credit_account_id, use_of_goods.credit_account_id)
        self.assertNotEqual(services.debit_account_id, use_of_goods.debit_account_id)

    def test_a_booking_stays_when_the_chart_is_loaded_again(self):
        self._load_chart()
        move = self._book_an_hour().move_id
        self._load_chart()
        self.assert_complete()
        self.assertEqual(move.state, "posted")
        self.assertCountEqual(move.line_ids.account_id.mapped("code"), PAIRS[NATURE])
        self.assertEqual(move.journal_id, self.company.volunteer_journal_id)

    def test_what_somebody_chose_is_kept(self):
        self._load_chart()
        mine = self._create_account("864100", "off_balance")
        nature = self.env.ref(f"volunteer_valuation.{NATURE}")
        nature.with_company(self.company).debit_account_id = mine
        self._load_chart()
        self.assertEqual(self._get_pairs()[NATURE], ("864100", "875000"))

    def test_a_pair_made_by_hand_is_used(self):
        used = self._create_account("864", "off_balance")
        self._create_account("864100", "off_balance")
        source = self._create_account("87500000", "off_balance")
        self.company._volunteer_set_up_booking("fr")
        nature = self.env.ref(f"volunteer_valuation.{NATURE}")
        nature = nature.with_company(self.company)
        self.assertEqual(nature.debit_account_id, used)
        self.assertEqual(nature.credit_account_id, source)
        self.assertTrue(used.volunteer_contribution and source.volunteer_contribution)

    def test_a_mixed_pair_is_left_alone_and_booking_says_so(self):
        expense = self._create_account("864000", "expense")
        self._create_account("875000", "off_balance")
        self.company._volunteer_set_up_booking("fr")
        self.assertEqual(self._get_pairs()[NATURE], (False, False))
        self.assertFalse(expense.volunteer_contribution)
        self.assertEqual(self._get_pairs()["nature_goods"], PAIRS["nature_goods"])
        with self.assertRaises(UserError) as caught:
            self._book_an_hour()
        self.assertEqual(
            str(caught.exception),
            "Les Jardins partagés has no accounts for “Volunteering”: choose them under "
            "Configuration, Natures of Contribution.",
        )

    def test_a_journal_code_in_use_is_left_alone(self):
        self.env["account.journal"].create(
            {
                "name": "Caisse vente neuf",
                "code": "CVN",
                "type": "sale",
                "company_id": self.company.id,
            }
        )
        self.company._volunteer_set_up_booking("fr")
        self.assertFalse(self.company.volunteer_journal_id)
        with self.assertRaises(UserError) as caught:
            self._book_an_hour()
        self.assertEqual(
            str(caught.exception),
            "Les Jardins partagés has no journal for contributions in kind: choose one "
            "in the settings of volunteering.",
        )

    def test_they_speak_french(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._load_chart()
        accounts = self._get_accounts().with_context(lang="fr_FR")
        names = {account.code: account.name for account in accounts}
        self.assertEqual(names, FRENCH_NAMES)
        journal = self.company.volunteer_journal_id.with_context(lang="fr_FR")
        self.assertEqual(journal.name, "Contributions volontaires en nature")

    def test_they_learn_french_when_it_is_installed_later(self):
        self._load_chart()
        by_hand = self._get_accounts().filtered(lambda a: a.code == "864000")
        by_hand.name = "Time of our members"
        self.env["res.lang"]._activate_lang("fr_FR")
        by_hand.with_context(lang="fr_FR").name = "Temps de nos membres"
        self.env["ir.module.module"]._load_module_terms(
            ["account", "volunteer_valuation"], ["fr_FR"]
        )
        accounts = self._get_accounts().with_context(lang="fr_FR")
        names = {account.code: account.name for account in accounts}
        self.assertEqual(names, FRENCH_NAMES | {"864000": "Temps de nos membres"})
        journal = self.company.volunteer_journal_id.with_context(lang="fr_FR")
        self.assertEqual(journal.name, "Contributions volontaires en nature")

    def test_they_outlive_our_uninstallation(self):
        """Their external ids are account's, so that removing our addon keeps them."""
        self._load_chart()
        records = [*self._get_accounts(), self.company.volunteer_journal_id]
        for record in records:
            [external_id] = record.get_external_id().values()
            self.assertRegex(external_id, rf"^account\.{self.company.id}_volunteer_")

    def test_other_charts_choose_their_own(self):
        self.company.country_id = self.env.ref("base.us")
        self._load_chart("generic_coa")
        self.assertFalse(self._get_accounts())
        self.assertFalse(self.company.volunteer_journal_id)


@tagged("post_install", "-at_install")
class TestContributionAccounts(BookingCommon):
    """Any country: off-balance accounts that start every year at zero; branches share them."""

    def test_chosen_accounts_start_every_year_at_zero(self):
        chosen = self.accounts["debit"] + self.accounts["credit"]
        self.assertEqual(set(chosen.mapped("volunteer_contribution")), {True})
        self.assertEqual(set(chosen.mapped("include_initial_balance")), {False})
        other, income = self.env["account.account"].create(
            [
                {
                    "name": name,
                    "code": code,
                    "account_type": account_type,
                    "company_ids": [fields.Command.set(self.association.ids)],
                }
                for name, code, account_type in (
                    ("Guarantees", "801000", "off_balance"),
                    ("Sales", "707000", "income"),
                )
            ]
        )
        self.assertTrue(other.include_initial_balance)
        everything = chosen + other + income
        for domain, found in (
            ([("include_initial_balance", "=", True)], other),
            ([("include_initial_balance", "!=", False)], other),
            ([("include_initial_balance", "in", [True])], other),
            ([("include_initial_balance", "in", [False])], chosen + income),
            ([("include_initial_balance", "not in", [True])], chosen + income),
            ([("include_initial_balance", "=", False)], chosen + income),
            ([("include_initial_balance", "!=", True)], chosen + income),
        ):
            with self.subTest(domain=domain):
                self.assertEqual(
                    self.env["account.account"].search(
                        [("id", "in", everything.ids)] + domain
                    ),
                    found.sorted("code"),
                )

    def test_contributions_stay_outside_the_result(self):
        expense = self.env["account.account"].create(
            {
                "name": "Expense",
                "code": "600000",
                "account_type": "expense",
                "company_ids": [fields.Command.set(self.association.ids)],
            }
        )
        nature = self.env.ref(f"volunteer_valuation.{NATURE}")
        with self.assert_refused(ValidationError, "outside the result"):
            nature.with_company(self.association).debit_account_id = expense

    def test_accounts_of_another_association_are_not_offered_nor_booked(self):
        theirs = self._set_up_books(self.other_association)
        nature = self.env.ref(f"volunteer_valuation.{NATURE}")
        nature = nature.with_company(self.association)
        for field in nature.fields_get(["debit_account_id", "credit_account_id"]):
            domain = safe_eval(
                nature.fields_get([field])[field]["domain"],
                {"allowed_company_ids": self.association.ids},
            )
            offered = self.env["account.account"].sudo().search(domain)
            self.assertIn(self.accounts["debit"], offered)
            self.assertNotIn(theirs["debit"], offered)
        nature.debit_account_id = theirs["debit"]
        self._approve()
        with self.assert_refused(UserError, "company inconsistencies"):
            self._book()

    def test_accounts_that_entered_the_result_since_are_refused(self):
        (self.accounts["debit"] + self.accounts["credit"]).account_type = "expense"
        self._approve()
        with self.assert_refused(ValidationError, "outside the result"):
            self._book()

    def test_a_branch_books_on_the_accounts_of_its_root(self):
        branch = self.env["res.company"].create(
            {"name": "Antenne du Quai", "parent_id": self.association.id}
        )
        self.env.user.company_ids += branch
        self.treasurer_user.company_ids += branch
        self.rule.company_id = False
        entry = self._approve(company_id=branch.id, hours=2.0)
        booking = self._draft(company_id=branch.id)
        booking.with_user(self.treasurer_user).with_context(
            allowed_company_ids=branch.ids
        ).action_post()
        move = booking.move_id
        self.assertEqual(move.company_id, branch)
        self.assertEqual(move.journal_id, self.association.volunteer_journal_id)
        self.assertCountEqual(
            move.line_ids.account_id, self.accounts["debit"] + self.accounts["credit"]
        )
        self.assertEqual(move.date, date(2025, 12, 31))
        self.assertEqual(entry.valuation_id, booking)
        booking.action_reverse()
        self.assertEqual(booking.reversal_move_id.company_id, branch)

    def test_a_branch_is_told_whose_accounts_serve_it(self):
        branch = self.env["res.company"].create(
            {"name": "Antenne du Quai", "parent_id": self.association.id}
        )
        nature = self.env.ref(f"volunteer_valuation.{NATURE}")
        nature = nature.with_company(branch)
        self.assertFalse(nature.debit_account_id)
        self.assertEqual(nature.accounting_company_id, self.association)
        self.assertEqual(
            nature._get_accounts(branch),
            (self.accounts["debit"], self.accounts["credit"]),
        )

    def test_used_natures_are_kept(self):
        self._approve()
        self._book()
        nature = self.env.ref(f"volunteer_valuation.{NATURE}")
        with self.assert_refused(UserError, "archive it instead"):
            nature.unlink()
