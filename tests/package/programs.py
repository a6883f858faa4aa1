#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The C programs of the documentation compile without warnings, run, and print what the page says.

    programs.py SOURCE BUILD LIBRARY PAGE...

A program is a ```c block behind a comment `<!-- program: NAME; arguments: …; needs: PKG-CONFIG-MODULES; status: N -->` (all but
the name are optional). A ```text block that follows, before the next program, is what it prints: `…` stands for any text within
a line, and alone on a line for any lines. Programs run in SOURCE. The compiler is in the variable COMPILER. Prints TAP.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional

PROGRAM = re.compile(r"<!-- program: (?P<about>[^>]*?) -->\n```c\n(?P<code>.*?)^```$(?P<rest>.*?)(?=<!-- program:|\Z)", re.M | re.S)
OUTPUT = re.compile(r"^```text\n(.*?)^```$", re.M | re.S)


class Program(NamedTuple):
    name: str
    facts: Dict[str, str]
    code: str
    output: Optional[str]


def programs(page: Path) -> List[Program]:
    found = []
    for match in PROGRAM.finditer(page.read_text(encoding="utf-8")):
        name, *rest = match["about"].split(";")
        facts = dict((part.strip().split(": ", 1)) for part in rest)
        unknown = set(facts) - {"arguments", "needs", "status"}
        if unknown:
            raise SystemExit(f"{page}: {name}: unknown: {unknown}")
        output = OUTPUT.search(match["rest"])
        found.append(Program(name, facts, match["code"], output.group(1) if output else None))
    return found


def pattern(expected: str) -> "re.Pattern[str]":
    parts = []
    for line in expected.splitlines():
        parts.append(r"(?:.*\n)*" if line == "…" else ".*".join(re.escape(part) for part in line.split("…")) + r"\n")
    return re.compile("".join(parts))


def problem(program: Program, source: Path, build: Path, library: Path, scratch: Path) -> Optional[str]:
    """Compiles and runs a program; says what is wrong, or None."""
    code = scratch / f"{program.name}.c"
    code.write_text(program.code, encoding="utf-8")
    needs = program.facts.get("needs", "").split()
    flags = subprocess.run(["pkg-config", "--cflags", "--libs", *needs], check=True, capture_output=True, text=True).stdout if needs else ""
    compiled = subprocess.run(
        shlex.split(os.environ["COMPILER"])
        + ["-std=c99", "-pedantic", "-Wall", "-Wextra", "-Wshadow", "-Wconversion", "-Werror", "-g"]
        + [f"-I{source / 'include'}", f"-I{build / 'include'}", "-o", str(code.with_suffix("")), str(code), str(library)]
        + [f"-Wl,-rpath,{library.parent}", *flags.split()],
        capture_output=True, text=True,
    )
    if compiled.returncode != 0:
        return compiled.stderr
    ran = subprocess.run(
        [str(code.with_suffix("")), *program.facts.get("arguments", "").split()],
        cwd=source, capture_output=True, text=True, timeout=60,
    )
    if ran.returncode != int(program.facts.get("status", "0")):
        return f"ended with status {ran.returncode}\n{ran.stdout}{ran.stderr}"
    if program.output is not None and not pattern(program.output).fullmatch(ran.stdout):
        return f"printed\n{ran.stdout}instead of\n{program.output}"
    return None


def main(arguments: List[str]) -> int:
    source, build, library = (Path(argument).resolve() for argument in arguments[:3])
    failed = False
    number = 0
    with tempfile.TemporaryDirectory() as scratch:
        for page in arguments[3:]:
            found = programs(Path(page))
            if not found:
                raise SystemExit(f"{page}: there are no programs")
            for program in found:
                number += 1
                wrong = problem(program, source, build, library, Path(scratch))
                if wrong is not None:
                    failed = True
                    print(f"{page}: {program.name}: {wrong}", file=sys.stderr)
                print(f"{'ok' if wrong is None else 'not ok'} {number} - {Path(page).name} {program.name}")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
