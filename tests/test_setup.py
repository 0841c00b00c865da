"""Each thing that can be missing ends in one sentence with the way out, and leaves no harm.

Every failure is real: the commands run in a process of their own, with an environment in which
exactly one thing is missing.
"""

import ast
import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import axe_core
import databases
import debian_mirror
import demo
import oca_addons
import odoo_command
import odoo_tree
import places
import suite
import supported_python
import system_packages
from messages import Trouble

REPOSITORY = Path(__file__).resolve().parent.parent
ODOO = [sys.executable, REPOSITORY / "setup" / "odoo", "--version"]
NOBODY_LISTENS = "http://127.0.0.1:9"


@pytest.fixture
def bare(tmp_path):
    """The environment of somebody who has prepared nothing yet."""
    ours = ("PG", "ODOO_", "HTTP_", "PIP_", "PYTHONPATH", "VOLUNTEER_CACHE")
    inherited = {
        name: value for name, value in os.environ.items() if not name.startswith(ours)
    }
    return {**inherited, "VOLUNTEER_CACHE": str(tmp_path / "cache")}


def refusal(command, environment):
    """Run a command that has to fail; return what it said, which holds no traceback."""
    done = subprocess.run(
        command,
        env=environment,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stderr, done.stderr
    return done.stderr


def apt_configuration(folder, sources):
    """Return a variable that gives apt these sources and no lists of packages."""
    (folder / "sources.list").write_text(sources)
    (folder / "lists" / "partial").mkdir(parents=True)
    configuration = folder / "apt.conf"
    configuration.write_text(
        f'Dir::Etc::SourceList "{folder / "sources.list"}";\n'
        'Dir::Etc::SourceParts "-";\n'
        f'Dir::State::Lists "{folder / "lists"}";\n'
        'Acquire::Retries "0";\n'
    )
    return {"APT_CONFIG": str(configuration)}


def test_without_apt(bare, tmp_path):
    said = refusal(ODOO, bare | {"PATH": str(tmp_path)})
    assert "no apt-get: set ODOO_HOME" in said


def test_without_a_mirror(bare, tmp_path):
    said = refusal(ODOO, bare | apt_configuration(tmp_path, ""))
    assert "No Debian mirror is named" in said


def test_when_the_mirror_does_not_answer(bare, tmp_path):
    # The mirror is found before apt has ever read its lists, as on a fresh machine.
    source = f"deb {NOBODY_LISTENS}/debian stable main\n"
    said = refusal(ODOO, bare | apt_configuration(tmp_path, source))
    assert "The Debian mirror did not answer: look at the network" in said
    assert not places.is_finished(tmp_path / "cache" / odoo_tree.ODOO)


def test_when_the_package_index_does_not_answer(bare, tmp_path):
    (tmp_path / "pip.conf").touch()
    said = refusal(
        ODOO,
        bare
        | {
            "ODOO_HOME": str(odoo_tree.path()),
            "PIP_CONFIG_FILE": str(tmp_path / "pip.conf"),
            "PIP_INDEX_URL": f"{NOBODY_LISTENS}/simple",
            "PIP_RETRIES": "1",
        },
    )
    assert "The Python package index did not answer: look at the network" in said


def test_a_chosen_tree_that_is_none(bare, tmp_path):
    said = refusal(ODOO, bare | {"ODOO_HOME": str(tmp_path)})
    assert "where no Odoo 19 is: name the folder" in said


def test_a_cache_folder_that_cannot_be_made(bare, tmp_path):
    (tmp_path / "file").touch()
    said = refusal(ODOO, bare | {"VOLUNTEER_CACHE": str(tmp_path / "file" / "cache")})
    assert "cannot be made" in said
    assert "set VOLUNTEER_CACHE" in said


def test_a_port_that_is_taken(monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        with pytest.raises(Trouble, match="make demo HTTP_PORT=8070"):
            demo.check_port(other.getsockname()[1])


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1"])
def test_a_port_that_is_none(bare, port):
    command = [sys.executable, REPOSITORY / "setup" / "commands.py", "demo"]
    assert "which is no port" in refusal(command, bare | {"HTTP_PORT": port})


def test_a_database_server_that_does_not_answer(bare):
    prepared = bare | {"VOLUNTEER_CACHE": str(places.cache())}
    said = refusal(ODOO, prepared | {"PGHOST": "127.0.0.1", "PGPORT": "9"})
    assert "unset PGHOST for the embedded one" in said


def test_a_database_role_that_odoo_refuses(bare):
    prepared = bare | {"VOLUNTEER_CACHE": str(places.cache())}
    said = refusal(ODOO, prepared | {"PGHOST": "127.0.0.1", "PGUSER": "postgres"})
    assert "name it in PGUSER" in said


def test_a_disk_that_is_too_small(monkeypatch, tmp_path):
    monkeypatch.setenv("VOLUNTEER_CACHE", str(tmp_path))
    with pytest.raises(Trouble, match="on a larger disk"):
        places.need_free_space(10**6)


def test_programs_for_the_browser_are_named(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble, match="apt-get install chromium wkhtmltopdf npm"):
        system_packages.need_programs()


def test_npm_is_named_where_it_is_missing(monkeypatch, tmp_path):
    monkeypatch.setenv("VOLUNTEER_CACHE", str(tmp_path))
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Trouble, match="apt-get install npm"):
        axe_core.prepare()


def test_when_the_npm_registry_does_not_answer(monkeypatch, tmp_path):
    monkeypatch.setenv("VOLUNTEER_CACHE", str(tmp_path))
    monkeypatch.setenv("npm_config_registry", NOBODY_LISTENS)
    monkeypatch.setenv("npm_config_cache", str(tmp_path / "npm"))
    monkeypatch.setenv("npm_config_fetch_retries", "0")
    with pytest.raises(Trouble, match="npm registry did not deliver"):
        axe_core.prepare()
    assert not axe_core.is_ready()


def test_another_axe_core_than_the_chosen_one_is_refused():
    with pytest.raises(Trouble, match="delivered another axe-core"):
        axe_core.check(b"something else")


@pytest.fixture
def offers(monkeypatch, tmp_path):
    """Return a function that lets pip find nothing but these files."""

    def offer(**files):
        for name, content in files.items():
            (tmp_path / name).write_bytes(content)
        monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
        monkeypatch.setenv("PIP_NO_INDEX", "1")
        monkeypatch.setenv("PIP_FIND_LINKS", str(tmp_path))

    return offer


def test_when_the_package_index_does_not_offer_the_trial_balance(offers, tmp_path):
    offers()
    with pytest.raises(
        Trouble, match="does not offer odoo-addon-account-financial-report"
    ):
        oca_addons.fetch(tmp_path / "fetched")


def test_another_trial_balance_than_the_chosen_one_is_refused(offers, tmp_path):
    wheel = "odoo_addon_account_financial_report-19.0.0.0.26.3-py3-none-any.whl"
    offers(**{wheel: b"something else"})
    with pytest.raises(
        Trouble, match="delivered another odoo-addon-account-financial-report"
    ):
        oca_addons.fetch(tmp_path / "fetched")
    assert not (tmp_path / "fetched" / "odoo").exists()


def test_the_trial_balance_is_on_the_addons_path_of_its_own_test_only():
    before = odoo_command.settings()["ODOO_ADDONS_PATH"]
    with oca_addons.on_addons_path():
        with_it = odoo_command.settings()["ODOO_ADDONS_PATH"]
    assert with_it.startswith(f"{before},")
    assert odoo_command.settings()["ODOO_ADDONS_PATH"] == before


@pytest.mark.parametrize("version", [(2, 7), (3, 9), (3, 14)])
def test_pythons_that_odoo_does_not_know(version):
    assert "make demo PYTHON=" in supported_python.refusal(version)


@pytest.mark.parametrize("version", [(3, 10), (3, 11), (3, 12), (3, 13)])
def test_pythons_that_odoo_knows(version):
    assert supported_python.refusal(version) is None


@pytest.mark.parametrize("script", ["odoo", "commands.py"])
def test_an_old_python_is_refused_before_it_reads_anything_else(script):
    first, *_ = [
        node
        for node in ast.parse((REPOSITORY / "setup" / script).read_text()).body
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert [name.name for name in first.names] == ["supported_python"]


def test_a_second_run_says_that_it_waits(bare, tmp_path):
    (tmp_path / "cache").mkdir()
    with (tmp_path / "cache" / "preparing.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen(
            ODOO,
            env=bare | apt_configuration(tmp_path, ""),
            stderr=subprocess.PIPE,
            text=True,
        )
        assert "Another run is preparing" in second.stderr.readline()
    _, said = second.communicate(timeout=60)
    assert "No Debian mirror is named" in said


def test_what_was_left_half_way_is_made_anew(tmp_path):
    folder = tmp_path / "made"
    with pytest.raises(ZeroDivisionError), places.made_to_its_end(folder):
        (folder / "rest").touch()
        raise ZeroDivisionError
    assert not places.is_finished(folder)
    with places.made_to_its_end(folder):
        assert not (folder / "rest").exists()
    assert places.is_finished(folder)


def test_the_mirror_is_the_one_of_debians_main_component():
    listed = (
        "nodistro main https://vendor.example/node\n"
        "bookworm-security main https://mirror.example/debian-security\n"
        "bookworm contrib https://other.example/debian\n"
        "bookworm main https://mirror.example/debian\n"
    )
    chosen = debian_mirror.choose_address(listed, "bookworm")
    assert chosen == "https://mirror.example/debian"
    assert debian_mirror.choose_address("jammy main https://a.example", None) is None


def test_arguments_are_sorted_by_where_they_run():
    assert suite.split([]) == (list(places.ADDONS), ["tests"], [])
    assert suite.split(["-k", "name"]) == (
        list(places.ADDONS),
        ["tests"],
        ["-k", "name"],
    )
    assert suite.split(["tests/test_setup.py::test_x", "-x"]) == (
        [],
        ["tests/test_setup.py::test_x"],
        ["-x"],
    )
    assert suite.split(["volunteer_valuation"]) == (["volunteer_valuation"], [], [])


def test_the_comparison_with_oca_runs_where_it_was_chosen():
    file, case, test = suite.BESIDE_OCA.split("::")
    for chosen in (
        "volunteer_valuation",
        "volunteer_valuation/",
        file,
        f"{file}::{case}",
        f"{file}::{case}::{test}",
    ):
        assert suite.compares_with_oca(["tests", chosen])
    for other in ("volunteer_valuation_portal", f"{file}::Other", "tests"):
        assert not suite.compares_with_oca([other])


def test_tests_and_manuals_ask_for_no_update_of_a_database(monkeypatch, tmp_path):
    monkeypatch.setattr(places, "REPOSITORY", tmp_path)
    for folder in ("models", "tests", "readme"):
        (tmp_path / places.ADDONS[0] / folder).mkdir(parents=True)
    before = databases.fingerprint()
    (tmp_path / places.ADDONS[0] / "tests" / "test_x.py").touch()
    (tmp_path / places.ADDONS[0] / "readme" / "USAGE.md").touch()
    assert databases.fingerprint() == before
    (tmp_path / places.ADDONS[0] / "models" / "x.py").touch()
    assert databases.fingerprint() != before
