{
    "name": "Volunteer Valuation: Compte d'engagement citoyen",
    "summary": "Eligibility, request and attestation for the French CEC",
    "version": "19.0.1.0.0",
    "category": "Human Resources/Volunteering",
    "author": "Volunteer Valuation contributors",
    "license": "AGPL-3",
    "depends": ["volunteer_valuation_portal"],
}
