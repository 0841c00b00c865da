import re
import threading
from datetime import date
from unittest.mock import patch

from odoo import http
from odoo.tests import HttpCase

from .common import PortalCommon

SECRET = "Fiche tenue secrète"
SCRIPT = "<script>alert('vv')</script><img src=x onerror=alert('vv')>"
EXECUTED = ("<script>alert('vv')", "<img src=x onerror")
# Every name that one of our forms or addresses knows, and some that none does.
NAMES = (
    "name date date_end hours headcount is_estimate distance description late_reason "
    "partner_id structure_id project_id task_id activity_id level_id status_id company_id "
    "state year page search search_in sortby filterby groupby again shortcut weekday "
    "date_from date_to from until entry_id days done message body word reason confirm "
    "declared_by close_account engagement_id link_id token origin rule_id amount "
    "hourly_rate valuation_id import_key approved_by_id redirect access_token uid su "
    "period certificate certificate_id"
).split()
WRONG = [
    "",
    "abc",
    "-1",
    "0",
    "9" * 40,
    "1e400",
    "NaN",
    "١٢",
    "2026-02-31",
    "' OR 1=1 --",
    "%s%(x)s{0}",
    "[('id', '!=', 0)]",
    "../../etc/passwd",
    "\x00",
    "\ud7ff\U0010ffff",
    SCRIPT,
]
ONE_MEGABYTE = "é" * 500_000


class HostileCommon(PortalCommon, HttpCase):
    """A portal user who tries everything, and the people whose time they are after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.attacker = cls.portal_user.partner_id
        cls._engage(cls.attacker)
        cls.victim_user = cls._create_user("victim", "base.group_portal")
        cls.victim = cls.victim_user.partner_id
        cls.victim.name = f"{SECRET} de Victoire"
        secrets = {
            "name": f"{SECRET} nom",
            "description": f"{SECRET} détails",
            "partner_id": cls.victim.id,
        }
        cls.others = cls._approve(**secrets)
        cls.others |= cls._declare(**secrets)
        refused = cls._declare(**secrets)
        refused.action_submit()
        refused.action_refuse(f"{SECRET} raison")
        cls.others |= refused
        cls.others |= cls._declare(
            name=f"{SECRET} ailleurs",
            partner_id=cls.victim.id,
            company_id=cls.other_association.id,
            activity_id=False,
        )
        cls.others_certificate = cls.env["volunteer.certificate"]._issue(
            cls.victim, cls.association, date(2025, 1, 1), date(2025, 12, 31)
        )
        cls.own = cls._declare(partner_id=cls.attacker.id, name="Mine")
        cls.other_association.volunteer_joining = "closed"
        cls.token = cls._issue_token(cls.own.engagement_id)
        cls.env.flush_all()

    @classmethod
    def _issue_token(cls, engagement):
        address = cls.env["volunteer.link"]._issue_personal(engagement, days=7)
        return address.rpartition("/")[2]

    # ----- our routes, found in the map that Odoo serves from -----

    def _get_routes(self):
        """Every route of our addons: none added later is forgotten."""
        thread = threading.current_thread()
        # Odoo knows its database by the thread of a request.
        with patch.object(thread, "dbname", self.env.cr.dbname, create=True):
            rules = self.env["ir.http"].routing_map().iter_rules()
        for rule in rules:
            endpoint = getattr(rule.endpoint, "original_endpoint", rule.endpoint)
            if ".volunteer_valuation" in endpoint.__module__:
                yield rule

    def _fill(self, rule, number="1", text=None):
        """The address of a route: words are the token of the attacker's own link."""
        path = rule.rule
        for choices in re.findall(r"<any\(([^)]*)\):\w+>", path):
            path = re.sub(r"<any\([^)]*\):\w+>", choices.split(",")[0], path, count=1)
        path = re.sub(r"<int(?:\([^)]*\))?:\w+>", str(number), path)
        return re.sub(r"<(?:\w+(?:\([^)]*\))?:)?\w+>", text or self.token, path)

    def _may(self, rule, method):
        methods = rule.endpoint.routing.get("methods")
        return not methods or method in methods

    def _is_for_users(self, rule):
        return rule.endpoint.routing["auth"] == "user"

    def _find_others(self, rule):
        """Numbers of what is not the attacker's, for the record that this route names."""
        if "company_id" in rule.arguments:
            return self.other_association.ids
        if "certificate_id" in rule.arguments:
            return self.others_certificate.ids
        if any(argument.endswith("_id") for argument in rule.arguments):
            return self.others.ids
        return []

    # ----- asking -----

    def _sign_in(self, login="vv_portal"):
        self.authenticate(login, login)

    def _get(self, path, **query):
        return self.url_open(path, params=query, allow_redirects=False)

    def _post(self, path, csrf=True, **form):
        if csrf:
            form["csrf_token"] = http.Request.csrf_token(self)
        return self.url_open(path, data=form, method="POST", allow_redirects=False)

    def _normalize(self, response):
        """A page without what may differ from one request to the next."""
        text = re.sub(r'csrf_token[^,>]*"[^"]*"', "", response.text)
        return re.sub(r"\d{2,}|(?<=/)-?\d+", "N", text)

    def _photograph(self):
        """What an attack must not change: all that is not the attacker's."""
        self.env.invalidate_all()
        names = ["name", "description", "hours", "state", "partner_id", "company_id"]
        engagements = self.env["volunteer.engagement"].search(
            [("partner_id", "!=", self.attacker.id)], order="id"
        )
        entries = self.env["volunteer.time.entry"].search(
            [("partner_id", "!=", self.attacker.id)], order="id"
        )
        return (
            entries.read(names, load=None),
            engagements.read(["partner_id", "state"], load=None),
            self.others.message_ids.ids,
        )

    def assertHarmless(self, response):
        """No error page, no trace of others, nothing that a browser would run."""
        self.assertLess(response.status_code, 500, response.text[-2000:])
        self.assertNotIn("Traceback", response.text)
        self.assertNotIn(SECRET, response.text)
        for executed in EXECUTED:
            self.assertNotIn(executed, response.text)
