#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""libmanifest(3) is true: it names every public header, functions that there are, and its program works.

    manual.py SOURCE BUILD LIBRARY COMMAND HEADER...

The compiler is in the variable COMPILER. Prints TAP.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import List, Tuple


def example(page: str) -> str:
    match = re.search(r"^\.Bd -literal[^\n]*\n(#include.*?)^\.Ed$", page, flags=re.M | re.S)
    return match.group(1).replace("\\e", "\\") if match else ""


def run(*command: str) -> Tuple[int, str]:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return done.returncode, done.stdout


def wrong_headers(page: str, headers: List[str]) -> str:
    named = re.findall(r"^\.It In libmanifest/(\S+)$", page, flags=re.M)
    expected = sorted(set(headers) - {"libmanifest.h"})
    return "" if named == expected else f"it names {named}, and there are {expected}, in this order"


def wrong_functions(page: str, symbols: str) -> str:
    there = set(re.findall(r"^(mf_\w+)@@", symbols, flags=re.M))
    named = set(re.findall(r"\b(mf_\w+)\(", example(page)))
    return "" if named and named <= there else f"not exported: {sorted(named - there)}"


def wrong_program(page: str, source: Path, build: Path, library: Path, command: Path) -> str:
    with tempfile.TemporaryDirectory() as scratch:
        code, program = Path(scratch, "program.c"), str(Path(scratch, "program"))
        code.write_text(example(page), encoding="utf-8")
        status, said = run(*shlex.split(os.environ["COMPILER"]), "-std=c99", "-pedantic", "-Wall", "-Wextra", "-Werror",
                           f"-I{source / 'include'}", f"-I{build / 'include'}", "-o", program, str(code), str(library),
                           f"-Wl,-rpath,{library.parent}")
        if status != 0:
            return said
        release = str(source / "examples" / "iris-classifier" / "manifest.yaml")
        for file in (release, str(source / "README.md"), "/nonexistent"):
            mine, its = run(program, file), run(str(command), "digest", file)
            if (mine[0] == 0) != (its[0] == 0) or (mine[0] == 0 and mine[1] != its[1]) or (mine[0] != 0 and mine[1] == ""):
                return f"{file}: the program said {mine}, the command {its}"
    return ""


def badly_formed(path: Path) -> str:
    if shutil.which("mandoc") is None:
        return ""
    done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout.decode()


def main(arguments: List[str]) -> int:
    source, build, library, command = (Path(argument).resolve() for argument in arguments[:4])
    path = source / "doc" / "libmanifest.3"
    page = path.read_text(encoding="utf-8")
    checks = [
        ("names every public header", wrong_headers(page, arguments[4:])),
        ("calls functions that there are", wrong_functions(page, (source / "tests" / "abi" / "symbols.txt").read_text(encoding="utf-8"))),
        ("its program does what the command does", wrong_program(page, source, build, library, command)),
        ("is well formed", badly_formed(path)),
    ]
    print(f"1..{len(checks)}")
    for number, (name, problem) in enumerate(checks, 1):
        if problem:
            print(problem, file=sys.stderr)
        print(f"{'not ok' if problem else 'ok'} {number} - libmanifest(3) {name}")
    return 1 if any(problem for _, problem in checks) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
