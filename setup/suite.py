"""`make test`: the addons' tests inside Odoo, then the ones that use it from outside."""

import re
import subprocess

import database_server
import databases
import oca_addons
import odoo_command
import places
import python_environment
import system_packages
import test_databases
from messages import Trouble, say

NO_TESTS_RAN = 5
# It needs an addon in its database that all others do without.
BESIDE_OCA = (
    "volunteer_valuation/tests/test_booking_trial_balance.py"
    "::TestBookingTrialBalance::test_that_of_the_oca"
)


def run(arguments):
    """Run the chosen tests, all of them by default; raise `Trouble` unless all passed."""
    addons, outside, options = split(arguments)
    odoo_command.prepare()
    with places.one_at_a_time():
        python_environment.prepare_for_developers()
        if compares_with_oca(addons):
            oca_addons.prepare()
    if outside or not arguments:
        system_packages.need_programs()
    database_server.use("tests")
    results = []
    if addons:
        with test_databases.copy_of_template(demo=False) as database:
            results.append(
                _pytest("--odoo-http", f"--odoo-database={database}", *addons, *options)
            )
            if compares_with_oca(addons):
                results.append(_pytest_beside_oca(database, options))
    if outside:
        results.append(_pytest("-p", "no:odoo", *outside, *options))
    _judge(results, selected=bool(options))


def split(arguments):
    """Sort pytest's arguments into paths in addons, paths in tests/, and options.

    Without any path both kinds are run whole.
    """
    paths = [argument for argument in arguments if _is_path(argument)]
    options = [argument for argument in arguments if argument not in paths]
    outside = [path for path in paths if path.split("/")[0] == "tests"]
    addons = [path for path in paths if path not in outside]
    if not paths:
        return list(places.ADDONS), ["tests"], options
    return addons, outside, options


def compares_with_oca(paths):
    """Tell whether the test that compares our figures with OCA's lies in one of the paths."""
    return any(
        re.match(rf"{re.escape(path.rstrip('/'))}(/|::|$)", BESIDE_OCA)
        for path in paths
    )


def _is_path(argument):
    return (places.REPOSITORY / argument.split("::")[0]).exists()


def _pytest(*arguments):
    """Run pytest and return its exit code."""
    command = [python_environment.program("python"), "-m", "pytest", *arguments]
    say(f"\npytest {' '.join(arguments)}")
    return subprocess.run(
        command, cwd=places.REPOSITORY, env=odoo_command.settings(), check=False
    ).returncode


def _pytest_beside_oca(database, options):
    """Run the comparison in the database that the other tests are done with."""
    comparison = [f"--odoo-database={database}", BESIDE_OCA, *options]
    # Options as `-k` may leave it out: then nothing is installed for it.
    if options and (code := _pytest("--collect-only", "--quiet", *comparison)):
        return code
    with oca_addons.on_addons_path():
        databases.install(database, [oca_addons.ADDON], demo=False)
        return _pytest(*comparison)


def _judge(results, selected):
    """A selection may leave one of the two without tests; a whole run may not."""
    ran = [code for code in results if code != NO_TESTS_RAN]
    if not ran or (len(ran) < len(results) and not selected):
        raise Trouble("pytest found no tests to run: that is no success.")
    if any(ran):
        raise Trouble("Some tests failed: see above.")
