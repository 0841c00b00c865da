from datetime import date

from odoo import fields
from odoo.exceptions import UserError
from odoo.service.model import call_kw
from odoo.tests import TransactionCase, new_test_user


class VolunteerCommon(TransactionCase):
    """An association with people in roles, projects, activities and one rule of 25 an hour.

    It has its own company, so that what else the database holds does not matter.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(
            context=dict(cls.env.context, tracking_disable=True, lang="en_US")
        )
        cls.euro = cls.env.ref("base.EUR")
        cls.euro.active = True
        cls.association = cls._create_association("Les Ateliers du Canal")
        cls.other_association = cls._create_association("Le Hangar")
        cls.env = cls.env(
            context=dict(cls.env.context, allowed_company_ids=[cls.association.id])
        )

        cls.volunteer_user = cls._create_user("volunteer")
        cls.approver_user = cls._create_user(
            "approver", "volunteer_valuation.group_volunteer_approver"
        )
        cls.manager_user = cls._create_user(
            "manager", "volunteer_valuation.group_volunteer_manager"
        )
        cls.treasurer_user = cls._create_user(
            "treasurer", "volunteer_valuation.group_volunteer_treasurer"
        )
        cls.stranger_user = cls._create_user("stranger")
        cls.volunteer = cls.volunteer_user.partner_id
        cls.person = cls.env["res.partner"].create({"name": "Maëlys Lefèvre"})
        cls.member_organisation = cls.env["res.partner"].create(
            {"name": "Amicale du Quai", "is_company": True}
        )

        cls.level = cls.env["volunteer.level"].create({"name": "Expert"})
        cls.activity = cls.env["volunteer.activity"].create(
            {"name": "Reception", "destination": "missions"}
        )
        cls.board = cls.env["volunteer.activity"].create(
            {"name": "Board", "destination": "operation", "valued": False}
        )
        cls.civic_service = cls.env["volunteer.status"].create(
            {"name": "Civic service", "valued": False}
        )
        cls.project = cls.env["project.project"].create(
            {
                "name": "Repair Café",
                "company_id": cls.association.id,
                "user_id": cls.approver_user.id,
                "privacy_visibility": "employees",
            }
        )
        cls.foreign_project = cls.env["project.project"].create(
            {"name": "Elsewhere", "company_id": cls.other_association.id}
        )
        # Rules that a database holds already must not decide in these tests.
        cls.env["volunteer.valuation.rule"].search([]).action_archive()
        cls.rule = cls.env["volunteer.valuation.rule"].create(
            {"name": "25 an hour", "company_id": cls.association.id, "amount": 25.0}
        )

    @classmethod
    def _create_association(cls, name):
        company = cls.env["res.company"].create(
            {
                "name": name,
                "currency_id": cls.euro.id,
                "country_id": cls.env.ref("base.be").id,
            }
        )
        cls.env.user.company_ids += company
        return company

    @classmethod
    def _create_user(cls, login, groups="base.group_user", company=None):
        company = company or cls.association
        return new_test_user(
            cls.env,
            login=f"vv_{login}",
            groups=groups,
            name=login.capitalize(),
            email=f"{login}@example.com",
            company_id=company.id,
            company_ids=[fields.Command.set(company.ids)],
            tz="Europe/Paris",
        )

    @classmethod
    def _set_up_books(cls, company=None):
        """Give the association accounts, a journal and one off-balance pair for its time."""
        company = company or cls.association
        accounts = {}
        for side, code in (("debit", "864000"), ("credit", "875000")):
            accounts[side] = cls.env["account.account"].create(
                {
                    "name": f"{code} {side}",
                    "code": code,
                    "account_type": "off_balance",
                    "company_ids": [fields.Command.set(company.ids)],
                }
            )
        nature = cls.env.ref("volunteer_valuation.nature_volunteering")
        nature.with_company(company).write(
            {
                "debit_account_id": accounts["debit"].id,
                "credit_account_id": accounts["credit"].id,
            }
        )
        company.volunteer_journal_id = cls.env["account.journal"].create(
            {
                "name": "Contributions in Kind",
                "code": "CVN",
                "type": "general",
                "company_id": company.id,
            }
        )
        return accounts

    @classmethod
    def _declare(cls, **values):
        """A draft of the person: one hour in March 2025, unless told otherwise."""
        return cls.env["volunteer.time.entry"].create(
            {
                "name": "Welcome desk",
                "date": date(2025, 3, 12),
                "hours": 1.0,
                "partner_id": cls.person.id,
                "company_id": cls.association.id,
                "activity_id": cls.activity.id,
            }
            | values
        )

    @classmethod
    def _approve(cls, **values):
        """The same, approved."""
        entry = cls._declare(**values)
        entry.action_submit()
        entry.action_approve()
        return entry

    def _call(self, user, records, method, *args, context=None, **kwargs):
        """Call a method of ``records`` as a client of ``user`` does through RPC.

        Private methods are out of reach, and nothing of this test's context comes along.
        """
        model = self.env(user=user, context={})[records._name]
        if not getattr(getattr(model, method, None), "_api_model", False):
            args = (records.ids, *args)
        return call_kw(model, method, list(args), {"context": context or {}} | kwargs)

    def _find_refusal(self, function, *args, **kwargs):
        """The sentence with which ``function`` is refused, or None; all is undone after."""
        savepoint = self.env.cr.savepoint()
        try:
            function(*args, **kwargs)
            self.env.flush_all()
        except UserError as refusal:
            return str(refusal)
        finally:
            savepoint.close(rollback=True)
        return None
