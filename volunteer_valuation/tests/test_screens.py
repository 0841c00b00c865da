from ast import literal_eval
from datetime import date

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form
from odoo.tools.safe_eval import safe_eval

from .common import VolunteerCommon

MODULE = "volunteer_valuation."


class TestForms(VolunteerCommon):
    """What the forms propose, so that three answers are enough."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.activity.level_id = cls.level
        cls.project.volunteer_activity_id = cls.activity
        cls.task = cls.env["project.task"].create(
            {
                "name": "Repair toasters",
                "project_id": cls.project.id,
                "user_ids": [Command.set((cls.volunteer_user | cls.approver_user).ids)],
                "volunteer_planned_hours": 3.0,
            }
        )

    def test_task_proposes_project_activity_and_level(self):
        entries = self.env["volunteer.time.entry"].with_user(self.volunteer_user)
        with Form(entries) as form:
            form.name = "Toasters"
            form.date = date(2025, 3, 12)
            form.hours = 2.5
            form.task_id = self.task
            self.assertEqual(form.project_id, self.project)
            self.assertEqual(form.activity_id, self.activity)
            self.assertEqual(form.level_id, self.level)
        entry = form.record
        self.assertEqual(entry.partner_id, self.volunteer)
        self.assertEqual(entry.level_id, self.level)
        self.assertEqual(entry.state, "draft")

    def test_activity_proposes_its_level(self):
        entries = self.env["volunteer.time.entry"].with_user(self.volunteer_user)
        with Form(entries) as form:
            form.name = "Welcome desk"
            form.hours = 1
            form.activity_id = self.board
            self.assertFalse(form.level_id)
            form.activity_id = self.activity
            self.assertEqual(form.level_id, self.level)

    def test_only_managers_choose_the_person(self):
        entries = self.env["volunteer.time.entry"]
        with self.assertRaisesRegex(AssertionError, "readonly"):
            Form(entries.with_user(self.volunteer_user)).partner_id = self.person
        with Form(entries.with_user(self.manager_user)) as form:
            form.name = "Welcome desk"
            form.hours = 1
            form.partner_id = self.person
        self.assertEqual(form.record.partner_id, self.person)

    def test_approver_reads_but_does_not_change(self):
        entry = self._declare(project_id=self.project.id)
        entry.action_submit()
        form = Form(entry.with_user(self.approver_user))
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.hours = 7
        self.assertTrue(entry.with_user(self.approver_user).can_decide)

    def test_booked_entry_is_readonly_for_managers(self):
        self._set_up_books()
        entry = self._approve()
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        booking.action_post()
        form = Form(entry.with_user(self.manager_user))
        with self.assertRaisesRegex(AssertionError, "readonly"):
            form.hours = 7

    def test_late_reason_is_asked_for_in_booked_periods_only(self):
        self._set_up_books()
        self._approve()
        self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        ).action_post()
        form = Form(self.env["volunteer.time.entry"].with_user(self.volunteer_user))
        form.date = date(2026, 1, 5)
        self.assertFalse(form.is_late)
        form.date = date(2025, 3, 12)
        self.assertTrue(form.is_late)

    def test_task_wizard_proposes_assignees_and_title(self):
        wizard = self.env["volunteer.task.declare"].with_user(self.approver_user)
        with Form(wizard.with_context(default_task_id=self.task.id)) as form:
            self.assertEqual(form.name, "Repair toasters")
            self.assertEqual(form.hours, 3.0)
            self.assertEqual(form.activity_id, self.activity)
            self.assertEqual(form.level_id, self.level)
            self.assertEqual(
                form.partner_ids[:],
                (self.volunteer_user | self.approver_user).partner_id,
            )
            self.assertEqual(form.total_hours, 6.0)
            form.date = date(2025, 3, 12)
        form.record.action_declare()
        self.assertEqual(
            self.task.volunteer_entry_ids.mapped("state"), ["submitted"] * 2
        )

    def test_task_wizard_opens_as_the_web_client_asks(self):
        wizard = self.env["volunteer.task.declare"].with_user(self.approver_user)
        values = wizard.with_context(default_task_id=self.task.id).onchange(
            {}, [], {"task_id": {}, "partner_ids": {"fields": {"display_name": {}}}}
        )["value"]
        self.assertCountEqual(
            [command[1] for command in values["partner_ids"]],
            (self.volunteer_user | self.approver_user).partner_id.ids,
        )

    def test_refusal_wizard_keeps_the_entries(self):
        entry = self._declare(project_id=self.project.id)
        entry.action_submit()
        action = entry.with_user(self.approver_user).action_open_refuse_wizard()
        wizard = self.env[action["res_model"]].with_user(self.approver_user)
        with Form(wizard.with_context(**action["context"])) as form:
            form.reason = "Twice the same"
        form.record.action_refuse()
        self.assertEqual(entry.state, "refused")
        self.assertEqual(entry.refusal_reason, "Twice the same")

    def test_rule_form_shows_what_it_gives(self):
        rules = self.env["volunteer.valuation.rule"].with_user(self.treasurer_user)
        with Form(rules) as form:
            form.name = "Expert tasks"
            form.amount = 35.0
            form.charge_rate = 0.42
            form.level_id = self.level
            self.assertIn("49.7", form.preview_text)
            form.preview_level_id = self.env["volunteer.level"]
            self.assertIn("does not apply", form.preview_text)
        self.assertEqual(form.record.decision_state, "awaited")

    def test_booking_form_shows_what_will_be_booked_and_what_cannot(self):
        self._approve(hours=2.0, project_id=self.project.id)
        self._declare(hours=1.0)
        bookings = self.env["volunteer.valuation"].with_user(self.treasurer_user)
        with Form(bookings) as form:
            form.date_from = date(2025, 1, 1)
            form.date_to = date(2025, 12, 31)
            self.assertEqual(form.total_hours, 2.0)
            self.assertEqual(form.total_amount, 50.0)
            self.assertIn("Repair Café", form.preview)
            self.assertIn("not approved", form.preview)


class TestInbox(VolunteerCommon):
    """The inbox holds what the user may decide, neither more nor less."""

    def _get_inbox(self, user):
        action = self.env.ref(MODULE + "action_volunteer_time_entry_to_approve")
        entries = self.env["volunteer.time.entry"].with_user(user)
        return entries.search(literal_eval(action.domain))

    def test_inbox_of_each_role(self):
        followed = self._declare(project_id=self.project.id)
        other = self._declare(date=date(2025, 3, 13))
        own = self._declare(
            partner_id=self.approver_user.partner_id.id, project_id=self.project.id
        )
        (followed | other | own).action_submit()
        self.assertEqual(self._get_inbox(self.approver_user), followed)
        self.assertEqual(self._get_inbox(self.manager_user), followed | other | own)
        self.assertFalse(self._get_inbox(self.treasurer_user))
        self.assertFalse(self._get_inbox(self.volunteer_user))
        self.association.volunteer_self_approval = True
        self.assertEqual(self._get_inbox(self.approver_user), followed | own)

    def test_search_says_the_same_as_the_field(self):
        entries = self._declare(project_id=self.project.id) | self._declare(
            partner_id=self.manager_user.partner_id.id
        )
        entries.action_submit()
        for user in (self.approver_user, self.manager_user):
            readable = entries.with_user(user)._filtered_access("read")
            decided = readable.filtered("can_decide")
            in_entries = [("id", "in", entries.ids)]
            self.assertEqual(
                readable.search([*in_entries, ("can_decide", "=", True)]), decided
            )
            self.assertEqual(
                readable.search([*in_entries, ("can_decide", "=", False)]),
                readable - decided,
            )


class TestMenus(VolunteerCommon):
    """Whatever menu a role sees opens, and no role sees more than its work."""

    def _get_menus(self, user):
        """The menus of our application, as the web client loads them."""
        loaded = self.env["ir.ui.menu"].with_user(user).load_menus(False)
        to_visit = [self.env.ref(MODULE + "menu_volunteering").id]
        ids = []
        while to_visit:
            menu_id = to_visit.pop()
            ids.append(menu_id)
            to_visit += loaded[menu_id]["children"]
        return self.env["ir.ui.menu"].browse(ids)

    def _get_menu_names(self, user):
        xml_ids = self._get_menus(user).get_external_id().values()
        return {xml_id.removeprefix(MODULE + "menu_") for xml_id in xml_ids}

    def _open(self, user, action):
        """Load the views of ``action`` and read its records, as the web client does."""
        if action._name == "ir.actions.client":
            dashboard = self.env["spreadsheet.dashboard"].with_user(user)
            dashboard = dashboard.browse(action.params["dashboard_id"])
            self.assertTrue(dashboard.read(["name", "spreadsheet_data"]))
            return
        known = {"uid": user.id, "allowed_company_ids": self.association.ids}
        context = safe_eval(action.context or "{}", known)
        model = self.env[action.res_model].with_user(user).with_context(**context)
        views = [(view[0], view[1]) for view in action.views]
        domain = safe_eval(action.domain or "[]", known)
        for view in model.get_views([*views, (False, "search")])["views"].values():
            self.assertTrue(view["arch"])
        fields = model.fields_get(attributes=["type"])
        for view_id, view_type in views:
            if view_type not in ("list", "kanban", "form"):
                continue
            view = model.get_view(view_id, view_type)
            names = view["models"][model._name]
            specification = {
                name: {"fields": {"display_name": {}}}
                if fields[name]["type"] == "many2one"
                else {}
                for name in names
                if name in fields
            }
            if view_type == "form" and model.has_access("create"):
                model.onchange({}, [], specification)
            if not model._transient:
                model.web_search_read(domain, specification, limit=80)

    def test_every_menu_opens_for_every_role(self):
        self._set_up_books()
        self._approve(project_id=self.project.id)
        self._approve(date=date(2025, 3, 13), activity_id=self.board.id)
        self._declare(partner_id=self.volunteer.id).action_submit()
        self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        ).action_post()
        for user in (
            self.volunteer_user,
            self.approver_user,
            self.manager_user,
            self.treasurer_user,
        ):
            for menu in self._get_menus(user).filtered("action"):
                with self.subTest(user=user.login, menu=menu.complete_name):
                    self._open(user, menu.action.sudo())

    def test_volunteer_sees_declare_only(self):
        names = self._get_menu_names(self.volunteer_user)
        # Other addons have menus of their own.
        names = {name for name in names if "." not in name}
        self.assertEqual(names, {"volunteering", "declare"})

    def test_approver_sees_the_inbox_but_no_value(self):
        names = self._get_menu_names(self.approver_user)
        self.assertIn("approve_inbox", names)
        self.assertNotIn("value_and_book", names)
        self.assertNotIn("configuration", names)
        self.assertNotIn("reports", names)

    def test_treasurer_books_but_does_not_approve(self):
        names = self._get_menu_names(self.treasurer_user)
        self.assertIn("value_and_book_bookings", names)
        self.assertNotIn("approve", names)
        self.assertNotIn("configuration_settings", names)

    def test_no_booking_menu_where_time_is_only_disclosed(self):
        self.association.volunteer_booking = "disclose"
        names = self._get_menu_names(self.treasurer_user)
        self.assertNotIn("value_and_book_bookings", names)
        self.assertIn("value_and_book_approved", names)


class TestDayOne(VolunteerCommon):
    """Without a rule nothing is valued; one button, where the treasurer meets it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.unlink()
        cls.entry = cls._approve()

    def test_entry_says_that_no_rule_exists_and_offers_one(self):
        entry = self.entry.with_user(self.treasurer_user)
        self.assertTrue(entry.is_rule_missing)
        self.assertIn("no rule", entry.unvalued_reason)
        action = entry.action_value_at_minimum_wage()
        rule = self.env["volunteer.valuation.rule"].browse(action["res_id"])
        self.assertEqual(rule.company_id, self.association)
        self.assertEqual(rule.decision_state, "awaited")
        self.assertEqual(entry.rule_id, rule)
        entry.invalidate_recordset(["is_rule_missing"])
        self.assertFalse(entry.is_rule_missing)
        self.assertFalse(entry.unvalued_reason)

    def test_booking_offers_one(self):
        booking = self.env["volunteer.valuation"].create(
            {"company_id": self.association.id}
        )
        booking = booking.with_user(self.treasurer_user)
        self.assertTrue(booking.is_rule_missing)
        booking.action_value_at_minimum_wage()
        booking.invalidate_recordset(["is_rule_missing"])
        self.assertFalse(booking.is_rule_missing)

    def test_the_rule_is_for_the_association_of_the_entry(self):
        self.treasurer_user.company_ids += self.other_association
        entry = self.entry.with_user(self.treasurer_user).with_context(
            allowed_company_ids=(self.other_association | self.association).ids
        )
        action = entry.action_value_at_minimum_wage()
        rule = self.env["volunteer.valuation.rule"].browse(action["res_id"])
        self.assertEqual(rule.company_id, self.association)

    def test_managers_do_not_write_rules(self):
        with self.assertRaises(AccessError):
            self.entry.with_user(self.manager_user).action_value_at_minimum_wage()
