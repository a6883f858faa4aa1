#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every test that doc/security.md names exists, and every attack there has one.

    security.py ROOT

Prints TAP, one test for each attack.
"""
import re
import sys
from pathlib import Path
from typing import List


def is_there(root: Path, name: str) -> bool:
    """`module:test`, `cli-module:test` or `must-fail/document`, as the page explains them."""
    if name.startswith("must-fail/"):
        return (root / "tests/vectors" / name).is_file()
    module, _, test = name.partition(":")
    if module.startswith("cli-"):
        path = root / "tests/cli" / f"test_{module[4:]}.py"
        pattern = rf"^    def {re.escape(test)}\("
    else:
        path = root / "tests" / f"test_{module}.c"
        # Defined, and not forgotten when the suite is put together.
        pattern = rf"^START_TEST\({re.escape(test)}\)[\s\S]*tcase_add_[a-z_]*test[a-z_]*\([a-z_]+, {re.escape(test)}\b"
    return path.is_file() and re.search(pattern, path.read_text(encoding="utf-8"), re.M) is not None


def problems(root: Path, tests: str) -> List[str]:
    names = re.findall(r"`([^`]+)`", tests)
    if not names or re.sub(r"`[^`]+`", "", tests).strip():
        return ["the last column is a list of tests in backquotes"]
    return [f"there is no test {name}" for name in names if not is_there(root, name)]


def main(root: Path) -> int:
    text = (root / "doc/security.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    attacks = [row for row in rows if row[0] not in ("attack", "---")]
    failed = len(attacks) < 30
    print(f"1..{len(attacks)}")
    for number, row in enumerate(attacks, 1):
        found = problems(root, row[2]) if len(row) == 3 else ["there are three columns"]
        for problem in found:
            print(f"{row[0]}: {problem}", file=sys.stderr)
        print(f"{'not ok' if found else 'ok'} {number} - {row[0].replace('#', '')}")
        failed = failed or bool(found)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
