from contextlib import suppress
from datetime import date
from unittest.mock import patch

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged
from odoo.tools import html2plaintext, mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MailCase

from .common import PortalCommon

MODULE = "odoo.addons.volunteer_valuation_portal.models.volunteer_engagement_reminding"
LINK = r"/volunteering/[\w-]{40,}"


@tagged("post_install", "-at_install")
class TestReminding(PortalCommon, MailCase):
    """Once a month, to those who asked for it, usually declare, and have not yet."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["volunteer.engagement"].search([])._set_reminder(False)
        cls.volunteer = cls.portal_user.partner_id
        cls.engagement = cls._engage(cls.volunteer)
        cls.engagement._set_reminder(True)
        cls._give(cls.volunteer, date(2025, 3, 3), date(2025, 5, 5))

    @classmethod
    def _give(cls, person, *days, **values):
        return cls._declare_on(days, partner_id=person.id, **values)

    @classmethod
    def _declare_on(cls, days, **values):
        entries = cls.env["volunteer.time.entry"]
        return entries.concat(*(cls._declare(date=day, **values) for day in days))

    def _remind(self, day="2025-06-26"):
        """What the job of that day sends: the addresses."""
        cron = self.env.ref("volunteer_valuation_portal.ir_cron_remind")
        self.env.flush_all()
        with (
            freeze_time(f"{day} 03:00:00"),
            self.mock_mail_gateway(mail_unlink_sent=True),
            self.enter_registry_test_mode(),
        ):
            cron.with_user(self.env.ref("base.user_root")).method_direct_trigger()
        return sorted(address for mail in self._mails for address in mail["email_to"])

    def assertReminded(self, *people, day="2025-06-26"):
        expected = sorted(f'"{person.name}" <{person.email}>' for person in people)
        self.assertEqual(self._remind(day), expected)

    def test_it_is_one_sentence_with_their_link_and_the_way_to_end_it(self):
        self.assertReminded(self.volunteer)
        [mail] = self._mails
        text = html2plaintext(mail["body"])
        self.assertIn("If you gave some time to Les Ateliers du Canal", text)
        self.assertRegex(mail["body"], f"{LINK}<")
        self.assertRegex(mail["body"], f"{LINK}/stop<")
        headers = mail["headers"]
        self.assertRegex(headers["List-Unsubscribe"], f"^<http.*{LINK}/stop>$")
        self.assertEqual(headers["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        self.assertIn("Les Ateliers du Canal", mail["subject"])

    def test_nothing_keeps_the_address_of_the_link(self):
        before = self.env["mail.message"].search([])
        # Whatever somebody made of the template.
        self.env.ref(
            "volunteer_valuation_portal.mail_template_reminder"
        ).auto_delete = False
        self.assertReminded(self.volunteer)
        self.assertFalse(
            self.env["mail.mail"].search([("body_html", "ilike", "/stop")])
        )
        self.assertFalse(self.env["mail.message"].search([]) - before)

    def test_not_before_the_25th_and_once_a_month(self):
        self.assertReminded(day="2025-06-24")
        self.assertReminded(self.volunteer, day="2025-06-25")
        self.assertReminded(day="2025-06-26")
        self._give(self.volunteer, date(2025, 6, 2))
        self.assertReminded(self.volunteer, day="2025-07-25")

    def test_never_to_those_who_declared(self):
        for values in ({}, {"date": date(2025, 5, 31), "date_end": date(2025, 6, 1)}):
            entry = self._declare(
                **{"partner_id": self.volunteer.id, "date": date(2025, 6, 1)} | values
            )
            with self.subTest(values):
                self.assertReminded()
            entry.unlink()
        self.assertReminded(self.volunteer)

    def test_only_to_those_who_usually_declare(self):
        rarely = self._create_person("Rarely", "rarely@example.com")
        long_ago = self._create_person("Long Ago", "long@example.com")
        for person in (rarely, long_ago):
            self._engage(person)._set_reminder(True)
        self._give(rarely, date(2025, 5, 5), date(2025, 5, 9))
        self._give(long_ago, date(2025, 2, 28), date(2025, 3, 1))
        self.assertReminded(self.volunteer)

    def test_only_to_those_who_asked_and_take_part(self):
        self.engagement._set_reminder(False)
        self.assertReminded()
        self.engagement._set_reminder(True)
        self.engagement.action_end()
        self.assertReminded()
        self.engagement.action_activate()
        self.volunteer.email = False
        self.assertReminded()

    def test_nobody_asks_for_it_in_their_place(self):
        for values in ({"wants_reminder": True}, {"reminded_on": "2025-06-01"}):
            with self.assertRaises(AccessError):
                self._call(self.manager_user, self.engagement, "write", values)

    def test_one_mail_for_each_person_who_never_see_each_other(self):
        other = self._create_person("Omar Haddad", "omar@example.com")
        self._engage(other)._set_reminder(True)
        self._give(other, date(2025, 3, 3), date(2025, 4, 4))
        elsewhere = self._engage(self.volunteer, company_id=self.other_association.id)
        elsewhere._set_reminder(True)
        for day in (date(2025, 3, 8), date(2025, 4, 4)):
            self._give(
                self.volunteer,
                day,
                company_id=self.other_association.id,
                activity_id=False,
            )
        self.assertReminded(self.volunteer, other)
        for mail in self._mails:
            self.assertEqual(len(mail["email_to"]), 1)
        self.assertReminded(day="2025-06-27")

    def test_the_language_of_the_person(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        template = self.env.ref("volunteer_valuation_portal.mail_template_reminder")
        template.with_context(lang="fr_FR").subject = "Du temps ?"
        self.volunteer.lang = "fr_FR"
        self._remind()
        self.assertEqual(self._mails[0]["subject"], "Du temps ?")

    def _add_another(self):
        other = self._create_person("Omar Haddad", "omar@example.com")
        self._engage(other)._set_reminder(True)
        self._give(other, date(2025, 3, 3), date(2025, 4, 4))
        return other

    def test_one_failure_stops_nobody_and_is_tried_again(self):
        other = self._add_another()
        links = self.env["volunteer.link"].search_count([])
        mails = type(self.env["mail.mail"])
        send = mails.send

        def fail(mail, *args, **kwargs):
            if mail.recipient_ids == self.volunteer:
                raise MailDeliveryException("Down", "SECRET")
            return send(mail, *args, **kwargs)

        with patch.object(mails, "send", fail), self.assertLogs(MODULE) as logs:
            self.assertReminded(other)
        self.assertNotIn("SECRET", "".join(logs.output))
        self.assertEqual(self.env["volunteer.link"].search_count([]), links + 1)
        self.assertReminded(self.volunteer, day="2025-06-27")

    @mute_logger("odoo.addons.base.models.ir_cron")
    def test_what_dies_in_the_middle_writes_to_nobody_twice(self):
        other = self._add_another()
        engagements = type(self.env["volunteer.engagement"])
        attempt = engagements._try_to_remind

        def die_after(engagement, template):
            attempt(engagement, template)
            raise KeyboardInterrupt

        with (
            patch.object(engagements, "_try_to_remind", die_after),
            # Not assertRaises, which would take back what was committed.
            suppress(KeyboardInterrupt),
        ):
            self._remind()
        self.assertEqual(len(self._mails), 1)
        self.assertReminded(other, day="2025-06-27")

    def test_who_is_due_costs_the_same_for_many(self):
        day = date(2025, 6, 26)
        engagements = self.env["volunteer.engagement"]

        def count():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = engagements._find_who_to_remind(day)
            return self.env.cr.sql_log_count - before, len(found)

        queries, found = count()
        self.assertEqual(found, 1)
        for number in range(20):
            person = self._create_person(f"P{number}", f"p{number}@example.com")
            self._engage(person)._set_reminder(True)
            self._give(person, date(2025, 3, 3), date(2025, 4, 4))
        self.env.flush_all()
        self.assertEqual(count(), (queries, 21))
