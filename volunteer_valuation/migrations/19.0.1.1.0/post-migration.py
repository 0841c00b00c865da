from odoo import SUPERUSER_ID, api

RULE_DOMAIN = (
    '[(1, "=", 1)]'
    ' if user.has_group("volunteer_valuation.group_volunteer_treasurer")'
    ' else [("volunteer_valuation_ids", "=", False),'
    ' ("volunteer_donor_forgotten", "=", False)]'
)
WITHOUT_HOURS = ("nature_use_of_goods", "nature_goods")


def migrate(cr, version):
    """Bring what updates leave alone up to contributions in kind that are booked.

    The certificates of donors who are forgotten are for treasurers only; premises and goods
    have no hours.
    """
    env = api.Environment(cr, SUPERUSER_ID, {})
    rule = env.ref("volunteer_valuation.booking_detail_rule", False)
    if rule:
        rule.domain_force = RULE_DOMAIN
    for name in WITHOUT_HOURS:
        nature = env.ref(f"volunteer_valuation.{name}", False)
        if nature:
            nature.counts_hours = False
