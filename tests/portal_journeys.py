"""What the portal's journeys share: an association with its people, and ways to use a page."""

import contextlib
import functools
import re

from client import Client

# People sign up by themselves here; the password of those who are there already is their login.
SET_UP = """
from odoo.fields import Command
company = env.ref("base.main_company")
company.name = "Les Ateliers du Canal"
company.partner_id.write({"lang": "fr_FR", "tz": "Europe/Paris"})
company.volunteer_message = "Nous comptons le temps donné pour le montrer à la mairie."
env["ir.config_parameter"].set_param("auth_signup.invitation_scope", "b2c")
env["volunteer.valuation.rule"].create({
    "name": "SMIC", "company_id": company.id, "method": "reference",
    "reference_id": env.ref("volunteer_valuation.smic").id, "coefficient": 1,
})
amicale = env["res.partner"].create({"name": "Amicale du Quai", "is_company": True})
def user(login, name, group, **values):
    partner = env["res.partner"].create({
        "name": name, "email": f"{login}@example.com", "lang": "fr_FR",
        "tz": "Europe/Paris", **values,
    })
    env["res.users"].with_context(no_reset_password=True).create({
        "partner_id": partner.id, "login": login, "password": login,
        "group_ids": [Command.set(env.ref(group).ids)],
    })
    return partner
manager = user("gestionnaire", "Solange", "volunteer_valuation.group_volunteer_manager")
company.volunteer_welcome_id = manager.user_ids
user("tresorier", "Yann", "volunteer_valuation.group_volunteer_treasurer")
for login, name, parent in (
    ("josette", "Josette", False), ("marcel", "Marcel", False), ("lucien", "Lucien", amicale.id),
    ("odile", "Odile", False), ("rene", "René", False),
):
    person = user(login, name, "base.group_portal", parent_id=parent)
    env["volunteer.engagement"].create({
        "partner_id": person.id, "company_id": company.id,
        "approver_id": manager.user_ids.id,
    })
env.cr.commit()
"""
# The button that sends a form, not one of those that only choose a day.
SEND = "#wrap form .btn-primary[type=submit]:not([name])"
# The first page of each kind also builds its styles and scripts.
SECONDS_TO_ANSWER = 120
MOST_KEYS = 80
DESK = {"width": 1280, "height": 900}
FOCUS = "selector => document.activeElement.matches(selector)"
FOCUS_IS_SEEN = """
(style => style.outlineStyle != 'none' || style.boxShadow != 'none')(
    getComputedStyle(document.activeElement))
"""


class ByPointer:
    """Somebody who taps or clicks."""

    def __init__(self, page):
        self.page = page

    def write(self, selector, text):
        self.page.fill(selector, text)

    def press(self, selector):
        self.page.click(selector)

    def tick(self, selector):
        self.page.check(selector)

    def open(self, selector):
        """Press what leads to another page, and wait for it."""
        with self.page.expect_navigation():
            self.press(selector)


class ByKeyboard(ByPointer):
    """Somebody who has a keyboard only, and sees where they are."""

    def write(self, selector, text):
        self._reach(selector)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)

    def press(self, selector):
        self._reach(selector)
        self.page.keyboard.press("Enter")

    def tick(self, selector):
        self._reach(selector)
        self.page.keyboard.press("Space")

    def _reach(self, selector):
        for _key in range(MOST_KEYS):
            if self.page.evaluate(FOCUS, selector):
                assert self.page.evaluate(FOCUS_IS_SEEN), (
                    f"{selector} has no focus to see"
                )
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{selector} cannot be reached with the Tab key")


class Association:
    """The association of these journeys: its pages as people see them, its records by RPC."""

    def __init__(self, server, browser):
        self.server = server
        self.address = server.address
        self._browser = browser
        self._clients = {}

    @contextlib.contextmanager
    def visitor(self, width, way=ByPointer, **context):
        """Somebody at a window of their own, signed in as nobody."""
        opened = self._browser.new_context(
            viewport={"width": width, "height": 844}, locale="fr-FR", **context
        )
        opened.set_default_timeout(SECONDS_TO_ANSWER * 1000)
        with contextlib.closing(opened):
            yield way(opened.new_page())

    @contextlib.contextmanager
    def signed_in(self, login, width, **context):
        """Somebody whose password is their login."""
        with self.visitor(width, **context) as person:
            self.sign_in(person, login)
            yield person

    @functools.cached_property
    def desk(self):
        """The page of the manager, who stays signed in."""
        context = self._browser.new_context(viewport=DESK, locale="fr-FR")
        context.set_default_timeout(SECONDS_TO_ANSWER * 1000)
        page = context.new_page()
        self.sign_in(ByPointer(page), "gestionnaire")
        # The first screen builds its scripts: left too early, they would stay half built.
        page.wait_for_selector(".o_main_navbar")
        return page

    def open_action(self, action, record=""):
        """Open a backend screen by the name of its action, or one record of it; return its page."""
        address = f"{self.address}/odoo/action-volunteer_valuation.{action}/{record}"
        self.desk.goto(address.rstrip("/"))
        self.desk.wait_for_selector(".o_view_controller")
        return self.desk

    def sign_in(self, person, login, password=None):
        person.page.goto(f"{self.address}/web/login")
        person.write("input[name=login]", login)
        person.write("input[name=password]", password or login)
        with person.page.expect_navigation(wait_until="commit"):
            person.press(".oe_login_form button[type=submit]")

    def client(self, login):
        """The records that this login may see, by RPC."""
        if login not in self._clients:
            self._clients[login] = Client(self.address, self.server.database, login)
        return self._clients[login]

    def mails_to(self, address, about):
        """The bodies of the mails to this address that hold `about`."""
        mails = self.client("admin").call(
            "mail.mail",
            "search_read",
            [
                ("recipient_ids.email", "=", address),
                ("body_html", "like", about),
            ],
            ["body_html", "recipient_ids"],
        )
        # Recipients never see each other.
        assert all(len(mail["recipient_ids"]) == 1 for mail in mails)
        return [mail["body_html"] for mail in mails]

    def follow_link(self, person, body, path):
        """Open the address of a mail that begins with `path`, on this server."""
        found = re.search(rf'href="https?://[^/"]+({path}[^"]*)"', body)
        assert found, body
        person.page.goto(self.address + found[1].replace("&amp;", "&"))
