"""Numbers and days as the language of the annex writes them."""

from odoo.tools import format_date
from odoo.tools.misc import formatLang

NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"


class AnnexWords:
    """Writes figures in the language of ``env``, money in ``currency``."""

    def __init__(self, env, currency):
        self.env = env
        self.currency = currency

    def hours(self, hours):
        return formatLang(self.env, hours, digits=2)

    def count(self, number):
        return formatLang(self.env, number, digits=0)

    def money(self, amount):
        return formatLang(
            self.env, self.currency.round(amount), currency_obj=self.currency
        )

    def rate(self, rate):
        """An hourly rate: four decimals only where it has more than two."""
        digits = 2 if round(rate, 2) == rate else 4
        words = [formatLang(self.env, float(rate), digits=digits), self.currency.symbol]
        if self.currency.position == "before":
            words.reverse()
        return NO_BREAK_SPACE.join(words)

    def number(self, number):
        """A number with the decimals that it needs, four at most."""
        digits = next(n for n in range(5) if n == 4 or round(number, n) == number)
        return formatLang(self.env, number, digits=digits)

    def percent(self, share):
        return self.env._("%(number)s %%", number=self.number(round(share * 100, 2)))

    def day(self, day):
        return format_date(self.env, day, date_format="long")

    def days(self, first, last):
        """One day, or the first and the last."""
        if first == last:
            return self.day(first)
        return self.env._(
            "%(first)s to %(last)s", first=self.day(first), last=self.day(last)
        )

    def period(self, first, last):
        """“2025” for a calendar year, both days for any other period."""
        year = first.replace(month=1, day=1), first.replace(month=12, day=31)
        if (first, last) == year:
            return str(first.year)
        return self.days(first, last)
