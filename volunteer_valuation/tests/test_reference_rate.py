from datetime import date, timedelta

from psycopg2 import IntegrityError

from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import VolunteerCommon

# Gross hourly SMIC, mainland France: decrees published in the Journal officiel.
SMIC = {
    date(2015, 1, 1): 9.61,
    date(2016, 1, 1): 9.67,
    date(2017, 1, 1): 9.76,
    date(2018, 1, 1): 9.88,
    date(2019, 1, 1): 10.03,
    date(2020, 1, 1): 10.15,
    date(2021, 1, 1): 10.25,
    date(2021, 10, 1): 10.48,
    date(2022, 1, 1): 10.57,
    date(2022, 5, 1): 10.85,
    date(2022, 8, 1): 11.07,
    date(2023, 1, 1): 11.27,
    date(2023, 5, 1): 11.52,
    date(2024, 1, 1): 11.65,
    date(2024, 11, 1): 11.88,
    date(2026, 1, 1): 12.02,
    date(2026, 6, 1): 12.31,
}


@tagged("post_install", "-at_install")
class TestReferenceRate(VolunteerCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.smic = cls.env.ref("volunteer_valuation.smic")
        cls.values = cls.env["volunteer.reference.rate.value"]

    def test_published_values(self):
        values = {
            value.valid_from: value.amount
            for value in self.smic.value_ids
            if value.valid_from <= max(SMIC)
        }
        self.assertEqual(values, SMIC)
        self.assertEqual(self.smic.currency_id, self.euro)
        self.assertTrue(self.smic.source)
        self.assertTrue(all(value.source for value in self.smic.value_ids))

    def test_value_in_force(self):
        series = self.smic._get_series()
        for first_day, amount in SMIC.items():
            self.assertEqual(float(series.value_on(first_day)), amount)
        for day, amount in zip(list(SMIC)[1:], list(SMIC.values())[:-1], strict=True):
            self.assertEqual(float(series.value_on(day - timedelta(1))), amount)
        self.assertIsNone(series.value_on(date(2014, 12, 31)))

    def _create_value(self, **values):
        self.values.create(
            {
                "reference_id": self.smic.id,
                "valid_from": date(2040, 1, 1),
                "amount": 20,
            }
            | values
        )

    def test_values_that_are_refused(self):
        for values, constraint in [
            ({"valid_from": date(2022, 5, 1)}, "reference_day_uniq"),
            ({"amount": -1}, "amount_positive"),
        ]:
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaisesRegex(IntegrityError, constraint),
                self.env.cr.savepoint(),
            ):
                self._create_value(**values)

    def test_a_value_that_is_decided_counts_at_once(self):
        self._create_value()
        self.assertEqual(float(self.smic._get_series().value_on(date(2040, 1, 1))), 20)

    def test_a_reference_in_use_is_archived_not_deleted(self):
        self.env["volunteer.valuation.rule"].create(
            {
                "name": "SMIC",
                "company_id": self.association.id,
                "method": "reference",
                "reference_id": self.smic.id,
            }
        )
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self.smic.unlink()
        self.smic.action_archive()
        series = self.smic._get_series()
        self.assertEqual(float(series.value_on(date(2015, 1, 1))), 9.61)
