#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a table of the rows that the measuring programs print.

Usage: report.py [--json FILE] [--build DIRECTORY] [ROWS…]

Reads the files ROWS, or stdin. --json writes them as one document too, with what they were measured on; --build says in which build
directory, for its compiler and the versions of the libraries.
"""
import argparse
import datetime
import json
import os
import platform
import subprocess
import sys
from pathlib import Path
from typing import Any, Dict, Iterable, List, Optional, Sequence, TextIO, Tuple

import rows
from rows import Row

Source = Tuple[str, TextIO]


def fail(text: str) -> int:
    print(f"report.py: {text}", file=sys.stderr)
    return 2


# --- reading ---------------------------------------------------------------------------------------------------------------


def identity(row: Row) -> Tuple[str, ...]:
    return tuple(str(row.get(name, "")) for name in ("group", "what", "peer", "over", "unit"))


def read(name: str, lines: Iterable[str], known: Dict[Tuple[str, ...], str]) -> List[Row]:
    """The rows in a file. `known` has the places of those that were read before."""
    found = []
    for number, line in enumerate(lines, 1):
        place = f"{name}:{number}"
        try:
            row = rows.parse(line)
        except rows.NotARow as error:
            raise rows.NotARow(f"{place}: {error}") from error
        first = known.setdefault(identity(row), place)
        if first != place:
            raise rows.NotARow(f"{place}: the same was measured in {first}")
        found.append(row)
    return found


def read_all(paths: Sequence[str]) -> List[Row]:
    known: Dict[Tuple[str, ...], str] = {}
    if not paths:
        return read("stdin", sys.stdin, known)
    found: List[Row] = []
    for path in paths:
        with open(path, encoding="utf-8") as file:
            found += read(path, file, known)
    return found


def by_group(found: Sequence[Row]) -> Dict[str, List[Row]]:
    """The rows of each group, groups in the order in which they come first."""
    groups: Dict[str, List[Row]] = {}
    for row in found:
        groups.setdefault(row["group"], []).append(row)
    return groups


# --- the table -------------------------------------------------------------------------------------------------------------


def show(value: float, unit: str) -> str:
    if unit == "B":
        return f"{value / 1024:.1f} KiB"
    if unit == "1/s":
        return f"{value:.0f} /s"
    if value < 1e-3:
        return f"{value * 1e6:.1f} us"
    return f"{value * 1e3:.2f} ms"


def show_ratio(value: float) -> str:
    """Two digits that count, where a ratio is small."""
    return f"{value:.2f}" if value >= 0.1 else f"{value:.3f}"


def verdict(figure: Optional[float], aim: Optional[float]) -> str:
    if figure is None or aim is None:
        return ""
    return f" {show_ratio(aim):>6}  {'met' if figure <= aim else 'MISSED'}"


def label(row: Row) -> str:
    if "peer" in row:
        return f"{row['what']} : {row['peer']}"
    return f"{row['what']} : {row['points'][0][0]:,.0f} … {row['points'][-1][0]:,.0f} {row['over']}"


def figures(row: Row) -> str:
    """Behind the label: ours, theirs and the ratio, or the ends of a series and the exponent."""
    points = row.get("points", [])
    left, right = (points[0][1], points[-1][1]) if points else (row["ours"], row["theirs"])
    figure = row.get("exponent", row.get("ratio"))
    shown = "" if figure is None else show_ratio(figure)
    return f"{show(left, row['unit']):>12} {show(right, row['unit']):>12} {shown:>8}{verdict(figure, row.get('aim'))}".rstrip()


def table(found: Sequence[Row]) -> str:
    width = max(len(label(row)) for row in found)
    lines = []
    for group, members in by_group(found).items():
        for kind, heads in (("over", ("first", "last", "exponent")), ("peer", ("ours", "theirs", "ratio"))):
            chosen = [row for row in members if kind in row]
            if chosen:
                lines.append(f"\n{group:{width}} {heads[0]:>12} {heads[1]:>12} {heads[2]:>8} {'aim':>6}")
                lines += [f"{label(row):{width}} {figures(row)}" for row in chosen]
    return "".join(line + "\n" for line in lines).lstrip("\n")


# --- the document ----------------------------------------------------------------------------------------------------------


def first_line(*command: str) -> str:
    """What a program says first; nothing if there is none."""
    try:
        result = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False, encoding="utf-8")
    except OSError:
        return ""
    return (result.stdout.splitlines() or [""])[0].strip() if result.returncode == 0 else ""


def value_in(path: str, key: str, separator: str) -> str:
    """Of the first line `key separator value` in a file of the system."""
    try:
        for line in Path(path).read_text(encoding="utf-8").splitlines():
            name, found, value = line.partition(separator)
            if found and name.strip() == key:
                return value.strip().strip('"')
    except OSError:
        pass
    return ""


def cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def introspection(build: Optional[str], what: str) -> List[Dict[str, Any]]:
    """What Meson tells of a build directory."""
    if build is None:
        return []
    found = json.loads((Path(build) / "meson-info" / f"intro-{what}.json").read_text(encoding="utf-8"))
    return list(found)


def compiler(build: Optional[str]) -> str:
    sources = [source for target in introspection(build, "targets") for source in target["target_sources"]]
    commands = [source["compiler"] for source in sources if source.get("language") == "c"]
    options = {option["name"]: option["value"] for option in introspection(build, "buildoptions")}
    if not commands:
        return ""
    return f"{first_line(commands[0][-1], '--version')}, -O{options.get('optimization', '?')}"


def machine(build: Optional[str]) -> Dict[str, object]:
    return {
        "cpu": value_in("/proc/cpuinfo", "model name", ":") or platform.processor() or platform.machine(),
        "cores": cores(),
        "memory": os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"),
        "os": value_in("/etc/os-release", "PRETTY_NAME", "=") or platform.system(),
        "kernel": f"{platform.system()} {platform.release()}",
        "compiler": compiler(build),
    }


def versions(build: Optional[str], found: Sequence[Row]) -> Dict[str, str]:
    """Of the libraries that were built against, of the interpreter, and of the peers whose rows say it."""
    known = {library["name"]: str(library["version"]) for library in introspection(build, "dependencies")
             if library["version"] != "unknown"}
    known["python"] = platform.python_version()
    known.update((row["peer"], row["version"]) for row in found if "version" in row)
    return dict(sorted(known.items()))


def commit() -> str:
    top = str(Path(__file__).resolve().parent.parent)
    return first_line("git", "-C", top, "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*")


def document(found: Sequence[Row], build: Optional[str]) -> Dict[str, object]:
    now = datetime.datetime.now(datetime.timezone.utc)
    return {
        "date": now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "machine": machine(build),
        "versions": versions(build, found),
        "commit": commit(),
        "rows": [row for members in by_group(found).values() for row in members],
    }


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(description="Makes a table of the rows that the measuring programs print.")
    parser.add_argument("--json", metavar="FILE", help="writes one JSON document too")
    parser.add_argument("--build", metavar="DIRECTORY", help="the build directory that was measured")
    parser.add_argument("rows", metavar="ROWS", nargs="*", help="files of JSON Lines; stdin without any")
    options = parser.parse_args(arguments)
    try:
        found = read_all(options.rows)
        if not found:
            return fail("there are no rows")
        if options.json is not None:
            text = json.dumps(document(found, options.build), ensure_ascii=False, indent=1) + "\n"
            Path(options.json).write_text(text, encoding="utf-8")
    except (rows.NotARow, OSError, UnicodeDecodeError, json.JSONDecodeError) as error:
        return fail(str(error))
    print(table(found), end="")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
