from odoo.exceptions import AccessError
from odoo.tests import tagged

from .rights_common import RightsCommon

NOT_YOURS = "You can declare your own time only, not that of others."


@tagged("post_install", "-at_install")
class TestDeclaringRights(RightsCommon):
    """Who reads whose time, and who declares for whom."""

    # ------------------------------------------------------------------
    # Reading
    # ------------------------------------------------------------------
    def test_who_sees_what(self):
        own = self._declare(partner_id=self.volunteer.id, name="own")
        self._submit(name="project", project_id=self.project.id)
        followed = self._submit(
            name="followed", partner_id=self.stranger_user.partner_id.id
        )
        followed.engagement_id.approver_id = self.approver_user
        self._approve(name="approved")
        self._submit(
            name="elsewhere",
            company_id=self.other_association.id,
            activity_id=False,
        )
        for user, seen in [
            (self.volunteer_user, {"own"}),
            (self.approver_user, {"project", "followed"}),
            (self.manager_user, {"own", "project", "followed", "approved"}),
            (self.treasurer_user, {"approved"}),
            (self.stranger_user, {"followed"}),
            (self.other_approver, set()),
            (self.other_manager, {"elsewhere"}),
            (self.other_treasurer, set()),
        ]:
            with self.subTest(user=user.name):
                rows = self._call(user, self.entries, "search_read", [], ["name"])
                self.assertEqual({row["name"] for row in rows}, seen)
        for user in (self.portal_user, self.public_user):
            for method, args in [
                ("search", [[]]),
                ("search_read", [[], ["name"]]),
                ("search_count", [[]]),
                ("formatted_read_group", [[], ["partner_id"], ["hours:sum"]]),
            ]:
                self.assertRefused(user, self.entries, method, *args, error=AccessError)
            self.assertRefused(user, own, "read", ["name"], error=AccessError)

    def test_totals_of_people_and_projects_show_only_what_one_may_read(self):
        self._approve(project_id=self.project.id, hours=4)
        for user, hours in [
            (self.manager_user, 4),
            (self.treasurer_user, 4),
            (self.stranger_user, 0),
            (self.volunteer_user, 0),
        ]:
            with self.subTest(user=user.name):
                person = self.person.with_user(user)
                project = self.project.with_user(user)
                self.assertEqual(person.volunteer_hours_total, hours)
                self.assertEqual(project.volunteer_hours, hours)

    # ------------------------------------------------------------------
    # Declaring
    # ------------------------------------------------------------------
    def test_nobody_declares_for_others(self):
        vals = self._vals(partner_id=self.person.id)
        for user in (
            self.volunteer_user,
            self.stranger_user,
            self.treasurer_user,
            self.approver_user,
            self.portal_user,
            self.public_user,
        ):
            self.assertRefused(
                user, self.entries, "declare", dict(vals), error=AccessError
            )
            self.assertRefused(
                user, self.entries, "create", dict(vals), error=AccessError
            )
            self.assertRefused(
                user,
                self.entries,
                "declare",
                vals | {"partner_id": False},
                error=AccessError,
            )

    def test_who_is_in_charge_declares_for_others(self):
        on_project = self._vals(partner_id=self.person.id, project_id=self.project.id)
        self._call(self.approver_user, self.entries, "declare", on_project)
        engagement = self.person.volunteer_engagement_ids
        engagement.approver_id = self.other_approver
        followed = self._vals(partner_id=self.person.id)
        self._call(self.other_approver, self.entries, "declare", followed)
        self._call(self.manager_user, self.entries, "declare", followed)
        self.assertEqual(len(engagement.entry_ids), 3)

    def test_guards_do_not_tell_about_others(self):
        """Their day is full, or they have left: who may not ask does not learn it."""
        self._declare(hours=20)
        self._declare(partner_id=self.volunteer.id).engagement_id.action_end()
        for person in (self.person, self.volunteer):
            for method in ("create", "declare"):
                sentence = self.assertRefused(
                    self.stranger_user,
                    self.entries,
                    method,
                    self._vals(partner_id=person.id, hours=24),
                    error=AccessError,
                )
                self.assertEqual(sentence, NOT_YOURS)
            own = self._declare(partner_id=self.stranger_user.partner_id.id, hours=23)
            sentence = self.assertRefused(
                self.stranger_user,
                own,
                "write",
                {"partner_id": person.id},
                error=AccessError,
            )
            self.assertEqual(sentence, NOT_YOURS)
            own.unlink()

    def test_portal_declares_their_own_where_they_have_joined(self):
        partner = self.portal_user.partner_id
        self.env["volunteer.engagement"].create(
            {"partner_id": partner.id, "company_id": self.association.id}
        )
        [entry_id] = self._call(self.portal_user, self.entries, "declare", self._vals())
        entry = self.entries.browse(entry_id)
        self.assertEqual(entry.partner_id, partner)
        self.assertEqual(entry.company_id, self.association)
        elsewhere = self._vals(company_id=self.other_association.id)
        there = {"partner_id": partner.id, "company_id": self.other_association.id}
        self.assertRefused(
            self.portal_user, self.entries, "declare", elsewhere, error=AccessError
        )
        self.assertRefused(
            self.portal_user,
            self.entries,
            "declare",
            self._vals(project_id=self.foreign_project.id),
            error=AccessError,
        )
        self.assertRefused(
            self.portal_user,
            self.entries,
            "declare",
            self._vals(),
            error=AccessError,
            context={"allowed_company_ids": [self.other_association.id]},
        )
        engagement = self.env["volunteer.engagement"].create(
            there | {"state": "requested"}
        )
        self.assertRefused(
            self.portal_user, self.entries, "declare", elsewhere, error=AccessError
        )
        engagement.action_activate()
        self._call(self.portal_user, self.entries, "declare", elsewhere)

    def test_portal_and_public_have_no_other_way_in(self):
        entry = self._submit(partner_id=self.portal_user.partner_id.id)
        for user in (self.portal_user, self.public_user):
            for method, args in [
                ("create", [self._vals()]),
                ("write", [{"name": "x"}]),
                ("unlink", []),
                ("copy", []),
                ("load", [["name", "hours"], [["x", "1"]]]),
                ("action_submit", []),
                ("action_withdraw", []),
                ("action_approve", []),
                ("action_refuse", ["No"]),
                ("action_revalue", []),
            ]:
                records = self.entries if method in ("create", "load") else entry
                if method == "load":
                    continue
                self.assertRefused(user, records, method, *args, error=AccessError)
        self.assertRefused(
            self.public_user,
            self.entries,
            "declare",
            self._vals(),
            error=AccessError,
        )
