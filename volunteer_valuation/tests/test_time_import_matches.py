from odoo.exceptions import UserError
from odoo.tests import Form, tagged

from .time_import_common import ImportCase

MAELYS = {"person": "Maëlys Lefèvre"}


@tagged("post_install", "-at_install")
class TestImportMatches(ImportCase):
    """Names that do not say by themselves who or what is meant: asked, never guessed."""

    def _check_again(self, wizard, *rows):
        _other, rows = self._prepare_rows(*rows)
        with self._reading(rows):
            wizard.action_check()

    def _import_checked(self, wizard, *rows):
        _other, rows = self._prepare_rows(*rows)
        with self._reading(rows):
            wizard.action_import()
        return wizard.entry_ids

    # ------------------------------------------------------------------
    # Several of one name
    # ------------------------------------------------------------------
    def test_ambiguous_person_is_asked_and_answered(self):
        twin = self.person.copy({"name": self.person.name, "email": "twin@x.org"})
        rows = [MAELYS, MAELYS, {"person": "MAELYS LEFEVRE"}]
        check = self._check_rows(*rows)
        self.assertEqual(check.error_count, 3)
        match = check.match_ids
        self.assertEqual((match.kind, match.situation), ("partner_id", "ambiguous"))
        self.assertEqual((match.line_count, match.outcome), (3, "open"))
        self.assertEqual(match.candidate_ids, self.person + twin)
        self.assertIn("twin@x.org", match.proposals)
        self.assertEqual(check.problem_ids.line_count, 3)
        self.assertRegex(check.problem_ids.description, "Several people are called")
        match.partner_id = twin
        self.assertEqual(match.outcome, "taken")
        self.assertEqual(match.taken_name, "Maëlys Lefèvre <twin@x.org>")
        self._check_again(check, *rows)
        self.assertEqual((check.error_count, check.create_count), (0, 3))
        self.assertEqual(check.match_ids, match, "kept, with its answer")
        self.assertEqual(match.partner_id, twin)
        self.assertEqual(self._import_checked(check, *rows).partner_id, twin)

    def test_ambiguous_person_may_be_a_new_one(self):
        self.person.copy({"name": self.person.name})
        check = self._check_rows(MAELYS, MAELYS)
        check.match_ids.is_new = True
        self._check_again(check, MAELYS, MAELYS)
        self.assertEqual(check.error_count, 0)
        entries = self._import_checked(check, MAELYS, MAELYS)
        self.assertEqual(len(entries.partner_id), 1)
        self.assertGreater(entries.partner_id.id, self.person.id)
        # From now on the engagement tells.
        again = self._import_rows(MAELYS | {"title": "Later"})
        self.assertEqual(again.partner_id, entries.partner_id)

    def test_answers_are_kept_over_another_file_and_choice(self):
        twin = self.person.copy({"name": self.person.name})
        check = self._check_rows(MAELYS)
        check.match_ids.partner_id = twin
        with Form(check) as form:
            form.create_missing = False
        self._check_again(check, MAELYS, MAELYS | {"title": "More"})
        self.assertEqual(check.error_count, 0)
        # A name that the file no longer holds is no longer asked.
        self._check_again(check, {})
        self.assertFalse(check.match_ids)

    def test_answers_in_the_form(self):
        twin = self.person.copy({"name": self.person.name})
        check = self._check_rows(MAELYS, {"person": "Nobody Known"})
        with Form(check) as form:
            with form.match_ids.edit(0) as match:
                self.assertEqual(match.outcome, "open")
                match.partner_id = twin
                self.assertEqual(match.outcome, "taken")
            with form.match_ids.edit(1) as match:
                self.assertEqual(match.outcome, "created")
                match.partner_id = self.volunteer
                self.assertEqual(match.outcome, "taken")
        entries = self._import_checked(check, MAELYS, {"person": "Nobody Known"})
        self.assertEqual(entries.partner_id, twin + self.volunteer)

    def test_answer_of_another_association_is_no_answer(self):
        """Whatever a client writes: only what the association may use is taken."""
        foreign = self.env["res.partner"].create(
            {"name": "Foreign", "company_id": self.other_association.id}
        )
        organisation = self.member_organisation
        for row, answer in [
            ({"project": "Spring fair"}, {"project_id": self.foreign_project.id}),
            ({"person": "Somebody New"}, {"partner_id": foreign.id}),
            ({"person": "Somebody New"}, {"partner_id": organisation.id}),
        ]:
            check = self._check_rows(row, create_missing=False)
            check.match_ids.sudo().write(answer)
            self._check_again(check, row)
            self.assertRegex(check.line_ids.problem, "is unknown", answer)
            with self.assertRaisesRegex(UserError, "is unknown"):
                self._import_checked(check, row)

    def test_two_projects_of_one_name(self):
        twin = self.project.copy({"name": "Repair Café"})
        check = self._check_rows({"project": "Repair Café"})
        self.assertRegex(check.problem_ids.description, "exists more than once")
        check.match_ids.project_id = twin
        entry = self._import_checked(check, {"project": "Repair Café"})
        self.assertEqual(entry.project_id, twin)

    # ------------------------------------------------------------------
    # Addresses
    # ------------------------------------------------------------------
    def test_address_decides_between_people_of_one_name(self):
        twin = self.person.copy({"name": self.person.name, "email": "Twin@x.org"})
        entry = self._import_rows(MAELYS | {"email": "twin@X.org"})
        self.assertEqual(entry.partner_id, twin)

    def test_address_alone(self):
        self.person.email = "maelys@x.org"
        self.assertEqual(
            self._import_rows({"email": "maelys@x.org"}).partner_id, self.person
        )
        new = self._import_rows({"email": "new@x.org"}).partner_id
        self.assertEqual((new.name, new.email), ("new@x.org", "new@x.org"))

    def test_another_name_with_a_known_address_is_told_and_may_be_changed(self):
        self.person.email = "family@x.org"
        row = {"person": "Luc Lefèvre", "email": "family@x.org"}
        check = self._check_rows(row)
        match = check.match_ids
        self.assertEqual((match.situation, match.outcome), ("email", "taken"))
        self.assertEqual(match.taken_name, "Maëlys Lefèvre <family@x.org>")
        self.assertEqual(check.error_count, 0)
        match.is_new = True
        self.assertEqual(match.outcome, "created")
        entry = self._import_checked(check, row)
        self.assertEqual(entry.partner_id.name, "Luc Lefèvre")
        self.assertEqual(entry.partner_id.email, "family@x.org")

    def test_known_name_with_another_address_is_asked(self):
        self.person.email = "maelys@x.org"
        check = self._check_rows(MAELYS | {"email": "other@x.org"})
        self.assertRegex(check.problem_ids.description, "another e-mail address than")
        self.assertEqual(check.match_ids.candidate_ids, self.person)

    def test_new_person_told_with_and_without_an_address_is_one(self):
        rows = [
            {"person": "Zoé Roy"},
            {"person": "Zoé Roy", "email": "zoe@x.org"},
            {"person": "zoe roy"},
        ]
        people = self._import_rows(*rows).partner_id
        self.assertEqual(people.email, "zoe@x.org")
        self.assertEqual(len(people), 1)

    def test_two_new_people_of_one_name_leave_a_third_row_in_doubt(self):
        rows = [
            {"person": "Zoé Roy", "email": "zoe@x.org"},
            {"person": "Zoé Roy", "email": "roy@x.org"},
            {"person": "Zoé Roy"},
        ]
        check = self._check_rows(*rows)
        self.assertEqual(check.error_count, 1)
        self.assertRegex(check.problem_ids.description, "Several people are called")
        people = self._import_rows(*rows[:2]).partner_id
        self.assertEqual(len(people), 2)

    # ------------------------------------------------------------------
    # Unknown names
    # ------------------------------------------------------------------
    def test_unknown_names_are_listed_with_what_is_called_nearly_so(self):
        check = self._check_rows(
            {
                "person": "Maelis Lefevre",
                "activity": "Receptions",
                "project": "Repar Café",
                "level": "Experte",
                "structure": "Amicale des Quais",
            }
        )
        self.assertEqual(check.error_count, 0)
        proposals = dict(check.match_ids.mapped(lambda m: (m.kind, m.proposals)))
        self.assertEqual(
            proposals,
            {
                "partner_id": "Maëlys Lefèvre",
                "activity_id": "Reception",
                "project_id": "Repair Café",
                "level_id": "Expert",
                "structure_id": "Amicale du Quai",
            },
        )
        self.assertEqual(set(check.match_ids.mapped("outcome")), {"created"})

    def test_what_the_import_would_create_is_not_known(self):
        check = self._check_rows(
            {"project": "Spring fair"}, {"project": "Spring fairs"}
        )
        self.assertEqual(check.match_ids.mapped("proposals"), ["", ""])

    def test_known_record_chosen_for_an_unknown_name(self):
        row = {"activity": "Standing at the desk"}
        for create_missing in (True, False):
            check = self._check_rows(row, create_missing=create_missing)
            self.assertEqual(check.error_count, 0 if create_missing else 1)
            check.match_ids.activity_id = self.activity
            self._check_again(check, row)
            self.assertEqual(check.error_count, 0)
        entry = self._import_checked(check, row)
        self.assertEqual(entry.activity_id, self.activity)

    def test_one_name_is_created_though_others_are_not(self):
        rows = [{"activity": "Apiculture"}, {"activity": "Ruches"}]
        check = self._check_rows(*rows, create_missing=False)
        check.match_ids[0].is_new = True
        self._check_again(check, *rows)
        self.assertEqual(check.error_count, 1)
        self.assertEqual(check.match_ids.mapped("outcome"), ["created", "open"])

    def test_unknown_status_is_never_created_unasked(self):
        """Whether its time is valued is a question of law."""
        row = {"status": "Pompier volontaire"}
        check = self._check_rows(row)
        self.assertRegex(check.problem_ids.description, "Status .* is unknown")
        self.assertEqual(check.match_ids.outcome, "open")
        check.match_ids.status_id = self.civic_service
        entry = self._import_checked(check, row)
        self.assertEqual(entry.status_id, self.civic_service)

    def test_structure_is_an_organisation(self):
        entry = self._import_rows({"structure": "Maëlys Lefèvre"})
        self.assertTrue(entry.structure_id.is_company)
        self.assertNotEqual(entry.structure_id, self.person)

    # ------------------------------------------------------------------
    # Tasks
    # ------------------------------------------------------------------
    def _create_task(self, name, project=None):
        return self.env["project.task"].create(
            {"name": name, "project_id": (project or self.project).id}
        )

    def test_task_of_its_project(self):
        other = self.project.copy({"name": "Bicycles", "task_ids": []})
        here, there = self._create_task("Build"), self._create_task("Build", other)
        entries = self._import_rows(
            {"project": "Repair Café", "task": "build"},
            {"project": "Bicycles", "task": "Build"},
        )
        self.assertEqual(entries.mapped("task_id"), here + there)

    def test_task_tells_its_project(self):
        task = self._create_task("Build the stage")
        entry = self._import_rows({"task": "Build the stage"})
        self.assertEqual((entry.task_id, entry.project_id), (task, self.project))

    def test_new_task_in_a_new_project(self):
        row = {"project": "Spring fair", "task": "Stalls"}
        entries = self._import_rows(row, row | {"task": "STALLS"})
        self.assertEqual(len(entries.task_id), 1)
        self.assertEqual(entries.task_id.project_id, entries.project_id)
        self.assertFalse(entries.task_id.user_ids)
        self.assertEqual(entries.project_id.name, "Spring fair")

    def test_unknown_task_without_a_project(self):
        check = self._check_rows({"task": "Build"})
        self.assertRegex(check.problem_ids.description, "tell its project too")

    def test_unknown_project_is_told_before_its_task(self):
        check = self._check_rows(
            {"project": "Repar Café", "task": "Build"}, create_missing=False
        )
        self.assertEqual(check.match_ids.kind, "project_id")
        self.assertRegex(check.line_ids.problem, "Project “Repar Café” is unknown")

    def test_task_chosen_from_another_project(self):
        """What only the database can refuse still is an error of its line."""
        other = self.project.copy({"name": "Bicycles", "task_ids": []})
        task = self._create_task("Build", other)
        row = {"project": "Repair Café", "task": "Construction"}
        check = self._check_rows(row, {})
        check.match_ids.task_id = task
        self._check_again(check, row, {})
        self.assertEqual(check.error_count, 1)
        self.assertRegex(check.line_ids[0].problem, "does not belong to that project")
