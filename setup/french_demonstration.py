"""Fed to `odoo shell`: make the demonstration one of a French association."""

env = globals()["env"]  # what the shell gives

company = env.ref("base.main_company")
if company.name == "My Company":
    company.name = "Association de démonstration"
# What was counted before bears the name that the association had.
env["volunteer.cec.declaration"].search([]).action_refresh()
env["res.partner"].with_context(active_test=False).search([]).lang = "fr_FR"
env["res.users"].with_context(active_test=False).search([]).tz = "Europe/Paris"
# With one language left, the pages of visitors are French whatever their browser asks for.
env.ref("base.lang_en").active = False
env.cr.commit()
