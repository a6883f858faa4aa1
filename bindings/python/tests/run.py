#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs one file of tests with the first Python that has what they need, and skips (status 77) where none has.

    run.py FILE [ARGUMENT OF PYTEST]...
"""
import os
import subprocess
import sys

NEEDED = ("pytest", "hypothesis")


def has_what_is_needed(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import " + ", ".join(NEEDED)], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


for candidate in (sys.executable, "/usr/bin/python3"):
    if has_what_is_needed(candidate):
        sys.stdout.flush()
        os.execv(candidate, [candidate, "-m", "pytest", "-q", "-p", "no:cacheprovider", *sys.argv[1:]])
print(f"skipped: the tests of the Python binding need {' and '.join(NEEDED)} (scripts/setup installs them)")
sys.exit(77)
