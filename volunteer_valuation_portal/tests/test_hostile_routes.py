from odoo.tests import tagged

from ..controllers.entry_form import LIMITS
from .hostile_common import NAMES, ONE_MEGABYTE, SCRIPT, WRONG, HostileCommon

# Mail programs end reminders by a request of their own (RFC 8058): it can hold no token of ours.
WITHOUT_CSRF = {"/volunteering/<string(minlength=10):token>/stop"}


@tagged("post_install", "-at_install")
class TestHostileRoutes(HostileCommon):
    """Every route of ours, asked by somebody who should not get anything from it."""

    def test_there_are_routes_to_try(self):
        paths = {rule.rule for rule in self._get_routes()}
        self.assertGreaterEqual(
            paths, {"/my/volunteering", "/my/volunteering/new", *WITHOUT_CSRF}
        )

    def test_signed_out_leads_to_signing_in(self):
        self.authenticate(None, None)
        for rule in self._get_routes():
            if not self._is_for_users(rule):
                continue
            path = self._fill(rule, self.others[0].id)
            for ask, method in ((self._get, "GET"), (self._post, "POST")):
                if self._may(rule, method):
                    with self.subTest(path=path, method=method):
                        response = ask(path)
                        self.assertEqual(response.status_code, 303)
                        self.assertIn("/web/login", response.headers["Location"])

    def test_anothers_number_is_answered_like_one_that_does_not_exist(self):
        self._sign_in()
        before = self._photograph()
        nobodys = [2**31 - 1]
        impossible = [2**31, 10**30, 0, -1]
        for rule in self._get_routes():
            others = self._find_others(rule)
            if not others:
                continue
            for ask, method in ((self._get, "GET"), (self._post, "POST")):
                if not self._may(rule, method):
                    continue
                answers = set()
                for number in [*others, *nobodys, *impossible]:
                    with self.subTest(rule=rule.rule, method=method, number=number):
                        response = ask(self._fill(rule, number))
                        self.assertEqual(response.status_code, 404)
                        self.assertHarmless(response)
                        if number not in impossible:
                            answers.add(self._normalize(response))
                self.assertEqual(len(answers), 1, rule.rule)
        self.assertEqual(self._photograph(), before)

    def test_others_are_not_reached_through_a_form_or_a_query(self):
        self._sign_in()
        before = self._photograph()
        for rule in self._get_routes():
            path = self._fill(rule, self.own.id)
            for number in (*self.others.ids, self.other_association.id):
                told = dict.fromkeys(NAMES, str(number)) | {
                    "name": "Declared",
                    "date": "2025-03-12",
                    "hours": "1",
                }
                with self.subTest(path=path, number=number):
                    if self._may(rule, "GET"):
                        self.assertHarmless(self._get(path, **told))
                    if self._may(rule, "POST"):
                        self.assertHarmless(self._post(path, **told))
        self.assertEqual(self._photograph(), before)

    def test_nothing_is_written_without_a_csrf_token(self):
        self._sign_in()
        before = self.own.read()
        for rule in self._get_routes():
            if not self._may(rule, "POST") or rule.rule in WITHOUT_CSRF:
                continue
            if not rule.endpoint.routing.get("methods"):
                # It answers questions only; Odoo refuses a POST to it all the same.
                continue
            path = self._fill(rule, self.own.id)
            for form in ({}, {"csrf_token": "forged"}):
                with self.subTest(path=path, form=form):
                    told = {"name": "Forged", "date": "2025-03-12", "hours": "1"}
                    response = self._post(path, csrf=False, **told, **form)
                    self.assertEqual(response.status_code, 400)
        self.env.invalidate_all()
        self.assertEqual(self.own.read(), before)
        self.assertFalse(
            self.env["volunteer.time.entry"].search([("name", "=", "Forged")])
        )

    def test_wrong_values_never_break_a_page(self):
        self._sign_in()
        before = self._photograph()
        for rule in self._get_routes():
            path = self._fill(rule, self.own.id)
            for value in WRONG:
                told = dict.fromkeys(NAMES, value)
                with self.subTest(path=path, value=value[:20]):
                    if self._may(rule, "GET"):
                        self.assertHarmless(self._get(path, **told))
                    if self._may(rule, "POST"):
                        self.assertHarmless(self._post(path, **told))
        self.assertEqual(self._photograph(), before)

    def test_one_wrong_value_among_right_ones(self):
        self._sign_in()
        right = {
            "name": "Welcome desk",
            "date": "2025-03-12",
            "hours": "2h30",
            "company_id": str(self.association.id),
        }
        for name in (*LIMITS, "shortcut", "offered_for"):
            for value in WRONG:
                with self.subTest(name=name, value=value[:20]):
                    self.assertHarmless(
                        self._post("/my/volunteering/new", **right | {name: value})
                    )

    def test_a_megabyte_of_text(self):
        self._sign_in()
        for rule in self._get_routes():
            if not self._may(rule, "POST"):
                continue
            path = self._fill(rule, self.own.id)
            for name in ("name", "description", "hours", "message", "word"):
                with self.subTest(path=path, name=name):
                    told = {"name": "Desk", "date": "2025-03-12", "hours": "1"}
                    response = self._post(path, **told | {name: ONE_MEGABYTE})
                    self.assertHarmless(response)
        longest = self.env["volunteer.time.entry"].search(
            [("partner_id", "=", self.attacker.id)]
        )
        for entry in longest:
            self.assertLess(len(entry.name), 1000)
            self.assertLess(len(entry.description or ""), 20_000)
        self.assertFalse(
            self.env["mail.message"].search(
                [("author_id", "=", self.attacker.id), ("body", "like", "é" * 20_000)]
            )
        )

    def test_script_in_every_address(self):
        self._sign_in()
        for rule in self._get_routes():
            path = self._fill(rule, self.own.id, text="%3Cscript%3Ealert('vv')")
            with self.subTest(path=path):
                self.assertHarmless(self._get(path, done=SCRIPT))
