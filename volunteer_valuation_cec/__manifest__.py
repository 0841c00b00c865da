{
    "name": "Volunteer Valuation: Compte d'engagement citoyen",
    "summary": "The French compte d'engagement citoyen: its dated rules",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Volunteering",
    "author": "Volunteer Valuation contributors",
    "license": "AGPL-3",
    "depends": ["volunteer_valuation_portal"],
    # The check digits of SIRET numbers.
    "external_dependencies": {"python": ["python-stdnum"]},
    "data": [
        "security/cec_groups.xml",
        "security/ir_rule.xml",
        "security/ir.model.access.csv",
        "data/volunteer_activity.xml",
        "data/volunteer_cec_rule.xml",
        "views/volunteer_cec_rule_views.xml",
        "views/volunteer_engagement_views.xml",
        "views/volunteer_time_entry_views.xml",
        "views/res_company_views.xml",
        "views/res_config_settings_views.xml",
        "views/cec_menus.xml",
    ],
}
