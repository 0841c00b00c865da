import base64
import csv
import io
from collections import Counter
from datetime import date

from freezegun import freeze_time

from odoo import SUPERUSER_ID, Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged
from odoo.tools import file_open

from ..tools.benevalibre import HOURS, PENDING
from .common import VolunteerCommon
from .test_benevalibre import CELLS, write_csv

EXPORT = "volunteer_valuation/tests/data/benevalibre-2.0.1-export.csv"
WRITTEN = [
    "volunteer.time.entry",
    "volunteer.engagement",
    "volunteer.activity",
    "volunteer.level",
    "project.project",
    "res.partner",
    "res.users",
    "mail.alias",
    "mail.message",
    "mail.mail",
    "mail.activity",
    "mail.followers",
    "bus.bus",
]


class ImportCase(VolunteerCommon):
    """Imports by the manager, on a day after all that the peer's export holds."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-21 12:00:00"))
        cls._set_homonyms_aside()

    @classmethod
    def _set_homonyms_aside(cls):
        """What a database holds already must not be taken for ours."""
        cls.level.company_id = cls.association
        cls.activity.company_id = cls.board.company_id = cls.association
        users = cls.env["res.users"].search([("login", "like", "vv\\_%")])
        ours = users.partner_id + cls.person
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE res_partner SET name = 'Stranger' "
            "WHERE NOT is_company AND NOT id = ANY(%s)",
            [ours.ids],
        )
        cls.env.invalidate_all()

    def _prepare(self, *changes, content=None, user=None, **values):
        """The import of a file: rows that differ from ``CELLS`` by ``changes``."""
        if content is None:
            content = write_csv([CELLS | change for change in changes])
        return (
            self.env["volunteer.time.import"]
            .with_user(user or self.manager_user)
            .create(
                {
                    "data_file": base64.b64encode(content),
                    "file_name": "export.csv",
                    "company_id": self.association.id,
                }
                | values
            )
        )

    def _import(self, *changes, **values):
        wizard = self._prepare(*changes, **values)
        wizard.action_import()
        return wizard.entry_ids

    def _check(self, *changes, **values):
        wizard = self._prepare(*changes, **values)
        wizard.action_check()
        return wizard

    def _count_everything(self):
        self.env.flush_all()
        return {
            model: self.env[model].with_context(active_test=False).search_count([])
            for model in WRITTEN
        }

    def _get_entries(self):
        return self.env["volunteer.time.entry"].search(
            [("company_id", "=", self.association.id)]
        )


@tagged("post_install", "-at_install")
class TestPeerExport(ImportCase):
    """The peer's own export, cell by cell."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        with file_open(EXPORT, "rb") as file:
            cls.content = file.read()
        text = cls.content.decode("utf-8-sig")
        cls.rows = list(csv.DictReader(io.StringIO(text, newline="")))

    def _change(self, number, column, text):
        """The same export with one cell changed."""
        rows = [dict(row) for row in self.rows]
        rows[number][column] = text
        return write_csv(rows, list(rows[0]))

    def test_totals(self):
        entries = self._import(content=self.content)
        self.assertEqual(len(entries), 480)
        self.assertAlmostEqual(sum(entries.mapped("hours")), 1151.67, 2)
        self.assertAlmostEqual(sum(entries.mapped("distance")), 3194.94, 2)
        approved = entries.filtered(lambda entry: entry.state == "approved")
        self.assertEqual(len(approved), 424)
        self.assertAlmostEqual(sum(approved.mapped("hours")), 1053.33, 2)
        self.assertEqual(set((entries - approved).mapped("state")), {"submitted"})
        self.assertEqual(len(entries.partner_id), 19)
        self.assertEqual(len(entries.filtered(lambda entry: not entry.partner_id)), 31)
        self.assertEqual(len(set(entries.mapped("import_key"))), 480)
        self.assertEqual(set(entries.mapped("origin")), {"import"})
        self.assertEqual(entries.company_id, self.association)
        self.assertEqual(approved.approved_by_id, self.manager_user)
        self.assertTrue(all(approved.mapped("approved_on")))
        self.assertFalse((entries - approved).approved_by_id)
        # Approved time is valued, the rest is not yet.
        self.assertEqual(approved.rule_id, self.rule)
        self.assertFalse(any((entries - approved).mapped("amount")))

    def test_cell_by_cell(self):
        entries = self._import(content=self.content).with_context(lang="en_US")
        self.assertEqual(len(entries), len(self.rows))
        imported = Counter(
            (
                entry.name,
                entry.description or "",
                str(entry.date),
                str(entry.date_end or ""),
                entry.hours,
                entry.distance,
                entry.partner_id.name or "",
                entry.activity_id.import_name,
                entry.project_id.name or "",
                entry.level_id.name or "",
                entry.state,
            )
            for entry in entries
        )
        expected = Counter(
            (
                row["Titre"],
                row["Description"].replace("\r\n", "\n"),
                row["Date"],
                row["Date de fin"],
                float(row[HOURS]),
                float(row["Distance (en km)"] or 0),
                f"{row['Prénom']} {row['Nom']}".strip() or row["Pseudo"],
                row["Catégorie"],
                row["Projet"],
                row["Niveau"],
                "submitted" if row[PENDING] == "True" else "approved",
            )
            for row in self.rows
        )
        self.assertEqual(imported, expected)

    def test_hostile_titles_are_plain_text(self):
        titles = set(self._import(content=self.content).mapped("name"))
        for title in [
            "=1+1",
            "@somme",
            "Réunion\nsur deux lignes",
            'Comptabilité "mensuelle"',
            "Montage barnum; démontage",
            "Traduction 日本語",
            "Accueil 🎉",
        ]:
            self.assertIn(title, titles)
        self.assertIn(
            '<b>gras</b> & "guillemets"\nligne 2',
            self._get_entries().mapped("description"),
        )

    def test_seeded_activities_are_found(self):
        before = self.env["volunteer.activity"].search([])
        activities = self._import(content=self.content).activity_id
        self.assertEqual(len(activities), 12)
        self.assertLessEqual(activities, before)

    def test_byte_order_mark_changes_nothing(self):
        self._import(content=self.content)
        again = self._import(content=b"\xef\xbb\xbf" + self.content)
        self.assertFalse(again)

    def test_again_adds_nothing(self):
        first = self._import(content=self.content)
        before = self._count_everything()
        self.assertFalse(self._import(content=self.content))
        self.assertEqual(self._count_everything(), before)
        check = self._check(content=self.content)
        self.assertEqual((check.unchanged_count, check.create_count), (480, 0))
        self.assertEqual(set(check.line_ids.mapped("outcome")), {"unchanged"})
        self.assertEqual(self._get_entries(), first)

    def test_rows_and_columns_in_another_order(self):
        self._import(content=self.content)
        headings = list(reversed(self.rows[0]))
        content = write_csv(list(reversed(self.rows)), headings)
        self.assertFalse(self._import(content=content))

    def test_validated_since_approves(self):
        pending = [row[PENDING] for row in self.rows].index("True")
        self._import(content=self.content)
        content = self._change(pending, PENDING, "False")
        check = self._check(content=content)
        self.assertEqual((check.approve_count, check.unchanged_count), (1, 479))
        entry = self._import(content=content)
        self.assertEqual(len(entry), 1)
        self.assertEqual(entry.state, "approved")
        self.assertEqual(entry.name, self.rows[pending]["Titre"])
        self.assertEqual(len(self._get_entries()), 480)

    def test_no_longer_validated_stays_approved(self):
        self._import(content=self.content)
        approved = [row[PENDING] for row in self.rows].index("False")
        content = self._change(approved, PENDING, "True")
        self.assertFalse(self._import(content=content))
        states = Counter(self._get_entries().mapped("state"))
        self.assertEqual(states, {"approved": 424, "submitted": 56})

    def test_one_bad_line_imports_nothing(self):
        before = self._count_everything()
        wizard = self._prepare(content=self._change(200, "Date", "2031-01-01"))
        with self.assertRaisesRegex(UserError, "line 202: .* still to come"):
            wizard.action_import()
        self.assertEqual(self._count_everything(), before)
        self.assertFalse(wizard.entry_ids)

    def test_check_writes_nothing(self):
        before = self._count_everything()
        check = self._check(content=self.content)
        self.assertEqual(self._count_everything(), before)
        self.assertFalse(check.entry_ids)
        self.assertEqual(check.line_count, 480)
        self.assertEqual(check.error_count, 0)
        self.assertEqual((check.create_count, check.submitted_count), (480, 56))
        self.assertAlmostEqual(check.hours, 1151.67, 2)
        self.assertAlmostEqual(check.distance, 3194.94, 2)
        self.assertFalse(check.note, "the file names this association")
        outcomes = Counter(check.line_ids.mapped("outcome"))
        self.assertEqual(outcomes, {"approved": 424, "submitted": 56})
        self.assertEqual(check.line_ids.mapped("number"), [*range(2, 482)])
        self.assertEqual(
            check.line_ids.mapped("name"), [row["Titre"] for row in self.rows]
        )
        # Maëlys Lefèvre and the level Expert are known already.
        self.assertEqual(len(check.new_people.split(", ")), 18)
        self.assertIn("pseudo13", check.new_people)
        self.assertEqual(
            set(check.new_projects.split("\n")),
            {row["Projet"] for row in self.rows} - {""},
        )
        self.assertEqual(set(check.new_levels.split(", ")), {"Débutant", "Confirmé"})
        self.assertFalse(check.new_activities)

    def test_queries_do_not_grow_with_the_rows(self):
        def count(content):
            wizard = self._prepare(content=content)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            wizard.action_import()
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        few = count(write_csv(self.rows[:100], list(self.rows[0])))
        self.assertLess(count(self.content), few + 40)


@tagged("post_install", "-at_install")
class TestImportFile(ImportCase):
    """What is no export of the peer's: one clear sentence, never a traceback."""

    def _assert_refused(self, content, sentence):
        for action in ("action_check", "action_import"):
            with self.assertRaisesRegex(UserError, sentence):
                getattr(self._prepare(content=content), action)()

    def test_no_file(self):
        wizard = self._prepare({}, data_file=False)
        for action in (wizard.action_check, wizard.action_import):
            with self.assertRaisesRegex(UserError, "The file is empty"):
                action()

    def test_empty_file(self):
        self._assert_refused(b"", "The file is empty")
        self._assert_refused(b"\xef\xbb\xbf\r\n", "The file is empty")

    def test_headings_only(self):
        self._assert_refused(write_csv([]), "no time at all")

    def test_missing_column(self):
        content = write_csv([CELLS]).replace("Catégorie".encode(), b"Kind")
        self._assert_refused(content, "The column “Catégorie” is missing")

    def test_picture(self):
        with file_open("base/static/img/avatar_grey.png", "rb") as file:
            self._assert_refused(file.read(), "not a CSV in UTF-8")

    def test_other_encoding(self):
        content = write_csv([CELLS]).decode().encode("latin-1")
        self._assert_refused(content, "not a CSV in UTF-8")

    def test_cut_transmission(self):
        with self.assertRaisesRegex(UserError, "not transmitted whole"):
            self._prepare({}, data_file=b"AAAAA").action_import()

    def test_line_that_is_not_understood(self):
        for column, text, sentence in [
            ("Date", "31/12/2025", "“31/12/2025” in column “Date” is not a date"),
            (HOURS, "3:30", "“3:30” in column “Durée .en heures.” is not a number"),
            (PENDING, "?", "“.” in column .* is neither True nor False"),
        ]:
            check = self._check({}, {column: text})
            self.assertEqual((check.line_count, check.error_count), (2, 1))
            self.assertEqual(check.line_ids[0].number, 3, "errors come first")
            self.assertEqual(check.line_ids[0].outcome, "error")
            self.assertRegex(check.line_ids[0].problem, sentence)
            with self.assertRaisesRegex(UserError, f"line 3: {sentence}"):
                self._import({}, {column: text})
        shifted = write_csv([CELLS]).replace(b"Accueil", b"Accueil, visites")
        self.assertRegex(
            self._check(content=shifted).line_ids.problem, "the cells .* are shifted"
        )

    def test_check_is_forgotten_with_its_choices(self):
        check = self._check({})
        with Form(check) as form:
            self.assertEqual(form.line_count, 1)
            form.create_missing = False
            self.assertEqual((form.line_count, len(form.line_ids)), (0, 0))

    def test_other_association_is_told(self):
        check = self._check({"Association": "Le Hangar"}, {})
        self.assertEqual(check.error_count, 0)
        self.assertIn("Le Hangar", check.note)
        self.assertIn("Les Ateliers du Canal", check.note)
        self.assertEqual(
            self._import({"Association": "Le Hangar"}).company_id, self.association
        )


@tagged("post_install", "-at_install")
class TestImportNames(ImportCase):
    """People, activities, projects and levels."""

    def test_person_by_name(self):
        self.assertEqual(self._import({}).partner_id, self.person)
        shouted = {"Prénom": "MAELYS", "Nom": " lefevre", "Titre": "other"}
        self.assertEqual(self._import(shouted).partner_id, self.person)

    def test_person_by_pseudonym(self):
        pseudo = {"Prénom": "", "Nom": "", "Pseudo": "pseudo13"}
        first = self._import(pseudo)
        self.assertEqual(first.partner_id.name, "pseudo13")
        self.assertFalse(first.partner_id.is_company)
        self.assertEqual(first.engagement_id.company_id, self.association)
        again = self._import(pseudo | {"Titre": "other"})
        self.assertEqual(again.partner_id, first.partner_id)

    def test_nobody(self):
        nobody = {"Prénom": "", "Nom": "", "Pseudo": ""}
        entry = self._import(nobody)
        self.assertFalse(entry.partner_id)
        self.assertFalse(entry.engagement_id)

    def test_new_person_is_made_once(self):
        entries = self._import({"Nom": "Nouveau"}, {"Nom": "NOUVEAU", "Titre": "other"})
        self.assertEqual(len(entries), 2)
        self.assertEqual(entries.partner_id.name, "Maëlys Nouveau")

    def test_organisation_is_no_person(self):
        self.env["res.partner"].create({"name": "Le Quai", "is_company": True})
        entry = self._import({"Prénom": "Le", "Nom": "Quai"})
        self.assertFalse(entry.partner_id.is_company)

    def test_ambiguous_people(self):
        twin = self.person.copy({"name": self.person.name})
        check = self._check({})
        self.assertEqual(check.error_count, 1)
        self.assertIn("Several people are called", check.line_ids.problem)
        with self.assertRaisesRegex(UserError, "line 2: Several people"):
            self._import({})
        # One of them is known here: that is the one.
        engagement = {"partner_id": twin.id, "company_id": self.association.id}
        self.env["volunteer.engagement"].create(engagement)
        self.assertEqual(self._import({}).partner_id, twin)
        # Both are: nothing tells them apart.
        self.env["volunteer.engagement"].create(
            engagement | {"partner_id": self.person.id}
        )
        check = self._check({"Titre": "other"})
        self.assertIn("Several people are called", check.line_ids.problem)

    def test_engagement_elsewhere_does_not_tell(self):
        twin = self.person.copy({"name": self.person.name})
        self.env["volunteer.engagement"].create(
            {"partner_id": twin.id, "company_id": self.other_association.id}
        )
        self.assertEqual(self._check({}).error_count, 1)

    def test_person_of_another_company_only(self):
        self.person.company_id = self.other_association
        self.assertNotEqual(self._import({}).partner_id, self.person)

    def test_activity_in_any_language(self):
        for lang in ("en_US", "fr_FR"):
            self.env["res.lang"]._activate_lang(lang)
        self.activity.with_context(lang="fr_FR").name = "Accueil du public"
        for category in ("Accueil du public", "ACCUEIL  DU PUBLIC", "reception"):
            entry = self._import({"Catégorie": category})
            self.assertEqual(entry.activity_id, self.activity)

    def test_activity_by_import_name(self):
        self.board.import_name = "Participation aux organes dirigeants"
        entry = self._import({"Catégorie": "participation aux organes dirigeants"})
        self.assertEqual(entry.activity_id, self.board)

    def test_new_activity(self):
        entry = self._import({"Catégorie": "Apiculture"})
        self.assertEqual(entry.activity_id.name, "Apiculture")
        self.assertEqual(entry.activity_id.import_name, "Apiculture")
        self.assertEqual(entry.activity_id.company_id, self.association)

    def test_project_of_the_association(self):
        entry = self._import({"Projet": "repair cafe"})
        self.assertEqual(entry.project_id, self.project)

    def test_archived_project_and_activity(self):
        self.project.active = False
        self.activity.active = False
        entry = self._import({"Projet": "Repair Café", "Catégorie": "Reception"})
        self.assertEqual(entry.project_id, self.project)
        self.assertEqual(entry.activity_id, self.activity)

    def test_project_of_another_association_is_not_taken(self):
        project = self._import({"Projet": "Elsewhere"}).project_id
        self.assertNotEqual(project, self.foreign_project)
        self.assertEqual(project.company_id, self.association)
        self.assertFalse(project.user_id, "importing makes nobody a project manager")

    def test_two_projects_of_that_name(self):
        self.project.copy({"name": "Repair Café"})
        check = self._check({"Projet": "Repair Café"})
        self.assertIn("exists more than once", check.line_ids.problem)

    def test_level(self):
        self.assertEqual(self._import({"Niveau": "EXPERT"}).level_id, self.level)
        new = self._import({"Niveau": "Virtuose"}).level_id
        self.assertEqual((new.name, new.company_id), ("Virtuose", self.association))

    def test_usual_level_and_activity_where_the_row_is_silent(self):
        self.activity.level_id = self.level
        self.project.volunteer_activity_id = self.activity
        entry = self._import({"Projet": "Repair Café", "Catégorie": "", "Niveau": ""})
        self.assertEqual(entry.activity_id, self.activity)
        self.assertEqual(entry.level_id, self.level)

    def test_nothing_is_created_unless_wanted(self):
        for column, text, kind in [
            ("Nom", "Nouveau", "Person “Maëlys Nouveau”"),
            ("Catégorie", "Apiculture", "Activity “Apiculture”"),
            ("Projet", "Ruche", "Project “Ruche”"),
            ("Niveau", "Virtuose", "Level “Virtuose”"),
        ]:
            known = {
                "Catégorie": "Reception",
                "Projet": "Repair Café",
                "Niveau": "Expert",
            }
            row = known | {column: text}
            self.assertEqual(self._check(known, create_missing=False).error_count, 0)
            before = self._count_everything()
            check = self._check(row, create_missing=False)
            self.assertRegex(check.line_ids.problem, f"{kind} is unknown")
            with self.assertRaisesRegex(UserError, f"{kind} is unknown"):
                self._import(row, create_missing=False)
            self.assertEqual(self._count_everything(), before)

    def test_title_where_there_is_none(self):
        self.assertEqual(self._import({"Titre": ""}).name, "Accueil")
        untitled = self._import({"Titre": "", "Catégorie": ""})
        self.assertEqual(untitled.name, "Volunteer time")


@tagged("post_install", "-at_install")
class TestImportEntries(ImportCase):
    """Guards, approval, and what happened here between two imports."""

    def test_equal_rows_are_both_kept(self):
        entries = self._import({}, {})
        self.assertEqual(len(entries), 2)
        self.assertEqual(sum(entries.mapped("hours")), 7.0)
        self.assertFalse(self._import({}, {}))
        self.assertEqual(len(self._import({}, {}, {})), 1)

    def test_of_equal_rows_as_many_are_approved_as_were_validated(self):
        pending = {PENDING: "True"}
        self._import({}, pending)
        self._import(pending, {})
        states = Counter(self._get_entries().mapped("state"))
        self.assertEqual(states, {"approved": 1, "submitted": 1})
        self._import({}, {})
        self.assertEqual(set(self._get_entries().mapped("state")), {"approved"})

    def test_guards_make_error_lines(self):
        self.env["volunteer.engagement"].create(
            {
                "partner_id": self.volunteer.id,
                "company_id": self.association.id,
                "state": "ended",
            }
        )
        for change, sentence in [
            ({"Date": "2026-11-22"}, "still to come"),
            ({"Date": "1899-12-31"}, "the oldest day"),
            ({"Date de fin": "2025-12-03"}, "before the first one"),
            ({HOURS: "0", "Distance (en km)": ""}, "how long it took"),
            ({HOURS: "-1"}, "cannot be negative"),
            ({HOURS: "24.01"}, "24 hours"),
            ({HOURS: "1e308"}, "24 hours"),
            ({HOURS: "1e999"}, "not a number"),
            ({"Distance (en km)": "-1"}, "distance must be"),
            ({"Prénom": "Volunteer", "Nom": ""}, "has ended"),
        ]:
            with self.subTest(change=change):
                check = self._check({"Titre": "good"}, change, {"Titre": "last"})
                self.assertEqual(check.error_count, 1)
                self.assertEqual(check.create_count, 2)
                self.assertEqual(check.line_ids[0].number, 3)
                self.assertIn(sentence, check.line_ids[0].problem)
                self.assertFalse(any(check.line_ids[1:].mapped("problem")))
                with self.assertRaisesRegex(UserError, f"line 3: .*{sentence}"):
                    self._import({"Titre": "good"}, change, {"Titre": "last"})
                self.assertFalse(self._get_entries())

    def test_every_bad_line_is_found(self):
        changes = [
            {"Titre": str(i), HOURS: "1"} | ({"Date": "2027-01-01"} if i % 5 else {})
            for i in range(23)
        ]
        check = self._check(*changes)
        bad = check.line_ids.filtered(lambda line: line.outcome == "error")
        self.assertEqual(bad.mapped("number"), [i + 2 for i in range(23) if i % 5])

    def test_hours_of_a_day_add_up_in_the_order_of_the_file(self):
        rows = [{HOURS: "10", "Titre": title} for title in "abc"]
        check = self._check(*rows)
        self.assertEqual(check.error_count, 1)
        self.assertEqual(check.line_ids[0].number, 4)
        self.assertIn("a day has 24", check.line_ids[0].problem)

    def test_zero_hours_with_a_distance(self):
        entry = self._import({HOURS: "0.0"})
        self.assertEqual((entry.hours, entry.distance), (0.0, 12.5))

    def test_several_days(self):
        entry = self._import({"Date de fin": "2025-12-06", HOURS: "26"})
        self.assertEqual(entry.date_end, date(2025, 12, 6))

    def test_booked_period(self):
        self._set_up_books()
        self._approve(date=date(2025, 12, 1))
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        booking.action_post()
        later = {"Date": "2026-01-02", "Titre": "later"}
        check = self._check({}, later)
        self.assertEqual(check.error_count, 1)
        self.assertIn("already booked", check.line_ids[0].problem)
        entries = self._import({}, later, late_reason="Found in a drawer")
        self.assertEqual(
            {entry.date.year: entry.late_reason for entry in entries},
            {2025: "Found in a drawer", 2026: False},
        )

    def test_association_that_trusts(self):
        self.association.volunteer_approval = "none"
        check = self._check({PENDING: "True"})
        self.assertEqual(check.line_ids.outcome, "approved")
        self.assertEqual(self._import({PENDING: "True"}).state, "approved")

    def test_managers_own_time(self):
        """Somebody else validated it over there."""
        own = {"Prénom": "Manager", "Nom": ""}
        entry = self._import(own)
        self.assertEqual(entry.partner_id, self.manager_user.partner_id)
        self.assertEqual(entry.state, "approved")
        self.assertEqual(entry.approved_by_id, self.manager_user)

    def _import_pending(self):
        return self._import({PENDING: "True"})

    def _assert_left_alone(self, entry, state):
        check = self._check({})
        self.assertEqual(check.line_ids.outcome, "kept")
        self.assertEqual(check.unchanged_count, 1)
        self.assertFalse(self._import({}))
        self.assertEqual(entry.state, state)

    def test_changed_here_since(self):
        """Never approve other figures than those that were validated."""
        for values in (
            {"hours": 200.0, "date_end": date(2025, 12, 31)},
            {"date": date(2025, 12, 3)},
            {"headcount": 30},
            {"distance": 900.0},
            {"name": "Something else"},
        ):
            with self.subTest(values=values):
                entry = self._import_pending()
                entry.with_user(self.manager_user).write(values)
                self._assert_left_alone(entry, "submitted")
                entry.unlink()

    def test_reassigned_here_since(self):
        """Telling who a pseudonym is takes nothing from what was validated."""
        pseudo = {"Prénom": "", "Nom": "", "Pseudo": "pseudo13"}
        entry = self._import(pseudo | {PENDING: "True"})
        entry.partner_id = self.person
        self._import(pseudo)
        self.assertEqual(entry.state, "approved")
        self.assertEqual(entry.partner_id, self.person)

    def test_refused_here_since(self):
        entry = self._import_pending()
        entry.action_refuse("Counted twice")
        self._assert_left_alone(entry, "refused")

    def test_withdrawn_here_since(self):
        entry = self._import_pending()
        entry.action_withdraw()
        self._assert_left_alone(entry, "draft")

    def test_renamed_here_since(self):
        """Rows that were imported make nothing new, even under their old names."""
        entry = self._import({"Projet": "Atelier vélo"}).sudo()
        entry.project_id.name = "Bicycles"
        entry.partner_id.name = "Maëlys Martin"
        before = self._count_everything()
        check = self._check({"Projet": "Atelier vélo"})
        self.assertFalse(check.new_projects or check.new_people)
        self._import({"Projet": "Atelier vélo"})
        self.assertEqual(self._count_everything(), before)

    def test_followers_are_told_once_and_only_of_what_waits(self):
        engagement = self.env["volunteer.engagement"].create(
            {
                "partner_id": self.person.id,
                "company_id": self.association.id,
                "approver_id": self.approver_user.id,
            }
        )
        told = len(engagement.message_ids)
        self._import({}, {"Titre": "second"})
        self.assertFalse(engagement.activity_ids)
        self.assertEqual(len(engagement.message_ids), told, "opened, then closed")
        self._check({PENDING: "True", "Titre": "third"})
        self.assertFalse(engagement.activity_ids)
        self._import(*({PENDING: "True", "Titre": str(i)} for i in range(4)))
        self.assertEqual(len(engagement.activity_ids), 1)

    def test_each_association_for_itself(self):
        """The same file, taken in by another association, is another association's time."""
        self._import({})
        self.manager_user.company_ids += self.other_association
        wizard = self._prepare({}, company_id=self.other_association.id)
        with self.assertRaises(AccessError, msg="not among those worked in now"):
            wizard.action_import()
        both = self.manager_user.company_ids.ids
        wizard = wizard.with_context(allowed_company_ids=both)
        wizard.action_import()
        self.assertEqual(wizard.entry_ids.company_id, self.other_association)


@tagged("post_install", "-at_install")
class TestImportRights(ImportCase):
    def test_only_managers(self):
        wizard = self._prepare({})
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.treasurer_user,
            self.stranger_user,
        ):
            with self.subTest(user=user.login):
                with self.assertRaises(AccessError):
                    self._prepare({}, user=user)
                for action in ("action_check", "action_import"):
                    with self.assertRaisesRegex(AccessError, "Only managers import"):
                        getattr(wizard.with_user(user), action)()
        self.assertFalse(self._get_entries())

    def test_wizard_of_somebody_else(self):
        colleague = self._create_user(
            "colleague", "volunteer_valuation.group_volunteer_manager"
        )
        wizard = self._prepare({})
        with self.assertRaises(AccessError):
            wizard.with_user(colleague).read(["data_file"])
        wizard.action_check()
        with self.assertRaises(AccessError):
            wizard.line_ids.with_user(colleague).read(["person"])

    def test_only_own_associations(self):
        wizard = self._prepare({}, company_id=self.other_association.id)
        for action in (wizard.action_check, wizard.action_import):
            with self.assertRaisesRegex(AccessError, "their own associations"):
                action()

    def test_company_written_afterwards(self):
        wizard = self._prepare({})
        wizard.action_check()
        wizard.company_id = self.other_association
        with self.assertRaises(AccessError):
            wizard.action_import()

    def test_manager_needs_no_other_right(self):
        """Neither contacts nor projects are a manager's to create otherwise."""
        for model in ("res.partner", "project.project"):
            self.assertFalse(
                self.env[model].with_user(self.manager_user).has_access("create")
            )
        entry = self._import({"Nom": "Nouveau", "Projet": "Ruche"})
        self.assertTrue(entry.partner_id and entry.project_id)

    def test_superuser(self):
        wizard = self._prepare({}, user=self.env["res.users"].browse(SUPERUSER_ID))
        wizard.action_import()
        self.assertEqual(wizard.entry_ids.state, "approved")

    def test_results_cannot_be_smuggled_in(self):
        """What a client writes on the import never reaches an entry."""
        entry = self._declare()
        wizard = self._prepare({})
        wizard.write({"entry_ids": [Command.set(entry.ids)], "error_count": 0})
        wizard.action_import()
        self.assertNotIn(entry, wizard.entry_ids)
        self.assertEqual(entry.state, "draft")
