from collections import defaultdict
from math import isfinite

from odoo import api, fields, models
from odoo.exceptions import AccessError
from odoo.fields import Domain
from odoo.tools import format_date

from ..tools.valuation import Situation

# Rule and rate of time that nothing values.
NOT_VALUED = (False, 0.0)


class VolunteerTimeEntry(models.Model):
    """What approved time is worth, and why some of it is worth nothing yet."""

    _inherit = "volunteer.time.entry"

    is_valued = fields.Boolean(
        compute="_compute_is_valued", search="_search_is_valued", string="Valued"
    )
    unvalued_reason = fields.Char(
        compute="_compute_unvalued_reason", string="Why Not Valued"
    )

    @api.depends("rule_id")
    def _compute_is_valued(self):
        for entry in self:
            entry.is_valued = bool(entry.rule_id)

    def _search_is_valued(self, operator, value):
        if operator != "in":
            return NotImplemented
        return [("rule_id", "!=" if True in value else "=", False)]

    @api.depends("state", "rule_id", "date", "activity_id", "level_id", "status_id")
    def _compute_unvalued_reason(self):
        unvalued = self.filtered(
            lambda entry: entry.state == "approved" and not entry.rule_id
        )
        (self - unvalued).unvalued_reason = False
        if not unvalued:
            return
        rule_book = self.env["volunteer.valuation.rule"]._get_rule_book(
            unvalued.company_id
        )
        for entry in unvalued:
            entry.unvalued_reason = entry._describe_unvalued(rule_book)

    def action_revalue(self):
        """Value approved, unbooked entries anew with today's rules, leaving a trace.

        :raises AccessError: for anyone but treasurers
        :raises UserError: for booked entries
        """
        if not self.env.su:
            if not self.env.user.has_group(
                "volunteer_valuation.group_volunteer_treasurer"
            ):
                raise AccessError(self.env._("Only treasurers value time anew."))
            self.check_access("read")
        self._check_not_booked()
        entries = self.sudo().filtered(lambda entry: entry.state == "approved")
        entries._revalue()
        return True

    @api.model
    def _get_bookable_domain(self):
        """Time that a booking of its period may claim."""
        return [
            ("state", "=", "approved"),
            ("rule_id", "!=", False),
            ("valuation_id", "=", False),
        ]

    @api.model
    def _value_what_is_not_valued(self, company):
        """Value the approved time of ``company`` that no rule had valued."""
        self.sudo().search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "approved"),
                ("rule_id", "=", False),
                ("valuation_id", "=", False),
            ]
        )._revalue()

    def _revalue(self):
        before = {
            entry.id: (entry.rule_id.id, entry.hourly_rate, entry.amount)
            for entry in self
        }
        for (rule_id, hourly_rate), entries in self._group_by_rate().items():
            entries._apply({"rule_id": rule_id, "hourly_rate": hourly_rate})
        changed = self.filtered(
            lambda entry: before[entry.id][:2] != (entry.rule_id.id, entry.hourly_rate)
        )
        changed._message_log_batch(
            {
                entry.id: self.env._(
                    "Valued anew: %(old_rate).4f → %(rate).4f per hour, "
                    "%(old_amount).2f → %(amount).2f (%(rule)s).",
                    old_rate=before[entry.id][1],
                    rate=entry.hourly_rate,
                    old_amount=before[entry.id][2],
                    amount=entry.amount,
                    rule=entry.rule_id.name or entry.unvalued_reason,
                )
                for entry in changed
            },
            author_id=self.env.user.partner_id.id,
        )

    @api.model
    def _value(self, vals_list):
        """Complete values of new entries by their totals, and approved ones by their rate."""
        companies = self._browse_each("res.company", "company_id", vals_list)
        rule_book = self.env["volunteer.valuation.rule"]._get_rule_book(
            self.env["res.company"].union(*companies)
        )
        for vals, company in zip(vals_list, companies, strict=True):
            rule_id, rate = NOT_VALUED
            if vals.get("state") == "approved":
                situation = self._get_situation_of(vals, company)
                rule_id, rate = rule_book.find_rate(situation) or NOT_VALUED
            hours = self._compute_total_hours_of(vals)
            vals |= {
                "rule_id": rule_id,
                "hourly_rate": rate,
                "total_hours": hours,
                "amount": self._compute_amount_of(hours, rate, company.currency_id),
            }

    @api.model
    def _compute_total_hours_of(self, vals):
        """Hours × people of values of a new entry."""
        hours, headcount = (
            self._fields[name].convert_to_cache(vals.get(name), self)
            for name in ("hours", "headcount")
        )
        return (hours or 0.0) * (headcount or 0)

    @api.model
    def _compute_amount_of(self, total_hours, hourly_rate, currency):
        """What time is worth, rounded once by the currency."""
        # A guard is about to refuse hours that are no number.
        if not hourly_rate or not isfinite(total_hours):
            return 0.0
        return currency.round(total_hours * hourly_rate)

    def _group_by_rate(self):
        """Entries by what values them: {(rule id or False, hourly rate): entries}."""
        rule_book = self.env["volunteer.valuation.rule"]._get_rule_book(self.company_id)
        ids = defaultdict(list)
        for entry in self:
            rate = rule_book.find_rate(entry._get_situation()) or NOT_VALUED
            ids[rate].append(entry.id)
        return {rate: self.browse(entry_ids) for rate, entry_ids in ids.items()}

    @api.model
    def _get_situation_of(self, vals, company):
        """What values of a new entry of ``company`` tell, as the rules see it."""
        return Situation(
            company=company.id,
            currency=company.currency_id.id,
            day=fields.Date.to_date(vals["date"]),
            status=vals.get("status_id") or 0,
            level=vals.get("level_id") or 0,
            activity=vals.get("activity_id") or 0,
            project=vals.get("project_id") or 0,
        )

    def _get_situation(self):
        """This entry as the rules see it: the day of the work decides, not today."""
        return Situation(
            company=self.company_id.id,
            currency=self.currency_id.id,
            day=self.date,
            status=self.status_id.id or 0,
            level=self.level_id.id or 0,
            activity=self.activity_id.id or 0,
            project=self.project_id.id or 0,
        )

    def _describe_unvalued(self, rule_book):
        """Why this approved entry has no value, one sentence."""
        self.ensure_one()
        situation = self._get_situation()
        if exclusion := rule_book.find_exclusion(situation):
            return self.env._(
                "“%(reason)s” is not valued",
                reason=self.sudo()[f"{exclusion}_id"].display_name,
            )
        rule, rate = rule_book.find(situation) or (None, None)
        day = format_date(self.env, self.date, date_format="d MMMM y")
        if rule is None:
            if self.level_id:
                return self.env._(
                    "no rule for level %(level)s on %(day)s",
                    level=self.sudo().level_id.display_name,
                    day=day,
                )
            return self.env._("no rule on %(day)s", day=day)
        if not rate:
            name = self.env["volunteer.valuation.rule"].sudo().browse(rule.id).name
            return self.env._(
                "the reference of rule %(rule)s has no value on %(day)s",
                rule=name,
                day=day,
            )
        return self.env._(
            "approved before rule %(rule)s: value it anew",
            rule=self.env["volunteer.valuation.rule"].sudo().browse(rule.id).name,
        )

    @api.model
    def _read_unvalued(self, domain):
        """Why approved time of ``domain`` has no value, one line for each thing that decides it.

        :return: [(reason, number of entries, hours)]
        """
        entries = self.sudo()
        groups = entries._read_group(
            Domain(domain)
            & Domain([("state", "=", "approved"), ("rule_id", "=", False)]),
            ["company_id", "activity_id", "status_id", "level_id", "project_id"],
            ["date:min", "date:max", "__count", "total_hours:sum"],
        )
        rule_book = self.env["volunteer.valuation.rule"]._get_rule_book(
            self.env["res.company"].union(*(company for company, *_rest in groups))
        )
        reasons = defaultdict(lambda: [0, 0.0])
        for company, activity, status, level, project, first, last, *sums in groups:
            earliest = entries.new(
                {
                    "company_id": company.id,
                    "date": first,
                    "activity_id": activity.id,
                    "status_id": status.id,
                    "level_id": level.id,
                    "project_id": project.id,
                }
            )
            reason = earliest._describe_unvalued(rule_book)
            if last > first and not rule_book.find_exclusion(earliest._get_situation()):
                reason = self.env._("%(reason)s and later", reason=reason)
            for index, value in enumerate(sums):
                reasons[reason][index] += value
        return [(reason, count, hours) for reason, (count, hours) in reasons.items()]
