{
    "name": "Volunteer Valuation: Compte d'engagement citoyen",
    "summary": "Where the French CEC will have its place (nothing yet)",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Volunteering",
    "author": "Volunteer Valuation contributors",
    "license": "AGPL-3",
    "depends": ["volunteer_valuation_portal"],
}
