#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the headers declare, what the version script exports, what the library has: the same names.

    symbols.py headers MAP HEADER...        the declarations in the headers are the names in the version script
    symbols.py library MAP LIBRARY LIST     the symbols of the library are those names, each with its version, and the list
    symbols.py print LIBRARY                prints the list
    symbols.py declarations HEADER...       prints what the headers declare: constants, types but for structs, functions
    symbols.py fields HEADER...             prints a program that prints where the fields of the options stand
    symbols.py kept DECLARATIONS FIELDS HEADER...   what was recorded by these two has not gone from the headers

Prints TAP.
"""
import re
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Set, Tuple


def without_comments(header: str) -> str:
    return re.sub(r"/\*.*?\*/", "", Path(header).read_text(encoding="utf-8"), flags=re.S)


def declarations(headers: List[str]) -> List[str]:
    """What the headers declare, each on a line of C that may be said again, and must then be the same."""
    lines: Set[str] = set()
    for header in headers:
        text = without_comments(header)
        constants = re.findall(r"^#define (?!MF_API|MF_VERSION)MF_\w+ .+$", text, flags=re.M)
        lines.update(" ".join(constant.split()) for constant in constants)
        text = re.sub(r"^\s*#.*$", "", text, flags=re.M)
        for statement in re.findall(r"\b((?:MF_API|typedef)\b[^;{]*;)", text):
            lines.add(" ".join(statement.replace("MF_API", "").split()))
    # Constants first, then types: opaque structs before what is made of them.
    return sorted(lines, key=lambda line: (line[0] != "#", not line.startswith("typedef"), "(" in line, line))


def fields(headers: List[str]) -> List[Tuple[str, str, str]]:
    """The fields of the options: struct, field, type."""
    found: List[Tuple[str, str, str]] = []
    for header in headers:
        for struct, body in re.findall(r"typedef struct (mf_\w+_options) \{(.*?)\} \1;", without_comments(header), flags=re.S):
            for statement in body.split(";")[:-1]:
                match = re.fullmatch(r"(\w[\w \*]*?)\s*\b(\w+)", " ".join(statement.split()))
                if match is None:
                    raise SystemExit(f"{header}: {struct}: cannot understand: {statement.strip()}")
                found.append((struct, match.group(2), match.group(1).strip()))
    return sorted(found, key=lambda field: field[0])


def fields_program(headers: List[str]) -> str:
    lines = [f'    printf("FIELD({struct}, {field}, {kind}, %u);\\n", (unsigned)offsetof({struct}, {field}));'
             for struct, field, kind in fields(headers)]
    return "\n".join(["#include <libmanifest/libmanifest.h>", "#include <stdio.h>", "int main(void)", "{", *lines, "    return 0;", "}"])


def names_declared(lines: List[str]) -> Set[str]:
    """The constants, types and functions of lines that declarations() made."""
    patterns = (r"#define (\w+)", r"typedef [^(]*?(\w+);", r"typedef [^(]*\(\*(\w+)\)", r"[^(]*?(mf_\w+)\s*\(")
    names: Set[str] = set()
    for line in lines:
        match = next(filter(None, (re.match(pattern, line) for pattern in patterns)), None)
        if match is None:
            raise SystemExit(f"cannot understand: {line}")
        names.add(match.group(1))
    return names


def gone(recorded_declarations: str, recorded_fields: str, headers: List[str]) -> List[str]:
    """What was recorded and is not in the headers any more. (What has changed, the compiler says of released.c.)"""
    text = without_comments(recorded_declarations)
    then = names_declared([line for line in text.splitlines() if line])
    struct_fields = re.findall(r"^FIELD\((\w+), (\w+),", without_comments(recorded_fields), flags=re.M)
    missing = then - names_declared(declarations(headers))
    missing |= {".".join(field) for field in set(struct_fields) - {field[:2] for field in fields(headers)}}
    return [f"{name}: was recorded, and the headers no longer declare it" for name in sorted(missing)]


def declared(headers: List[str]) -> Set[str]:
    """The functions that the headers declare with MF_API."""
    names: Set[str] = set()
    for header in headers:
        text = re.sub(r"^\s*#.*$", "", without_comments(header), flags=re.M)
        for declaration in re.findall(r"\bMF_API\b([^;]*);", text):
            match = re.search(r"\b(mf_\w+)\s*\(", declaration)
            if match is None:
                raise SystemExit(f"{header}: cannot understand: {declaration.strip()}")
            names.add(match.group(1))
    return names


def mapped(path: str) -> Tuple[Dict[str, str], List[str]]:
    """The names in a version script, each with its version; and what is wrong with the form of the script."""
    versions: Dict[str, str] = {}
    problems: List[str] = []
    text = re.sub(r"/\*.*?\*/|#.*", "", Path(path).read_text(encoding="utf-8"))
    for version, body in re.findall(r"(LIBMANIFEST_[0-9.]+)\s*\{(.*?)\}", text, flags=re.S):
        names = re.findall(r"[^\s;]+(?=;)", body.partition("global:")[2].partition("local:")[0])
        if names != sorted(names):
            problems.append(f"{version}: the names are not sorted")
        for name in names:
            if not re.fullmatch(r"mf_[a-z0-9_]+", name):
                problems.append(f"{version}: '{name}' is not the name of a function")
            if name in versions:
                problems.append(f"{version}: '{name}' has a version already")
            versions[name] = version
    if not re.search(r"local:\s*\*;", text):
        problems.append("nothing makes the other symbols local")
    return versions, problems


def exported(library: str) -> List[str]:
    """The symbols that a shared library defines, `name@@VERSION`, sorted; without the versions' own."""
    output = subprocess.run(["nm", "-D", "--defined-only", library], check=True, capture_output=True, text=True).stdout
    symbols = [line.split()[-1] for line in output.splitlines() if line.split()[-2] != "A"]
    return sorted(symbols)


def differences(left: Set[str], left_name: str, right: Set[str], right_name: str) -> List[str]:
    return [f"{name}: in {left_name}, not in {right_name}" for name in sorted(left - right)] + [
        f"{name}: in {right_name}, not in {left_name}" for name in sorted(right - left)
    ]


def report(checks: List[Tuple[str, List[str]]]) -> int:
    print(f"1..{len(checks)}")
    for number, (name, problems) in enumerate(checks, 1):
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    return 1 if any(problems for _, problems in checks) else 0


def main(arguments: List[str]) -> int:
    command, rest = arguments[0], arguments[1:]
    if command == "print":
        print("\n".join(exported(rest[0])))
        return 0
    if command == "declarations":
        print("/* SPDX-License-Identifier: Apache-2.0 */")
        print("/* What the public headers declared when this was recorded, by scripts/record-abi. Included by released.c. */")
        print("\n".join(declarations(rest)))
        return 0
    if command == "fields":
        print(fields_program(rest))
        return 0
    if command == "kept":
        return report([
            ("something was recorded", [] if Path(rest[0]).read_text(encoding="utf-8").count("\n") > 50 else [f"{rest[0]}: too short"]),
            ("the headers declare all that was recorded", gone(rest[0], rest[1], rest[2:])),
            ("the places of all fields are recorded",
             [f"{struct}.{field}: run scripts/record-abi" for struct, field, _ in fields(rest[2:])
              if f"FIELD({struct}, {field}," not in Path(rest[1]).read_text(encoding="utf-8")]),
        ])
    versions, problems = mapped(rest[0])
    if command == "headers":
        names = declared(rest[1:])
        return report([
            ("the version script is in order", problems),
            ("the headers declare something", [] if len(names) > 50 else [f"only {len(names)} functions"]),
            ("headers and version script agree", differences(names, "the headers", set(versions), "the version script")),
        ])
    symbols = exported(rest[1])
    expected = {f"{name}@@{version}" for name, version in versions.items()}
    recorded = Path(rest[2]).read_text(encoding="utf-8").split("\n")[:-1]
    return report([
        ("the version script is in order", problems),
        ("library and version script agree", differences(set(symbols), "the library", expected, "the version script")),
        ("the list is sorted", [] if recorded == sorted(recorded) else [f"{rest[2]}: run scripts/record-abi"]),
        ("library and list agree", differences(set(symbols), "the library", set(recorded), "the list")),
    ])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
