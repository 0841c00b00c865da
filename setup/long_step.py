"""Run a command that takes its time: say what and for how long, keep its output in a log."""

import re
import subprocess
import sys
import time

import places
from messages import FULL_DISK, Trouble, say

# How often a log (no terminal) hears that a step is still going on.
SECONDS_BETWEEN_LINES = 20

SPEAKS_OF_A_FULL_DISK = re.compile(r"No space left on device|Disk quota exceeded", re.I)


def run(what, command, *, otherwise, explain=None, stdin=subprocess.DEVNULL, **popen):
    """Run `command`, showing `what` and the seconds so far.

    `otherwise` is the sentence for a failure that nothing more precise is known about;
    `explain(output)` may return a better one. Raises `Trouble` when the command fails.
    """
    log = places.logs() / f"{re.sub(r'[^a-z0-9]+', '-', what.lower()).strip('-')}.log"
    try:
        with (
            log.open("w") as output,
            subprocess.Popen(
                command, stdin=stdin, stdout=output, stderr=subprocess.STDOUT, **popen
            ) as process,
        ):
            _show_until_it_ends(what, process)
    except FileNotFoundError as error:
        raise Trouble(f"{otherwise}\n({error})") from error
    if process.returncode:
        printed = log.read_text(errors="replace")
        # On a full disk the log itself often ends before it can say so.
        if SPEAKS_OF_A_FULL_DISK.search(printed) or places.is_disk_full():
            raise Trouble(FULL_DISK)
        sentence = (explain and explain(printed)) or otherwise
        raise Trouble(f"{sentence}\n(What it printed is in {log}.)")


def _show_until_it_ends(what, process):
    began = time.monotonic()
    terminal = sys.stderr.isatty()
    pause = 0.2 if terminal else SECONDS_BETWEEN_LINES
    if not terminal:
        say(f"{what} …")
    try:
        while True:
            try:
                process.wait(timeout=pause)
                break
            except subprocess.TimeoutExpired:
                _show(f"{what} … {time.monotonic() - began:.0f} s", terminal)
    except BaseException:
        process.terminate()
        raise
    ended = "done" if process.returncode == 0 else "failed"
    _show(f"{what}: {ended} in {time.monotonic() - began:.0f} s", terminal)
    if terminal:
        say("")


def _show(line, terminal):
    """On a terminal one line counts; in a log each is a line of its own."""
    if terminal:
        sys.stderr.write(f"\r\033[K{line}")
        sys.stderr.flush()
    else:
        say(line)
