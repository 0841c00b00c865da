import math
from datetime import date, timedelta

from freezegun import freeze_time

from odoo.tests import tagged

from .guards_common import DAY, NOW, Case, GuardsCommon

NOT_A_NUMBER = "The duration is not a number."
MISSING = "Tell how long it took, or at least the distance travelled."
DISTANCE = "The distance must be zero or more kilometres."
PEOPLE = "The number of people must be one or more."
ONE_DAY = "No more than 24 hours fit into 1 day(s)."
TWO_DAYS = "No more than 48 hours fit into 2 day(s)."


def full_days(hours, day=DAY):
    """How the guard tells of a day that would hold too many hours."""
    return f"{{person}} would have given {hours} hours on {day:%m/%d/%Y}: a day has 24."


@tagged("post_install", "-at_install")
class TestGuards(GuardsCommon):
    """How long, how far, how many people, how many hours of one day."""

    @freeze_time(NOW)
    def test_duration(self):
        two_days = {"date_end": DAY + timedelta(1)}
        self._check(
            Case({"hours": math.nan}, NOT_A_NUMBER),
            Case({"hours": math.inf}, NOT_A_NUMBER),
            Case({"hours": -math.inf}, NOT_A_NUMBER),
            Case({"hours": math.nan, "headcount": 30}, NOT_A_NUMBER),
            Case({"hours": 1e308}, ONE_DAY),
            Case({"hours": 1e308, "headcount": 30}, ONE_DAY),
            Case({"hours": -1}, "The duration cannot be negative."),
            Case({"hours": 0}, MISSING),
            Case({"hours": 0, "distance": 12.5}),
            Case({"hours": 2, "distance": 12.5}),
            Case({"hours": 24}),
            Case({"hours": 24.01}, ONE_DAY),
            Case({"hours": 25} | two_days),
            Case({"hours": 48} | two_days),
            Case({"hours": 49} | two_days, TWO_DAYS),
            Case({"hours": 24.01, "headcount": 30}, ONE_DAY),
        )

    @freeze_time(NOW)
    def test_distance_and_headcount(self):
        self._check(
            Case({"distance": -1}, DISTANCE),
            Case({"distance": math.nan}, DISTANCE),
            Case({"distance": math.inf}, DISTANCE),
            Case(
                {"distance": 1e308},
                "Nobody travels 1000000 kilometres or more for one entry.",
            ),
            Case({"headcount": 0}, PEOPLE),
            Case({"headcount": -1}, PEOPLE),
            Case({"headcount": 30}),
        )

    @freeze_time(NOW)
    def test_hours_of_one_day(self):
        month = {"date": date(2025, 3, 1), "date_end": date(2025, 3, 31)}
        self._check(
            Case({"hours": 14}, None, ({"hours": 10},)),
            Case({"hours": 15}, full_days("25.00"), ({"hours": 10},)),
            Case({"hours": 15}, None, ({"hours": 10, "date": DAY - timedelta(1)},)),
            Case(
                {"hours": 8.01},
                full_days("24.01"),
                ({"hours": 8}, {"hours": 8}),
            ),
            # 31 days of 20 hours, then five on one of them
            Case({"hours": 5}, full_days("25.00"), (month | {"hours": 620},)),
            Case({"hours": 4}, None, (month | {"hours": 620},)),
            # two spans that meet on one day only
            Case(
                {"hours": 26, "date_end": DAY + timedelta(1)},
                full_days("25.00"),
                ({"hours": 24, "date": DAY - timedelta(1), "date_end": DAY},),
            ),
            # the first and the last day of a long one, and those beside it
            *(
                Case(
                    {"hours": 5, "date": day},
                    refusal,
                    (month | {"hours": 620},),
                )
                for day, refusal in (
                    (date(2025, 2, 28), None),
                    (date(2025, 3, 1), full_days("25.00", date(2025, 3, 1))),
                    (date(2025, 3, 31), full_days("25.00", date(2025, 3, 31))),
                    (date(2025, 4, 1), None),
                )
            ),
            # three times twenty minutes are one hour, whatever floats say
            Case(
                {"hours": 23},
                None,
                tuple({"hours": 1 / 3} for _entry in range(3)),
            ),
            Case(
                {"hours": 23.01},
                full_days("24.01"),
                tuple({"hours": 1 / 3} for _entry in range(3)),
            ),
            # a leap day counts as a day
            Case(
                {
                    "hours": 73,
                    "date": date(2024, 2, 28),
                    "date_end": date(2024, 3, 1),
                },
                "No more than 72 hours fit into 3 day(s).",
            ),
        )

    @freeze_time(NOW)
    def test_groups_are_not_one_person(self):
        group = {
            "hours": 14,
            "headcount": 30,
            "partner_id": self.member_organisation.id,
        }
        create = self._create_as_superuser
        base = {"name": "Festival", "date": DAY, "company_id": self.association.id}
        create(base | group)
        self.assertIsNone(self._find_refusal(create, base | group))
        self._check(
            Case({"hours": 24}, None, ({"hours": 24, "headcount": 2},)),
            Case({"hours": 24, "headcount": 2}, None, ({"hours": 24},)),
        )

    @freeze_time(NOW)
    def test_nobody_in_particular_has_no_day_of_24_hours(self):
        nobody = {"partner_id": False, "hours": 20}
        first = self._declare(**nobody)
        second = self._declare(**nobody)
        self.assertFalse((first | second).engagement_id)

    @freeze_time(NOW)
    def test_hours_count_across_associations(self):
        self._declare(hours=20)
        self.assertEqual(
            self._find_refusal(
                self._declare,
                hours=5,
                company_id=self.other_association.id,
                activity_id=False,
            ),
            full_days("25.00").format(person=self.person.name),
        )

    @freeze_time(NOW)
    def test_refused_time_leaves_its_day_and_must_fit_to_come_back(self):
        refused = self._declare(hours=20)
        refused.action_submit()
        refused.action_refuse("It was the day before.")
        self._declare(hours=20)
        sentence = full_days("40.00").format(person=self.person.name)
        self.assertEqual(self._find_refusal(refused.action_submit), sentence)
        self.assertEqual(self._find_refusal(refused.action_withdraw), sentence)
        refused.hours = 4
        refused.action_submit()
        self.assertEqual(refused.state, "submitted")

    @freeze_time(NOW)
    def test_a_group_that_becomes_one_person_is_counted(self):
        group = self._declare(hours=20, headcount=2)
        self._declare(hours=20)
        self.assertEqual(
            self._find_refusal(group.write, {"headcount": 1}),
            full_days("40.00").format(person=self.person.name),
        )

    @freeze_time(NOW)
    def test_batch_is_added_up(self):
        vals = {
            "name": "Desk",
            "date": DAY,
            "hours": 13,
            "partner_id": self.person.id,
            "company_id": self.association.id,
        }
        self.assertEqual(
            self._find_refusal(
                self.env["volunteer.time.entry"].create, [vals, dict(vals)]
            ),
            full_days("26.00").format(person=self.person.name),
        )
