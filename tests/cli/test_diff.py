# SPDX-License-Identifier: Apache-2.0
"""diff: what changed between two manifests, and a patch that another program can apply."""
import copy
import html
import json
import random
import re
import unittest
from pathlib import Path
from typing import Any, Dict, List, Tuple

from common import SOURCE, CommandTest

VECTORS = Path(SOURCE, "tests", "vectors")
EXAMPLE = Path(SOURCE, "examples", "iris-classifier", "manifest.yaml")

BEFORE = """\
schema: manifest/v1
release: {id: demo-1.0.0, description: The first.}
environment:
  accelerator: {kind: cuda, driver: '550.54.14'}
  resources: {storage: 1024Mi}
dependencies:
  packages:
  - {purl: 'pkg:pypi/torch@2.3.0', scope: runtime}
  - {purl: 'pkg:pypi/idna@3.6', scope: runtime}
"""

AFTER = """\
schema: manifest/v1
release: {id: demo-1.1.0, description: The second.}
environment:
  resources: {storage: 1Gi}
  accelerator: {kind: cuda, driver: '550.90.07'}
dependencies:
  packages:
  - {purl: 'pkg:pypi/idna@3.6', scope: runtime}
  - {purl: 'pkg:pypi/torch@2.4.0', scope: runtime}
"""

# What Markdown, HTML, a terminal or a forge might make something of.
HOSTILE = ["<script>alert(1)</script>", "</code></details>", "| a | b |", "`x`", "**x**", "[x](https://evil.example)", "![x](https://evil.example)",
           "@everyone", "#1", "https://evil.example", "www.evil.example", "a@evil.example", "<!-- x", "&lt;b&gt;", "\\|", "$x$", "~~x~~", "_x_", ":x:"]


def apply_patch(document: Any, patch: List[Any]) -> Any:
    """RFC 6902, as far as add, remove and replace go; written from the specification and with nothing of the library."""
    document = copy.deepcopy(document)
    for step in patch:
        tokens = [token.replace("~1", "/").replace("~0", "~") for token in step["path"].split("/")[1:]]
        holder = document
        for token in tokens[:-1]:
            holder = holder[int(token)] if isinstance(holder, list) else holder[token]
        last, op = tokens[-1], step["op"]
        if isinstance(holder, list):
            if not re.fullmatch("0|[1-9][0-9]*", last) or int(last) > len(holder) - (op != "add"):
                raise ValueError(f"no such place: {step}")
            if op == "add":
                holder.insert(int(last), step["value"])
            elif op == "remove":
                del holder[int(last)]
            else:
                holder[int(last)] = step["value"]
        elif op == "remove":
            del holder[last]
        else:
            if (op == "replace") != (last in holder):
                raise ValueError(f"not a step for this: {step}")
            holder[last] = step["value"]
        if op not in ("add", "remove", "replace"):
            raise ValueError(f"unknown operation: {step}")
    return document


def edit(value: Any, chance: random.Random, rate: float) -> Any:
    """The value with entries of lists taken out, repeated, moved, and texts and numbers swapped for others of the same list."""
    if isinstance(value, dict):
        return {name: edit(member, chance, rate) for name, member in value.items() if name in KEPT or chance.random() > rate}
    if isinstance(value, list):
        entries = [edit(entry, chance, rate) for entry in value if chance.random() > rate]
        if chance.random() < rate * 3:
            chance.shuffle(entries)
        return entries
    if isinstance(value, str) and value.startswith("pkg:"):
        return re.sub("@[^?]*", lambda match: f"@{chance.randrange(12)}.0.{chance.randrange(3)}", value) if chance.random() < rate * 3 else value
    if isinstance(value, bool) or not isinstance(value, int) or chance.random() > rate:
        return value
    return max(value - 1, 1) if chance.random() < 0.5 else value + 1


KEPT = {"schema", "name", "purl", "type", "component", "path"}


class Diff(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.known: Dict[str, Tuple[Any, str]] = {}
        self.write("a.yaml", BEFORE)
        self.write("b.yaml", AFTER)

    def differs(self, *arguments: str, stdin: str = "") -> str:
        result = self.run_command("diff", *arguments, stdin=stdin)
        self.assertEqual((result.status, result.err), (1, ""), result.out)
        self.assert_printable(result.out)
        return result.out

    def canonical(self, name: str) -> Tuple[Any, str]:
        """The canonical form of a manifest, and its digest. Those that do not change are asked for once."""
        if name not in self.known or not name.startswith("/"):
            self.known[name] = (json.loads(self.good("canonicalize", name).out), self.good("digest", name).out.split()[0])
        return self.known[name]

    def assert_patch(self, left: str, right: str) -> int:
        """Fails unless the patch makes the canonical form of the right one of that of the left one. Returns how many steps it has."""
        result = self.run_command("diff", "--format", "json", left, right)
        self.assertIn(result.status, (0, 1), result.err)
        report = json.loads(result.out)
        (before, before_digest), (after, after_digest) = self.canonical(left), self.canonical(right)
        self.assertEqual(apply_patch(before, report["patch"]), after)
        self.assertEqual(len(report["changes"]), report["high"] + report["medium"] + report["low"])
        self.assertEqual(result.status, 1 if report["changes"] else 0)
        self.assertEqual((report["before"] == report["after"]), report["patch"] == [])
        self.assertEqual((report["before"], report["after"]), (before_digest, after_digest))
        for change in report["changes"]:
            self.check_change(change, left, right)
        return len(report["patch"])

    def check_change(self, change: Any, left: str, right: str) -> None:
        self.assertEqual("before" in change, change["kind"] != "added")
        self.assertEqual("after" in change, change["kind"] != "removed")
        self.assertTrue(change["path"].startswith("/" + change["section"]))
        self.assert_printable(change["label"], change["message"])
        if change["kind"] == "moved":
            self.assertRegex(change["label"], r"\[[0-9]+\]$")
        if change["kind"] in ("changed", "moved"):
            self.assertTrue(change["before"] != change["after"] or change["kind"] == "moved", change)

    def test_text(self) -> None:
        self.assertEqual(self.differs("a.yaml", "b.yaml"), """\
demo-1.0.0 \u2192 demo-1.1.0: 4 changes: 2 high, 0 medium, 2 low

release
  low  changed  id           demo-1.0.0 \u2192 demo-1.1.0
  low  changed  description  "The first." \u2192 "The second."

environment
  high  changed  accelerator driver  "550.54.14" \u2192 "550.90.07"

dependencies
  high  changed  packages pkg:pypi/torch  2.3.0 \u2192 2.4.0

1 value only in another spelling
""")

    def test_nothing_changed(self) -> None:
        self.write("c.yaml", BEFORE.replace("1024Mi", "1Gi"))
        self.assertEqual(self.good("diff", "a.yaml", "a.yaml").out, "demo-1.0.0 \u2192 demo-1.0.0: no changes\n")
        self.assertIn("no changes\n\n1 value only in another spelling", self.good("diff", "a.yaml", "c.yaml").out)
        self.assertIn("No changes.", self.good("diff", "--format", "markdown", "a.yaml", "c.yaml").out)
        self.assertEqual(json.loads(self.good("diff", "--format", "json", "a.yaml", "a.yaml").out)["changes"], [])
        self.assertEqual(self.assert_patch("a.yaml", "c.yaml"), 1)

    def test_formats_are_alike(self) -> None:
        for name in ("a", "b"):
            self.write(f"{name}.json", self.good("convert", "--to", "json", f"{name}.yaml").out)
        self.good("diff", "a.yaml", "a.json")
        self.assertEqual(self.differs("a.yaml", "b.json"), self.differs("a.json", "b.yaml"))
        self.assertEqual(self.differs("-", "b.yaml", stdin=BEFORE), self.differs("a.yaml", "-", stdin=AFTER))

    def test_severity(self) -> None:
        self.assertNotIn("description", self.differs("--severity", "medium", "a.yaml", "b.yaml"))
        self.assertIn("2 changes: 2 high, 0 medium, 0 low", self.differs("--severity", "high", "a.yaml", "b.yaml"))
        self.write("c.yaml", BEFORE.replace("The first", "The only"))
        self.differs("--severity", "low", "a.yaml", "c.yaml")
        for severity in ("medium", "high"):
            self.assertIn("no changes", self.good("diff", "--severity", severity, "a.yaml", "c.yaml").out)

    def test_trouble(self) -> None:
        self.write("bad.yaml", "schema: manifest/v1\nrelease: {idd: x}\n")
        self.write("envelope.json", '{"payloadType": "application/vnd.in-toto+json", "payload": "", "signatures": []}')
        self.write("text.yaml", "hello")
        for left, right in (("a.yaml", "bad.yaml"), ("bad.yaml", "a.yaml"), ("text.yaml", "text.yaml")):
            self.assertEqual(self.fails(2, "error", "diff", left, right).out, "")
        self.fails(2, "nothing.yaml", "diff", "a.yaml", "nothing.yaml")
        self.fails(2, "is a signed envelope", "diff", "a.yaml", "envelope.json")
        self.fails(2, "is a signed envelope", "diff", "envelope.json", "a.yaml")
        self.fails(2, "only one file can be standard input", "diff", "-", "-", stdin=BEFORE)
        self.fails(2, "something is missing", "diff", "a.yaml")
        self.fails(2, "too much", "diff", "a.yaml", "b.yaml", "a.yaml")
        self.fails(2, "--format", "diff", "--format", "yaml", "a.yaml", "b.yaml")
        self.fails(2, "--severity", "diff", "--severity", "error", "a.yaml", "b.yaml")

    def test_patches_between_all_vectors(self) -> None:
        names = sorted(str(path) for path in VECTORS.glob("*.json") if not path.name.endswith(".canonical.json")) + [str(EXAMPLE)]
        self.assertGreater(len(names), 8)
        steps = sum(self.assert_patch(left, right) for left in names for right in names)
        self.assertGreater(steps, len(names))

    def test_patches_of_random_edits(self) -> None:
        chance = random.Random(6902)
        documents = [json.loads(self.good("canonicalize", str(path)).out) for path in (VECTORS / "full.json", VECTORS / "llm.json", EXAMPLE)]
        tried = 0
        for number in range(60):
            document = documents[number % len(documents)]
            rate = (0.02, 0.1, 0.4)[number // len(documents) % 3]
            for name in ("left.json", "right.json"):
                self.write(name, json.dumps(edit(document, chance, rate)))
            if all(self.run_command("canonicalize", name).status == 0 for name in ("left.json", "right.json")):
                tried += self.assert_patch("left.json", "right.json") > 0
        self.assertGreater(tried, 20)

    def test_patches_of_sequences_and_versions(self) -> None:
        chance = random.Random(2)
        for _ in range(40):
            for name in ("left.json", "right.json"):
                self.write(name, json.dumps({
                    "schema": "manifest/v1",
                    "environment": {"process": {"arguments": [chance.choice("abcd") for _ in range(chance.randrange(9))]}},
                    "build": {"steps": [{"name": step, "command": [chance.choice("xz")] * chance.randrange(3), "description": "d"}
                                        for step in chance.sample("abcdef", chance.randrange(6))]},
                    "configuration": {"parameters": [{"name": "a", "type": "duration", "choices": chance.sample(
                        ["60s", "1m", "2h", "120m", "1d", "24h", "1s"], chance.randrange(6))}]},
                    "dependencies": {"packages": [{"purl": purl, "scope": "runtime"} for purl in
                                                  {f"pkg:npm/{chance.choice('ab')}@{chance.randrange(20)}.0.0" for _ in range(8)}
                                                  | {f"pkg:deb/debian/c@{chance.randrange(20)}?arch={chance.choice(['amd64', 'arm64'])}" for _ in range(4)}]}}))
            self.assert_patch("left.json", "right.json")

    def test_markdown(self) -> None:
        out = self.differs("--format", "markdown", "a.yaml", "b.yaml")
        self.assertTrue(out.startswith("### <code>demo-1&#46;0&#46;0</code> \u2192 <code>demo-1&#46;1&#46;0</code>\n\n4 changes (2 high, 2 low)\n"))
        self.assertEqual(out.count("<details"), 3)
        self.assertEqual(out.count("<details open>"), 2)
        self.assertEqual(out.count("</details>"), 3)
        self.assertIn("| **high** | changed | <code>packages pkg&#58;pypi/torch</code> | <code>2&#46;3&#46;0 \u2192 2&#46;4&#46;0</code> |\n", out)

    def test_markdown_of_hostile_values(self) -> None:
        for text in HOSTILE:
            for before, after in ((BEFORE.replace("The first.", "x"), BEFORE.replace("The first.", json.dumps(text))),
                                  (BEFORE, BEFORE + f"services: [{{name: a}}]\nextensions: [{{name: a, content: {json.dumps(text)}}}]\n"),
                                  (BEFORE, BEFORE + f"observability: {{logging: {{fields: [{json.dumps(text)}]}}}}\n")):
                self.write("c.yaml", before)
                self.write("d.yaml", after)
                out = self.differs("--format", "markdown", "c.yaml", "d.yaml")
                shown = "".join(re.findall("<code>(.*?)</code>", out))
                self.assertIsNone(re.search(r"[^\w /,;&#\u2192\u2026-]", shown), shown)
                rest = re.sub("<code>[^<]*</code>", "", out)
                self.assertNotIn("evil", rest)
                self.assertEqual(set(re.findall("<[^>]*>", rest)), set(re.findall("<[^>]*>", rest)) & {
                    "<details>", "<details open>", "</details>", "<summary>", "</summary>", "<b>", "</b>"})
                if "\\" not in text:
                    self.assertIn(text, html.unescape(shown).replace('\\"', '"'))


if __name__ == "__main__":
    unittest.main()
