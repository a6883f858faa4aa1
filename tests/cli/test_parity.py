# SPDX-License-Identifier: Apache-2.0
"""manifest parity: what is compared, what is drift, and what ends with status 2."""
import json
import unittest
from typing import Any, Dict, List

from common import CommandTest, without_style

EXPECTED = """\
schema: manifest/v1
environment:
  platform: {os: linux, kernel: 6.1.0-28-amd64, libc: {name: glibc, version: '2.36'}}
  accelerator: {kind: cuda, toolkit: '12.4', driver: 550.54.14}
  variables: [{name: OMP_NUM_THREADS, value: '2'}]
dependencies:
  packages:
  - {purl: 'pkg:pypi/numpy@1.26.4', scope: runtime}
  - {purl: 'pkg:pypi/torch@2.4.0', scope: runtime}
"""

POLICY = """\
schema: parity/v1
ignore:
- {package: pkg:pypi/torch, reason: a hotfix, expires: 2026-06-30T00:00:00Z}
tolerate:
- {kind: driver, range: '>=535,<560', reason: the fleet is being updated}
"""


class Parity(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.write("expected.yaml", EXPECTED)
        self.write("same.yaml", EXPECTED)

    def actual(self, change: str, to: str) -> str:
        self.assertIn(change, EXPECTED)
        return self.write("actual.yaml", EXPECTED.replace(change, to))

    def items(self, *arguments: str, status: int = 0) -> List[Dict[str, Any]]:
        result = self.run_command("parity", "--format", "json", *arguments)
        self.assertEqual(result.status, status, result.err)
        found: List[Dict[str, Any]] = json.loads(result.out)["items"]
        return found

    def test_the_same(self) -> None:
        result = self.good("parity", "expected.yaml", "same.yaml")
        self.assertEqual(result.out, "expected.yaml and same.yaml: no drift, 0 errors, 0 warnings, 0 notes; "
                                     "9 the same, 0 not known, 0 allowed\n")
        self.assertEqual({item["outcome"] for item in self.items("expected.yaml", "same.yaml")}, {"same"})

    def test_json_on_standard_input(self) -> None:
        converted = self.good("convert", "--to", "json", "expected.yaml").bytes
        self.good("parity", "expected.yaml", "-", stdin=converted)
        self.fails(2, "standard input", "parity", "-", "-")
        self.fails(2, "standard input", "parity", "--allow", "-", "expected.yaml", "-")

    def test_drift(self) -> None:
        for change, to, code in (
                ("torch@2.4.0", "torch@2.4.1", "MF3620"),
                ("torch@2.4.0", "torch@2.4.0%2Bcu121", "MF3620"),
                ("toolkit: '12.4'", "toolkit: '12.1'", "MF3610"),
                ("driver: 550.54.14", "driver: 535.183.01", "MF3611"),
                ("version: '2.36'", "version: '2.31'", "MF3606"),
                ("os: linux", "os: darwin", "MF3601"),
                ("kind: cuda", "kind: rocm", "MF3610"),
                ("value: '2'", "value: '4'", "MF3630"),
                ("pkg:pypi/numpy@1.26.4", "pkg:pypi/pandas@2.0.0", "MF3621")):
            result = self.run_command("parity", "expected.yaml", self.actual(change, to))
            self.assertEqual(result.status, 1, to)
            self.assertIn(f"[{code}]", result.out)
            self.assertIn(": drift, ", result.out)

    def test_no_drift(self) -> None:
        for change, to, code in (
                ("6.1.0-28-amd64", "6.8.0", "MF3604"),
                ("driver: 550.54.14", "driver: 560.28.03", "MF3612"),
                ("version: '2.36'", "version: '2.39'", "MF3607")):
            self.assertIn(f"[{code}]", self.good("parity", "expected.yaml", self.actual(change, to)).out)
        self.good("parity", "expected.yaml", self.actual("torch@2.4.0", "torch@2.4"))
        self.good("parity", "expected.yaml", self.actual("'12.4'", "12.4.1"))

    def test_fail_on(self) -> None:
        actual = self.actual("driver: 550.54.14", "driver: 560.28.03")
        self.good("parity", "--fail-on", "error", "expected.yaml", actual)
        self.assertEqual(self.run_command("parity", "--fail-on", "warning", "expected.yaml", actual).status, 1)
        self.fails(2, "--fail-on", "parity", "--fail-on", "note", "expected.yaml", actual)

    def test_allowed(self) -> None:
        policy = self.write("policy.yaml", POLICY)
        arguments = ("--allow", policy, "expected.yaml",
                     "actual.yaml")
        self.write("actual.yaml", EXPECTED.replace("550.54.14", "535.183.01").replace("2.4.0", "2.4.1"))
        before = self.good("parity", "--at", "2026-06-29T23:59:59Z", *arguments)
        self.assertIn("allowed: package pkg:pypi/torch: ", before.out)
        self.assertIn("; a hotfix [MF3620]", before.out)
        self.assertIn("2 allowed\n", before.out)
        after = self.run_command("parity", "--at", "2026-06-30T00:00:00Z", *arguments)
        self.assertEqual(after.status, 1)
        self.assertIn("error: package pkg:pypi/torch: ", after.out)
        self.assertIn("allowed: driver: ", after.out)
        allowed = [item for item in self.items("--at", "2026-01-01T00:00:00Z", *arguments) if "allowed" in item]
        self.assertEqual([item["allowed"] for item in allowed], ["the fleet is being updated", "a hotfix"])
        self.assertNotIn("severity", allowed[0])

    def test_policies_that_cannot_be_used(self) -> None:
        for text in ("schema: rules/v1\n", "schema: parity/v1\nignore: [{kind: driver}]\n",
                     "schema: parity/v1\nignore: [{reason: x}]\n", "ignore: []\n", "", "\0"):
            self.fails(2, "nothing was compared", "parity", "--allow", self.write("policy.yaml", text),
                       "expected.yaml", "same.yaml")
        self.fails(2, "missing.yaml", "parity", "--allow", "missing.yaml", "expected.yaml", "same.yaml")

    def test_usage(self) -> None:
        self.fails(2, "something is missing", "parity")
        self.fails(2, "give ACTUAL, or --host", "parity", "expected.yaml")
        self.fails(2, "--host takes its place", "parity", "--host", "expected.yaml", "same.yaml")
        self.fails(2, "give --host", "parity", "--root", ".", "expected.yaml", "same.yaml")
        self.fails(2, "--at", "parity", "--at", "today", "expected.yaml", "same.yaml")
        self.fails(2, "missing.yaml", "parity", "expected.yaml", "missing.yaml")
        self.fails(2, "bad.yaml", "parity", "expected.yaml", self.write("bad.yaml", "schema: manifest/v1\nx: y\n"))
        self.fails(2, "bad.yaml", "parity", "bad.yaml", "expected.yaml")
        self.fails(2, "nowhere", "parity", "--host", "--root", "nowhere", "expected.yaml")

    def test_nothing_compared_is_not_good(self) -> None:
        empty = self.write("empty.yaml", "schema: manifest/v1\n")
        self.fails(1, "could be compared", "parity", empty, "same.yaml")
        result = self.run_command("parity", "expected.yaml", empty)
        self.assertEqual(result.status, 1)
        self.assertIn("[MF3628]", result.out)
        self.assertIn("[MF3650]", result.out)

    def test_notes_do_not_flood(self) -> None:
        deb = "  - {{purl: 'pkg:deb/debian/package{}@1.0-1', scope: runtime}}\n"
        more = "".join(deb.format(number) for number in range(100))
        counted = self.good("parity", "expected.yaml", self.write("actual.yaml", EXPECTED + more))
        self.assertIn("found 100 packages", counted.out)
        self.assertEqual(len(counted.out.splitlines()), 2)
        self.write("listed.yaml", EXPECTED + deb.format(0))
        listed = self.good("parity", "listed.yaml", "actual.yaml")
        self.assertIn("note: 89 more like these", listed.out)
        self.assertEqual(len(listed.out.splitlines()), 12)
        self.assertEqual(len(self.items("listed.yaml", "actual.yaml")), 109)
        quiet = self.good("parity", "-q", "listed.yaml", "actual.yaml")
        self.assertEqual(len(quiet.out.splitlines()), 1)

    def test_a_root(self) -> None:
        for name in ("etc", "var", "var/lib", "var/lib/dpkg"):
            self.path(name).mkdir()
        self.write("etc/os-release", 'ID=debian\nVERSION_ID="12"\n')
        self.write("var/lib/dpkg/status", "Package: openssl\nStatus: install ok installed\nArchitecture: amd64\n"
                                          "Version: 3.0.15-1~deb12u1\n\n")
        text = ("schema: manifest/v1\nenvironment:\n  platform: {distribution: {name: debian, version: '12'}}\n"
                "dependencies:\n  packages: [{purl: 'pkg:deb/debian/openssl@3.0.15-1~deb12u1', scope: runtime}]\n")
        self.write("release.yaml", text)
        result = self.good("parity", "--host", "--root", ".", "release.yaml")
        self.assertIn("2 the same", result.out)
        self.write("release.yaml", text.replace("3.0.15-1~deb12u1", "3.0.15-1~deb12u2"))
        self.assertIn("[MF3622]", self.good("parity", "-q", "--host", "--root", ".", "release.yaml").out)
        self.write("release.yaml", text.replace("version: '12'", "version: '11'"))
        drift = self.run_command("parity", "-q", "--host", "--root", ".", "release.yaml")
        self.assertEqual(drift.status, 1)
        self.assertIn("distribution: expected 11, found 12", drift.out)
        self.assertEqual(drift.err, "")

    def test_a_terminal_gets_colours_and_nothing_else(self) -> None:
        actual = self.actual("value: '2'", 'value: "a\\tb"')
        result = self.on_terminal("parity", "expected.yaml", actual)
        self.assertIn("\x1b[", result.out)
        self.assert_printable(without_style(result.out))


if __name__ == "__main__":
    unittest.main()
