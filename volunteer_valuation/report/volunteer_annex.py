"""The words of the annex on contributions in kind (ANC 2018-06, art. 211-2).

Figures come from the statement; here they only become sentences and tables, in the language
of the environment. What is not known is said to be missing, so that a person adds it.
"""

from .volunteer_annex_method import AnnexMethod
from .volunteer_annex_sections import Section, Table
from .volunteer_annex_words import AnnexWords


class Annex:
    """The annex of ``companies`` for the period of ``figures``.

    :param figures: the dict of ``volunteer.statement``, in the language of the companies
    :param rates: ``{rule: [AppliedRate]}`` that valued the time
    :param evidence: contributions in kind by nature, certified or estimated
    :param bookings: posted ``volunteer.valuation`` of the period
    """

    def __init__(self, companies, figures, rates, evidence, bookings):
        self.companies = companies
        self.env = companies.env
        self.words = AnnexWords(self.env, companies.currency_id)
        self.figures = figures
        self.previous = figures["previous"]
        self.bookings = bookings
        self.method = AnnexMethod(self.words, figures, rates, evidence)

    def get_sections(self):
        """The parts that have something to tell, in their order."""
        sections = [
            self._tell_importance(),
            self._tell_value(),
            *self.method.get_sections(),
            self._tell_accounts(),
            self._tell_unvalued(),
            self._tell_late(),
        ]
        return [section for section in sections if section]

    # ------------------------------------------------------------------
    # Nature and importance
    # ------------------------------------------------------------------
    def _tell_importance(self):
        figures, previous = self.figures, self.previous
        columns = (figures, previous)
        rows = [
            [self.env._("Hours of volunteer time")]
            + [self.words.hours(period["hours"]) for period in columns],
            [self.env._("People who gave time")]
            + [self.words.count(period["people"]) for period in columns],
            [
                self.env._(
                    "Full-time equivalents (%(basis)s hours a year)",
                    basis=self._get_full_time(),
                )
            ]
            + [self.words.hours(period["fte"]) for period in columns],
        ]
        for name, label in (
            ("volontaires", self.env._("Volontaires among these people")),
            (
                "group_headcount",
                self.env._("People declared in groups, some perhaps several times"),
            ),
        ):
            if figures[name] or previous[name]:
                rows.append(
                    [label] + [self.words.count(period[name]) for period in columns]
                )
        if figures["lent_hours"] or previous["lent_hours"]:
            rows.append(
                [self.env._("Hours of people lent by other organisations")]
                + [self.words.hours(period["lent_hours"]) for period in columns]
            )
        return Section(
            self.env._("Nature and importance"),
            [
                self.env._(
                    "From %(first)s to %(last)s, %(association)s received contributions "
                    "in kind: labour, goods and services given free of charge. The period "
                    "before goes from %(first_before)s to %(last_before)s.",
                    first=self.words.day(figures["date_from"]),
                    last=self.words.day(figures["date_to"]),
                    association=", ".join(self.companies.mapped("name")),
                    first_before=self.words.day(previous["date_from"]),
                    last_before=self.words.day(previous["date_to"]),
                ),
                self.env._(
                    "%(share)s of the hours of the period were estimated rather than noted.",
                    share=self.words.percent(figures["estimated_share"]),
                ),
                *self._describe_missing(),
            ],
            Table(self._get_headings(self.env._("Quantity")), rows),
        )

    def _describe_missing(self):
        missing = [
            row["name"] for row in self.figures["by_branch"] if row["is_missing"]
        ]
        if missing:
            yield self.env._(
                "Nothing was told for %(branches)s.", branches=", ".join(missing)
            )

    def _tell_value(self):
        before = {row["id"]: row["amount"] for row in self.previous["by_nature"]}
        now = {row["id"]: row["amount"] for row in self.figures["by_nature"]}
        names = {
            row["id"]: row["name"]
            for row in self.figures["by_nature"] + self.previous["by_nature"]
        }
        return Section(
            self.env._("Value by nature"),
            table=Table(
                self._get_headings(self.env._("Nature")),
                [
                    [
                        name,
                        self.words.money(now.get(key, 0)),
                        self.words.money(before.get(key, 0)),
                    ]
                    for key, name in names.items()
                ],
                [
                    self.env._("Total"),
                    self.words.money(self.figures["amount"]),
                    self.words.money(self.previous["amount"]),
                ],
            ),
        )

    def _get_headings(self, first):
        return [
            first,
            *(
                self.words.period(period["date_from"], period["date_to"])
                for period in (self.figures, self.previous)
            ),
        ]

    def _get_full_time(self):
        """Hours of a full-time year: one figure, or that of each association."""
        bases = sorted(set(self.companies.mapped("volunteer_fte_hours")))
        return ", ".join(self.words.number(basis) for basis in bases)

    # ------------------------------------------------------------------
    # In the accounts
    # ------------------------------------------------------------------
    def _tell_accounts(self):
        section = Section(self.env._("In the accounts"))
        for company in self.companies:
            if company.volunteer_booking == "disclose":
                section.sentences.append(self._describe_disclosure(company))
        moves = self.bookings.move_id
        if moves:
            section.sentences.append(
                self.env._(
                    "Booked outside the result, by %(entries)s.",
                    entries=", ".join(map(self._describe_move, moves)),
                )
            )
        if self.bookings.filtered(lambda booking: not booking.move_id):
            section.sentences.append(
                self.env._("Booked outside the result, in other accounting software.")
            )
        # Another association may use other accounts.
        if self.bookings and len(self.companies.root_id) == 1:
            section.items = [
                self._describe_accounts(row)
                for row in self.figures["by_nature"]
                if row["amount"] and row["debit_code"] and row["credit_code"]
            ]
        unbooked = self.figures["unbooked_amount"]
        if unbooked and "book" in self.companies.mapped("volunteer_booking"):
            section.sentences.append(
                self.env._(
                    "Not booked when this text was written: %(amount)s.",
                    amount=self.words.money(unbooked),
                )
            )
        return section

    def _describe_disclosure(self, company):
        reason = (company.volunteer_disclosure_reason or "").strip()
        if not reason:
            reason = self.env._("the reason is not recorded (ANC 2018-06, art. 211-2)")
        return self.env._(
            "%(association)s discloses its contributions in kind here without booking "
            "them: %(reason)s",
            association=company.name,
            reason=reason,
        )

    def _describe_move(self, move):
        values = {"name": move.name, "day": self.words.day(move.date)}
        if len(self.companies) == 1:
            return self.env._("journal entry %(name)s of %(day)s", **values)
        return self.env._(
            "journal entry %(name)s of %(day)s (%(association)s)",
            association=move.company_id.name,
            **values,
        )

    def _describe_accounts(self, row):
        return self.env._(
            "%(nature)s: use on account %(debit)s, source on account %(credit)s",
            nature=row["name"],
            debit=f"{row['debit_code']} {row['debit_name']}",
            credit=f"{row['credit_code']} {row['credit_name']}",
        )

    # ------------------------------------------------------------------
    # What the figures leave out
    # ------------------------------------------------------------------
    def _tell_unvalued(self):
        items = [
            self.env._(
                "%(reason)s (%(hours)s hours)",
                reason=row["reason"],
                hours=self.words.hours(row["hours"]),
            )
            for row in self.figures["unvalued"]
        ]
        if self.figures["waiting_hours"]:
            items.append(
                self.env._(
                    "waiting for approval when this text was written, and in none of these "
                    "figures (%(hours)s hours)",
                    hours=self.words.hours(self.figures["waiting_hours"]),
                )
            )
        return items and Section(self.env._("What is not valued, and why"), items=items)

    def _tell_late(self):
        items = [
            *map(self._describe_late_given, self.figures["late_given"]),
            *map(self._describe_late_booked, self.figures["late_booked"]),
        ]
        return items and Section(
            self.env._("Time told after its year was booked"), items=items
        )

    def _describe_late_given(self, row):
        values = self._get_late_values(row)
        if row["is_booked"]:
            return self.env._(
                "Given in this period, told once it was booked, and booked in a later "
                "one: %(hours)s hours, %(amount)s%(reason)s",
                **values,
            )
        return self.env._(
            "Given in this period, told once it was booked, and not booked: %(hours)s "
            "hours, %(amount)s%(reason)s",
            **values,
        )

    def _describe_late_booked(self, row):
        return self.env._(
            "Given from %(first)s to %(last)s and booked in this period, in whose figures "
            "it is: %(hours)s hours, %(amount)s%(reason)s",
            first=self.words.day(row["date_from"]),
            last=self.words.day(row["date_to"]),
            **self._get_late_values(row),
        )

    def _get_late_values(self, row):
        return {
            "hours": self.words.hours(row["hours"]),
            "amount": self.words.money(row["amount"]),
            "reason": row["reason"] and f" ({row['reason']})",
        }
