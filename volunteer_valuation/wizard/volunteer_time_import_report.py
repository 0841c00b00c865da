from collections import defaultdict

from odoo import fields, models

from ..tools.names import fold

# What a screen can show and a person can read: the rest is counted.
MOST_LINES = 1_000
MOST_PROBLEMS = 100
MOST_MATCHES = 200
MOST_NUMBERS = 10
SITUATION_ORDER = ("ambiguous", "email", "unknown")


class VolunteerTimeImport(models.TransientModel):
    """The report of a check: counts, problems, names to tell, and the lines themselves."""

    _inherit = "volunteer.time.import"

    def _prepare_report(self, steps, matches):
        """Values of this import that tell what importing ``steps`` does."""
        outcomes = [step.outcome for step in steps]
        good = [step.row for step in steps if step.outcome != "error"]
        new = ("approved", "submitted", "draft", "refused")
        # What needs attention comes first.
        ordered = sorted(steps, key=lambda step: step.outcome != "error")
        return {
            "line_ids": [
                fields.Command.clear(),
                *(
                    fields.Command.create(self._prepare_line(step))
                    for step in ordered[:MOST_LINES]
                ),
            ],
            "problem_ids": [
                fields.Command.clear(),
                *map(fields.Command.create, self._prepare_problems(steps)),
            ],
            "match_ids": self._prepare_matches(matches),
            "line_count": len(steps),
            "error_count": outcomes.count("error"),
            "create_count": sum(map(outcomes.count, new)),
            "submitted_count": outcomes.count("submitted"),
            "approve_count": outcomes.count("validated"),
            "unchanged_count": outcomes.count("unchanged") + outcomes.count("kept"),
            "hours": sum(row.hours * row.headcount for row in good),
            "distance": sum(row.distance for row in good),
            "note": "\n".join(self._get_notes(good, steps, matches)),
        }

    # ------------------------------------------------------------------
    # Lines and problems
    # ------------------------------------------------------------------
    def _prepare_line(self, step):
        row = step.row
        values = {
            "number": step.line.number,
            "outcome": step.outcome,
            "problem": step.problem,
        }
        if row:
            values |= {
                "name": self._get_title(row),
                "person": row.person or row.email,
                "date": row.date,
                "date_end": row.date_end,
                "hours": row.hours,
                "headcount": row.headcount,
                "distance": row.distance,
            }
        return values

    def _prepare_problems(self, steps):
        """One problem for all lines that have the same, the most frequent first."""
        kinds = defaultdict(list)
        for step in steps:
            if step.outcome == "error":
                kinds[step.kind].append(step)
        ordered = sorted(kinds.values(), key=len, reverse=True)
        return [self._prepare_problem(alike) for alike in ordered[:MOST_PROBLEMS]]

    def _prepare_problem(self, steps):
        sentences = {step.problem for step in steps}
        description = steps[0].problem
        if len(sentences) > 1:
            description = self.env._(
                "%(problem)s (and the like on other lines)", problem=description
            )
        return {
            "line_count": len(steps),
            "description": description,
            "numbers": self._describe_numbers([step.line.number for step in steps]),
        }

    def _describe_numbers(self, numbers):
        """Line numbers as people write them: 3, 5–9, 12…"""
        runs = []
        for number in sorted(numbers):
            if runs and runs[-1][-1] == number - 1:
                runs[-1] = (runs[-1][0], number)
            else:
                runs.append((number,))
        runs = ["–".join(map(str, run)) for run in runs]
        shown = ", ".join(runs[:MOST_NUMBERS])
        return f"{shown}…" if len(runs) > MOST_NUMBERS else shown

    # ------------------------------------------------------------------
    # Names
    # ------------------------------------------------------------------
    def _prepare_matches(self, matches):
        """Commands that bring the names to tell up to date, keeping what was answered."""
        known = {match._get_key(): match for match in self.match_ids}
        shown = sorted(
            matches, key=lambda match: SITUATION_ORDER.index(match.situation)
        )[:MOST_MATCHES]
        kept = {match.named.key for match in shown}
        commands = [
            fields.Command.delete(match.id)
            for key, match in known.items()
            if key not in kept
        ]
        for match, names in zip(shown, self._read_proposals(shown), strict=True):
            values = self._prepare_match(match, names)
            answered = known.get(match.named.key)
            commands.append(
                fields.Command.update(answered.id, values)
                if answered
                else fields.Command.create(values)
            )
        return commands

    def _prepare_match(self, match, names):
        kind = match.named.kind
        people = match.found if kind == "partner_id" else []
        return {
            "kind": kind,
            "name": match.named.name,
            "detail": match.named.detail,
            "situation": match.situation,
            "line_count": len(match.steps),
            "candidate_ids": [fields.Command.set(people)],
            "proposals": " · ".join(names),
        }

    def _read_proposals(self, matches):
        """What the proposed records are called, for each of ``matches``."""
        entries = self.env["volunteer.time.entry"]
        proposed = [match.proposed for match in matches]
        ids = defaultdict(set)
        for match, record_ids in zip(matches, proposed, strict=True):
            ids[entries._fields[match.named.kind].comodel_name].update(record_ids)
        names = {
            (model, record.id): record.display_name
            for model, of_model in ids.items()
            for record in self.env[model]
            .sudo()
            .with_context(show_email=True)
            .browse(of_model)
        }
        for match, record_ids in zip(matches, proposed, strict=True):
            model = entries._fields[match.named.kind].comodel_name
            yield [names[model, record_id] for record_id in record_ids]

    # ------------------------------------------------------------------
    # Notes
    # ------------------------------------------------------------------
    def _get_notes(self, good, steps, matches):
        """What whoever imports should know besides."""
        if note := self._describe_other_associations(good):
            yield note
        if len(steps) > MOST_LINES:
            yield self.env._(
                "%(shown)s lines are shown, those with errors first; %(hidden)s more are "
                "counted.",
                shown=MOST_LINES,
                hidden=len(steps) - MOST_LINES,
            )
        if len(matches) > MOST_MATCHES:
            yield self.env._(
                "%(shown)s names are shown, those to be answered first; %(hidden)s more "
                "are not known yet.",
                shown=MOST_MATCHES,
                hidden=len(matches) - MOST_MATCHES,
            )

    def _describe_other_associations(self, rows):
        """Say so where the file speaks of another association than the one chosen."""
        here = self.company_id.name
        others = sorted(
            {
                row.association
                for row in rows
                if row.association and fold(row.association) != fold(here)
            }
        )
        if not others:
            return False
        return self.env._(
            "The file speaks of %(others)s: all of it goes to %(association)s.",
            others=", ".join(others),
            association=here,
        )
