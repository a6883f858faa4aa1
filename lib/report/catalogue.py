#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns the catalogue of findings into C.

Usage: catalogue.py rows  OUTPUT FILE.rules...   the rows FINDING(…), for the library
       catalogue.py texts OUTPUT FILE.rules...   explanations and examples, for the command and the tests

The notation, in files that hold a topic or more each:

    topic: TITLE
        What the topic is about, in Markdown.

    MF2101 NAME SEVERITY PROFILE SECTION: a few words
      why: Why it matters.
      mend: How to mend it.
      bad:
        a piece of a manifest, in YAML, that has the finding in profile release
      good:
        the same piece mended
      rules:
        a rules file with which the examples are judged, where one is needed
      at: the time at which they are judged, where one is needed
      lock: the format of the lock files that the examples are, where they are no pieces of a manifest

A line that begins with `#` is a comment. Texts go on over lines that are indented further. A code keeps its meaning for ever and is
never used again, also after its finding is gone. From MF2000 to MF3199 stand the rules, which have `why`, `mend`, `bad` and `good`; the
findings before are about the form of a document, and need `why`; those after are about things outside it, and need `mend` too. A mistake ends the build with `FILE:LINE: what is wrong`.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Optional

HEAD = re.compile(
    r"MF(?P<number>[1-9][0-9]{3}) (?P<name>[A-Z][A-Z0-9_]*) (?P<severity>error|warning|note) (?P<profile>draft|release)"
    r" (?P<section>[a-z]+): (?P<title>\S.*)$"
)
KEYS = ("why", "mend", "bad", "good", "rules", "at", "lock")
EXAMPLES = ("bad", "good", "rules")
RULES = range(2000, 3200)
SECTIONS = (
    "any document release build environment dependencies configuration interface artifacts rollout observability services "
    "governance acceptance documents extensions rules overrides"
).split()


@dataclass
class Entry:
    """One finding."""

    number: int
    name: str
    severity: str
    profile: str
    section: str
    title: str
    where: str
    texts: dict[str, list[str]] = field(default_factory=dict)

    def text(self, key: str) -> str:
        lines = self.texts.get(key, [])
        if key in EXAMPLES:
            return "".join(line + "\n" for line in lines)
        return " ".join(line.strip() for line in lines).strip()


@dataclass
class Topic:
    """Findings that belong together."""

    title: str
    lines: list[str] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)


def fail(where: str, message: str) -> NoReturn:
    sys.exit(f"{where}: {message}")


def read_entry(where: str, line: str) -> Entry:
    match = HEAD.match(line)
    if match is None:
        fail(where, f"cannot read '{line}'")
    if match["section"] not in SECTIONS:
        fail(where, f"there is no section '{match['section']}'")
    return Entry(
        int(match["number"]), match["name"], match["severity"], match["profile"], match["section"], match["title"], where)


def read(path: Path) -> list[Topic]:
    topics: list[Topic] = []
    texts: Optional[list[str]] = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        where = f"{path.name}:{number}"
        if line.startswith("#"):
            continue
        if line.startswith("topic: "):
            topics.append(Topic(line[len("topic: "):]))
            texts = topics[-1].lines
        elif line and not line.startswith(" "):
            if not topics:
                fail(where, "a finding stands under a topic")
            topics[-1].entries.append(read_entry(where, line))
            texts = None
        elif line.startswith("    ") or not line:
            if texts is not None:
                texts.append(line[4:])
            elif line:
                fail(where, "this belongs to nothing")
        else:
            key, colon, rest = line.strip().partition(":")
            if not line.startswith("  ") or not colon or key not in KEYS or not topics or not topics[-1].entries:
                fail(where, f"cannot read '{line}': there are {', '.join(KEYS)}")
            entry = topics[-1].entries[-1]
            if key in entry.texts:
                fail(where, f"'{key}' stands here twice")
            texts = entry.texts[key] = [rest.strip()] if rest.strip() else []
    return topics


def strip_ends(topics: list[Topic]) -> None:
    """Blank lines at the end of a text separate it from what follows."""
    for topic in topics:
        for lines in [topic.lines] + [text for entry in topic.entries for text in entry.texts.values()]:
            while lines and not lines[-1]:
                lines.pop()


def check(entries: list[Entry]) -> None:
    names: dict[str, Entry] = {}
    for before, entry in zip([None, *entries], entries):
        if before is not None and entry.number <= before.number:
            fail(entry.where, f"MF{entry.number} does not come after MF{before.number}")
        if entry.name in names:
            fail(entry.where, f"the name {entry.name} stands twice")
        names[entry.name] = entry
        needed = KEYS[:4] if entry.number in RULES else KEYS[:1] if entry.number < RULES.start else KEYS[:2]
        for key in needed:
            if not entry.text(key):
                fail(entry.where, f"'{key}' is missing")


def quoted(text: str) -> str:
    """A C string, a literal for each line."""
    if not text:
        return '""'
    escaped = (line.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") for line in text.splitlines(True))
    return "\n      ".join('"' + "".join(c if ord(c) < 128 else "".join(f"\\{b:03o}" for b in c.encode()) for c in line) + '"'
                          for line in escaped)


def rows(entries: list[Entry]) -> str:
    return "".join(
        f"FINDING({entry.name}, {entry.number}, {entry.severity.upper()}, {entry.profile.upper()}, {quoted(entry.section)}, "
        f"{quoted(entry.title)})\n"
        for entry in entries)


def texts(topics: list[Topic]) -> str:
    parts = [
        "#ifndef CATALOGUE_H\n#define CATALOGUE_H\n\n"
        "struct catalogue_entry {\n    const char *code;\n    const char *why;\n    const char *mend; /* this and all below: \"\" where "
        "there is none */\n    const char *bad;\n    const char *good;\n    const char *rules;\n    const char *at;\n    const char *lock;\n};\n\n"
        "struct catalogue_topic {\n    const char *title;\n    const char *text;\n    const char *first; /* code */\n};\n\n"
        "static const struct catalogue_entry catalogue_entries[] = {\n"
    ]
    for topic in topics:
        for entry in topic.entries:
            values = ",\n      ".join(quoted(entry.text(key)) for key in KEYS)
            parts.append(f'    {{ "MF{entry.number}",\n      {values} }},\n')
    parts.append("};\n\nstatic const struct catalogue_topic catalogue_topics[] = {\n")
    for topic in topics:
        text = "".join(line + "\n" for line in topic.lines)
        parts.append(
            f'    {{ {quoted(topic.title)},\n      {quoted(text)},\n      "MF{topic.entries[0].number}" }},\n')
    parts.append("};\n\n#endif\n")
    return "".join(parts)


def main() -> None:
    mode, output, *paths = sys.argv[1:]
    topics = [topic for path in paths for topic in read(Path(path))]
    strip_ends(topics)
    topics = [topic for topic in topics if topic.entries]
    topics.sort(key=lambda topic: topic.entries[0].number)
    entries = [entry for topic in topics for entry in topic.entries]
    check(entries)
    made = "/* Made by lib/report/catalogue.py. */\n"
    Path(output).write_text(made + (rows(entries) if mode == "rows" else texts(topics)), encoding="ascii")


main()
