from datetime import date

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import file_open
from odoo.tools.convert import convert_xml_import

from .common import DeclarationCommon

LINE = "volunteer.cec.declaration.line"
DECLARATION = "volunteer.cec.declaration"
ELSEWHERE = "Secret Society"


class HostileCecCommon(DeclarationCommon):
    """Somebody who asked one association and gave time to others, and all who are curious."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.volunteer.name = "Camille Discrète"
        cls.given = cls._give(cls, 120)
        cls._engage(cls.volunteer, cls.other_association, office="Secret office")
        cls._give(
            cls, 30, company=cls.other_association, activity_id=False, name="Meeting"
        )
        cls.declaration = cls._declare(cls)
        cls.declaration._tell_elsewhere(ELSEWHERE, "W751234567", 77)
        cls.lines = cls.declaration.line_ids.sudo()
        cls.line, cls.other_line, cls.told = (
            cls.lines.filtered(lambda line, company=company: line.company_id == company)
            for company in (
                cls.association,
                cls.other_association,
                cls.env["res.company"],
            )
        )
        cls.elsewhere_user = cls._create_user(
            "elsewhere",
            "volunteer_valuation_cec.group_cec_validator",
            company=cls.env["res.company"].create({"name": "Third association"}),
        )

    def _as(self, user, model):
        """A model as this user's client sees it, in their own associations."""
        return self.env(user=user, context={})[model]

    def _get_curious(self):
        """Everybody but the person, and the valideur of the association that was asked."""
        return (
            self.manager_user,
            self.treasurer_user,
            self.approver_user,
            self.stranger_user,
            self.elsewhere_user,
        )


@tagged("post_install", "-at_install")
@freeze_time("2026-03-15 10:00")
class TestHostile(HostileCecCommon):
    """What can be asked of Odoo through RPC tells nobody what is not theirs to know."""

    # ----- names -----
    def test_no_name_in_a_refusal(self):
        """In debug mode, Odoo names the record that one may not read."""
        self.declaration.action_ask()
        no_one = self.env.ref("base.group_no_one")
        for user in self._get_curious():
            user.group_ids += no_one
            for record in (self.line, self.told, self.declaration):
                with self.subTest(user=user.login, record=record):
                    with self.assertRaises(AccessError) as refusal:
                        record.with_user(user).read(["display_name"])
                    self.assertNotIn(self.volunteer.name, str(refusal.exception))

    def test_no_name_behind_a_window(self):
        """A many2one tells the name of what it points to, whoever reads it."""
        wizard = self._as(self.elsewhere_user, "volunteer.cec.refuse")
        window = wizard.create({"line_id": self.line.id, "reason": "x"})
        told = str(window.read()) + str(
            window.web_read({"line_id": {"fields": {"display_name": {}}}})
        )
        self.assertNotIn(self.volunteer.name, told)

    def test_the_valideur_is_told_whom_it_is_about(self):
        self.declaration.action_ask()
        self.assertEqual(self.line.activity_ids.summary, self.volunteer.name)

    # ----- forms being filled in -----
    def test_a_form_tells_nothing_of_what_it_names(self):
        self.declaration.sudo().shows_total = True
        spec = {
            "partner_id": {"fields": {"display_name": {}}},
            "declaration_id": {"fields": {"display_name": {}}},
            "year": {},
            "office": {},
            "shown_total": {},
            "is_changed": {},
            "display_name": {},
        }
        named = {
            "declaration_id": self.declaration.id,
            "engagement_id": self.other_line.engagement_id.id,
            "company_id": self.other_association.id,
            "year": 2025,
            "state": "attested",
        }
        self.env.flush_all()
        for user in self._get_curious():
            lines = self._as(user, LINE)
            for names in ([], ["declaration_id"], list(named)):
                with self.subTest(user=user.login, names=names):
                    self.env.invalidate_all()
                    try:
                        answer = str(lines.onchange(named, names, spec))
                    except UserError as refusal:
                        answer = str(refusal)
                    for secret in (self.volunteer.name, "Secret office", "227"):
                        self.assertNotIn(secret, answer)

    # ----- writing -----
    def test_what_one_tells_stays_with_oneself(self):
        lines = self.env[LINE].with_user(self.volunteer_user)
        stranger = self.stranger_user.partner_id
        told = {
            "declaration_id": self.declaration.id,
            "association_name": "Forged",
            "hours": 1,
        }
        for wrong in ({"partner_id": stranger.id}, {"year": 2030}):
            with self.subTest(wrong), self.assertRaises(AccessError):
                lines.create(told | wrong)
            with self.subTest(wrong), self.assertRaises(AccessError):
                self.told.with_user(self.volunteer_user).write(wrong)
        line = lines.with_context(
            default_partner_id=stranger.id, default_year=2030, default_state="attested"
        ).create(told)
        self.assertEqual(line.partner_id, self.volunteer)
        self.assertEqual((line.year, line.state), (2025, "told"))

    def test_commands_go_no_other_way(self):
        self.declaration.action_ask()
        stranger = self.stranger_user
        theirs = self.declarations.with_user(stranger).create({"year": 2025})
        for command in (
            Command.create({"association_name": "x", "state": "attested"}),
            Command.create({"association_name": "x", "company_id": 1}),
            Command.create({"association_name": "x", "entry_ids": self.given.ids}),
            Command.update(self.line.id, {"state": "attested"}),
            Command.update(self.line.id, {"hours": 500}),
            Command.update(self.told.id, {"hours": 500}),
            Command.link(self.line.id),
            Command.link(self.told.id),
            Command.delete(self.line.id),
            Command.unlink(self.told.id),
        ):
            with self.subTest(command=command), self.assertRaises(UserError):
                with self.env.cr.savepoint():
                    theirs.write({"line_ids": [command]})
                    self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(self.line.state, "asked")
        self.assertEqual(self.told.hours, 77)
        self.assertEqual(self.told.declaration_id, self.declaration)

    # ----- what is left behind -----
    def test_nothing_is_left_of_a_deleted_declaration(self):
        self.declaration.action_ask()
        ids = self.lines.ids
        self.declaration.unlink()
        self._assert_nothing_hangs_on(ids)

    def test_nothing_is_left_of_who_is_forgotten(self):
        self.declaration.action_ask()
        self.line.with_user(self.validator_user).action_attest()
        ids = self.lines.ids
        self.entries._forget(self.volunteer)
        self._assert_nothing_hangs_on(ids)

    def _assert_nothing_hangs_on(self, ids):
        self.assertFalse(self.env[LINE].browse(ids).exists())
        for model, name in (
            ("mail.message", "model"),
            ("mail.activity", "res_model"),
            ("mail.followers", "res_model"),
            ("ir.attachment", "res_model"),
        ):
            found = self.env[model].search([(name, "=", LINE), ("res_id", "in", ids)])
            self.assertFalse(found, model)

    # ----- merging -----
    def test_what_was_attested_outlives_a_merge(self):
        self.declaration.action_ask()
        self.line.with_user(self.validator_user).action_attest()
        double = self.env["res.partner"].create({"name": "Double"})
        self._engage(double)
        self._give(20, day=date(2025, 9, 1), partner_id=double.id)
        theirs = self.declarations.create({"partner_id": double.id, "year": 2025})
        theirs._tell_elsewhere("Club", False, 5)
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (double | self.volunteer).ids, self.volunteer
        )
        declaration = self.declarations.search(
            [("partner_id", "=", self.volunteer.id), ("year", "=", 2025)]
        )
        self.assertEqual(len(declaration), 1)
        self.assertEqual(
            sorted(declaration.line_ids.mapped(lambda line: (line.hours, line.state))),
            [(5, "told"), (30, "asked"), (77, "told"), (120, "attested")],
        )
        self.assertEqual(declaration.line_ids.partner_id, self.volunteer)

    # ----- the last day -----
    def test_the_last_day_ends_where_the_association_is(self):
        self.association.partner_id.tz = "Europe/Paris"
        self.other_association.partner_id.tz = "Europe/Paris"
        user = self.volunteer_user
        late = self.declaration.with_context(tz="Pacific/Midway")
        for zone in ("Pacific/Midway", False):
            user.tz = zone
            with freeze_time("2026-06-30 22:30"):
                with self.assertRaisesRegex(UserError, "06/30/2026"):
                    late.action_ask()
        with freeze_time("2026-06-30 21:30"):
            self.declaration.action_ask()
        attesting = self.line.with_user(self.validator_user)
        self.validator_user.tz = "Pacific/Midway"
        with freeze_time("2026-12-31 23:30"):
            with self.assertRaisesRegex(UserError, "12/31/2026"):
                attesting.with_context(tz="Pacific/Midway").action_attest()
        with freeze_time("2026-12-31 22:30"):
            attesting.action_attest()

    def test_no_year_is_too_far(self):
        declarations = self._as(self.volunteer_user, DECLARATION)
        spec = {"year": {}, "declaration_deadline": {}, "missing": {}}
        for year in (0, -1, 9999, 10**9, 10**15):
            with self.subTest(year=year), self.assertRaises(UserError):
                declarations.onchange({"year": year}, ["year"], spec)

    # ----- who attests -----
    def test_asking_where_nobody_can_attest(self):
        """The person has a deadline: whatever lacks in the association is its own affair."""
        for valideur, is_active in (
            (self.env["res.users"], True),
            (self.stranger_user, True),
            (self.validator_user, False),
        ):
            with self.subTest(valideur=valideur.login), self.env.cr.savepoint() as save:
                valideur.active = is_active
                self.association.cec_validator_id = valideur
                self.declaration.action_ask()
                self.assertEqual(self.line.state, "asked")
                self.assertFalse(self.line.activity_ids)
                save.rollback()
                self.env.invalidate_all()

    # ----- who sits on a board -----
    def test_no_form_tells_who_sits_on_a_board(self):
        named = {
            "partner_id": self.volunteer.id,
            "company_id": self.association.id,
            "activity_id": self.board.id,
            "date": "2025-03-01",
            "headcount": 1,
        }
        entries = "volunteer.time.entry"
        spec = {name: {} for name in (*named, "capacity")}
        for user, told in (
            (self.stranger_user, "none"),
            (self.manager_user, "governance"),
            (self.volunteer_user, "governance"),
        ):
            with self.subTest(user=user.login):
                form = self._as(user, entries)
                answer = form.onchange(named, ["activity_id"], spec)
                self.assertEqual(answer["value"].get("capacity", "none"), told)

    def test_mandates_are_of_ones_own_association(self):
        elsewhere = self.other_line.engagement_id
        mandates = self._as(self.manager_user, "volunteer.mandate")
        forged = {"office": "Forged", "date_start": "2025-01-01"}
        place = {"company_id": self.association.id, "partner_id": self.volunteer.id}
        for wrong in ({"engagement_id": elsewhere.id}, place):
            with self.subTest(wrong), self.assertRaises(UserError):
                mandates.create(forged | {"engagement_id": elsewhere.id} | wrong)
        mine = mandates.search([("partner_id", "=", self.volunteer.id)])
        with self.assertRaises(UserError):
            mine.write({"engagement_id": elsewhere.id})

    def test_a_mandate_is_not_moved_away_from_time(self):
        mandate = self.line.engagement_id.mandate_ids
        other = self.env["volunteer.engagement"].create(
            {
                "partner_id": self.stranger_user.partner_id.id,
                "company_id": self.association.id,
            }
        )
        with self.assertRaisesRegex(UserError, "held no mandate"):
            mandate.engagement_id = other

    # ----- the association's page -----
    def test_counts_are_for_who_attests_or_manages(self):
        portal = self._create_user("portal", "base.group_portal")
        for user in (portal, self.stranger_user, self.approver_user):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.association.with_user(user).read(["cec_checklist"])
        for user in (self.manager_user, self.validator_user):
            self.association.with_user(user).read(["cec_checklist"])

    # ----- installing -----
    def test_installed_where_the_boards_activity_was_deleted(self):
        self.env.ref("volunteer_valuation.activity_governance").unlink()
        with file_open("volunteer_valuation_cec/data/volunteer_activity.xml") as file:
            convert_xml_import(
                self.env, "volunteer_valuation_cec", file, {}, "init", noupdate=True
            )

    # ----- after the attestation -----
    def test_what_changes_later_leaves_the_attestation(self):
        self.declaration.action_ask()
        self.line.with_user(self.validator_user).action_attest()
        mandate = self.line.engagement_id.mandate_ids
        with self.assertRaisesRegex(UserError, "held no mandate"):
            mandate.date_end = date(2024, 12, 31)
        for change in (
            lambda: self.given[0].write({"capacity": "none"}),
            lambda: self.given[0].write({"hours": 1}),
            lambda: self.given[0].action_refuse("Twice"),
            lambda: self.validator_user.action_archive(),
            lambda: self.association.write({"cec_validator_id": False}),
            lambda: self.association.partner_id.write({"active": False}),
        ):
            with self.env.cr.savepoint() as savepoint:
                change()
                self.declaration.action_refresh()
                self.env.invalidate_all()
                self.assertEqual((self.line.state, self.line.hours), ("attested", 120))
                self.assertEqual(self.line.answered_by_id, self.validator_user)
                savepoint.rollback()
                self.env.invalidate_all()

    def test_names_that_outlive_their_term_are_behind_no_attestation(self):
        self.declaration.action_ask()
        self.line.with_user(self.validator_user).action_attest()
        self.given._let_go()
        self.env.invalidate_all()
        self.assertFalse(self.given.partner_id)
        self.assertEqual(set(self.given.mapped("capacity")), {"none"})
        self.assertFalse(self.line.entry_ids)
        self.assertEqual((self.line.state, self.line.hours), ("attested", 120))
