import csv

from odoo import api, fields, models
from odoo.tools import file_open

JOURNAL_CODE = "CVN"
JOURNAL_NAMES = {
    "name": "Contributions in Kind",
    "name@fr": "Contributions volontaires en nature",
}


class ResCompany(models.Model):
    """Accounts and journal of contributions in kind, from the data of the country.

    Known are the charts that have a file ``data/template/contribution_account-*.csv``.
    """

    _inherit = "res.company"

    def _volunteer_set_up_booking(self, chart_template=None):
        """Make or find the accounts and the journal of contributions in kind, where known.

        :param chart_template: whose accounts to use, by default those of the company's own
        Idempotent: what is there is used, what somebody chose is kept.
        """
        for company in self:
            chart = chart_template or company.chart_template
            if not company.parent_id and chart:
                rows = self._get_volunteer_account_rows(chart)
                if rows:
                    company = company.sudo().with_company(company)
                    company._volunteer_set_up_journal()
                    company._volunteer_set_up_accounts(rows)

    @api.model
    def _get_volunteer_account_rows(self, chart_template):
        """Rows (nature, side, code, name, name@fr) for the chart, or none."""
        path = (
            "volunteer_valuation/data/template/"
            f"contribution_account-{chart_template}.csv"
        )
        try:
            with file_open(path, "r") as file:
                return list(csv.DictReader(file))
        except FileNotFoundError:
            return []

    def _volunteer_set_up_journal(self):
        if self.volunteer_journal_id:
            return
        journal = (
            self.env["account.journal"]
            .with_context(active_test=False)
            .search(
                [("company_id", "=", self.id), ("code", "=", JOURNAL_CODE)], limit=1
            )
        )
        if journal and (journal.type != "general" or not journal.active):
            # The code is taken: the treasurer chooses a journal, and the booking says so.
            return
        self.volunteer_journal_id = journal or self._volunteer_load(
            "account.journal",
            "volunteer_journal",
            {
                "name": JOURNAL_NAMES["name"],
                "code": JOURNAL_CODE,
                "type": "general",
                "show_on_dashboard": False,
            },
            JOURNAL_NAMES,
        )

    def _volunteer_set_up_accounts(self, rows):
        """Link every nature to its pair, where both accounts are or can be off-balance."""
        pairs = {}
        for row in rows:
            pairs.setdefault(row["nature"], {})[row["side"]] = row
        for nature_name, sides in pairs.items():
            nature = self.env.ref(f"volunteer_valuation.{nature_name}", False)
            if not nature:
                continue
            nature = nature.with_company(self)
            if nature.debit_account_id and nature.credit_account_id:
                continue
            found = {
                side: self._volunteer_find_account(row["code"])
                for side, row in sides.items()
            }
            if any(
                account
                and (account.account_type != "off_balance" or not account.active)
                for account in found.values()
            ):
                # One entry cannot mix types: the treasurer chooses another pair, and the
                # booking says so until then.
                continue
            accounts = {
                side: found[side] or self._volunteer_create_account(row)
                for side, row in sides.items()
            }
            nature.write(
                {
                    "debit_account_id": accounts["debit"].id,
                    "credit_account_id": accounts["credit"].id,
                }
            )

    def _volunteer_find_account(self, code):
        """The account of that code, however many zeros it was given."""
        accounts = (
            self.env["account.account"]
            .with_context(active_test=False)
            .search(
                [("company_ids", "in", self.ids), ("code", "=like", f"{code[:3]}%")]
            )
        )
        return accounts.filtered(
            lambda account: account.code.rstrip("0") == code.rstrip("0")
        )[:1]

    def _volunteer_create_account(self, row):
        return self._volunteer_load(
            "account.account",
            f"volunteer_{row['code']}",
            {
                "name": row["name"],
                "code": row["code"],
                "account_type": "off_balance",
                "company_ids": [fields.Command.set(self.ids)],
                "volunteer_contribution": True,
            },
            row,
        )

    def _volunteer_load(self, model, name, values, names):
        """Create a record that outlives our uninstallation: its external id is account's.

        :param names: the name in other languages, as ``{"name@fr": …}``
        """
        record = self.env[model].with_context(lang="en_US")
        record = record._load_records(
            [
                {
                    "xml_id": f"account.{self.id}_{name}",
                    "values": values,
                    "noupdate": True,
                }
            ]
        )
        self._volunteer_translate(record, names)
        return record

    def _volunteer_translate_booking(self):
        """Name what we made in the languages that are installed by now."""
        for company in self:
            names_of = {"journal": JOURNAL_NAMES} | {
                row["code"]: row
                for row in self._get_volunteer_account_rows(company.chart_template)
            }
            for name, names in names_of.items():
                record = self.env.ref(f"account.{company.id}_volunteer_{name}", False)
                if record:
                    self._volunteer_translate(record.sudo(), names)

    @api.model
    def _volunteer_translate(self, record, names):
        """Name ``record`` in each installed language, but where somebody named it before."""
        for code, _name in self.env["res.lang"].get_installed():
            name = names.get(f"name@{code.partition('_')[0]}")
            translated = record.with_context(lang=code)
            if name and translated.name == record.with_context(lang="en_US").name:
                translated.name = name
