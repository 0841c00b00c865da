from dataclasses import dataclass, field

from odoo import fields, models

from ..tools.known_records import Named, Records
from .volunteer_time_import_match import is_created_unasked

# What a row names, by the field of the entry that points to it; tasks after projects.
NAMED_BY = {
    "partner_id": "person",
    "structure_id": "structure",
    "activity_id": "activity",
    "project_id": "project",
    "task_id": "task",
    "level_id": "level",
    "status_id": "status",
}


@dataclass
class Match:
    """A name that is unknown or ambiguous, and the lines that bear it."""

    named: Named
    situation: str
    found: list[int]
    directory: Records
    steps: list = field(default_factory=list)
    # What the name stands for: chosen, found by e-mail, or created.
    record_id: int | None = None

    @property
    def proposed(self):
        """What may be meant, or else what is called nearly so."""
        return self.found or self.directory.find_similar(self.named)


class VolunteerTimeImport(models.TransientModel):
    """People, activities, projects… of a file: found by name, asked, created, or refused.

    Never guessed: where several bear the same name and nothing tells them apart, whoever
    imports says which one is meant.
    """

    _inherit = "volunteer.time.import"

    def _resolve_names(self, steps):
        """Give ``steps`` the ids of what their rows name; those that fail become errors.

        :return: the names that were not clear by themselves, as matches
        """
        answers = {match._get_key(): match for match in self.match_ids}
        return [
            match
            for kind in NAMED_BY
            for match in self._resolve_names_of(kind, steps, answers)
        ]

    def _resolve_names_of(self, kind, steps, answers):
        wanted = {}
        for step in steps:
            if named := self._get_named(kind, step):
                wanted.setdefault(named, []).append(step)
        if not wanted:
            return []
        directory = self._read_directory(kind)
        matches = {}
        for named, its_steps in wanted.items():
            situation, found = directory.find(named)
            if situation:
                match = Match(named, situation, found, directory)
                match = matches.setdefault(named.key, match)
                match.steps += its_steps
            else:
                self._give_record(kind, its_steps, found[0])
        matches = list(matches.values())
        for match in matches:
            self._decide(match, answers.get(match.named.key), directory)
        self._create_missing(kind, matches, answers, directory)
        for match in matches:
            if match.record_id:
                self._give_record(kind, match.steps, match.record_id)
            else:
                problem = self._describe_match(match)
                for step in match.steps:
                    step.refuse(problem, match.named.key)
        return matches

    def _get_named(self, kind, step):
        """What the row of ``step`` names as ``kind``, or None."""
        row = step.row
        name, detail, project_id = getattr(row, NAMED_BY[kind]), "", False
        match kind:
            case "partner_id":
                name, detail = name or row.email, row.email
            case "task_id":
                detail, project_id = (
                    row.project,
                    step.named_ids.get("project_id", False),
                )
                if detail and not project_id:
                    # That its project is not known yet is told already.
                    return None
        return Named(kind, name, detail, project_id) if name else None

    def _give_record(self, kind, steps, record_id):
        for step in steps:
            step.named_ids[kind] = record_id

    def _decide(self, match, answer, directory):
        """What was answered, where it may be chosen here; else what an address tells."""
        chosen = answer[match.named.kind].id if answer else False
        if chosen in directory:
            match.record_id = chosen
        elif match.situation == "email" and not (answer and answer.is_new):
            [match.record_id] = match.found

    # ------------------------------------------------------------------
    # What is missing
    # ------------------------------------------------------------------
    def _create_missing(self, kind, matches, answers, directory):
        """Create what is wanted new: first those whose address is told.

        Lines that tell none then mean the one that was created, where it is only one.
        """
        wanted = [
            match
            for match in matches
            if not match.record_id and self._is_wanted_new(match, answers)
        ]
        told = [match for match in wanted if match.named.detail]
        self._create_records(kind, told, directory)
        untold = []
        for match in wanted:
            if match.named.detail:
                continue
            situation, found = directory.find(match.named)
            if situation == "unknown" or match.situation == "ambiguous":
                untold.append(match)
            else:
                match.situation = situation
                match.record_id = found[0] if not situation else None
        self._create_records(kind, untold, directory)

    def _is_wanted_new(self, match, answers):
        answer = answers.get(match.named.key)
        return bool(answer and answer.is_new) or (
            self.create_missing
            and match.situation == "unknown"
            and is_created_unasked(match.named.kind, match.named.detail)
        )

    def _create_records(self, kind, matches, directory):
        model = self.env["volunteer.time.entry"]._fields[kind].comodel_name
        quietly = (
            self.env[model]
            .sudo()
            .with_context(
                mail_create_nolog=True,
                mail_create_nosubscribe=True,
                tracking_disable=True,
            )
        )
        records = quietly.create(
            [self._prepare_missing(kind, match.named) for match in matches]
        )
        for record, match in zip(records, matches, strict=True):
            match.record_id = record.id
            directory.add_new(record.id, match.named)

    def _prepare_missing(self, kind, named):
        own = {"name": named.name, "company_id": self.company_id.id}
        match kind:
            # People and organisations may give time to several associations.
            case "partner_id":
                return {"name": named.name, "email": named.detail or False}
            case "structure_id":
                return {"name": named.name, "is_company": True}
            case "activity_id":
                return own | {"import_name": named.name}
            # Importing a file gives nobody a project or a task.
            case "project_id":
                return own | {"user_id": False}
            case "task_id":
                return own | {
                    "project_id": named.project_id,
                    "user_ids": [fields.Command.clear()],
                }
            case _:
                return own

    # ------------------------------------------------------------------
    # The sentences
    # ------------------------------------------------------------------
    def _describe_match(self, match):
        kind, name = match.named.kind, match.named.name
        label = self.env["volunteer.time.entry"]._get_label(kind)
        match match.situation:
            case "ambiguous" if kind == "partner_id" and len(match.found) == 1:
                return self.env._(
                    "“%(name)s” is known with another e-mail address than %(email)s: say "
                    "who is meant.",
                    name=name,
                    email=match.named.detail,
                )
            case "ambiguous" if kind == "partner_id":
                return self.env._(
                    "Several people are called “%(name)s”: say which one is meant.",
                    name=name,
                )
            case "ambiguous":
                return self.env._(
                    "%(kind)s “%(name)s” exists more than once: say which one is meant.",
                    kind=label,
                    name=name,
                )
            case _ if is_created_unasked(kind, match.named.detail):
                return self.env._(
                    "%(kind)s “%(name)s” is unknown: choose one that exists, or let the "
                    "import create what is missing.",
                    kind=label,
                    name=name,
                )
            case _ if kind == "task_id":
                return self.env._(
                    "Task “%(name)s” is unknown: tell its project too, or choose a task "
                    "that exists.",
                    name=name,
                )
            case _:
                return self.env._(
                    "%(kind)s “%(name)s” is unknown: choose one that exists, or create it.",
                    kind=label,
                    name=name,
                )
