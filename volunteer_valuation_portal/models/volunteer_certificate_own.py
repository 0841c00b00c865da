from collections import defaultdict
from datetime import date, timedelta
from math import fsum
from typing import NamedTuple

from odoo import api, models
from odoo.exceptions import MissingError, UserError
from odoo.tools import format_date

from odoo.addons.volunteer_valuation.models.volunteer_time_entry_declaring import (
    INTEGER_LIMIT,
)

# Nobody needs more papers in a day; a script that asks for thousands gets no further.
MOST_A_DAY = 10


class Year(NamedTuple):
    """A fiscal year of an association, until today at most, and what is approved of it."""

    date_from: date
    date_to: date
    hours: float


class Offer(NamedTuple):
    """What one may have certified by an association that one gave time."""

    association: models.Model
    this_year: Year
    last_year: Year

    @property
    def today(self):
        return self.this_year.date_to


class VolunteerCertificate(models.Model):
    """One's own certificates, for people who hold no right on the model.

    Whoever gave the time sees and downloads theirs, and issues one where the association
    lets them. They are the person's alone: an organisation that they represent has none.
    """

    _inherit = "volunteer.certificate"

    # ------------------------------------------------------------------
    # Finding
    # ------------------------------------------------------------------
    @api.model
    def _get_own_domain(self):
        return [("partner_id", "=", self.env.user.partner_id.id)]

    @api.model
    def _get_own(self):
        """One's own certificates, of every association, with rights past the user's."""
        return self.sudo().search(self._get_own_domain())

    @api.model
    def _find_own(self, certificate_id):
        """One's own certificate, with rights past those of the user.

        :raises MissingError: for any other, whether it exists or not
        """
        certificate = self.sudo()
        if 0 < certificate_id < INTEGER_LIMIT:
            certificate = certificate.search(
                [("id", "=", certificate_id), *self._get_own_domain()]
            )
        if not certificate:
            raise MissingError(self.env._("This certificate was not found."))
        return certificate

    # ------------------------------------------------------------------
    # What may be certified
    # ------------------------------------------------------------------
    @api.model
    def _get_own_offers(self):
        """An offer for each association where time of one's own is approved, in one query."""
        rows = (
            self.env["volunteer.time.entry"]
            .sudo()
            ._read_group(
                self._get_counted_domain(self.env.user.partner_id),
                ["company_id", "date:day"],
                ["hours:sum"],
            )
        )
        given = defaultdict(dict)
        for association, day, hours in rows:
            given[association][day] = hours
        offers = (self._prepare_own_offer(*place) for place in given.items())
        return sorted(offers, key=lambda offer: offer.association.name)

    def _prepare_own_offer(self, association, given):
        def add_up(date_from, date_to):
            hours = (given[day] for day in given if date_from <= day <= date_to)
            return Year(date_from, date_to, fsum(hours))

        today = self._get_today(association)
        this_year = association.compute_fiscalyear_dates(today)
        last_year = association.compute_fiscalyear_dates(
            this_year["date_from"] - timedelta(days=1)
        )
        return Offer(
            association,
            add_up(this_year["date_from"], today),
            add_up(last_year["date_from"], last_year["date_to"]),
        )

    @api.model
    def _find_own_offer(self, company_id):
        """The offer of one association.

        :raises MissingError: alike where no time is one's own and where nothing exists
        """
        for offer in self._get_own_offers():
            if offer.association.id == company_id:
                return offer
        raise MissingError(self.env._("This association was not found."))

    # ------------------------------------------------------------------
    # Issuing
    # ------------------------------------------------------------------
    @api.model
    def _issue_own(self, offer, date_from, date_to):
        """A certificate of one's own time: the one there is, unless its hours changed since.

        :param Offer offer: that of the association
        :return: the certificate, and whether it is a new one
        :raises UserError: where only managers issue them, and for a period that cannot be
        """
        person = self.env.user.partner_id
        association = offer.association
        self._check_own_issuing(offer, date_from, date_to)
        certificates = self.sudo()
        known = certificates._find_issued(person, association, date_from, date_to)
        if known and known._is_up_to_date():
            return known, False
        self._check_own_number()
        # Of two asked for at the same time, one is run anew, and finds the other.
        return certificates._issue(person, association, date_from, date_to), True

    def _check_own_issuing(self, offer, date_from, date_to):
        if not offer.association.volunteer_certificate_own:
            raise UserError(
                self.env._(
                    "%(association)s issues certificates itself: ask there for yours.",
                    association=offer.association.name,
                )
            )
        if date_to < date_from:
            raise UserError(self.env._("The last day comes before the first one."))
        if date_to > offer.today:
            raise UserError(
                self.env._(
                    "A certificate tells what was given: %(day)s is still to come.",
                    day=format_date(self.env, date_to),
                )
            )

    def _check_own_number(self):
        """:raises UserError: for too many in a day, whatever they are for"""
        number = self.sudo().search_count(
            [
                *self._get_own_domain(),
                ("create_uid", "=", self.env.uid),
                ("create_date", ">", self.env.cr.now() - timedelta(days=1)),
            ]
        )
        if number >= MOST_A_DAY:
            raise UserError(
                self.env._(
                    "You had %(number)s certificates issued since yesterday: please come "
                    "back tomorrow.",
                    number=number,
                )
            )

    # ------------------------------------------------------------------
    # Words
    # ------------------------------------------------------------------
    def _describe_own_state(self):
        """What it is worth to those it is shown to, in plain words."""
        self.ensure_one()
        match self.state:
            case "replaced":
                return self.env._(
                    "Replaced by %(number)s", number=self.replaced_by_id.number
                )
            case "revoked":
                return self.env._(
                    "Revoked on %(day)s", day=format_date(self.env, self.ended_on)
                )
            case _:
                return self.env._("Valid")
