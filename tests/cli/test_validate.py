# SPDX-License-Identifier: Apache-2.0
"""validate: several files, verdicts, formats for people and programs, and names and messages that mean harm."""
import json
import os
import re
import unittest
from typing import Any, Dict, List, NamedTuple, Optional

from common import DRAFT, CommandTest, Result, Text

BAD = """\
schema: manifest/v1
release:
  id: demo-1.0.0
  verison: 1.0.0
  model: {name: demo, version: 3.10}
"""

# Names that mean something to shells, terminals, URIs or workflow commands, all of one file each.
NAMES = [b"a b.yaml", b"a%20b.yaml", b"a\nb.yaml", b"a\r\n::error::x.yaml", b"::error file=x,line=1::y.yaml", b"a,line=7.yaml",
         b"a:b.yaml", b"\xff\xfe.yaml", "\u00fcml\u00e4ut.yaml".encode(), b"\x1b[31m.yaml", "\u202e.yaml".encode(),
         b'a"b.yaml', b"a'b.yaml", b"<b>.yaml", b"a\\b.yaml", b"{0}.yaml", b"[a](b).yaml", b"%%0A.yaml", b"-.yaml"]


class Validate(CommandTest):
    def draft(self, *arguments: Text, stdin: Text = b"") -> Result:
        return self.run_command("validate", "--profile", "draft", *arguments, stdin=stdin)


class Several(Validate):
    def test_verdicts_and_summary(self) -> None:
        self.write("good.yaml", DRAFT)
        self.write("bad.yaml", BAD)
        result = self.draft("bad.yaml", "good.yaml")
        self.assertEqual(result.status, 1)
        self.assertEqual(result.out.splitlines()[2:],
                         ["bad.yaml: not good (draft), 2 errors, 0 warnings", "good.yaml: good (draft), 0 warnings",
                          "2 files (draft): 1 good, 1 not good; 2 errors, 0 warnings, 0 notes"])
        result = self.draft("missing.yaml", "bad.yaml", "good.yaml")
        self.assertEqual(result.status, 2)
        self.assertEqual(result.err, "manifest: error: cannot open missing.yaml: No such file or directory\n")
        self.assertTrue(result.out.endswith(
            "\n3 files (draft): 1 good, 1 not good, 1 could not be judged; 2 errors, 0 warnings, 0 notes\n"), result.out)

    def test_one_file_has_no_summary(self) -> None:
        self.assertEqual(self.draft(self.write("a.yaml", DRAFT)).out, "a.yaml: good (draft), 0 warnings\n")
        self.assertEqual(self.draft("missing.yaml").out, "")

    def test_highest_status_counts_in_any_order(self) -> None:
        self.write("good.yaml", DRAFT)
        self.write("bad.yaml", BAD)
        for names, status in (("good bad", 1), ("bad good", 1), ("good good", 0), ("bad none", 2), ("none bad", 2),
                              ("good none good", 2)):
            result = self.draft(*(f"{name}.yaml" for name in names.split()))
            self.assertEqual(result.status, status, names)

    def test_quiet(self) -> None:
        self.write("good.yaml", DRAFT)
        self.write("bad.yaml", BAD)
        for option in ("--quiet", "-q"):
            self.assertEqual(self.draft(option, "good.yaml", "good.yaml").out, "")
            result = self.draft(option, "bad.yaml", "good.yaml")
            self.assertEqual((result.status, len(result.out.splitlines())), (1, 2))
            self.assertNotRegex(result.out, r"(?m)^\S+: (not )?good|files")

    def test_standard_input_among_files(self) -> None:
        self.write("good.yaml", DRAFT)
        result = self.draft("good.yaml", "-", stdin=BAD)
        self.assertEqual(result.status, 1)
        self.assertIn("\n(standard input):4:3: error: ", result.out)

    def test_wrong_options(self) -> None:
        self.write("a.yaml", DRAFT)
        self.fails(2, "--fail-on is one of error|warning, not 'note'", "validate", "--fail-on", "note", "a.yaml")
        self.fails(2, "--format is one of text|json|sarif|github, not 'xml'", "validate", "--format", "xml", "a.yaml")
        for time in ("now", "2026-01-31", "2026-02-30T00:00:00Z", "1970-01-01T00:00:00Z", ""):
            self.fails(2, "--at is a time such as 2026-01-31T12:00:00Z", "validate", f"--at={time}", "a.yaml")
        self.fails(2, "--quiet takes no value", "validate", "--quiet=1", "a.yaml")
        self.fails(2, "--manifests-only takes no value", "validate", "--manifests-only=no", "a.yaml")
        self.fails(2, "something is missing", "validate", "--quiet")


class Related(Validate):
    TEXT = DRAFT + "environment:\n  resources:\n    memory: {request: 2Gi, limit: 1Gi}\n"

    def test_stands_under_its_finding(self) -> None:
        finding, related, verdict = self.draft(self.write("a.yaml", self.TEXT)).out.splitlines()
        self.assertRegex(finding, r"\Aa\.yaml:18:23: error: .+ \[MF2401\] \(/environment/resources/memory/request\)\Z")
        self.assertEqual(related, "a.yaml:18:35: note: the limit (/environment/resources/memory/limit)")
        self.assertEqual(verdict, "a.yaml: not good (draft), 1 error, 0 warnings")

    def test_on_a_terminal(self) -> None:
        lines = self.on_terminal("validate", "--profile=draft", self.write("a.yaml", self.TEXT), term="dumb").out.splitlines()
        self.assertEqual([line.index("^") for line in lines if line.endswith("^")], [9 + 22, 9 + 34])
        self.assertEqual(len(lines), 7)

    def test_in_json(self) -> None:
        document = json.loads(self.draft("--format=json", self.write("a.yaml", self.TEXT)).out)
        related, = document["files"][0]["findings"][0]["related"]
        self.assertEqual((related["path"], related["note"], related["line"], related["column"]),
                         ("/environment/resources/memory/limit", "the limit", 18, 35))

    def test_in_annotations(self) -> None:
        line = self.draft("--format=github", self.write("a.yaml", self.TEXT)).out.splitlines()[0]
        one = annotation(line)
        assert one is not None
        self.assertEqual(one.message.split("\n")[1:], ["line 18: the limit (/environment/resources/memory/limit)"])


class Json(Validate):
    def report(self, status: int, *arguments: Text, stdin: Text = b"") -> Dict[str, Any]:
        result = self.draft("--format", "json", *arguments, stdin=stdin)
        self.assertEqual(result.status, status, result.err)
        document = json.loads(result.out)
        self.assertEqual(list(document), ["profile", "files", "summary"])
        summary = document["summary"]
        self.assertEqual(summary["files"], len(document["files"]))
        self.assertEqual(summary["files"], summary["good"] + summary["not_good"] + summary["not_judged"])
        for kind in ("errors", "warnings", "notes"):
            self.assertEqual(summary[kind], sum(file.get(kind, 0) for file in document["files"]))
        return document

    def test_good(self) -> None:
        document = self.report(0, self.write("a.yaml", DRAFT))
        self.assertEqual(document, {
            "profile": "draft",
            "files": [{"file": "a.yaml", "findings": [], "errors": 0, "warnings": 0, "notes": 0}],
            "summary": {"files": 1, "good": 1, "not_good": 0, "not_judged": 0, "passed_over": 0, "errors": 0, "warnings": 0,
                        "notes": 0}})

    def test_bad(self) -> None:
        file, = self.report(1, self.write("bad.yaml", BAD))["files"]
        self.assertEqual(file["errors"], 2)
        self.assertEqual({key: file["findings"][0][key] for key in ("path", "line", "column", "suggestion", "severity")},
                         {"path": "/release/verison", "line": 4, "column": 3, "suggestion": "version", "severity": "error"})

    def test_one_file_and_several_have_one_shape(self) -> None:
        self.write("bad.yaml", BAD)
        one = self.report(1, "bad.yaml")["files"]
        self.assertEqual(self.report(1, "bad.yaml", "bad.yaml")["files"], one + one)

    def test_files_that_cannot_be_read_are_in_it(self) -> None:
        self.write("bad.yaml", BAD)
        document = self.report(2, "bad.yaml", "missing.yaml", "bad.yaml")
        self.assertEqual([file["file"] for file in document["files"]], ["bad.yaml", "missing.yaml", "bad.yaml"])
        self.assertEqual(document["files"][1],
                         {"file": "missing.yaml", "error": "cannot open missing.yaml: No such file or directory"})
        self.assertEqual(document["summary"]["not_judged"], 1)
        document = self.report(2, "missing.yaml", "missing.yaml")
        self.assertEqual([set(file) for file in document["files"]], [{"file", "error"}] * 2)

    def test_empty_and_large(self) -> None:
        document = self.report(1, self.write("empty.yaml", ""))
        self.assertEqual(document["files"][0]["errors"], 1)
        with open(self.path("large.yaml"), "wb") as file:
            file.truncate(17 * 1024 * 1024)
        document = self.report(1, "large.yaml")
        self.assertIn("larger than the limit", document["files"][0]["error"])

    def test_nothing_to_judge(self) -> None:
        self.write("other.yaml", "a: b\n")
        document = self.report(0, "--manifests-only", "other.yaml")
        self.assertEqual((document["files"], document["summary"]["passed_over"]), ([], 1))

    def test_names(self) -> None:
        for name in NAMES:
            for contents, status in ((DRAFT, 0), (BAD, 1)):
                self.path(os.fsdecode(name)).write_text(contents, encoding="utf-8")
                document = self.report(status, "--", b"./" + name)
                text = self.draft("--", b"./" + name).out
                self.assertTrue(text.startswith(document["files"][0]["file"] + ":"), name)
            self.path(os.fsdecode(name)).unlink()
            missing = self.report(2, "--", b"./" + name)["files"][0]
            self.assertEqual(missing["file"], document["files"][0]["file"])

    def test_standard_input(self) -> None:
        self.assertEqual(self.report(0, "-", stdin=DRAFT)["files"][0]["file"], "(standard input)")


class Annotation(NamedTuple):
    """A workflow command, unescaped as GitHub's runner does it."""

    command: str
    properties: Dict[str, str]
    message: str


def unescape(text: str, more: str = "") -> str:
    for character in "\r\n" + more:
        text = text.replace(f"%{ord(character):02X}", character)
    return text.replace("%25", "%")


def annotation(line: str) -> Optional[Annotation]:
    """Reads a line as the runner does: what does not begin with `::` is plain output."""
    if not line.strip().startswith("::"):
        return None
    match = re.fullmatch(r"::([a-z-]+)(?: ([^\n]*?))?::(.*)", line.strip())
    assert match is not None, line
    properties = {}
    for item in (match[2] or "").split(","):
        key, _, value = item.partition("=")
        properties[key] = unescape(value, ":,")
    return Annotation(match[1], properties, unescape(match[3]))


class GitHub(Validate):
    def lines(self, status: int, *arguments: Text, stdin: Text = b"") -> List[str]:
        result = self.draft("--format", "github", *arguments, stdin=stdin)
        self.assertEqual(result.status, status, result.err)
        self.assert_printable(result.out)
        self.assertTrue(result.out.endswith("\n"))
        return result.out.split("\n")[:-1]

    def annotations(self, status: int, *arguments: Text, stdin: Text = b"") -> List[Annotation]:
        *lines, summary = self.lines(status, *arguments, stdin=stdin)
        self.assertIsNone(annotation(summary))
        self.assertRegex(summary, r"\A\d+ files? \(draft\): ")
        found = [annotation(line) for line in lines]
        self.assertNotIn(None, found)
        return [one for one in found if one is not None]

    def test_good(self) -> None:
        self.assertEqual(self.lines(0, self.write("a.yaml", DRAFT)),
                         ["1 file (draft): 1 good, 0 not good; 0 errors, 0 warnings, 0 notes"])

    def test_bad(self) -> None:
        first, second = self.annotations(1, self.write("bad.yaml", BAD))
        self.assertEqual(first.command, "error")
        self.assertEqual({key: first.properties[key] for key in ("file", "line", "col")},
                         {"file": "bad.yaml", "line": "4", "col": "3"})
        self.assertRegex(first.properties["title"], r"\AMF\d{4}: \w")
        self.assertRegex(first.message, r"verison.* \(/release/verison\)\Z")
        self.assertEqual(second.properties["line"], "5")

    def test_says_the_same_as_text(self) -> None:
        self.write("bad.yaml", BAD)
        for one, line in zip(self.annotations(1, "bad.yaml"), self.draft("bad.yaml").out.splitlines()):
            code = one.properties["title"][:6]
            message, _, path = one.message.rpartition(" (")
            self.assertEqual(f"bad.yaml:{one.properties['line']}:{one.properties['col']}: {one.command}: "
                             f"{message} [{code}] ({path}", line)

    def test_cannot_be_read(self) -> None:
        one, = self.annotations(2, "missing.yaml")
        self.assertEqual(one, Annotation("error", {"file": "missing.yaml", "title": "not judged"},
                                         "cannot open missing.yaml: No such file or directory"))

    def test_names(self) -> None:
        for name in NAMES:
            self.path(os.fsdecode(name)).write_text(BAD, encoding="utf-8")
            found = self.annotations(1, "--", b"./" + name)
            self.assertEqual(len(found), 2)
            for one in found:
                self.assertEqual(set(one.properties), {"file", "line", "col", "title"}, name)
                if re.fullmatch(rb"[\x20-\x7e\r\n]*", name):
                    self.assertEqual(one.properties["file"], name.decode())
            self.path(os.fsdecode(name)).unlink()
            one, = self.annotations(2, "--", b"./" + name)
            self.assertEqual(set(one.properties), {"file", "title"}, name)

    def test_messages(self) -> None:
        for evil in ("a%0Ab", "a%b", "::error::x", "##[error]x", "\\n::stop-commands::x"):
            text = f'schema: manifest/v1\nrelease: {{id: "{evil}", "{evil}": 1}}\n'
            for one in self.annotations(1, self.write("a.yaml", text)):
                self.assertEqual(set(one.properties), {"file", "line", "col", "title"})

    def test_clean_paths(self) -> None:
        os.mkdir(self.path("d"))
        self.write("d/bad.yaml", BAD)
        for path in ("d/bad.yaml", "./d/bad.yaml", "d//./bad.yaml", "./d", "d/", "."):
            self.assertEqual({one.properties["file"] for one in self.annotations(1, path)}, {"d/bad.yaml"}, path)

    def test_standard_input_is_no_file(self) -> None:
        for one in self.annotations(1, "-", stdin=BAD):
            self.assertNotIn("file", one.properties)

    def test_more_findings(self) -> None:
        keys = "".join(f"x{i}: 1\n" for i in range(120))
        found = self.annotations(1, self.write("a.yaml", "schema: manifest/v1\n" + keys))
        self.assertEqual(len(found), 101)
        self.assertEqual((found[-1].command, found[-1].message[-27:]), ("notice", "more findings are not shown"))

    def test_quiet(self) -> None:
        result = self.draft("--quiet", "--format=github", self.write("a.yaml", DRAFT))
        self.assertEqual((result.status, result.out), (0, ""))


if __name__ == "__main__":
    unittest.main()
