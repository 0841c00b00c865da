def uninstall_hook(env):
    """Take along what would be left of declarations: who declared is nobody's to read."""
    # Nothing would tell these from other certificates any more.
    env["volunteer.certificate"].search([("cec_line_id", "!=", False)]).unlink()
    # Odoo logs an error for each activity of a type that goes.
    env["mail.activity"].with_context(active_test=False).search(
        [
            "|",
            ("res_model", "=like", "volunteer.cec.%"),
            ("activity_type_id", "in", _get_activity_types(env)),
        ]
    ).unlink()


def _get_activity_types(env):
    data = env["ir.model.data"].search(
        [
            ("module", "=", "volunteer_valuation_cec"),
            ("model", "=", "mail.activity.type"),
        ]
    )
    return data.mapped("res_id")
