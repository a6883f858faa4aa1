#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints gcovr's summary as a table, the least covered file first. Ends with status 1 if lib/ is below the aims."""

import json
import sys
from typing import Any, Dict, List, Tuple

LINES, BRANCHES = 95.0, 90.0
File = Dict[str, Any]


def share(files: List[File], what: str) -> Tuple[int, int, float]:
    covered = sum(file[f"{what}_covered"] for file in files)
    total = sum(file[f"{what}_total"] for file in files)
    return covered, total, 100.0 * covered / total if total else 100.0


def row(name: str, files: List[File]) -> str:
    lines = share(files, "line")
    branches = share(files, "branch")
    return f"{name:44} {lines[0]:6} of {lines[1]:6} {lines[2]:6.1f} %  {branches[0]:6} of {branches[1]:6} {branches[2]:6.1f} %"


def main() -> int:
    with open(sys.argv[1], encoding="utf-8") as stream:
        files: List[File] = json.load(stream)["files"]
    library = [file for file in files if file["filename"].startswith("lib/")]
    command = [file for file in files if file["filename"].startswith("cli/")]
    if not library or not command:
        print("nothing was counted", file=sys.stderr)
        return 1
    print(f"{'':44} {'lines':>25} {'branches':>26}")
    for file in sorted(files, key=lambda file: share([file], "line")[2]):
        print(row(file["filename"], [file]))
    print(row("lib/, all of it", library))
    print(row("cli/, all of it", command))
    good = share(library, "line")[2] >= LINES and share(library, "branch")[2] >= BRANCHES
    print(f"aims for lib/: {LINES:.0f} % of lines, {BRANCHES:.0f} % of branches: {'met' if good else 'MISSED'}")
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
