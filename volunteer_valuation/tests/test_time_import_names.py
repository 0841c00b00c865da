from odoo.exceptions import UserError
from odoo.tests import tagged

from .time_import_common import ImportCase


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
