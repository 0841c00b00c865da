import logging

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import MissingError
from odoo.http import content_disposition, request

from odoo.addons.volunteer_valuation.tools.cells import CellProblem
from odoo.addons.volunteer_valuation.tools.durations import format_duration

from .entry_form import describe_day_problem, read_day
from .pages import attempt, read_id, read_text, show_page

_logger = logging.getLogger(__name__)

CERTIFICATE = "/my/volunteering/certificate"
YEARS = ("this_year", "last_year")
DAYS = ("date_from", "date_to")


class Certificate(http.Controller):
    """One's own certificates of volunteering: those there are, and asking for one."""

    @http.route(
        CERTIFICATE,
        type="http",
        auth="user",
        website=True,
        readonly=True,
        methods=["GET"],
    )
    def show_certificates(self, **query):
        """One's own certificates, and what may be certified."""
        return show_certificates(**describe_done(query))

    @http.route(CERTIFICATE, type="http", auth="user", website=True, methods=["POST"])
    def issue(self, **form):
        """Issue one for ``company_id``: a fiscal year (``period``), or between two dates."""
        offer = find_offer(form)
        typed = {name: read_text(form, name, 20) for name in DAYS}
        typed["company_id"] = offer.association.id
        try:
            date_from, date_to = read_period(form, offer, typed)
        except CellProblem as problem:
            return show_certificates(
                typed=typed, problem=describe_day_problem(problem.text)
            )
        with attempt() as tried:
            certificates = request.env["volunteer.certificate"]
            certificate, is_new = certificates._issue_own(offer, date_from, date_to)
        if tried.problem:
            return show_certificates(typed=typed, problem=tried.problem)
        done = "issued" if is_new else "known"
        return request.redirect(
            f"{CERTIFICATE}?done={done}&certificate={certificate.id}", 303
        )

    # Not ``readonly``: what is printed first is kept.
    @http.route(
        f"{CERTIFICATE}/<int:certificate_id>/pdf",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def download(self, certificate_id, **query):
        """The paper of a certificate that is valid."""
        certificate = find_own(certificate_id)
        if certificate.state != "issued":
            raise NotFound()
        with attempt() as tried:
            content = certificate._get_pdf()
        if tried.problem:
            return show_certificates(problem=tried.problem)
        _logger.info(
            "User %s downloads certificate %s", request.env.uid, certificate_id
        )
        name = certificate._get_file_name()
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", content_disposition(f"{name}.pdf")),
                ("Cache-Control", "no-store"),
            ],
        )


def show_certificates(typed=None, **values):
    """The page; ``typed`` are the dates that were refused, and their association."""
    certificates = request.env["volunteer.certificate"]
    return show_page(
        "certificates",
        certificates=certificates._get_own(),
        offers=certificates._get_own_offers(),
        typed=typed or {},
        format_duration=format_duration,
        **values,
    )


def find_own(certificate_id):
    """One's own certificate.

    :raises NotFound: alike for others' certificates and for what does not exist
    """
    try:
        return request.env["volunteer.certificate"]._find_own(certificate_id)
    except MissingError:
        raise NotFound() from None


def find_offer(form):
    """What the association that a form tells may certify.

    :raises NotFound: alike where no time is one's own and where nothing exists
    """
    certificates = request.env["volunteer.certificate"]
    try:
        return certificates._find_own_offer(read_id(form, "company_id"))
    except MissingError:
        raise NotFound() from None


def read_period(form, offer, typed):
    """First and last day of what is asked for.

    :raises CellProblem: for a day that is none
    """
    period = read_text(form, "period")
    if period in YEARS:
        year = getattr(offer, period)
        return year.date_from, year.date_to
    return tuple(read_day(typed[name]) for name in DAYS)


def describe_done(query):
    """The sentence on a certificate just asked for, and the certificate; nothing else."""
    sentences = {
        "issued": request.env._("Your certificate %(number)s is ready."),
        "known": request.env._(
            "You have this certificate already: no hours have changed since. It is "
            "number %(number)s."
        ),
    }
    sentence = sentences.get(query.get("done"))
    if not sentence:
        return {}
    try:
        certificate = find_own(read_id(query, "certificate") or 0)
    except NotFound:
        return {}
    return {"notice": sentence % {"number": certificate.number}, "asked": certificate}
