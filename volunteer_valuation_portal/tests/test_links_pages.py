from datetime import date

from odoo.tests import tagged

from .links_common import LinksCommon


@tagged("-at_install", "post_install")
class TestLinksPages(LinksCommon):
    """What people do without an account, through the pages."""

    def test_a_stall_adds_time_under_a_name(self):
        page = self._get(self.stall_path)
        self.assertEqual(page.status_code, 200)
        self.assertIn("Fête du quai", page.text)
        entry, page = self._send(self.stall_path, declared_by=" Maëlys Lefèvre ")
        self.assertEqual(entry.name, "Buvette")
        self.assertEqual(entry.date, date(2025, 3, 12))
        self.assertEqual(entry.hours, 2.5)
        self.assertEqual(entry.declared_by, "Maëlys Lefèvre")
        # The name is that of somebody, who is not looked up.
        self.assertFalse(entry.partner_id)
        self.assertFalse(entry.engagement_id)
        self.assertEqual(entry.state, "submitted")
        self.assertEqual(entry.origin, "link")
        self.assertEqual(entry.link_id, self.stall)
        self.assertEqual(entry.company_id, self.association)
        self.assertIn("2 h 30", self._alerts(page)[0])
        self.assertIn("looks at it next", self._alerts(page)[0])
        self.assertIn("Thank you!", page.text)
        self.assertNotIn("<form", page.text)

    def test_a_personal_link_adds_time_of_its_person(self):
        page = self._get(self.personal_path)
        self.assertIn("Maëlys Lefèvre", page.text)
        self.assertNotIn("declared_by", page.text)
        entry, page = self._send(self.personal_path, declared_by="Somebody else")
        self.assertEqual(entry.partner_id, self.person)
        self.assertEqual(entry.engagement_id, self.engagement)
        self.assertFalse(entry.declared_by)
        self.assertEqual(entry.state, "submitted")
        self.assertEqual(entry.origin, "link")
        self.assertIn("2 h 30", self._alerts(page)[0])

    def test_the_project_and_the_activity_of_the_link_are_chosen(self):
        self.project.volunteer_declarable = False
        self.stall.activity_id = self.board
        page = self._get(self.stall_path)
        for chosen in (self.project, self.board):
            self.assertRegex(
                page.text,
                rf'value="{chosen.id}"[^>]*selected="[^"]*"[^>]*>{chosen.name}',
            )
        entry, page = self._send(
            self.stall_path,
            declared_by="Ana",
            project_id=self.project.id,
            activity_id=self.board.id,
        )
        # Visitors are not told who works here.
        self.assertNotIn(self.approver_user.name, self._alerts(page)[0])
        self.assertEqual(entry.project_id, self.project)
        self.assertEqual(entry.activity_id, self.board)

    def test_an_association_that_trusts_knows_whom_it_trusts(self):
        self.association.volunteer_approval = "none"
        entry, _page = self._send(self.stall_path, declared_by="Maëlys Lefèvre")
        self.assertEqual(entry.state, "submitted")
        self.assertFalse(entry.approved_on)
        entry, page = self._send(self.personal_path)
        self.assertEqual(entry.state, "approved")
        self.assertIn("approved already", self._alerts(page)[0])

    def test_what_is_typed_stays_where_something_is_refused(self):
        for problem, form in {
            "write how long it took": {"declared_by": "Ana", "hours": "2h75"},
            "Tell your name.": {"hours": "2h"},
            "Tell on which day": {"declared_by": "Ana", "hours": "2h", "date": ""},
            "how long it took, or at least": {"declared_by": "Ana"},
        }.items():
            told = {"name": "Crêpes", "date": "2025-03-12", **form}
            page = self._post(self.stall_path, **told)
            self.assertEqual(page.status_code, 200)
            self.assertIn(problem, self._alerts(page)[0])
            for typed in filter(None, told.values()):
                self.assertIn(f'value="{typed}"', page.text)
        self.assertEqual(self._outcomes(self.stall), ["refused"] * 4)
        self.assertFalse(self._entries())

    def test_a_day_is_chosen_without_sending(self):
        page = self._post(
            self.stall_path, declared_by="Ana", name="Crêpes", shortcut="2025-03-10"
        )
        for typed in ("Ana", "Crêpes", "2025-03-10"):
            self.assertIn(f'value="{typed}"', page.text)
        self.assertFalse(self._entries())

    def test_only_the_fields_of_the_form_are_read(self):
        entry, _page = self._send(
            self.stall_path,
            declared_by="Ana",
            partner_id=self.person.id,
            company_id=self.other_association.id,
            state="approved",
            headcount="30",
            structure_id=self.member_organisation.id,
            level_id=self.level.id,
            status_id=self.civic_service.id,
            origin="import",
            link_id=self.personal.id,
        )
        self.assertFalse(entry.partner_id | entry.structure_id)
        self.assertFalse(entry.level_id)
        self.assertFalse(entry.status_id)
        self.assertEqual(entry.company_id, self.association)
        self.assertEqual(entry.link_id, self.stall)
        self.assertEqual(entry.headcount, 1)
        self.assertEqual((entry.state, entry.origin), ("submitted", "link"))

    def test_what_is_not_offered_is_refused_like_what_is_unknown(self):
        told = {"name": "x", "date": "2025-03-12", "hours": "1", "declared_by": "Ana"}
        sentences = {
            self._alerts(self._post(self.stall_path, **told, project_id=project))[0]
            for project in (self.foreign_project.id, 2**31 - 1)
        }
        self.assertEqual(len(sentences), 1)
        self.assertFalse(self._entries())

    def test_nothing_is_told_of_other_time(self):
        self._declare(hours=20, name="Veillée secrète", company_id=self.association.id)
        self._declare(
            hours=2,
            company_id=self.other_association.id,
            activity_id=False,
            name="Ailleurs",
        )
        page = self._post(self.personal_path, name="x", date="2025-03-12", hours="3 h")
        (sentence,) = self._alerts(page)
        self.assertIn("does not fit into that day", sentence)
        for hours in ("23", "25", "Lefèvre"):
            self.assertNotIn(hours, sentence)
        for path in (self.personal_path, self.stall_path):
            page = self._get(path, done="sent")
            self.assertFalse(self._alerts(page))
            self.assertNotIn("Veillée", page.text)
            self.assertNotIn("Ailleurs", page.text)

    def test_the_thanks_are_for_whoever_declared(self):
        _entry, page = self._send(self.stall_path, declared_by="Ana")
        self.assertTrue(self._alerts(page))
        self.assertFalse(self._alerts(self._get(self.personal_path, done="sent")))
        self.assertFalse(self._alerts(self._get(self.stall_path, done="x")))
        self.authenticate(None, None)
        self.assertFalse(self._alerts(self._get(self.stall_path, done="sent")))

    def test_whoever_is_signed_in_declares_as_a_visitor(self):
        self.authenticate("vv_manager", "vv_manager")
        entry, _page = self._send(self.stall_path, declared_by="Ana")
        self.assertFalse(entry.partner_id)
        self.assertTrue(entry.create_uid._is_public())
        self.authenticate("vv_portal", "vv_portal")
        entry, _page = self._send(self.personal_path)
        self.assertEqual(entry.partner_id, self.person)

    def test_the_same_form_sent_twice_makes_one_entry(self):
        for path, known in ((self.stall_path, 0), (self.personal_path, 1)):
            self.assertRegex(self._get(path).text, r'name="opened"[^>]*value="20')
            told = {
                "name": "Crêpes",
                "date": "2025-03-12",
                "hours": "2",
                "declared_by": "Ana",
                # One transaction holds this test: all of it happens at once.
                "opened": self._opened(),
            }
            for _tap in range(2):
                self.assertEqual(self._post(path, **told).status_code, 303)
                self.assertEqual(len(self._entries()), known + 1)
        # Somebody else did the same.
        self._post(self.stall_path, **told | {"declared_by": "Bo"})
        self.assertEqual(len(self._entries()), 3)

    def test_a_joining_link_leads_to_its_association(self):
        joining = self._create_link(kind="joining", name="Join us")
        path = f"/volunteering/{joining._issue()}"
        scope = self.env["ir.config_parameter"].sudo().set_param
        scope("auth_signup.invitation_scope", "b2b")
        page = self._get(path)
        self.assertIn(self.association.name, page.text)
        self.assertIn("/web/login?redirect=/my/volunteering/associations", page.text)
        self.assertNotIn("/web/signup", page.text)
        scope("auth_signup.invitation_scope", "b2c")
        self.assertIn(
            "/web/signup?redirect=/my/volunteering/associations", self._get(path).text
        )
        self._post(path, name="x", date="2025-03-12", hours="2", declared_by="Ana")
        self.assertFalse(self._entries())
        self.authenticate("vv_portal", "vv_portal")
        self.assertNotIn("/web/login?redirect", self._get(path).text)

    def test_nothing_written_in_a_form_is_executed(self):
        script = "<script>alert('x')</script>"
        told = {"name": script, "date": "2025-03-12", "declared_by": script}
        page = self._post(self.stall_path, **told, hours=script, description=script)
        self.assertNotIn(script, page.text)
        entry, page = self._send(self.stall_path, **told)
        self.assertEqual(entry.declared_by, script)
        self.assertNotIn(script, page.text)
