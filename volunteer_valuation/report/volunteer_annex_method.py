"""How the figures of the annex came about: rules, rates, evidence."""

from .volunteer_annex_sections import Section, Table


class AnnexMethod:
    """The sections on the method, from the rules and rates that were really used.

    :param rates: ``{rule: [AppliedRate]}`` that valued the time
    :param evidence: contributions in kind by nature, certified or estimated
    """

    def __init__(self, words, figures, rates, evidence):
        self.words = words
        self.env = words.env
        self.figures = figures
        self.rates = rates
        self.evidence = evidence

    def get_sections(self):
        """The method, each rule, and the other contributions where there are any."""
        return [
            self._tell_method(),
            *map(self._tell_rule, self.rates),
            self._tell_inkind(),
        ]

    def _tell_method(self):
        title = self.env._("How volunteer time is valued")
        if not self.rates:
            return Section(title, [self.env._("No volunteer time was valued.")])
        return Section(
            title,
            [
                self.env._(
                    "%(hours)s hours are valued at %(amount)s. Each hour is valued at the "
                    "rate in force on the day of the work; rate and hours stay as they "
                    "were approved.",
                    hours=self.words.hours(self.figures["valued_hours"]),
                    amount=self.words.money(self.figures["time_amount"]),
                )
            ],
        )

    def _tell_rule(self, rule):
        rates = self.rates[rule]
        return Section(
            self.env._("Rule “%(rule)s”", rule=rule.name),
            [self._describe_decision(rule)],
            Table(
                [
                    self.env._("Rate and its origin"),
                    self.env._("Per hour"),
                    self.env._("Hours"),
                    self.env._("Value"),
                ],
                [
                    [
                        self._describe_origin(rule, rate),
                        self.words.rate(rate.rate),
                        self.words.hours(rate.hours),
                        self.words.money(rate.amount),
                    ]
                    for rate in rates
                ],
                [
                    self.env._("Total"),
                    "",
                    self.words.hours(sum(rate.hours for rate in rates)),
                    self.words.money(sum(rate.amount for rate in rates)),
                ],
            ),
        )

    def _describe_decision(self, rule):
        text = (rule.decision_text or "").strip()
        if rule.decision_date and text:
            return self.env._(
                "Decided on %(day)s: “%(text)s”",
                day=self.words.day(rule.decision_date),
                text=text,
            )
        if rule.decision_date:
            return self.env._(
                "Decided on %(day)s.", day=self.words.day(rule.decision_date)
            )
        if text:
            return self.env._("Decision, its date not recorded: “%(text)s”", text=text)
        return self.env._(
            "The decision of the board or of the general meeting is not recorded."
        )

    def _describe_origin(self, rule, rate):
        """Where a rate comes from, with the dates that it was published and used."""
        origin = rate.origin
        if not origin.is_known:
            return self.env._(
                "%(days)s: the rule as it was when this time was approved",
                days=self.words.days(rate.first, rate.last),
            )
        words = self.words.rate(origin.base)
        if rule.method == "reference":
            words = self.env._(
                "%(reference)s of %(value)s (in force since %(day)s)",
                reference=rule.reference_id.name,
                value=words,
                day=self.words.day(origin.since),
            )
            if rule.coefficient != 1:
                words = f"{words} × {self.words.number(rule.coefficient)}"
        if rule.charge_rate:
            words = self.env._(
                "%(rate)s, plus %(charges)s of employer's charges",
                rate=words,
                charges=self.words.percent(rule.charge_rate),
            )
        return self.env._(
            "%(days)s: %(origin)s",
            days=self.words.days(rate.first, rate.last),
            origin=words,
        )

    # ------------------------------------------------------------------
    # Other contributions
    # ------------------------------------------------------------------
    def _tell_inkind(self):
        if not self.evidence:
            return None
        rows = [
            [
                self._describe_evidence(nature, is_certified),
                self.words.count(count),
                self.words.hours(hours) if hours else "",
                self.words.money(amount),
            ]
            for nature, is_certified, count, hours, amount in self.evidence
        ]
        return Section(
            self.env._("How other contributions are valued"),
            [
                self.env._(
                    "What a donor certifies is valued at the certified amount; the rest "
                    "is estimated by the association."
                )
            ],
            Table(
                [
                    self.env._("Nature and evidence"),
                    self.env._("Number"),
                    self.env._("Hours"),
                    self.env._("Value"),
                ],
                rows,
            ),
        )

    def _describe_evidence(self, nature, is_certified):
        if is_certified:
            return self.env._("%(nature)s, certified by the donor", nature=nature.name)
        return self.env._(
            "%(nature)s, estimated by the association", nature=nature.name
        )
