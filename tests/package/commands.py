#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The shell commands of a page of documentation run, and print what it says.

    commands.py SOURCE COMMAND HOOKS PAGE...

Commands are a ```sh block behind a comment `<!-- commands: NAME; status: N -->` (the status is optional). A ```text block that follows,
before the next commands, is what they print on standard output: `…` stands for any text within a line, and alone on a line for
any lines. Blocks of ```yaml are configurations of other tools: each line of theirs that runs `manifest` is run as well, and must not
be wrong usage. One behind `<!-- file: NAME -->` is a file that the commands use, and one behind `<!-- hook: ID -->` says the same as
the hook of that id in the file HOOKS.

All of it runs in a repository with a good and a bad manifest and other files below deploy/. COMMAND is the command `manifest`.
Prints TAP.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Iterator, List, NamedTuple, Optional, Tuple

COMMANDS = re.compile(r"<!-- commands: (?P<name>[^;>]+?)(?:; status: (?P<status>\d+))? -->\n```sh\n(?P<code>.*?)^```$"
                      r"(?P<rest>.*?)(?=<!-- commands:|\Z)", re.M | re.S)
OUTPUT = re.compile(r"^```text\n(.*?)^```$", re.M | re.S)
CONFIGURATION = re.compile(r"^```yaml\n(.*?)^```$", re.M | re.S)
HOOK = re.compile(r"<!-- hook: (?P<id>[\w-]+) -->\n```yaml\n(?P<text>.*?)^```$", re.M | re.S)
FILE = re.compile(r"<!-- file: (?P<name>[\w./-]+) -->\n```yaml\n(?P<text>.*?)^```$", re.M | re.S)
INVOCATION = re.compile(r"^ *(?:- |(?:- )?(?:run|entry): )(manifest .*)$", re.M)


class Step(NamedTuple):
    name: str
    code: str
    statuses: List[int]
    output: Optional[str]


def steps(text: str) -> Iterator[Step]:
    for match in COMMANDS.finditer(text):
        output = OUTPUT.search(match["rest"])
        yield Step(match["name"], match["code"], [int(match["status"] or 0)], output.group(1) if output else None)
    for block in CONFIGURATION.findall(text):
        for line in INVOCATION.findall(block):
            yield Step(line, line if " deploy" in line else line + " deploy/fraud.yaml", [0, 1], None)


def pattern(expected: str) -> "re.Pattern[str]":
    parts = []
    for line in expected.splitlines():
        parts.append(r"(?:.*\n)*" if line == "…" else ".*".join(re.escape(part) for part in line.split("…")) + r"\n")
    return re.compile("".join(parts))


def make_repository(directory: Path, source: Path, command: Path) -> None:
    (directory / "bin").mkdir()
    (directory / "bin" / "manifest").symlink_to(command)
    (directory / "deploy" / "iris").mkdir(parents=True)
    good = (source / "examples" / "iris-classifier" / "manifest.yaml").read_text(encoding="utf-8")
    (directory / "deploy" / "iris" / "manifest.yaml").write_text(good, encoding="utf-8")
    bad = re.sub(r"^  version: .*$", '  version: "1.0"', good, count=1, flags=re.M)
    (directory / "deploy" / "fraud.yaml").write_text(bad, encoding="utf-8")
    (directory / "deploy" / "values.yaml").write_text("replicas: 3\n", encoding="utf-8")
    (directory / "deploy" / "settings.json").write_text("{}\n", encoding="utf-8")
    if shutil.which("git"):
        for arguments in (["init", "-q"], ["add", "deploy"]):
            subprocess.run(["git", *arguments], cwd=directory, check=True, capture_output=True)


def problem(step: Step, page: str, source: Path, command: Path) -> Optional[str]:
    """Runs a step of a page; says what is wrong, or None."""
    with tempfile.TemporaryDirectory() as scratch:
        make_repository(Path(scratch), source, command)
        for match in FILE.finditer(page):
            Path(scratch, match["name"]).write_text(match["text"], encoding="utf-8")
        environment = {**os.environ, "PATH": f"{scratch}/bin{os.pathsep}{os.environ['PATH']}"}
        ran = subprocess.run(["sh", "-e", "-c", step.code], cwd=scratch, env=environment, capture_output=True, text=True, timeout=60)
    # xargs makes a status of its own of the one that it saw.
    status = 1 if ran.returncode == 123 else ran.returncode
    if status not in step.statuses:
        return f"ended with status {ran.returncode}\n{ran.stdout}{ran.stderr}"
    if step.output is not None and not pattern(step.output).fullmatch(ran.stdout):
        return f"printed\n{ran.stdout}instead of\n{step.output}"
    return None


def hook_lines(text: str, name: str) -> List[str]:
    """The lines of the hook with this id that say what is run on what."""
    hook = text[text.index(f"- id: {name}\n"):].split("\n- id: ", 1)[0]
    return sorted(line.strip() for line in hook.splitlines() if re.match(r"\s+(name|entry|language|types_or|args):", line))


def main(arguments: List[str]) -> int:
    source, command, hooks = (Path(argument).resolve() for argument in arguments[:3])
    number = 0
    failed = False
    for page in arguments[3:]:
        text = Path(page).read_text(encoding="utf-8")
        results: List[Tuple[str, Optional[str]]] = []
        for step in steps(text):
            if step.code.startswith("git ") and shutil.which("git") is None:
                results.append((f"{step.name} # SKIP git is not installed", None))
            else:
                results.append((step.name, problem(step, text, source, command)))
        for match in HOOK.finditer(text):
            same = hook_lines(match["text"], match["id"]) == hook_lines(hooks.read_text(encoding="utf-8"), match["id"])
            results.append((f"hook {match['id']}", None if same else f"differs from {hooks.name}"))
        if not results:
            raise SystemExit(f"{page}: there are no commands")
        for name, wrong in results:
            number += 1
            failed = failed or wrong is not None
            if wrong is not None:
                print(f"{page}: {name}: {wrong}", file=sys.stderr)
            print(f"{'ok' if wrong is None else 'not ok'} {number} - {Path(page).name} {name}")
    print(f"1..{number}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
