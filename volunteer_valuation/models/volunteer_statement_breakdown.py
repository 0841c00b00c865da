from odoo import api, models

from .volunteer_statement_facts import Sums


class VolunteerStatement(models.AbstractModel):
    """Sharing the figures out: rows with a name and an order, which add up to the whole."""

    _inherit = "volunteer.statement"

    @api.model
    def _break_down(self, scope, sums, people):
        """The lists ``by_…`` from what was read."""
        contributions = "volunteer.inkind.contribution"
        return {
            "by_nature": self._get_nature_rows(scope, sums["by_nature"]),
            "by_project": self._get_record_rows(
                scope, "project.project", sums["by_project"], self.env._("No project")
            ),
            "by_activity": self._get_time_rows(
                scope,
                "volunteer.activity",
                sums["by_activity"],
                self.env._("No activity"),
            ),
            "by_destination": self._get_selection_rows(
                scope, contributions, "destination", sums["by_destination"]
            ),
            "by_level": self._get_time_rows(
                scope, "volunteer.level", sums["by_level"], self.env._("No level")
            ),
            "by_origin": self._get_selection_rows(
                scope, contributions, "origin", sums["by_origin"]
            ),
            "by_status": self._get_time_rows(
                scope, "volunteer.status", sums["by_status"], self.env._("No status")
            ),
            "by_branch": self._get_branch_rows(scope, sums["by_branch"], people),
        }

    @api.model
    def _get_row(self, scope, key, name, sums):
        return {
            "id": key,
            "name": name,
            "hours": sums.hours,
            "amount": scope.companies.currency_id.round(sums.amount),
        }

    @api.model
    def _find_named(self, model, ids):
        """The records in their own order, archived ones too."""
        records = self.env[model].with_context(active_test=False)
        return records.search_fetch([("id", "in", list(ids))], ["name"])

    @api.model
    def _get_record_rows(self, scope, model, sums, name_of_none):
        """One row for each record, and one for what has none."""
        rows = [
            self._get_row(scope, record.id, record.name, sums[record.id])
            for record in self._find_named(model, filter(None, sums))
        ]
        if None in sums:
            rows.append(self._get_row(scope, False, name_of_none, sums[None]))
        return rows

    @api.model
    def _get_time_rows(self, scope, model, sums, name_of_none):
        """The same for what only time has: contributions in kind get a line of their own."""
        time = {key: found for (is_time, key), found in sums.items() if is_time}
        rows = self._get_record_rows(scope, model, time, name_of_none)
        if (False, None) in sums:
            name = self.env._("Contributions in kind")
            rows.append(self._get_row(scope, "inkind", name, sums[False, None]))
        return rows

    @api.model
    def _get_selection_rows(self, scope, model, field_name, sums):
        field = self.env[model]._fields[field_name]
        rows = [
            self._get_row(scope, key, label, sums[key])
            for key, label in field._description_selection(self.env)
            if key in sums
        ]
        if None in sums:
            rows.append(self._get_row(scope, False, self.env._("Not told"), sums[None]))
        return rows

    @api.model
    def _get_nature_rows(self, scope, sums):
        """Every nature in use, those without anything too, with its pairs of accounts."""
        company = scope.companies.root_id[:1]
        natures = self.env["volunteer.contribution.nature"].with_company(company)
        natures = natures.with_context(active_test=False).search(
            ["|", ("active", "=", True), ("id", "in", list(sums))]
        )
        booked = self._find_booked_accounts(scope, company)
        return [
            self._get_row(scope, nature.id, nature.name, sums.get(nature.id, Sums()))
            | {
                "lent_hours": sums.get(nature.id, Sums()).lent_hours,
                **self._describe_accounts(
                    *booked.get(
                        nature, (nature.debit_account_id, nature.credit_account_id)
                    )
                ),
                "grant_debit_code": nature.grant_debit_code or "",
                "grant_credit_code": nature.grant_credit_code or "",
            }
            for nature in natures
        ]

    @api.model
    def _find_booked_accounts(self, scope, company):
        """The pair of accounts that each nature was last booked on in the period."""
        lines = self.env["volunteer.valuation.line"].with_company(company)
        groups = lines._read_group(
            [
                ("company_id", "in", scope.companies.ids),
                ("valuation_id.state", "=", "posted"),
                ("valuation_id.date_to", ">=", scope.date_from),
                ("valuation_id.date_to", "<=", scope.date_to),
                ("debit_account_id", "!=", False),
                ("credit_account_id", "!=", False),
            ],
            ["nature_id", "debit_account_id", "credit_account_id"],
            ["id:max"],
        )
        return {
            nature: (debit, credit)
            for nature, debit, credit, _last in sorted(groups, key=lambda g: g[-1])
        }

    @api.model
    def _describe_accounts(self, debit, credit):
        return {
            "debit_code": debit.code or "",
            "debit_name": debit.name or "",
            "credit_code": credit.code or "",
            "credit_name": credit.name or "",
        }

    @api.model
    def _get_branch_rows(self, scope, sums, people):
        """Associations, and the structures through which time was given, silent ones too.

        Missing are branches and structures of which no time has come.
        ``model`` tells which of both the ``id`` belongs to.
        """
        companies = self._find_named("res.company", scope.companies.ids)
        branches = companies.filtered(
            lambda company: (company.parent_ids - company) & companies
        )
        rows = [
            self._get_branch_row(
                scope,
                company,
                self._add_up(sums.get((company.id, None), Sums())),
                [people.get((company.id, None))],
                is_missing=company in branches
                and not any(key[0] == company.id for key in people),
            )
            for company in (companies - branches) + branches
        ]
        listed = companies.volunteer_structure_ids.filtered("is_company")
        ids = {structure_id for _company_id, structure_id in sums} - {None}
        for structure in self._find_named("res.partner", ids.union(listed.ids)):
            keys = [key for key in sums if key[1] == structure.id]
            rows.append(
                self._get_branch_row(
                    scope,
                    structure,
                    self._add_up(*(sums[key] for key in keys)),
                    [people.get(key) for key in keys],
                    is_missing=not keys,
                )
            )
        return rows

    @api.model
    def _get_branch_row(self, scope, branch, sums, people, is_missing):
        people = list(filter(None, people))
        return self._get_row(scope, branch.id, branch.name, sums) | {
            "model": branch._name,
            "people": sum(counted["people"] for counted in people),
            "group_headcount": sum(counted["group_headcount"] for counted in people),
            "is_missing": is_missing,
        }

    @api.model
    def _add_up(self, *groups):
        return Sums(*map(sum, zip(*groups, strict=True))) if groups else Sums()
