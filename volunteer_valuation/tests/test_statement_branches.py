from odoo.exceptions import AccessError
from odoo.tests import tagged

from .statement_common import YEAR, StatementCommon


@tagged("post_install", "-at_install")
class TestStatementBranches(StatementCommon):
    """A parent with its branches, and structures that are on other systems."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.branches = cls.env["res.company"].create(
            [
                {
                    "name": name,
                    "parent_id": cls.association.id,
                    "sequence": sequence,
                }
                for sequence, name in enumerate(("Nantes", "Lyon", "Brest"), 20)
            ]
        )
        cls.nantes, cls.lyon, cls.brest = cls.branches
        cls.family = cls.association + cls.branches
        cls.env.user.company_ids += cls.branches
        cls.treasurer_user.company_ids += cls.branches
        cls.lyon_treasurer = cls._create_user(
            "lyon", "volunteer_valuation.group_volunteer_treasurer", cls.lyon
        )
        cls.env["volunteer.valuation.rule"].create(
            [
                {"name": "20 an hour", "company_id": branch.id, "amount": 20.0}
                for branch in cls.branches
            ]
        )
        cls.rouen, cls.metz = cls.env["res.partner"].create(
            [
                {"name": "Rouen elsewhere", "is_company": True},
                {"name": "Metz elsewhere", "is_company": True},
            ]
        )
        cls.association.volunteer_structure_ids = cls.rouen + cls.metz
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=cls.family.ids)
        )

    def _declare_everywhere(self):
        self._approve(hours=1)
        self._approve(hours=2, company_id=self.nantes.id)
        self._approve(hours=4, company_id=self.lyon.id)
        self._approve(
            hours=8, headcount=5, partner_id=False, structure_id=self.rouen.id
        )

    def _get_branches(self, statement):
        return {
            row["name"]: (row["hours"], row["amount"], row["is_missing"])
            for row in statement["by_branch"]
        }

    def test_missing_branches_are_visible(self):
        self._declare_everywhere()
        self.assertEqual(
            self._get_branches(self._compute(companies=self.family)),
            {
                "Les Ateliers du Canal": (1, 25, False),
                "Nantes": (2, 40, False),
                "Lyon": (4, 80, False),
                "Brest": (0, 0, True),
                "Metz elsewhere": (0, 0, True),
                "Rouen elsewhere": (40, 1000, False),
            },
        )

    def test_rows_are_the_parent_then_branches_then_structures(self):
        statement = self._compute(companies=self.family)
        self.assertEqual(
            [row["name"] for row in statement["by_branch"]],
            [
                "Les Ateliers du Canal",
                "Nantes",
                "Lyon",
                "Brest",
                "Metz elsewhere",
                "Rouen elsewhere",
            ],
        )
        self.assertEqual(
            [row["model"] for row in statement["by_branch"]],
            ["res.company"] * 4 + ["res.partner"] * 2,
        )

    def test_a_branch_alone_is_not_missing_from_its_own_statement(self):
        rows = self._get_branches(self._compute(companies=self.brest))
        self.assertEqual(rows, {"Brest": (0, 0, False)})

    def test_a_branch_of_a_branch_is_missed_too(self):
        quarter = self.env["res.company"].create(
            {"name": "Recouvrance", "parent_id": self.brest.id}
        )
        self.treasurer_user.company_ids += quarter
        statement = self._compute(companies=self.association + quarter)
        self.assertEqual(self._get_branches(statement)["Recouvrance"], (0, 0, True))

    def test_gifts_are_no_time(self):
        self._give(company_id=self.brest.id)
        rows = self._get_branches(self._compute(companies=self.family))
        self.assertEqual(rows["Brest"], (0, 100, True))

    def test_a_person_is_no_branch(self):
        self.association.volunteer_structure_ids += self.person
        statement = self._compute(companies=self.family)
        self.assertNotIn("Maëlys", str(statement))

    def test_what_waits_is_still_missing(self):
        self._declare(company_id=self.brest.id).action_submit()
        rows = self._get_branches(self._compute(companies=self.family))
        self.assertEqual(rows["Brest"], (0, 0, True))

    def test_a_branch_that_only_has_structures_is_not_missing(self):
        self._approve(
            company_id=self.brest.id, structure_id=self.metz.id, partner_id=False
        )
        rows = self._get_branches(self._compute(companies=self.family))
        self.assertEqual(rows["Brest"], (0, 0, False))
        self.assertEqual(rows["Metz elsewhere"], (1, 20, False))

    def test_a_structure_of_two_branches_has_one_row(self):
        for branch in (self.nantes, self.lyon):
            self._approve(company_id=branch.id, structure_id=self.metz.id)
        statement = self._compute(companies=self.family)
        self.assertEqual(self._get_branches(statement)["Metz elsewhere"][:2], (2, 40))
        self.assertAddsUp(statement)

    def test_the_consolidated_figures_are_the_sum(self):
        self._declare_everywhere()
        self._give(company_id=self.lyon.id, amount=12.34)
        whole = self._compute(companies=self.family)
        parts = [self._compute(companies=company) for company in self.family]
        for key in ("hours", "amount", "fte", "time_amount", "inkind_amount"):
            with self.subTest(key=key):
                self.assertAlmostEqual(whole[key], sum(part[key] for part in parts))
        self.assertAddsUp(whole)

    def test_full_time_years_may_differ(self):
        self._declare_everywhere()
        self.lyon.volunteer_fte_hours = 1000
        self.assertAlmostEqual(
            self._compute(companies=self.family)["fte"], 43 / 1607 + 4 / 1000
        )

    def test_people_of_several_branches_are_counted_once(self):
        self._declare_everywhere()
        statement = self._compute(companies=self.family)
        self.assertEqual(statement["people"], 1)
        self.assertEqual(statement["group_headcount"], 5)
        rouen = statement["by_branch"][-1]
        self.assertEqual((rouen["people"], rouen["group_headcount"]), (0, 5))

    def test_each_treasurer_sees_theirs_only(self):
        self._declare_everywhere()
        statement = self._compute(companies=self.lyon, user=self.lyon_treasurer)
        self.assertEqual(self._get_branches(statement), {"Lyon": (4, 80, False)})
        for companies in (self.association, self.family, self.nantes):
            with self.subTest(companies=companies.mapped("name")):
                refused = self._find_refusal(
                    self._call,
                    self.lyon_treasurer,
                    self.env["volunteer.statement"],
                    "compute_statement",
                    companies.ids,
                    *YEAR,
                )
                self.assertRegex(refused or "", "^You do not work with all")
        with self.assertRaises(AccessError):
            self._compute(companies=self.family, user=self.lyon_treasurer)

    def test_branches_show_the_accounts_of_their_parent(self):
        self._approve(company_id=self.lyon.id)
        statement = self._compute(companies=self.lyon, user=self.lyon_treasurer)
        self.assertEqual(statement["by_nature"][0]["debit_code"], "864000")
