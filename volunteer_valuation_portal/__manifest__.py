{
    "name": "Volunteer Valuation Portal",
    "summary": "Invite volunteers to the portal, where they will declare their time themselves",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Volunteering",
    "author": "Volunteer Valuation contributors",
    "license": "AGPL-3",
    "depends": ["volunteer_valuation", "portal", "auth_signup"],
    "data": [
        "security/ir.model.access.csv",
        "security/ir_rule.xml",
        "wizard/volunteer_invitation_views.xml",
        "views/portal_page.xml",
        "views/portal_entry_state.xml",
        "views/portal_own_list.xml",
        "views/portal_entry_fields.xml",
        "views/portal_declare.xml",
        "views/portal_entry.xml",
    ],
    "demo": [
        "demo/res_users.xml",
        "demo/volunteer_engagement.xml",
        "demo/volunteer_time_entry.xml",
    ],
    "assets": {
        "web.assets_frontend": ["volunteer_valuation_portal/static/src/scss/*.scss"],
    },
}
