"""What the Makefile calls: one word per command."""

import supported_python  # noqa: F401  (refuses before others fail to be read)

# isort: split

import os
import shlex
import sys

import cleaning
import demo
import lint
import measuring
import suite
import translations
from messages import ends_in_one_sentence

COMMANDS = {
    "demo": demo.run,
    "test": lambda: suite.run(shlex.split(os.environ.get("ARGS", ""))),
    "lint": lint.run,
    "format": lint.mend,
    "bench": measuring.run,
    "tour": lambda: suite.run(
        ["tests/tour_portal.py", "tests/tour_year_end.py", "tests/tour.py"]
    ),
    "translations": translations.update,
    "stop": cleaning.stop,
    "clean": lambda: cleaning.clean(everything=os.environ.get("CACHE") == "1"),
}

if __name__ == "__main__":
    with ends_in_one_sentence():
        COMMANDS[sys.argv[1]]()
