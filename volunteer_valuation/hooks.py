# Our tables, those that refer to others first.
TABLES_IN_ORDER = (
    "volunteer_valuation_line",
    "volunteer_time_entry",
    "volunteer_inkind_contribution",
    "volunteer_valuation",
    "volunteer_valuation_rule",
    "volunteer_engagement",
)


def post_init_hook(env):
    """Give the companies whose chart was loaded before us their accounts and journal."""
    companies = env["res.company"].search([("parent_id", "=", False)])
    companies._volunteer_set_up_booking()


def uninstall_hook(env):
    """Let go of what we hold: the books stay as they are, the rest is removed quietly.

    Odoo deletes what an addon brought record by record, and logs an error for each that
    another record of ours still refers to.
    """
    env["mail.activity"].with_context(active_test=False).search(
        [
            "|",
            ("res_model", "=like", "volunteer.%"),
            ("activity_type_id", "in", _get_activity_types(env)),
        ]
    ).unlink()
    env.cr.execute(
        "UPDATE account_move SET volunteer_valuation_id = NULL"
        " WHERE volunteer_valuation_id IS NOT NULL"
    )
    env.cr.execute(
        "UPDATE project_project SET volunteer_activity_id = NULL"
        " WHERE volunteer_activity_id IS NOT NULL"
    )
    for table in TABLES_IN_ORDER:
        env.cr.execute(f"DELETE FROM {table}")  # pylint: disable=sql-injection
    env.invalidate_all()


def _get_activity_types(env):
    data = env["ir.model.data"].search(
        [("module", "=", "volunteer_valuation"), ("model", "=", "mail.activity.type")]
    )
    return data.mapped("res_id")
