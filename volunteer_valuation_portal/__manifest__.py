{
    "name": "Volunteer Valuation Portal",
    "summary": "Where volunteers will declare their time themselves (nothing yet)",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Volunteering",
    "author": "Volunteer Valuation contributors",
    "license": "AGPL-3",
    "depends": ["volunteer_valuation", "portal", "auth_signup"],
}
