#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The same sources give the same bytes, wherever, whenever and by whomever they are built.

    reproducible.py SOURCE BUILD FILE...

The quick part of scripts/dist-check, which builds everything twice: all generated sources, and some of the objects, are made in two
directories under another umask, locale, time zone, order of hashes and time of files, and compared. No FILE, which were built in BUILD,
may hold the name of either directory. Prints TAP.
"""
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Dict, List, NamedTuple

# One of so many objects is compiled.
STEP = 25


class Command(NamedTuple):
    words: List[str]
    outputs: List[str]


class Place(NamedTuple):
    tree: Path
    umask: int
    environment: Dict[str, str]
    time: int


def generators(build: Path) -> List[Command]:
    """The commands that make sources, from ninja."""
    compiled = subprocess.run(["ninja", "-t", "compdb", "CUSTOM_COMMAND"], cwd=build, stdout=subprocess.PIPE, check=True, text=True)
    commands: Dict[str, List[str]] = {}
    for entry in json.loads(compiled.stdout):
        if re.match(r"(lib|cli)/.*\.[ch]$", entry["output"]):
            commands.setdefault(entry["command"], []).append(entry["output"])
    return [Command(shlex.split(command), outputs) for command, outputs in commands.items()]


def compilations(build: Path) -> List[Command]:
    entries = json.loads((build / "compile_commands.json").read_text(encoding="utf-8"))
    ours = [entry for entry in entries if re.match(r"(lib|cli)/", entry["output"])]
    ours.sort(key=lambda entry: str(entry["output"]))
    return [Command(shlex.split(entry["command"]), [entry["output"]]) for entry in ours[::STEP]]


def moved(word: str, source: Path, build: Path, tree: Path) -> str:
    """A word of a command that builds there instead: absolute names, and those relative to the build directory."""
    relative = os.path.relpath(source, build)
    word = word.replace(f"{build}", f"{tree / 'build'}").replace(f"{source}", f"{tree}")
    return re.sub(rf"^(-I|\w+=)?{re.escape(relative)}(?=/|$)", lambda match: f"{match.group(1) or ''}..", word)


def prepare(place: Place, source: Path, build: Path) -> None:
    os.umask(place.umask)
    place.tree.mkdir(parents=True)
    for folder in ("include", "lib", "cli", "scripts", "doc"):
        shutil.copytree(source / folder, place.tree / folder, copy_function=shutil.copyfile)
    version = Path("include", "libmanifest", "version.h")
    (place.tree / "build" / version).parent.mkdir(parents=True)
    shutil.copyfile(build / version, place.tree / "build" / version)
    for path in place.tree.rglob("*"):
        os.utime(path, (place.time, place.time))


def make(place: Place, commands: List[Command], source: Path, build: Path) -> Dict[str, bytes]:
    """What the commands make there."""
    made: Dict[str, bytes] = {}
    for command in commands:
        for output in command.outputs:
            (place.tree / "build" / output).parent.mkdir(parents=True, exist_ok=True)
        words = [moved(word, source, build, place.tree) for word in command.words]
        subprocess.run(words, cwd=place.tree / "build", check=True, env={**os.environ, **place.environment})
        for output in command.outputs:
            made[output] = (place.tree / "build" / output).read_bytes()
    return made


def differences(left: Dict[str, bytes], right: Dict[str, bytes]) -> List[str]:
    return [f"{name}: not the same bytes" for name in sorted(left) if left[name] != right.get(name)]


def main(arguments: List[str]) -> int:
    source, build, *files = (Path(argument).resolve() for argument in arguments)
    if shutil.which("ninja") is None:
        print("1..0 # SKIP needs ninja")
        return 0
    with tempfile.TemporaryDirectory() as scratch:
        places = [
            Place(Path(scratch, "a"), 0o022, {"LC_ALL": "C", "TZ": "UTC", "PYTHONHASHSEED": "1"}, 1_000_000_000),
            Place(Path(scratch, "somewhere", "else", "tree"), 0o077,
                  {"LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Kolkata", "PYTHONHASHSEED": "77", "HOME": scratch, "USER": "somebody"}, 1_700_000_000),
        ]
        made: List[List[Dict[str, bytes]]] = []
        os.environ["CCACHE_DISABLE"] = "1"
        for place in places:
            prepare(place, source, build)
            made.append([make(place, generators(build), source, build), make(place, compilations(build), source, build)])
    inside = [f"{path.name}: holds the name {root}" for path in files for root in (source, build)
              if os.fsencode(f"{root}/") in path.read_bytes()]
    checks = [
        ("something is made", [] if len(made[0][0]) > 5 and len(made[0][1]) > 5 else [f"{[len(part) for part in made[0]]}"]),
        ("generated sources are the same", differences(made[0][0], made[1][0])),
        ("generated sources are those of the build",
         differences({name: (build / name).read_bytes() for name in made[0][0]}, made[0][0])),
        ("objects are the same", differences(made[0][1], made[1][1])),
        ("nothing that was built names its directory", inside),
    ]
    print(f"1..{len(checks)}")
    for number, (name, problems) in enumerate(checks, 1):
        for problem in problems:
            print(problem, file=sys.stderr)
        print(f"{'not ok' if problems else 'ok'} {number} - {name}")
    return 1 if any(problems for _, problems in checks) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
