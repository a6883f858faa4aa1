#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints gcovr's summary as a table, the least covered file first, and what is left out on purpose.

    coverage.py SUMMARY LINES EXCEPTIONS

Ends with status 1 if lib/ or cli/ is below the aims, or an exception explains no line that is not reached.
"""

import fnmatch
import json
import sys
from typing import Any, Dict, List, NamedTuple, Tuple

LINES, BRANCHES = 95.0, 90.0
File = Dict[str, Any]


class Reason(NamedTuple):
    """FILE TEXT # why: lines of these files that hold the text."""
    files: str
    text: str
    why: str


def share(files: List[File], what: str) -> Tuple[int, int, float]:
    covered = sum(file[f"{what}_covered"] for file in files)
    total = sum(file[f"{what}_total"] for file in files)
    return covered, total, 100.0 * covered / total if total else 100.0


def row(name: str, files: List[File]) -> str:
    lines = share(files, "line")
    branches = share(files, "branch")
    return f"{name:44} {lines[0]:6} of {lines[1]:6} {lines[2]:6.1f} %  {branches[0]:6} of {branches[1]:6} {branches[2]:6.1f} %"


def read_exceptions(path: str) -> List[Reason]:
    found = []
    with open(path, encoding="utf-8") as stream:
        for line in stream:
            if line.strip() and not line.startswith("#"):
                what, _, why = line.rstrip("\n").rpartition(" # ")
                files, _, text = what.partition(" ")
                found.append(Reason(files, text.strip(), why))
    return found


def read_missed(path: str) -> List[Tuple[str, str]]:
    """File and text of each line that no test reached."""
    with open(path, encoding="utf-8") as stream:
        files: List[File] = json.load(stream)["files"]
    missed = []
    for file in files:
        try:
            with open(file["file"], encoding="utf-8") as stream:
                text = stream.read().splitlines()
        except OSError:  # of the build, not of the source
            continue
        missed += [(file["file"], text[line["line_number"] - 1].strip()) for line in file["lines"]
                   if line["count"] == 0 and not line.get("gcovr/noncode")]
    return missed


def explain(missed: List[Tuple[str, str]], exceptions: List[Reason]) -> bool:
    """Prints how many lines are explained. False if an exception explains none."""
    used = {exception: 0 for exception in exceptions}
    explained = 0
    for file, text in missed:
        matching = [e for e in exceptions if fnmatch.fnmatch(file, e.files) and e.text and e.text in text and e.why]
        for exception in matching:
            used[exception] += 1
        explained += bool(matching)
    print(f"{len(missed)} lines are not reached; scripts/coverage.exceptions says of {explained} of them why")
    for exception in exceptions:
        if not used[exception]:
            print(f"scripts/coverage.exceptions: nothing is left of: {exception.files} {exception.text}")
    return all(used.values())


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as stream:
        files: List[File] = json.load(stream)["files"]
    parts = {name: [file for file in files if file["filename"].startswith(name)] for name in ("lib/", "cli/")}
    if not all(parts.values()):
        print("nothing was counted", file=sys.stderr)
        return 1
    print(f"{'':44} {'lines':>25} {'branches':>26}")
    for file in sorted(files, key=lambda file: share([file], "line")[2]):
        print(row(file["filename"], [file]))
    good = True
    for name, part in parts.items():
        met = share(part, "line")[2] >= LINES and share(part, "branch")[2] >= BRANCHES
        print(row(f"{name}, all of it", part) + ("" if met else "  MISSED"))
        good = good and met
    print(f"aims: {LINES:.0f} % of lines, {BRANCHES:.0f} % of branches: {'met' if good else 'MISSED'}")
    return 0 if explain(read_missed(sys.argv[2]), read_exceptions(sys.argv[3])) and good else 1


if __name__ == "__main__":
    sys.exit(main())
