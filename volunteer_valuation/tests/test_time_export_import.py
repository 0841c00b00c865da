import base64
import json
from datetime import date

from freezegun import freeze_time
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..tools.exchange import COLUMNS
from ..tools.exchange_writers import WRITERS
from .time_export_common import TimeExportCommon

# What an import takes from the file.
READ = [column.key for column in COLUMNS if column.is_read]
HOSTILE = (
    "=1+1",
    "@SUM(A1)",
    "\t=1",
    "'=1",
    "<r>x</r>",
    "_x0041_",
    "bell \x07.",
    "two\nlines",
    'quotes ", and; more',
    "Total",
)
TEXTS = st.sampled_from(HOSTILE) | st.text(
    st.characters(exclude_characters="\0\r", exclude_categories=("Cs",)),
    min_size=1,
    max_size=40,
).map(lambda text: f"a{text}z")
ENTRIES = st.fixed_dictionaries(
    {
        "name": TEXTS,
        "description": TEXTS,
        "date": st.dates(date(2025, 1, 1), date(2025, 12, 31)),
        "hours": st.integers(1, 40).map(lambda quarters: quarters / 4)
        | st.floats(0.01, 10),
        "headcount": st.integers(2, 50),
        "is_estimate": st.booleans(),
        "distance": st.floats(0, 1000),
    }
)


class TestTimeExportImport(TimeExportCommon):
    """What is exported imports again: here it adds nothing, elsewhere it makes the same."""

    maxDiff = None

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(freeze_time("2026-11-21 12:00:00"))
        cls.manager_user.company_ids += cls.other_association
        cls.person.name = "Maëlys =Lefèvre 42"
        # What another database does not know of this one.
        cls.uuid = cls.env["ir.config_parameter"].get_param("database.uuid")

    def _declare_each_state(self):
        self._declare_everything()
        self._declare(name="@draft", description="\t=1\x07")
        submitted = self._declare(name="Nobody", partner_id=False, hours=1 / 3)
        submitted.action_submit()
        refused = self._declare(hours=2)
        refused.action_submit()
        refused.action_refuse("-2 h, not +2 h")

    def _export_of(self, company, file_format, **context):
        return self._export(
            file_format=file_format,
            domain=[("company_id", "=", company.id)],
            allowed_company_ids=company.ids,
            **context,
        )

    def _tell(self, company):
        """What an import would read, by its reference."""
        told = json.loads(self._export_of(company, "json"))
        return {
            row["reference"]: {key: row[key] for key in READ if key != "association"}
            for row in told["entries"]
        }

    def _import(self, content, company):
        wizard = (
            self.env["volunteer.time.import"]
            .with_user(self.manager_user)
            .with_context(allowed_company_ids=company.ids)
            .create(
                {
                    "data_file": base64.b64encode(content),
                    "file_name": "time",
                    "company_id": company.id,
                }
            )
        )
        wizard.action_import()
        return wizard.entry_ids

    def _move_to_another_database(self, uuid):
        self.env["ir.config_parameter"].set_param("database.uuid", uuid)

    def test_imported_again_it_adds_nothing(self):
        self._declare_each_state()
        before = self._tell(self.association)
        for file_format in WRITERS:
            content = self._export_of(self.association, file_format)
            with self.subTest(file_format=file_format):
                self.assertFalse(self._import(content, self.association))
                self.assertEqual(self._tell(self.association), before)

    def test_elsewhere_it_makes_the_same_and_comes_back_unchanged(self):
        self._declare_each_state()
        before = self._tell(self.association)
        self.assertEqual(len(before), 4)
        for file_format in WRITERS:
            with self.subTest(file_format=file_format):
                content = self._export_of(self.association, file_format)
                self._move_to_another_database(f"another-{file_format}")
                made = self._import(content, self.other_association)
                self.assertEqual(len(made), len(before))
                self.assertEqual(self._tell(self.other_association), before)
                # From there it comes back, and adds nothing here.
                returned = self._export_of(self.other_association, file_format)
                self._move_to_another_database(self.uuid)
                self.assertFalse(self._import(returned, self.association))
                self.assertEqual(self._tell(self.association), before)
            made.sudo().filtered(lambda entry: entry.state == "approved").action_refuse(
                "Once more"
            )
            made.sudo().unlink()

    def test_in_french_too(self):
        self.env["res.lang"]._activate_lang("fr_FR")
        self._declare_each_state()
        before = self._tell(self.association)
        for file_format in ("csv", "xlsx"):
            content = self._export_of(self.association, file_format, lang="fr_FR")
            with self.subTest(file_format=file_format):
                # The one who reads it knows no French.
                self.assertFalse(self._import(content, self.association))
                self.assertEqual(self._tell(self.association), before)

    # Never timed: machines are noisy. All is undone after each example.
    @settings(
        deadline=None,
        max_examples=12,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(st.lists(ENTRIES, min_size=1, max_size=3))
    def test_any_time_survives_the_trip(self, vals_list):
        for file_format in WRITERS:
            savepoint = self.env.cr.savepoint()
            self._move_to_another_database(self.uuid)
            for vals in vals_list:
                self._declare(**vals)
            before = self._tell(self.association)
            content = self._export_of(self.association, file_format)
            self.assertFalse(self._import(content, self.association))
            self._move_to_another_database("another")
            self._import(content, self.other_association)
            self.assertEqual(self._tell(self.other_association), before)
            savepoint.close(rollback=True)
            self.env.invalidate_all()
