#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Proves that a change of the ABI does not pass: headers and lists are changed in a copy, one thing at a time, and judged again.

    released_judge.py SOURCE GENERATED-INCLUDE MAP LIBRARY

The headers are judged by compiling released.c and by `symbols.py kept`, the exported symbols by `symbols.py library`. The compiler is in
the variable COMPILER. Prints TAP.
"""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import List, NamedTuple, Tuple


class Change(NamedTuple):
    name: str
    good: bool
    header: str
    pattern: str
    replacement: str


# The pattern must be found once in the header.
CHANGES = [
    Change("nothing", True, "manifest.h", r"\Z", ""),
    Change("a comment", True, "manifest.h", r"\Z", "/* more */\n"),
    Change("a new function", True, "hash.h", r"(?=MF_API void mf_hash_options_init)", "MF_API int32_t mf_new_thing(void);\n"),
    Change("a new constant", True, "hash.h", r"(?=#define MF_HASH_SHA256\b)", "#define MF_HASH_NEW 77\n"),
    Change("another value of a constant", False, "hash.h", r"(#define MF_HASH_SHA256 )1\b", r"\g<1>9"),
    Change("two constants have changed places", False, "hash.h", r"(#define MF_HASH_SHA256 )1(.*?#define MF_HASH_SHA512 )2",
           r"\g<1>2\g<2>1"),
    Change("a status has another number", False, "error.h", r"(#define MF_ERROR_ARGUMENT )\(-2\)", r"\g<1>(-99)"),
    Change("a constant is gone", False, "hash.h", r"#define MF_HASH_SHA512 [^\n]*\n", ""),
    Change("a type of an enumeration has another width", False, "hash.h", r"typedef int32_t (mf_hash_algorithm)", r"typedef int64_t \1"),
    Change("a field of options is gone", False, "hash.h", r"    void \*progress_context;\n", ""),
    Change("a field of options in the middle", False, "hash.h", r"(?=    uint32_t threads;)", "    uint64_t more;\n"),
    Change("fields of options have changed places", False, "validate.h", r"(    int64_t time;\n)(.*?)(    const mf_rules \*rules;\n)",
           r"\3\2\1"),
    Change("a field of options has another type", False, "hash.h", r"    uint32_t (threads;)", r"    int32_t \1"),
    Change("a field of options has another width", False, "diff.h", r"    size_t (maximum_memory;)", r"    uint32_t \1"),
    Change("a field of options has another name", False, "hash.h", r"(    uint32_t )threads;", r"\1workers;"),
    Change("a field at the end that nobody has recorded", False, "hash.h", r"(?=\} mf_hash_options;)", "    uint64_t more;\n"),
    Change("a function takes another type", False, "hash.h", r"(mf_hash_options_init\(mf_hash_options \*options, )size_t", r"\1uint32_t"),
    Change("a function takes const no more", False, "manifest.h", r"(mf_manifest_digest\()const ", r"\1"),
    Change("a function takes one more", False, "hash.h", r"(MF_API void mf_hash_options_init\()", r"\1int32_t more, "),
    Change("a function returns another type", False, "hash.h", r"MF_API void (mf_hash_options_init)", r"MF_API int32_t \1"),
    Change("a function is gone", False, "hash.h", r"MF_API void mf_hash_options_init\([^;]*;\n", ""),
    Change("a callback takes another type", False, "hash.h", r"(typedef int32_t \(\*mf_progress_function\)\()void", r"\1const void"),
]


class Judge:
    def __init__(self, source: Path, generated: Path, version_map: Path, library: Path, scratch: Path) -> None:
        self.source, self.generated, self.map, self.library, self.scratch = source, generated, version_map, library, scratch
        self.symbols = source / "tests" / "package" / "symbols.py"
        self.abi = source / "tests" / "abi"

    def runs(self, *command: str) -> Tuple[bool, str]:
        done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        return done.returncode == 0, done.stdout

    def headers(self, change: Change) -> Tuple[bool, str]:
        """Whether the headers with this change are still what was released, and what was said."""
        include = self.scratch / "include"
        shutil.rmtree(include, ignore_errors=True)
        shutil.copytree(self.source / "include", include)
        shutil.copy(self.generated / "libmanifest" / "version.h", include / "libmanifest")
        header = include / "libmanifest" / change.header
        text, count = re.subn(change.pattern, change.replacement, header.read_text(encoding="utf-8"), flags=re.S)
        if count != 1:
            raise SystemExit(f"{change.name}: found {count} times in {change.header}")
        header.write_text(text, encoding="utf-8")
        compiles, said = self.runs(*shlex.split(os.environ["COMPILER"]), "-std=c11", "-Wall", "-Wextra", "-Werror", "-fsyntax-only",
                                   f"-I{include}", str(self.abi.parent / "package" / "released.c"))
        kept, missing = self.runs(sys.executable, str(self.symbols), "kept", str(self.abi / "declarations.h"), str(self.abi / "fields.h"),
                                  *map(str, sorted((include / "libmanifest").glob("*.h"))))
        return compiles and kept, said + missing

    def exported(self, version_map: str, listed: str) -> Tuple[bool, str]:
        """Whether the library exports what these texts say."""
        (self.scratch / "changed.map").write_text(version_map, encoding="utf-8")
        (self.scratch / "symbols.txt").write_text(listed, encoding="utf-8")
        return self.runs(sys.executable, str(self.symbols), "library", str(self.scratch / "changed.map"), str(self.library),
                         str(self.scratch / "symbols.txt"))


def verdicts(judge: Judge) -> List[Tuple[str, bool, bool, str]]:
    """Each change: its name, whether it should pass, whether it does, and what was said."""
    found = [(f"headers: {change.name}", change.good, *judge.headers(change)) for change in CHANGES]
    names = judge.map.read_text(encoding="utf-8")
    listed = (judge.abi / "symbols.txt").read_text(encoding="utf-8")
    first = listed.splitlines(keepends=True)[0]
    function = first.partition("@")[0]
    vanished = listed + "mf_zzz@@LIBMANIFEST_0.1\n"
    for name, good, version_map, symbols in (
        ("nothing", True, names, listed),
        ("a symbol is gone from the library", False, names, vanished),
        ("a symbol is gone from library and list", False, names.replace("local:", "    mf_zzz;\nlocal:", 1), listed),
        ("a symbol that nobody has recorded", False, names, listed.replace(first, "", 1)),
        ("a symbol that the version script does not have", False, re.sub(rf"\s{function};", "", names), listed),
        ("a symbol has another version", False, names.replace("LIBMANIFEST_0.1", "LIBMANIFEST_0.2"), listed),
        ("the list is not sorted", False, names, "".join(reversed(listed.splitlines(keepends=True)))),
    ):
        found.append((f"symbols: {name}", good, *judge.exported(version_map, symbols)))
    return found


def main(arguments: List[str]) -> int:
    failed = False
    with tempfile.TemporaryDirectory() as scratch:
        source, generated, version_map, library = (Path(argument).resolve() for argument in arguments)
        found = verdicts(Judge(source, generated, version_map, library, Path(scratch)))
    for number, (name, should_pass, passes, said) in enumerate(found, 1):
        right = should_pass == passes
        failed = failed or not right
        if not right:
            print(f"{name}: {'was refused' if should_pass else 'was let through'}\n{said}", file=sys.stderr)
        print(f"{'ok' if right else 'not ok'} {number} - {name}")
    print(f"1..{len(found)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
