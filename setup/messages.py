"""What the commands say: steps on the way, and one clear sentence when they cannot go on."""

import contextlib
import errno
import signal
import sys

FULL_DISK = (
    "The disk is full: make room, or set VOLUNTEER_CACHE to a folder on a larger disk; "
    "the next run goes on from what was finished."
)


class Trouble(Exception):
    """Something is missing. The text is one sentence with the way out; no traceback is shown."""


def say(sentence):
    """Tell the person at the terminal; standard output stays free for the commands' own results."""
    print(sentence, file=sys.stderr, flush=True)


@contextlib.contextmanager
def ends_in_one_sentence():
    """Turn a `Trouble` into its sentence, and Ctrl-C or SIGTERM into a quiet end."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except Trouble as trouble:
        say(f"\n{trouble}")
        sys.exit(1)
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        say(f"\n{FULL_DISK}")
        sys.exit(1)
    except KeyboardInterrupt:
        say("\nStopped. The next run goes on from what was finished.")
        sys.exit(130)
