# SPDX-License-Identifier: Apache-2.0
"""--rules: what a rules file changes for validate and sign, and that a bad one changes nothing."""
import json
import unittest
from typing import List

from common import DRAFT, CommandTest, Result, Text

ABOVE = DRAFT + "environment: {resources: {memory: {request: 2Gi, limit: 1Gi}}}\n"

# Each with the line and column of what is wrong with it.
BAD = [
    ("", "1:1"),
    ("schema: rules/v2\n", "1:9"),
    ("schema: manifest/v1\n", "1:9"),
    ("schema: rules/v1\ndisabel: [MF2401]\n", "2:1"),
    ("schema: rules/v1\ndisable: MF2401\n", "2:10"),
    ("schema: rules/v1\ndisable: [MF9999]\n", "2:11"),
    ("schema: rules/v1\ndisable: [MF1101]\n", "2:11"),
    ("schema: rules/v1\nseverity: [{code: MF2401, severity: fatal}]\n", "2:37"),
    ("schema: rules/v1\nx: [\n", ""),
    ("\x00", ""),
]


class Rules(CommandTest):
    def rules(self, text: str, name: str = "rules.yaml") -> List[str]:
        return ["--rules", self.write(name, "schema: rules/v1\n" + text)]

    def draft(self, *arguments: Text, stdin: Text = b"") -> Result:
        return self.run_command("validate", "--profile", "draft", *arguments, stdin=stdin)


class Validate(Rules):
    def test_off(self) -> None:
        name = self.write("a.yaml", ABOVE)
        self.assertEqual(self.draft(name).status, 1)
        result = self.draft(*self.rules("disable: [MF2401]\n"), name)
        self.assertEqual((result.status, result.out), (0, "a.yaml: good (draft), 0 warnings\n"))

    def test_severities_and_what_fails(self) -> None:
        name = self.write("a.yaml", ABOVE)
        for severity, verdict, statuses in (("error", "not good (draft), 1 error, 0 warnings", (1, 1)),
                                            ("warning", "good (draft), 1 warning", (0, 1)),
                                            ("note", "good (draft), 0 warnings, 1 note", (0, 0))):
            rules = self.rules(f"severity: [{{code: MF2401, severity: {severity}}}]\n")
            result = self.draft(*rules, name)
            self.assertRegex(result.out, rf"\Aa\.yaml:\d+:\d+: {severity}: .* \[MF2401\]")
            self.assertTrue(result.out.endswith(f"a.yaml: {verdict}\n"), result.out)
            self.assertEqual((result.status, self.draft("--fail-on=warning", *rules, name).status), statuses)
            self.assertEqual(self.draft("--fail-on", "error", *rules, name).status, statuses[0])

    def test_verdict_follows_what_fails(self) -> None:
        rules = self.rules("severity: [{code: MF2401, severity: warning}]\n")
        self.write("b.yaml", DRAFT)
        result = self.draft("--fail-on=warning", *rules, self.write("a.yaml", ABOVE), "b.yaml")
        self.assertEqual(result.out.splitlines()[2:],
                         ["a.yaml: not good (draft), 1 warning", "b.yaml: good (draft), 0 warnings",
                          "2 files (draft): 1 good, 1 not good; 0 errors, 1 warning, 0 notes"])

    def test_severities_in_every_format(self) -> None:
        name = self.write("a.yaml", ABOVE)
        for severity, command in (("error", "error"), ("warning", "warning"), ("note", "notice")):
            rules = self.rules(f"severity: [{{code: MF2401, severity: {severity}}}]\n")
            run = json.loads(self.draft("--format=sarif", *rules, name).out)["runs"][0]
            self.assertEqual([result["level"] for result in run["results"]], [severity])
            self.assertEqual(run["tool"]["driver"]["rules"][0]["defaultConfiguration"]["level"], "error")
            document = json.loads(self.draft("--format=json", *rules, name).out)
            self.assertEqual(document["summary"][severity + "s"], 1)
            self.assertTrue(self.draft("--format=github", *rules, name).out.startswith(f"::{command} file=a.yaml,"))

    def test_conventions(self) -> None:
        rules = self.rules("conventions: {release_ids: [risk-*]}\n")
        result = self.draft(*rules, self.write("a.yaml", DRAFT))
        self.assertEqual(result.status, 1)
        self.assertRegex(result.out, r"\Aa\.yaml:4:9: error: .* \[MF3101\] \(/release/id\)\n")

    def test_is_never_found_by_itself(self) -> None:
        self.rules("disable: [MF2401]\n", "rules.yaml")
        self.rules("disable: [MF2401]\n", ".manifest-rules.yaml")
        self.assertEqual(self.draft(self.write("a.yaml", ABOVE)).status, 1)

    def test_is_no_manifest_in_a_directory(self) -> None:
        self.write("a.yaml", DRAFT)
        result = self.draft(*self.rules("disable: []\n"), ".")
        self.assertEqual((result.status, result.out.splitlines()[-1]),
                         (0, "1 file (draft): 1 good, 0 not good; 0 errors, 0 warnings, 0 notes; 1 other file passed over"))

    def test_standard_input(self) -> None:
        self.write("a.yaml", ABOVE)
        self.assertEqual(self.draft("--rules", "-", "a.yaml", stdin="schema: rules/v1\ndisable: [MF2401]\n").status, 0)
        self.assertEqual(self.draft("--rules", "-", "a.yaml", stdin='{"schema":"rules/v1","disable":["MF2401"]}').status, 0)
        self.fails(2, "cannot both be standard input", "validate", "--rules", "-", "a.yaml", "-", stdin="")

    def test_a_bad_file_judges_nothing(self) -> None:
        name = self.write("a.yaml", DRAFT)
        for text, position in BAD:
            for form in ("text", "json", "sarif", "github"):
                result = self.draft("--format", form, "--rules", self.write("bad.yaml", text), name)
                self.assertEqual((result.status, result.out), (2, ""), repr(text))
                self.assertIn(f"bad.yaml:{position}", result.err, repr(text))
                self.assertIn("bad.yaml cannot be used", result.err)
                self.assert_printable(result.err)
        self.fails(2, "cannot open missing.yaml", "validate", "--rules", "missing.yaml", name)
        self.fails(2, "--rules is given twice", "validate", "--rules", "x", "--rules", "x", name)
        self.fails(2, "--rules needs a value", "validate", name, "--rules")


class Sign(Rules):
    def setUp(self) -> None:
        super().setUp()
        self.keygen("me")
        self.keygen("you")
        self.release()

    def test_judges_by_it(self) -> None:
        rules = self.rules("conventions: {release_ids: [no-such-*]}\n")
        result = self.fails(1, "[MF3101] (/release/id)", "sign", "--key", "me.key", *rules, "release.yaml")
        self.assertRegex(result.err, r"\Arelease\.yaml:\d+:\d+: error: ")
        self.good("sign", "--key", "me.key", *self.rules("conventions: {release_ids: ['*']}\n"), "release.yaml")

    def test_who_adds_a_signature_brings_rules_too(self) -> None:
        self.good("sign", "--key", "me.key", "release.yaml")
        before = self.read("release.dsse.json")
        rules = self.rules("conventions: {release_ids: [no-such-*]}\n")
        self.fails(1, "release.dsse.json (payload):", "sign", "--key", "you.key", *rules, "release.dsse.json")
        self.assertEqual(self.read("release.dsse.json"), before)
        self.good("verify", "--key", "me.pub", "release.dsse.json")

    def test_a_bad_file_signs_nothing(self) -> None:
        for text, position in BAD:
            result = self.fails(2, f"bad.yaml:{position}", "sign", "--key", "me.key", "--rules", self.write("bad.yaml", text),
                                "release.yaml")
            self.assertEqual(result.out, "")

    def test_standard_input_once(self) -> None:
        rules = "schema: rules/v1\n"
        self.good("sign", "--key", "me.key", "--rules", "-", "-o", "a.json", "release.yaml", stdin=rules)
        self.fails(2, "a key and the rules file cannot both be", "sign", "--key", "-", "--rules", "-", "release.yaml", stdin=rules)
        self.fails(2, "FILE and the rules file cannot both be", "sign", "--key", "me.key", "--rules", "-", "-", stdin=rules)


if __name__ == "__main__":
    unittest.main()
