from datetime import date, datetime

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import Form

from ..tools.exchange import COLUMNS
from .time_export_common import TimeExportCommon

KEYS = [column.key for column in COLUMNS]


class TestTimeExport(TimeExportCommon):
    """What stands in the file, cell by cell."""

    def test_json_tells_every_column(self):
        entry = self._declare_everything()
        uuid = self.env["ir.config_parameter"].get_param("database.uuid")
        told = self._read_json()
        self.assertEqual(
            told["entries"],
            [
                {
                    "date": "2025-03-12",
                    "date_end": "2025-03-13",
                    "person": "Maëlys Lefèvre",
                    "email": "maelys@example.com",
                    "name": "=1+1",
                    "description": "Sorting\nand mending",
                    "hours": 1.5,
                    "headcount": 2,
                    "total_hours": 3.0,
                    "is_estimate": True,
                    "distance": 12.5,
                    "activity": "Reception",
                    "project": "Repair Café",
                    "task": "Repair toasters",
                    "level": "Expert",
                    "status": entry.status_id.name or None,
                    "structure": "Amicale du Quai",
                    "association": "Les Ateliers du Canal",
                    "state": "approved",
                    "refusal_reason": None,
                    "late_reason": None,
                    "approved_by": self.env.user.partner_id.name,
                    "approved_on": f"{entry.approved_on.isoformat()}Z",
                    "rule": "25 an hour",
                    "hourly_rate": 25.0,
                    "amount": 75.0,
                    "currency": "EUR",
                    "booking": None,
                    "reference": f"{uuid}-{entry.id}",
                }
            ],
        )
        self.assertEqual(list(told["entries"][0]), KEYS)
        self.assertEqual(
            told["totals"], {"total_hours": 3.0, "distance": 12.5, "amount": 75.0}
        )

    def test_xlsx_holds_real_dates_and_numbers(self):
        entry = self._declare_everything()
        heading, row, total = self._read_xlsx().iter_rows()
        self.assertEqual(
            [cell.value for cell in heading], [column.heading for column in COLUMNS]
        )
        cells = dict(zip(KEYS, row, strict=True))
        self.assertEqual(cells["date"].value, datetime(2025, 3, 12))
        self.assertTrue(cells["date_end"].is_date)
        self.assertEqual((cells["name"].value, cells["name"].data_type), ("=1+1", "s"))
        for key, value in (("hours", 1.5), ("headcount", 2), ("amount", 75)):
            self.assertEqual((cells[key].value, cells[key].data_type), (value, "n"))
        self.assertEqual(cells["is_estimate"].value, "yes")
        self.assertEqual(cells["state"].value, "Approved")
        # The person exports from Paris, in winter one hour ahead.
        self.assertEqual(
            cells["approved_on"].value,
            self._get_local(entry.approved_on),
        )
        self.assertIsNone(cells["refusal_reason"].value)
        cells = dict(zip(KEYS, total, strict=True))
        self.assertEqual(
            {key: cell.value for key, cell in cells.items() if cell.value is not None},
            {"date": "Total", "total_hours": 3, "distance": 12.5, "amount": 75},
        )

    def _get_local(self, moment):
        user = self.manager_user
        local = user.env["volunteer.time.entry"].with_user(user).env.tz.fromutc(moment)
        return local.replace(tzinfo=None, microsecond=0)

    def test_csv_guards_formulas(self):
        self._declare_everything()
        heading, row, total = self._read_csv()
        cells = dict(zip(KEYS, row, strict=True))
        self.assertEqual(heading, [column.heading for column in COLUMNS])
        self.assertEqual(cells["name"], "'=1+1")
        self.assertEqual(cells["description"], "Sorting\nand mending")
        self.assertEqual((cells["date"], cells["hours"]), ("2025-03-12", "1.5"))
        self.assertEqual(total[0], "Total")

    def test_totals_are_those_of_the_screen(self):
        self.rule.amount = 10.01
        for hours in (0.1, 0.2, 0.7, 1 / 3):
            self._approve(hours=hours, distance=hours * 3)
        self._declare(hours=1.1)
        domain = [("company_id", "=", self.association.id)]
        entries = self.env["volunteer.time.entry"].with_user(self.manager_user)
        [shown] = entries.formatted_read_group(
            domain, [], ["total_hours:sum", "distance:sum", "amount:sum"]
        )
        told = self._read_json()
        for key, total in told["totals"].items():
            self.assertAlmostEqual(total, shown[f"{key}:sum"], places=6)
            told_total = sum(row[key] or 0 for row in told["entries"])
            self.assertAlmostEqual(told_total, total, places=6)
        self.assertEqual(
            self.association.currency_id.round(told["totals"]["amount"]),
            told["totals"]["amount"],
        )

    def test_what_is_not_valued_has_no_amount(self):
        self._approve(activity_id=self.board.id)
        self._declare()
        for row in self._read_json()["entries"]:
            for key in ("rule", "hourly_rate", "amount", "currency"):
                self.assertIsNone(row[key])

    def test_several_currencies_have_no_total(self):
        dollar = self.env.ref("base.USD")
        dollar.active = True
        self.other_association.currency_id = dollar
        self.manager_user.company_ids += self.other_association
        self._approve()
        self.rule.copy({"company_id": self.other_association.id})
        self._approve(company_id=self.other_association.id)
        companies = (self.association | self.other_association).ids
        told = self._read_json(
            domain=[("company_id", "in", companies)], allowed_company_ids=companies
        )
        self.assertEqual([row["amount"] for row in told["entries"]], [25.0, 25.0])
        self.assertEqual({row["currency"] for row in told["entries"]}, {"EUR", "USD"})
        self.assertIsNone(told["totals"]["amount"])
        self.assertEqual(told["totals"]["total_hours"], 2.0)

    def test_a_booking_is_named(self):
        self._set_up_books()
        self._approve()
        booking = self.env["volunteer.valuation"].create(
            {
                "company_id": self.association.id,
                "date_from": date(2025, 1, 1),
                "date_to": date(2025, 12, 31),
            }
        )
        booking.action_post()
        [row] = self._read_json()["entries"]
        self.assertEqual(
            row["booking"], booking.with_user(self.manager_user).display_name
        )

    def test_imported_time_keeps_its_reference(self):
        entry = self._declare()
        entry.sudo().import_key = "elsewhere-7"
        [row] = self._read_json()["entries"]
        self.assertEqual(row["reference"], "elsewhere-7")

    def test_oldest_first(self):
        for day in (13, 11, 12):
            self._declare(date=date(2025, 3, day))
        days = [row["date"] for row in self._read_json()["entries"]]
        self.assertEqual(days, ["2025-03-11", "2025-03-12", "2025-03-13"])

    def test_french_for_french_people(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self.activity.with_context(lang="fr_FR").name = "Accueil"
        self._declare_everything()
        heading, row, _total = self._read_csv(lang="fr_FR")
        self.assertEqual(heading[KEYS.index("hours")], "Heures par personne")
        self.assertEqual(row[KEYS.index("activity")], "Accueil")
        [row] = self._read_json(lang="fr_FR")["entries"]
        self.assertEqual((row["state"], row["is_estimate"]), ("approved", True))

    def test_the_english_headings_are_those_of_the_format(self):
        headings = self.env["volunteer.time.entry"]._get_export_words().headings
        for column in COLUMNS:
            self.assertEqual(headings[column.key], column.heading)

    def test_queries_do_not_grow_with_the_rows(self):
        for file_format in ("csv", "json", "xlsx"):
            with self.subTest(file_format=file_format):
                self.assertEqual(
                    self._count_queries(100, file_format),
                    self._count_queries(10, file_format),
                )

    def _count_queries(self, count, file_format):
        people = self.env["res.partner"].create(
            [{"name": f"Person {number}"} for number in range(count)]
        )
        ids = [self._declare(partner_id=person.id).id for person in people]
        counts = []
        for _attempt in ("to fill what is cached for good", "to count"):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._export(domain=[("id", "in", ids)], file_format=file_format)
            counts.append(self.env.cr.sql_log_count - before)
        return counts[-1]


class TestTimeExportRights(TimeExportCommon):
    """Everybody exports what they read, with what lists show them."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person.email = "maelys@example.com"
        cls.own = cls._approve(partner_id=cls.volunteer.id, name="Own")
        cls.followed = cls._declare(project_id=cls.project.id, name="Followed")
        cls.foreign = cls._declare(
            company_id=cls.other_association.id, name="Elsewhere"
        )

    def _get_names(self, user, **kwargs):
        told = self._read_json(user, domain=kwargs.pop("domain", []), **kwargs)
        return {row["name"] for row in told["entries"]}

    def test_each_role_exports_what_it_reads(self):
        for user, names in (
            (self.volunteer_user, {"Own"}),
            (self.approver_user, {"Followed"}),
            (self.manager_user, {"Own", "Followed"}),
            (self.treasurer_user, {"Own"}),
            (self.stranger_user, set()),
        ):
            with self.subTest(user=user.login):
                self.assertEqual(self._get_names(user), names)
                ids = (self.own | self.followed | self.foreign).ids
                self.assertEqual(
                    self._get_names(user, domain=[("id", "in", ids)]), names
                )

    def test_totals_tell_nothing_of_what_is_not_read(self):
        told = self._read_json(self.volunteer_user, domain=[])
        self.assertEqual(told["totals"], {"total_hours": 1.0, "distance": 0.0})

    def test_the_value_is_for_managers_and_treasurers(self):
        for user, is_told in (
            (self.volunteer_user, False),
            (self.approver_user, False),
            (self.manager_user, True),
            (self.treasurer_user, True),
        ):
            headings = self._read_csv(user, domain=[])[0]
            with self.subTest(user=user.login):
                self.assertEqual("Amount" in headings, is_told)
                self.assertEqual("Rule" in headings, is_told)

    def test_an_address_is_for_those_who_read_the_person(self):
        self.followed.action_submit()
        [row] = self._read_json(self.approver_user, domain=[])["entries"]
        self.assertEqual(row["email"], "maelys@example.com")
        self.person.company_id = self.other_association
        [row] = self._read_json(self.approver_user, domain=[])["entries"]
        self.assertEqual((row["person"], row["email"]), ("Maëlys Lefèvre", None))


class TestTimeExportWizard(TimeExportCommon):
    """Choosing what to export."""

    def _open(self, user=None, **context):
        wizard = self.env["volunteer.time.export"].with_user(user or self.manager_user)
        return Form(wizard.with_context(**context))

    def _get_chosen(self, export):
        entries, domain = export._get_selection()
        return entries.search(domain)

    def test_a_period_and_a_state(self):
        approved = self._approve(date=date(2025, 3, 12), hours=2.5)
        draft = self._declare(date=date(2025, 3, 13))
        before = self._declare(date=date(2024, 12, 31))
        with self._open() as form:
            form.date_from, form.date_to = date(2025, 1, 1), date(2025, 12, 31)
            self.assertEqual((form.entry_count, form.total_hours), (2, 3.5))
            form.state = "approved"
            self.assertEqual((form.entry_count, form.total_hours), (1, 2.5))
        self.assertEqual(self._get_chosen(form.record), approved)
        form.record.state = False
        self.assertEqual(self._get_chosen(form.record), approved | draft)
        form.record.date_from = False
        self.assertEqual(self._get_chosen(form.record), approved | draft | before)
        self.assertEqual(form.record._get_file_name(), "Volunteer Time 2025-12-31.xlsx")

    def test_what_a_list_chose(self):
        entries = self._declare() | self._declare(date=date(2020, 1, 1))
        self._declare()
        form = self._open(active_model=entries._name, active_ids=entries.ids)
        self.assertEqual(form.entry_count, 2)
        self.assertEqual(self._get_chosen(form.save()), entries)

    def test_all_of_a_list_that_is_longer_than_what_it_tells(self):
        self.env["ir.config_parameter"].set_param("web.active_ids_limit", "2")
        entries = self._declare() | self._declare() | self._declare()
        other = self._declare(hours=9)
        form = self._open(
            active_model=entries._name,
            active_ids=entries.ids[:2],
            active_domain=[("hours", "=", 1), ("company_id", "=", self.association.id)],
        )
        chosen = self._get_chosen(form.save())
        self.assertEqual(chosen, entries)
        self.assertNotIn(other, chosen)

    def test_only_the_associations_that_are_chosen(self):
        self.manager_user.company_ids += self.other_association
        here, there = (
            self._declare(),
            self._declare(company_id=self.other_association.id),
        )
        both = self.association | self.other_association
        context = {
            "allowed_company_ids": both.ids,
            "active_model": here._name,
            "active_ids": (here | there).ids,
        }
        export = self._open(**context).save()
        self.assertEqual(export.company_ids, both)
        self.assertEqual(self._get_chosen(export), here | there)
        export.company_ids = self.other_association
        self.assertEqual(self._get_chosen(export), there)
        self.assertEqual(export.entry_count, 1)
        export.company_ids = [Command.clear()]
        self.assertFalse(self._get_chosen(export))

    def test_nothing_chosen_makes_no_file(self):
        export = self._open().save()
        with self.assertRaisesRegex(UserError, "No time to export"):
            export.action_export()
        self._declare(date=export.date_from)
        export.invalidate_recordset()
        action = export.action_export()
        self.assertEqual(action["url"], f"/volunteer_valuation/time_export/{export.id}")

    def test_volunteers_may_too(self):
        own = self._declare(partner_id=self.volunteer.id)
        other = self._declare()
        form = self._open(
            self.volunteer_user,
            active_model=own._name,
            active_ids=(own | other).ids,
        )
        self.assertEqual(form.entry_count, 1)
        self.assertEqual(self._get_chosen(form.save()), own)
