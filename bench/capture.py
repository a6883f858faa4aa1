#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Time: the capture of a made system with 1,500 OS packages and 400 Python distributions, against the tools that list them.

Usage: capture.py COMMAND [OS-PACKAGES PYTHON-DISTRIBUTIONS]

The other side is `dpkg-query -W` and `pip list` on the same files, as far as they are installed. Both are programs, so the time is that
of the wall, start and end of the process included; they run in turns, and the row is of medians.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import List, Sequence

import rows

TURNS = 7
SITE = "usr/lib/python3.11/site-packages"
FILES = 60
DESCRIPTION = "".join(f" A line of a description that says what the package is good for, number {i}.\n" for i in range(10))


def stanza(number: int) -> str:
    return (f"Package: package-{number}\nStatus: install ok installed\nPriority: optional\nSection: libs\n"
            f"Installed-Size: {number}\nMaintainer: Somebody <somebody@distribution.example>\nArchitecture: amd64\n"
            f"Version: 1:{number % 7}.{number}-1+deb12u{number % 3}\nDepends: libc6 (>= 2.34), package-{number // 2}\n"
            f"Description: made for measuring\n{DESCRIPTION}Homepage: https://package-{number}.example/\n\n")


def make_distribution(site: Path, number: int) -> None:
    directory = site / f"distribution_{number}-{number % 9}.{number}.dist-info"
    directory.mkdir(parents=True)
    record = "".join(f"distribution_{number}/module_{i}.py,sha256=47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU,{i}\n"
                     for i in range(FILES))
    (directory / "METADATA").write_text(f"Metadata-Version: 2.1\nName: distribution-{number}\n"
                                        f"Version: {number % 9}.{number}\n\n{DESCRIPTION}", encoding="utf-8")
    (directory / "RECORD").write_text(record, encoding="utf-8")
    (directory / "INSTALLER").write_text("pip\n", encoding="utf-8")
    (directory / "WHEEL").write_text("Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n", encoding="utf-8")


def make_tree(root: Path, packages: int, distributions: int) -> None:
    for name in ("etc", "var/lib/dpkg/info", "var/lib/dpkg/updates", "usr/bin"):
        (root / name).mkdir(parents=True)
    (root / "etc/os-release").write_text('ID=debian\nVERSION_ID="12"\n', encoding="utf-8")
    (root / "var/lib/dpkg/status").write_text("".join(map(stanza, range(packages))), encoding="utf-8")
    (root / "var/lib/dpkg/arch").write_text("amd64\n", encoding="utf-8")
    for number in range(distributions):
        make_distribution(root / SITE, number)


def tools(root: Path) -> List[List[str]]:
    """Commands that list what the tree holds, where they are installed."""
    commands = []
    if shutil.which("dpkg-query") is not None:
        commands.append(["dpkg-query", f"--admindir={root}/var/lib/dpkg", "-W"])
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "list", "--path", str(root / SITE)]
    if subprocess.run(pip, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0:
        commands.append(pip)
    return commands


def run(commands: Sequence[Sequence[str]]) -> float:
    begin = time.perf_counter()
    for command in commands:
        subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
    return time.perf_counter() - begin


def measure(command: str, root: Path, packages: int, distributions: int) -> None:
    ours = [[command, "capture", "--quiet", "--root", str(root), "--output", os.devnull]]
    others = tools(root)
    names = " + ".join("pip list" if "pip" in other else "dpkg-query -W" for other in others)
    if not others:
        rows.skip("capture", "install dpkg-query or pip, to have something to compare with")
        return
    turns = rows.in_turns(lambda: run(ours), lambda: run(others), TURNS)
    rows.comparison("capture", f"a system with {packages} packages and {distributions} distributions", names, turns, aim=1)


def main(arguments: List[str]) -> int:
    if len(arguments) not in (1, 3):
        print(__doc__, file=sys.stderr)
        return 2
    packages, distributions = (int(arguments[1]), int(arguments[2])) if len(arguments) == 3 else (1500, 400)
    directory = tempfile.mkdtemp(prefix="manifest-bench-")
    try:
        make_tree(Path(directory), packages, distributions)
        measure(arguments[0], Path(directory), packages, distributions)
    finally:
        shutil.rmtree(directory)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
