from datetime import date

from odoo.tests import TransactionCase, tagged

from ..tools.full_days import FullDays
from ..tools.known_records import Named, People, Records, Tasks
from ..tools.names import COMPARED_AT_MOST, Directory


@tagged("post_install", "-at_install")
class TestSimilarNames(TransactionCase):
    """What is called nearly like another: proposed, never taken."""

    def setUp(self):
        super().setUp()
        self.directory = Directory()
        for number, name in enumerate(
            ["Accueil du public", "Comptabilité", "Buvette et bar", "Repair Café"]
        ):
            self.directory.add(number, [name])

    def test_nearly_so(self):
        for name, found in [
            ("Acceuil du publique", [0]),
            ("accueil", [0]),
            ("Compta", [1]),
            ("Bar", [2]),
            ("Café Repair", [3]),
            ("Repar cafe", [3]),
            ("Apiculture", []),
            ("", []),
        ]:
            self.assertEqual(self.directory.find_similar(name), found, name)

    def test_the_same_name_is_no_proposal(self):
        self.assertEqual(self.directory.find_similar("COMPTABILITE"), [])

    def test_the_most_alike_first_and_no_more_than_asked(self):
        for number in range(10, 20):
            self.directory.add(number, [f"Accueils du public {'x' * (number - 10)}"])
        found = self.directory.find_similar("Accueil du publix", limit=4)
        self.assertEqual(len(found), 4)
        self.assertEqual(found[0], 0)

    def test_of_many_only_those_that_share_a_rare_word_are_compared(self):
        for number in range(100, 100 + 2 * COMPARED_AT_MOST):
            self.directory.add(number, [f"Marie Numéro{number}"])
        self.directory.add(50, ["Marie Lefèvre"])
        self.assertEqual(self.directory.find_similar("Mary Lefevre"), [50])

    def test_knows_what_it_holds(self):
        self.assertIn(2, self.directory)
        self.assertNotIn(99, self.directory)


@tagged("post_install", "-at_install")
class TestKnownRecords(TransactionCase):
    def _add_people(self, *people):
        directory = People()
        for number, (name, email) in enumerate(people, start=1):
            directory.add(number, [name], False, True, email=email)
        return directory

    def _find(self, directory, name, email=""):
        return directory.find(Named("partner_id", name, email))

    def test_address_decides_between_people_of_one_name(self):
        people = self._add_people(("Ana Diaz", "a@x.org"), ("Ana Diaz", "b@x.org"))
        self.assertEqual(self._find(people, "Ana Diaz", "B@x.org"), ("", [2]))
        self.assertEqual(self._find(people, "Ana Diaz"), ("ambiguous", [1, 2]))

    def test_name_decides_in_a_family_that_shares_an_address(self):
        people = self._add_people(("Ana Diaz", "f@x.org"), ("Luc Diaz", "f@x.org"))
        self.assertEqual(self._find(people, "luc diaz", "f@x.org"), ("", [2]))
        self.assertEqual(self._find(people, "Zoé Diaz", "f@x.org")[0], "ambiguous")

    def test_another_name_with_a_known_address_is_told(self):
        people = self._add_people(("Ana Diaz", "a@x.org"))
        self.assertEqual(self._find(people, "Ana Diaz-Roy", "a@x.org"), ("email", [1]))
        self.assertEqual(self._find(people, "a@x.org", "a@x.org"), ("", [1]))

    def test_known_name_with_another_address_is_asked(self):
        people = self._add_people(("Ana Diaz", "a@x.org"), ("Luc Roy", None))
        self.assertEqual(
            self._find(people, "Ana Diaz", "new@x.org"), ("ambiguous", [1])
        )
        self.assertEqual(self._find(people, "Luc Roy", "new@x.org"), ("", [2]))

    def test_unknown(self):
        people = self._add_people(("Ana Diaz", "a@x.org"))
        self.assertEqual(self._find(people, "Zoé", "z@x.org"), ("unknown", []))

    def test_records(self):
        records = Records()
        records.add(1, ["Accueil"], False, True)
        named = Named("activity_id", "Buvette")
        self.assertEqual(records.find(named), ("unknown", []))
        records.add_new(2, named)
        self.assertEqual(records.find(named), ("", [2]))

    def test_tasks_by_project(self):
        tasks = Tasks()
        tasks.add(1, ["Build"], True, project_id=10)
        tasks.add(2, ["Build"], True, project_id=20)
        tasks.add(3, ["Clean"], True, project_id=20)
        for name, project_id, found in [
            ("build", 10, ("", [1])),
            ("Build", 20, ("", [2])),
            ("Build", False, ("ambiguous", [1, 2])),
            ("Clean", 10, ("unknown", [])),
            ("Clean", False, ("", [3])),
        ]:
            named = Named("task_id", name, project_id=project_id)
            self.assertEqual(tasks.find(named), found)


@tagged("post_install", "-at_install")
class TestFullDays(TransactionCase):
    def test_a_day_has_24_hours(self):
        days = FullDays()
        day = date(2025, 12, 1)
        days.add("ana", day, None, 20.0)
        self.assertIsNone(days.find("ana", day, None, 4.0))
        self.assertEqual(days.find("ana", day, None, 4.5), (day, 24.5))
        self.assertIsNone(days.find("luc", day, None, 24.0))

    def test_several_days_are_spread_evenly(self):
        days = FullDays()
        days.add("ana", date(2025, 12, 1), date(2025, 12, 4), 80.0)
        self.assertIsNone(days.find("ana", date(2025, 12, 4), None, 4.0))
        full = date(2025, 12, 4), 25.0
        self.assertEqual(days.find("ana", date(2025, 12, 4), None, 5.0), full)
        self.assertIsNone(days.find("ana", date(2025, 12, 5), None, 5.0))

    def test_a_third_of_an_hour_thrice_is_an_hour(self):
        days = FullDays()
        for _time in range(69):
            days.add("ana", date(2025, 12, 1), None, 1 / 3)
        self.assertIsNone(days.find("ana", date(2025, 12, 1), None, 1.0))

    def test_years_are_left_to_the_database(self):
        days = FullDays()
        days.add("ana", date(2000, 1, 1), date(2025, 12, 1), 1e9)
        self.assertIsNone(days.find("ana", date(2025, 12, 1), None, 1.0))
