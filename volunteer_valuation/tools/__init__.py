"""Pure computation: nothing in this folder imports Odoo."""
