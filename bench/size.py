#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Bytes: the shared library without its symbols, what it is made of, and a program that links the static one.

Usage: size.py SHARED-LIBRARY PROGRAM

Both are stripped first, into files of their own; `strip` and `size` are those of binutils.
"""
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List

import rows

AIM = 600_000

# Sections by how their names begin; what is in none of them is the rest.
PARTS = {
    "code": (".text", ".plt", ".init", ".fini"),
    "constants": (".rodata",),
    "constants with addresses": (".data.rel.ro",),
    "relocations": (".rela", ".rel.", ".relr"),
    "tables for unwinding": (".eh_frame", ".gcc_except_table"),
    "names of functions": (".dynsym", ".dynstr", ".gnu.", ".hash"),
}


def part_of(section: str) -> str:
    """The first part whose sections begin so."""
    order = ["relocations", *PARTS]
    return next((part for part in order if section.startswith(PARTS[part])), "the rest")


def stripped(path: str, directory: Path) -> Path:
    result = directory / Path(path).name
    subprocess.run(["strip", "--strip-all", "-o", str(result), path], check=True)
    return result


def sections(path: Path) -> Dict[str, int]:
    """Bytes of each section that is loaded and stands in the file."""
    result = subprocess.run(["size", "-A", "-d", str(path)], stdout=subprocess.PIPE, check=True, encoding="utf-8")
    lines = [line.split() for line in result.stdout.splitlines()]
    return {words[0]: int(words[1]) for words in lines if len(words) == 3 and words[0].startswith(".") and words[2] != "0"
            and words[0] not in (".bss", ".tbss")}


def write(what: str, peer: str, ours: int, theirs: int, aim: float = 0) -> None:
    rows.comparison("size", what, peer, [(ours, theirs)], "B", aim or None)


def measure(library: Path, program: Path) -> None:
    whole = library.stat().st_size
    write("the shared library, stripped", f"{AIM // 1000} KB", whole, AIM, 1)
    parts: Dict[str, int] = {}
    for section, size in sections(library).items():
        parts[part_of(section)] = parts.get(part_of(section), 0) + size
    parts["the rest"] = whole - sum(size for part, size in parts.items() if part != "the rest")
    for part, size in sorted(parts.items(), key=lambda entry: -entry[1]):
        write(f"of it {part}", "the whole", size, whole)
    write("a program that reads, checks, digests and verifies, linked statically", "the shared library",
          program.stat().st_size, whole)


def main(arguments: List[str]) -> int:
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    if shutil.which("strip") is None or shutil.which("size") is None or not sys.platform.startswith("linux"):
        rows.skip("size", "it needs the `strip` and `size` of binutils, and files in the form ELF")
        return 0
    with tempfile.TemporaryDirectory() as directory:
        measure(stripped(arguments[0], Path(directory)), stripped(arguments[1], Path(directory)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
