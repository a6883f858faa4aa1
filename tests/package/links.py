#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Every relative link in a Markdown page of the project leads to a file, and to a heading of it where it names one.

    links.py ROOT

Prints TAP, one test for each page.
"""
import re
import sys
from pathlib import Path
from typing import Dict, List, Set
from urllib.parse import unquote

LINK = re.compile(r"!?\[(?:[^\]\\]|\\.)*\]\(\s*<?([^)\s>]+)>?(?:\s+\"[^\"]*\")?\s*\)")
DEFINITION = re.compile(r"^\s{0,3}\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)", re.M)


def pages(root: Path) -> List[Path]:
    """The project's pages: not those of build directories or hidden ones."""
    found = []
    for path in sorted(root.rglob("*.md")):
        parts = path.relative_to(root).parts
        if not any(part.startswith((".", "build")) or part == "node_modules" for part in parts[:-1]):
            found.append(path)
    return found


def without_code(text: str) -> str:
    text = re.sub(r"^(```|~~~).*?^\1[^\n]*$", "", text, flags=re.M | re.S)
    return re.sub(r"`[^`\n]*`", "", text)


def anchors(path: Path) -> Set[str]:
    """The names that headings get, and those given by hand."""
    text = path.read_text(encoding="utf-8")
    names: Set[str] = set(re.findall(r"<a\s+(?:id|name)=\"([^\"]+)\"", text))
    seen: Dict[str, int] = {}
    for heading in re.findall(r"^#{1,6}\s+(.*?)\s*#*\s*$", re.sub(r"^```.*?^```\s*$", "", text, flags=re.M | re.S), flags=re.M):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading)
        name = re.sub(r"[^\w\- ]", "", plain.lower()).replace(" ", "-")
        count = seen.get(name, 0)
        seen[name] = count + 1
        names.add(f"{name}-{count}" if count else name)
    return names


def problems(page: Path, root: Path) -> List[str]:
    text = without_code(page.read_text(encoding="utf-8"))
    found = []
    for target in LINK.findall(text) + DEFINITION.findall(text):
        if re.match(r"[a-z][a-z0-9+.-]*:", target, re.I):
            continue
        name, _, anchor = target.partition("#")
        path = (page.parent / unquote(name)).resolve() if name else page.resolve()
        if not path.exists():
            found.append(f"{target}: there is no such file")
        elif root.resolve() not in [path, *path.parents]:
            found.append(f"{target}: leads out of the project")
        elif anchor and path.suffix == ".md" and unquote(anchor) not in anchors(path):
            found.append(f"{target}: {path.name} has no such heading")
    return found


def main(root: Path) -> int:
    failed = False
    all_pages = pages(root)
    print(f"1..{len(all_pages)}")
    for number, page in enumerate(all_pages, 1):
        found = problems(page, root)
        for problem in found:
            print(f"{page.relative_to(root)}: {problem}", file=sys.stderr)
        print(f"{'not ok' if found else 'ok'} {number} - {page.relative_to(root)}")
        failed = failed or bool(found)
    return 1 if failed or not all_pages else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
