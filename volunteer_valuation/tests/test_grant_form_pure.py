from decimal import Decimal

from odoo.tests import BaseCase

from ..tools.grant_form import Contribution, FormLine, fill_side

PRINTED = {"860": "Help", "861": "Use of goods", "864": "Volunteer work"}


class TestGrantForm(BaseCase):
    def _fill(self, *contributions):
        return fill_side(
            PRINTED,
            [
                Contribution(code, name, Decimal(amount))
                for code, name, amount in contributions
            ],
        )

    def test_lines_without_anything_stay(self):
        self.assertEqual(
            self._fill(),
            [FormLine(code, name, Decimal()) for code, name in PRINTED.items()],
        )

    def test_natures_of_one_number_are_added_up(self):
        lines = self._fill(
            ("861", "Premises", "0.10"),
            ("864", "Volunteering", "12.5"),
            ("861", "Vans", "0.20"),
        )
        self.assertEqual(
            [line.amount for line in lines],
            [Decimal(), Decimal("0.30"), Decimal("12.5")],
        )

    def test_what_the_form_does_not_print_is_told_after_it(self):
        lines = self._fill(
            ("869", "Animals", "3"), ("", "Blood", "4"), ("", "Air", "0")
        )
        self.assertEqual(
            lines[len(PRINTED) :],
            [FormLine("869", "Animals", Decimal(3)), FormLine("", "Blood", Decimal(4))],
        )
        self.assertEqual(sum(line.amount for line in lines), 7)
