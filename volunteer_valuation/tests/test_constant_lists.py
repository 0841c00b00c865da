from datetime import date

from lxml import etree

from odoo.tests import tagged

from .common import VolunteerCommon


@tagged("post_install", "-at_install")
class TestConstantLists(VolunteerCommon):
    """Each list asks as many queries for fifty records as for five."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_up_books()
        cls.admin_user = cls._create_user(
            "everything",
            "volunteer_valuation.group_volunteer_manager,"
            "volunteer_valuation.group_volunteer_treasurer,base.group_system",
        )

    def _create_people(self, count):
        return self.env["res.partner"].create(
            [{"name": f"Person {number}"} for number in range(count)]
        )

    def _create_engagements(self, count):
        for person in self._create_people(count):
            self._declare(partner_id=person.id).action_submit()

    def _create_named(self, model):
        def create(count):
            self.env[model].create(
                [
                    {"name": f"{model} {number}", "company_id": self.association.id}
                    for number in range(count)
                ]
            )

        return create

    def _create_rules(self, count):
        self.env["volunteer.valuation.rule"].create(
            [
                {
                    "name": f"Rule {number}",
                    "company_id": self.association.id,
                    "method": "reference",
                    "reference_id": self.env.ref("volunteer_valuation.smic").id,
                    "level_id": self.env["volunteer.level"]
                    .create({"name": f"Level {number}"})
                    .id,
                }
                for number in range(count)
            ]
        )

    def _create_rates(self, count):
        self.env["volunteer.reference.rate"].create(
            [
                {
                    "name": f"Rate {number}",
                    "currency_id": self.euro.id,
                    "value_ids": [(0, 0, {"valid_from": "2020-01-01", "amount": 10})],
                }
                for number in range(count)
            ]
        )

    def _create_inkind(self, count):
        self.env["volunteer.inkind.contribution"].create(
            [
                {
                    "name": f"Hall {number}",
                    "date": date(2025, 3, 1),
                    "company_id": self.association.id,
                    "partner_id": person.id,
                    "nature_id": self.env.ref("volunteer_valuation.nature_goods").id,
                    "amount": 10,
                }
                for number, person in enumerate(self._create_people(count))
            ]
        )

    def _create_bookings(self, count):
        """Half of them drafts, each with time of its own year."""
        booked = self.env["volunteer.valuation"].search_count(
            [("company_id", "=", self.association.id)]
        )
        for year in range(2000 + booked, 2000 + booked + count):
            self._approve(date=date(year, 3, 1))
            self.env["volunteer.valuation"].create(
                {
                    "company_id": self.association.id,
                    "date_from": date(year, 1, 1),
                    "date_to": date(year, 12, 31),
                }
            )
        drafts = self.env["volunteer.valuation"].search(
            [("company_id", "=", self.association.id), ("state", "=", "draft")]
        )
        drafts[: len(drafts) // 2].with_user(
            self.treasurer_user
        ).action_book_elsewhere()

    def _read_list(self, model, context):
        """What the web client asks for to show the model's list."""
        records = self.env(user=self.admin_user, context=context)[model]
        arch = etree.fromstring(
            records.get_views([(False, "list")])["views"]["list"]["arch"]
        )
        names = {node.get("name") for node in arch.findall("./field")}
        specification = {
            name: {"fields": {"display_name": {}}}
            if records._fields[name].relational
            else {}
            for name in names
        }
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        found = records.web_search_read([], specification, limit=200)
        return found["length"], self.env.cr.sql_log_count - before

    def test_lists(self):
        creators = {
            "volunteer.engagement": self._create_engagements,
            "volunteer.activity": self._create_named("volunteer.activity"),
            "volunteer.level": self._create_named("volunteer.level"),
            "volunteer.status": self._create_named("volunteer.status"),
            "volunteer.valuation.rule": self._create_rules,
            "volunteer.reference.rate": self._create_rates,
            "volunteer.inkind.contribution": self._create_inkind,
            "volunteer.valuation": self._create_bookings,
            "volunteer.time.report": lambda count: None,
            "volunteer.contribution.report": lambda count: None,
        }
        context = {"allowed_company_ids": self.association.ids, "lang": "en_US"}
        for model, create in creators.items():
            with self.subTest(model=model):
                create(5)
                self._read_list(model, context)  # what is cached for good
                few_records, few = self._read_list(model, context)
                create(20)
                many_records, many = self._read_list(model, context)
                self.assertGreater(few_records, 0)
                if not model.endswith(".report"):
                    self.assertGreaterEqual(many_records, few_records + 20)
                self.assertLessEqual(many, few, f"{few} queries for {few_records}")
