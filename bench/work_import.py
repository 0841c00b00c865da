"""Importing an export of Bénévalibre, beside Odoo's own import of the same rows."""

import base64
import csv
import io

from association import describe_entries
from comparison import at_least, compare

ROWS = 5_000
HEADINGS = (
    "Prénom,Nom,Pseudo,Association,Titre,Description,Date,Date de fin,Durée,"
    "Durée (en heures),En attente de modération,Distance (en km),Catégorie,Projet,Niveau"
).split(",")
# What Odoo's own import is told about the same columns; it cannot read the others.
FIELDS = [
    "partner_id",
    "name",
    "date",
    "hours",
    "distance",
    "activity_id",
    "project_id",
]
OPTIONS = {
    "has_headers": True,
    "quoting": '"',
    "separator": ",",
    "encoding": "utf-8",
    "date_format": "%Y-%m-%d",
    "float_thousand_separator": "",
    "float_decimal_separator": ".",
}


def measure(association, rounds):
    """All names are known to both; ours also recognises, approves and values."""
    return compare(
        f"import a {ROWS:,}-row Bénévalibre file",
        lambda: association.time(_import_ours),
        "Odoo's own import of the same rows",
        lambda: association.time(_import_odoo),
        at_least(5),
        rounds,
    )


def _describe_rows(env):
    """(person, title, date, hours, distance, activity, project) of each row."""
    names = {
        model: {record.id: record.name for record in env[model].search([])}
        for model in ("res.partner", "project.project", "volunteer.activity")
    }
    for number, entry in enumerate(describe_entries(env, ROWS, 2023)):
        yield (
            names["res.partner"][entry["partner_id"]],
            f"{entry['name']} {number}",
            entry["date"].isoformat(),
            entry["hours"],
            number % 40,
            names["volunteer.activity"][entry["activity_id"]],
            names["project.project"][entry["project_id"]],
        )


def _write_csv(headings, rows):
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(headings)
    writer.writerows(rows)
    return output.getvalue().encode()


def _import_ours(env, clock):
    content = _write_csv(
        HEADINGS,
        [
            (*person.split(" ", 1), "", env.company.name, title, "", day, "", "1:30:00")
            + (hours, "False", distance, activity, project, "")
            for person, title, day, hours, distance, activity, project in _describe_rows(
                env
            )
        ],
    )
    wizard = env["volunteer.time.import"].create(
        {"data_file": base64.b64encode(content), "file_name": "benevalibre.csv"}
    )
    with clock:
        wizard.action_import()
        env.flush_all()
    assert len(wizard.entry_ids) == ROWS
    assert set(wizard.entry_ids.mapped("state")) == {"approved"}


def _import_odoo(env, clock):
    content = _write_csv(FIELDS, _describe_rows(env))
    wizard = env["base_import.import"].create(
        {
            "res_model": "volunteer.time.entry",
            "file": content,
            "file_name": "rows.csv",
            "file_type": "text/csv",
        }
    )
    with clock:
        result = wizard.execute_import(FIELDS, FIELDS, OPTIONS)
        env.flush_all()
    assert len(result["ids"] or ()) == ROWS, result["messages"][:3]
