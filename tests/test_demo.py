"""What `make demo` promises: every printed login opens a French Odoo."""

import json

import pytest

import demo

LANGUAGE_OF_THE_SCREEN = "odoo.loader.modules.get('@web/core/user').user.lang"
ON_THE_PORTAL = ("portal", "organisation", "newcomer")


def test_pages_are_french_for_visitors(demo_server, visit):
    page = visit(f"{demo_server.address}/web/login")
    assert "Mot de passe" in page.locator(".oe_login_form").inner_text()


@pytest.mark.parametrize("role", demo.LOGINS)
def test_every_printed_login_opens_a_french_screen(login, role):
    page = login(role)
    if role in ON_THE_PORTAL:
        page.wait_for_selector("html[lang^=fr] a[href='/my/volunteering/new']")
    else:
        page.wait_for_selector(".o_main_navbar")
        assert page.evaluate(LANGUAGE_OF_THE_SCREEN) == "fr-FR"


def test_the_association_keeps_french_books(demo_server):
    printed = demo_server.shell(
        "import json\n"
        "company = env.ref('base.main_company')\n"
        "has_entries = bool(env['volunteer.time.entry'].search([], limit=1))\n"
        "print(json.dumps([company.chart_template, company.currency_id.name,"
        " company.country_id.code, has_entries]))\n"
    )
    assert json.loads(printed.splitlines()[-1]) == ["fr", "EUR", "FR", True]
