"""Bénévalibre 2.0.1 at work on its own export and list, for `make bench` to measure beside ours.

Its own Python runs this (setup/benevalibre_environment.py), not Odoo's. Alone:

    (echo export; echo list) | ~/.cache/volunteer-valuation/benevalibre-3.11-*/bin/python \
        -I bench/benevalibre_peer.py 5000

It makes an association of 5,000 entries in a temporary folder, then answers each line of its
input, `export` or `list`, with one line of JSON: {"seconds", "bytes", "queries", "rows"}. It ends
with its input. Everything is asked as a signed-in manager's browser would ask: through its URLs,
sessions, rights and templates, with its production settings. Only the HTTP server and the network
are left out; and SQLite answers inside the process, faster than a database server would: the
export asks it some 16,600 questions.
"""

import argparse
import csv
import datetime
import io
import json
import os
import random
import re
import sys
import tempfile
import time

DEFAULT_ROWS = 5_000
# As many as our own association in the same run has (association.py).
PEOPLE, PROJECTS = 500, 20
LEVELS = ("Débutant", "Confirmé", "Expert")
HOUR = datetime.timedelta(hours=1)


def set_up(folder):
    """Start Bénévalibre on an empty database in ``folder``, as it is set up in production."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="benevalibre.settings.production",
        # No settings but these: a file of this name does not exist.
        CONFIG_FILE=f"{folder}/config.env",
        # Where it writes its log and its collected static files.
        BASE_DIR=folder,
        # Its own default, too.
        DJANGO_DATABASE_URL=f"sqlite:///{folder}/sqlite.db",
        # As in production: templates are kept, queries are not.
        DJANGO_DEBUG="False",
        # Required, and of no use here.
        DJANGO_SECRET_KEY="of-this-run-only",
        # Required; the name under which Django's test client calls.
        BASE_URL="https://testserver",
        DJANGO_ALLOWED_HOSTS="testserver",
        # Required; and whatever happens, no mail leaves.
        DEFAULT_FROM_EMAIL="bench@example.org",
        DJANGO_EMAIL_URL="dummymail://",
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    # The production settings look up every picture and style in the list that this makes.
    call_command("collectstatic", interactive=False, verbosity=0)


def fill(rows):
    """Create one association with ``rows`` entries; return it and its manager.

    As many have a project, a level, a description… as in ordinary exports: an empty cell costs the
    export no query.
    """
    from benevalibre.accounts.models import User
    from benevalibre.associations.models import (
        Association,
        AssociationBenevaloLevel,
        AssociationMembership,
        AssociationProject,
    )
    from benevalibre.models import Benevalo

    # Saving it gives it Bénévalibre's own categories and roles.
    association = Association(name="Les Ateliers du Canal", moderate_benevalo=True)
    association.save()
    people = User.objects.bulk_create(
        User(
            email=f"person{number}@example.org",
            first_name=f"Prénom{number:03}",
            last_name=f"Nom{number:03}",
        )
        for number in range(PEOPLE)
    )
    member = association.roles.get(name="Bénévole")
    management = association.roles.filter(manage_association=True).first()
    manager = people[0]
    AssociationMembership.objects.bulk_create(
        AssociationMembership(
            association=association,
            user=person,
            role=management if person is manager else member,
        )
        for person in people
    )
    projects = AssociationProject.objects.bulk_create(
        AssociationProject(association=association, name=f"Projet {number:02}")
        for number in range(PROJECTS)
    )
    levels = AssociationBenevaloLevel.objects.bulk_create(
        AssociationBenevaloLevel(association=association, name=name) for name in LEVELS
    )
    categories = list(association.benevalo_categories.all())
    # The same entries in every run.
    chance = random.Random(1)
    Benevalo.objects.bulk_create(
        Benevalo(
            association=association,
            user=people[number % PEOPLE],
            title=f"Tenue du stand {number}",
            description="Voir le compte rendu." if chance.random() < 0.5 else "",
            date=datetime.date(2025, 1, 1) + datetime.timedelta(days=number % 365),
            duration=HOUR * chance.randint(1, 16) / 4,
            distance=chance.randint(1, 80) if chance.random() < 0.2 else None,
            category=chance.choice(categories),
            project=chance.choice(projects) if chance.random() < 0.7 else None,
            level=chance.choice(levels) if chance.random() < 0.6 else None,
            is_active=chance.random() < 0.9,
        )
        for number in range(rows)
    )
    return association, manager


class Manager:
    """A browser in which the association's manager is signed in, and what it asks for."""

    def __init__(self, association, user, rows):
        from django.test import Client
        from django.urls import reverse

        self.rows = rows
        self.list_url = reverse("association_benevalos:index", args=[association.pk])
        self.client = Client()
        self.client.force_login(user)

    def export(self):
        """Download all entries as CSV; every one of them must be in it."""
        content, figures = self._fetch(f"{self.list_url}?export=csv")
        figures["rows"] = sum(1 for _row in csv.DictReader(io.StringIO(content)))
        assert figures["rows"] == self.rows, figures
        return figures

    def list(self):
        """Open the first page of the list, which has 20 entries."""
        content, figures = self._fetch(self.list_url)
        figures["rows"] = len(re.findall(r'<tr class="(?:even|odd)"', content))
        assert figures["rows"] == min(20, self.rows), figures
        return figures

    def _fetch(self, url):
        from django.db import connection

        queries = 0

        def count(execute, *query):
            nonlocal queries
            queries += 1
            return execute(*query)

        with connection.execute_wrapper(count):
            began = time.perf_counter()
            response = self.client.get(url, secure=True)
            seconds = time.perf_counter() - began
        assert response.status_code == 200, response
        figures = {
            "seconds": seconds,
            "bytes": len(response.content),
            "queries": queries,
        }
        return response.content.decode(), figures


def answer_commands(rows):
    """Prepare, then answer every line of the input."""
    with tempfile.TemporaryDirectory(prefix="benevalibre-") as folder:
        set_up(folder)
        manager = Manager(*fill(rows), rows)
        works = {"export": manager.export, "list": manager.list}
        # What a server that runs has read for good: modules, templates.
        manager.list()
        for line in sys.stdin:
            if line.strip() not in works:
                sys.exit(f"Ask for `export` or `list`, not for `{line.strip()}`.")
            print(json.dumps(works[line.strip()]()), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Let Bénévalibre export and list.")
    parser.add_argument("rows", type=int, nargs="?", default=DEFAULT_ROWS)
    answer_commands(parser.parse_args().rows)
