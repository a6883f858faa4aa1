# SPDX-License-Identifier: Apache-2.0
"""resolve: the settings of a deployment, as a shell and a program take them."""
import argparse
import hashlib
import json
import subprocess
import unittest
from pathlib import Path
from typing import Dict, List

from common import DIGEST, SOURCE, CommandTest

MANIFEST = """\
schema: manifest/v1
release: {id: demo-1.0.0}
environment:
  process: {arguments: [--serve, two words]}
  variables:
  - {name: HOME_OF_IT, value: /srv/it}
  - {name: EMPTY, value: ''}
  - {name: TOKEN, secret: token}
configuration:
  parameters:
  - {name: rows, type: int, value: 8, minimum: 1, maximum: 64, change: live, argument: --rows, variable: ROWS}
  - {name: greeting, type: string, value: hello, change: deploy, argument: --greeting, variable: GREETING}
  - {name: cache, type: bool, value: true, change: deploy, argument: --cache}
  - {name: shards, type: int, value: 2, change: never}
  rules:
  - {name: few, expression: rows <= 32 || !cache, message: no more than 32 rows are cached}
"""

PRODUCTION = "schema: overrides/v1\nparameters:\n- {name: rows, value: 16}\n"

# What a value may hold and a shell must not touch.
HOSTILE = ["", " ", "it's", '"', "''", "'\\''", "\\", "\\n", "$HOME", "$(exit 3)", "`exit 3`", "*", "~", "~root", "#", "a # b", "!x", "a;b",
           "a&b", "a|b", "(a)", "{a,b}", "[a]", "<a>", "a=b", "-n", "--rows=1", "%s", "ä ö", "\u4f60\u597d", " a ", "^", "?"]


class Resolve(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.write("m.yaml", MANIFEST)
        self.write("production.yaml", PRODUCTION)

    def resolve(self, *arguments: str) -> str:
        return self.good("resolve", "--profile", "draft", "m.yaml", *arguments).out

    def refuses(self, status: int, message: str, *arguments: str, stdin: str = "") -> str:
        result = self.fails(status, message, "resolve", "--profile", "draft", "m.yaml", *arguments, stdin=stdin)
        self.assertEqual(result.out, "")
        self.assert_printable(result.err)
        return result.err

    def variables(self, text: str) -> Dict[str, str]:
        """What a shell makes of it: the variables that the process gets."""
        self.write("service.env", text)
        out = subprocess.run(["sh", "-euc", "set -a; . ./service.env; set +a; exec env -0"], cwd=self.directory, env={"PATH": "/usr/bin:/bin"},
                             stdout=subprocess.PIPE, check=True, timeout=60).stdout.decode()
        return dict(line.split("=", 1) for line in out.split("\0") if line and not line.startswith(("PATH=", "PWD=", "_=", "OLDPWD=", "SHLVL=")))

    def arguments(self, text: str) -> List[str]:
        """What the loop of doc/configuration.md makes of it."""
        self.write("service.args", text)
        script = """
            set --
            while IFS= read -r argument; do
                set -- "$@" "$argument"
            done <service.args
            for argument in "$@"; do printf '%s\\0' "$argument"; done
        """
        out = subprocess.run(["sh", "-euc", script], cwd=self.directory, stdout=subprocess.PIPE, check=True, timeout=60).stdout.decode()
        return out.split("\0")[:-1]


class Settings(Resolve):
    def test_table(self) -> None:
        out = self.resolve("--overrides", "production.yaml", "--override", "rows=32")
        self.assertRegex(out, r"(?m)^  Release +demo-1\.0\.0$")
        self.assertRegex(out, r"(?m)^  rows +32 +--override +16 \(production\.yaml\), 8 \(manifest\)$")
        self.assertRegex(out, r"(?m)^  shards +2 +manifest *$")
        self.assertIn(self.good("digest", "m.yaml").out.split()[0], out)

    def test_later_files_count_more(self) -> None:
        self.write("host.yaml", PRODUCTION.replace("16", "4"))
        self.assertIn("\nROWS=4\n", self.resolve("--overrides", "production.yaml", "--overrides", "host.yaml", "--format", "env"))
        self.assertIn("\nROWS=16\n", self.resolve("--overrides", "host.yaml", "--overrides", "production.yaml", "--format", "env"))
        self.assertIn("\nROWS=2\n", self.resolve("--override", "rows=2", "--overrides", "host.yaml", "--format", "env"))

    def test_digest_is_that_of_the_document(self) -> None:
        digest = self.resolve("--digest").strip()
        self.assertRegex(digest, f"^{DIGEST.pattern}$")
        self.write("settings.json", self.resolve("--format", "json"))
        canonical = self.good("canonicalize", "--json", "settings.json").bytes
        self.assertEqual(digest, "sha256:" + hashlib.sha256(canonical).hexdigest())
        self.assertEqual(json.loads(canonical)["manifest"], self.good("digest", "m.yaml").out.split()[0])

    def test_hosts_agree_wherever_values_come_from(self) -> None:
        one = self.resolve("--overrides", "production.yaml", "--digest")
        self.assertEqual(self.resolve("--override", "rows=16", "--digest"), one)
        self.assertNotEqual(self.resolve("--digest"), one)
        self.write("m.yaml", MANIFEST.replace("demo-1.0.0", "demo-1.0.1"))
        self.assertNotEqual(self.resolve("--override", "rows=16", "--digest"), one)

    def test_running(self) -> None:
        self.write("running.yaml", self.resolve("--overrides", "production.yaml", "--format", "yaml"))
        running = ["--overrides", "production.yaml", "--running", "running.yaml"]
        self.resolve(*running)
        self.resolve(*running, "--override", "rows=32")
        self.refuses(1, "--override: error: 'greeting' would change from what runs now: that needs a deployment [MF1503]",
                     *running, "--override", "greeting=hi")
        self.write("m.yaml", MANIFEST.replace("demo-1.0.0", "demo-1.0.1"))
        self.refuses(1, "[MF1508]", *running)

    def test_output_is_whole_or_not_there(self) -> None:
        self.assertEqual(self.resolve("--format", "env", "-o", "service.env"), "")
        text = self.read("service.env")
        self.refuses(1, "MF1504", "--format", "env", "--override", "rows=65", "-o", "service.env")
        self.assertEqual(self.read("service.env"), text)

    def test_standard_input(self) -> None:
        out = self.good("resolve", "--profile", "draft", "-", "--digest", stdin=MANIFEST).out
        self.assertEqual(out, self.resolve("--digest"))
        out = self.good("resolve", "--profile", "draft", "m.yaml", "--overrides", "-", stdin=PRODUCTION).out
        self.assertIn("(standard input)", out)


class Process(Resolve):
    def test_variables_of_the_shell(self) -> None:
        self.assertEqual(self.variables(self.resolve("--format", "env")),
                         {"ROWS": "8", "GREETING": "hello", "HOME_OF_IT": "/srv/it", "EMPTY": ""})

    def test_arguments_of_the_shell(self) -> None:
        self.assertEqual(self.arguments(self.resolve("--format", "args")),
                         ["--serve", "two words", "--cache", "--greeting=hello", "--rows=8"])
        self.assertEqual(self.arguments(self.resolve("--format", "args", "--override", "cache=false")),
                         ["--serve", "two words", "--greeting=hello", "--rows=8"])

    def test_values_arrive_as_they_are(self) -> None:
        for value in HOSTILE:
            override = f"greeting={value}"
            self.assertEqual(self.variables(self.resolve("--format", "env", "--override", override))["GREETING"], value)
            self.assertEqual(self.arguments(self.resolve("--format", "args", "--override", override))[3], f"--greeting={value}")

    def test_values_arrive_in_a_parser(self) -> None:
        parser = argparse.ArgumentParser()
        parser.add_argument("--serve")
        parser.add_argument("--cache", action="store_true")
        parser.add_argument("--greeting")
        parser.add_argument("--rows", type=int)
        for value in HOSTILE:
            lines = self.resolve("--format", "args", "--override", f"greeting={value}").splitlines()
            parsed = parser.parse_args(lines)
            self.assertEqual((parsed.greeting, parsed.rows, parsed.cache), (value, 8, True))

    def test_the_example_starts_with_it(self) -> None:
        manifest = f"{SOURCE}/examples/iris-classifier/manifest.yaml"
        self.assertEqual(self.variables(self.good("resolve", manifest, "--format", "env").out)["IRIS_LOG_LEVEL"], "info")
        arguments = self.arguments(self.good("resolve", manifest, "--format", "args", "--override", "batch_limit=300").out)
        self.assertEqual(arguments[:4], ["--address", "127.0.0.1", "--port", "8080"])
        self.assertIn("--batch-limit=300", arguments)
        parser = Path(SOURCE, "examples", "iris-classifier", "service", "serve.py").read_text("utf-8")
        for argument in arguments[4:]:
            self.assertIn(f'"{argument.split("=")[0]}"', parser)


class Refusals(Resolve):
    def test_bad_overrides(self) -> None:
        for override, message in (
                ("row=1", "--override: error: the manifest has no parameter 'row': did you mean 'rows'? [MF1501]"),
                ("rows=65", "'65' is above the maximum of 64 [MF1504] (/parameters/rows/value)\n"
                            "m.yaml:11:60: note: the maximum"),
                ("rows=many", "[MF1203]"), ("rows=", "[MF1106]"), ("rows=8.5", "[MF1203]"), ("cache=1", "[MF1203]"),
                ("shards=2", "'shards' cannot be overridden: the manifest says that it never changes [MF1502]"),
                ("rows=33", "m.yaml:16:29: error: the rule 'few' does not hold: no more than 32 rows are cached "
                            "(cache = true, rows = 33) [MF1506]"),
                ("Rows=1", "[MF1203]"), ("greeting=\x1b[2J", "[MF1203]")):
            self.refuses(1, message, "--override", override)

    def test_bad_usage(self) -> None:
        for arguments, message in (
                (["--override", "rows"], "'rows' does not set a parameter: expected NAME=VALUE"),
                (["--override", "=1"], "expected NAME=VALUE"),
                (["--override"], "--override"),
                (["--format", "toml"], "toml"),
                (["--digest", "--format", "env"], "--digest prints the digest alone"),
                (["--digest", "-o", "x"], "-o needs --format"),
                (["-o", "x"], "-o needs --format"),
                (["--overrides", "-", "--running", "-"], "only one file can be standard input"),
                (["--overrides", "missing.yaml"], "cannot open missing.yaml"),
                (["--running", "missing.yaml"], "cannot open missing.yaml")):
            self.refuses(2, message, *arguments)

    def test_given_twice(self) -> None:
        self.refuses(1, "[MF1104]", "--override", "rows=1", "--override", "rows=2")

    def test_bad_files(self) -> None:
        for text, message in (
                ("schema: overrides/v1\nparameters:\n- {name: rows, value: '16'}\n", "bad.yaml:3:23: error: '16' is of the wrong type"),
                ("schema: overrides/v1\nparameters:\n- {name: row, value: 16}\n", "bad.yaml:3:10: error: the manifest has no parameter 'row'"),
                ("schema: overrides/v1\nparameter: []\n", "bad.yaml:2:1: error: unknown key 'parameter': did you mean 'parameters'?"),
                ("schema: manifest/v1\n", "bad.yaml:1:9: error: 'manifest/v1' is not one of the choices"),
                ("", "bad.yaml:1:1: error: the document is empty"),
                ("schema: overrides/v1\nparameters: [{name: \x1b[2J, value: 1}]\n", "bad.yaml:2:")):
            self.write("bad.yaml", text)
            self.refuses(1, message, "--overrides", "bad.yaml")
            self.refuses(1, message, "--overrides", "production.yaml", "--overrides", "bad.yaml", "--override", "rows=1")
        self.refuses(1, "production.yaml:1:9: error: 'overrides/v1' is not one of the choices", "--running", "production.yaml")

    def test_everything_is_said_at_once(self) -> None:
        self.write("bad.yaml", "schema: overrides/v1\nx: 1\n")
        error = self.refuses(1, "bad.yaml:2:1", "--overrides", "bad.yaml", "--override", "Rows=1")
        self.assertIn("--override: error:", error)
        self.write("bad.yaml", PRODUCTION.replace("16", "65"))
        error = self.refuses(1, "bad.yaml:3:23", "--overrides", "bad.yaml", "--override", "shards=1")
        self.assertIn("--override: error:", error)

    def test_profile(self) -> None:
        self.fails(1, "[MF1301]", "resolve", "m.yaml")
        self.fails(1, "error: ", "resolve", "production.yaml")


if __name__ == "__main__":
    unittest.main()
