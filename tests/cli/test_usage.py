# SPDX-License-Identifier: Apache-2.0
"""Command lines: help, versions, options, and what is said about wrong ones."""
import os
import re
import shutil
import signal
import subprocess
import unittest
from pathlib import Path
from typing import List

from common import COMMAND, DRAFT, SOURCE, CommandTest, Text

COMMANDS = ["init", "validate", "show", "get", "set", "convert", "canonicalize", "digest", "diff", "hash", "resolve", "keygen",
            "sign", "verify", "artifacts", "lock", "capture", "parity", "schema", "rules"]
# Those, and what stands below them: as it is called.
CALLS = [[name] for name in COMMANDS if name not in ("artifacts", "lock")] + [["artifacts", "verify"], ["lock", "show"], ["lock", "import"], ["lock", "check"]]
CALLS += [["artifacts", "add"], ["artifacts", "inspect"]]


class Help(CommandTest):
    def test_lists_every_command(self) -> None:
        for option in ("--help", "-h"):
            result = self.good(option)
            for name in COMMANDS:
                self.assertRegex(result.out, rf"(?m)^  {name} +\w")
            self.assertEqual(set(re.findall(r"(?m)^  ([a-z]+) ", result.out)), set(COMMANDS))
        self.assertEqual(result.err, "")

    def test_every_command_has_its_own(self) -> None:
        for call in CALLS:
            for option in ("--help", "-h"):
                result = self.good(*call, option)
                self.assertTrue(result.out.startswith(f"Usage: manifest {' '.join(call)}"), result.out)
                for part in ("\nOptions:\n", "\nExit status:\n", "\nExample:\n  "):
                    self.assertIn(part, result.out)
                self.assertIn("  manifest ", result.out)
                self.assertLessEqual(max(len(line) for line in result.out.split("\n")), 80)
                self.assert_printable(result.out)

    def test_lists_commands_below_a_command(self) -> None:
        for option in ("--help", "-h"):
            self.assertRegex(self.good("artifacts", option).out, r"(?m)^  artifacts verify +\w")

    def test_asks_for_nothing_else(self) -> None:
        self.assertIn("Usage:", self.good("verify", "no-such-file", "--help").out)

    def test_says_the_default_profile(self) -> None:
        self.assertIn("default: release", self.good("validate", "--help").out)

    def test_version(self) -> None:
        version = self.good("--version").out
        self.assertRegex(version, r"\Amanifest \d+\.\d+\.\d+( \(with library [^)]+\))?\n\Z")
        for name in COMMANDS:
            self.assertEqual(self.good(name, "--version").out, version)


class ManualPage(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.page = Path(SOURCE, "doc", "manifest.1").read_text(encoding="utf-8")

    def test_help_has_no_space_at_the_end_of_a_line(self) -> None:
        for call in CALLS:
            self.assertNotRegex(self.good(*call, "--help").out, r"(?m) $")

    def test_has_every_command_and_option(self) -> None:
        for call in CALLS:
            name = " ".join(call)
            self.assertIn(f"\n.Cm {name}\n", self.page)
            for option in re.findall(r"(?m)^  (?:-\w, )?--([a-z-]+)", self.good(*call, "--help").out):
                self.assertRegex(self.page, rf"Fl Fl {option}\b|Fl {option[0]} ", f"{name} --{option}")

    def test_is_well_formed(self) -> None:
        if shutil.which("mandoc") is None:
            self.skipTest("mandoc is not installed")
        done = subprocess.run(["mandoc", "-Tlint", "-Wwarning", str(Path(SOURCE, "doc", "manifest.1"))],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
        self.assertEqual(done.stdout.decode(), "")


class WrongUsage(CommandTest):
    def test_no_command(self) -> None:
        result = self.fails(2, "Usage: manifest COMMAND")
        self.assertEqual(result.out, "")

    def test_unknown_command(self) -> None:
        self.fails(2, "there is no command 'valdate'; did you mean 'validate'?", "valdate")
        self.fails(2, "did you mean 'verify'?", "verfiy")
        result = self.fails(2, "there is no command 'frobnicate'", "frobnicate")
        self.assertNotIn("did you mean", result.err)

    def test_unknown_command_below_a_command(self) -> None:
        self.fails(2, "something is missing: artifacts COMMAND", "artifacts")
        self.fails(2, "no command 'artifacts verfy'; did you mean 'artifacts verify'?", "artifacts", "verfy", "x")
        self.fails(2, "there is no command 'artifacts --root'", "artifacts", "--root", "x")
        self.fails(2, "something is missing: artifacts verify", "artifacts", "verify")
        self.fails(2, "'y' is too much: artifacts verify", "artifacts", "verify", "x", "y")

    def test_unknown_option(self) -> None:
        self.fails(2, "there is no option --profil; did you mean --profile?", "validate", "--profil", "draft", "x")
        self.fails(2, "did you mean --help?", "digest", "--hlep")
        self.fails(2, "there is no option --colour", "show", "--colour", "x")
        self.fails(2, "there is no option -x", "show", "-x")

    def test_options_and_their_values(self) -> None:
        self.fails(2, "--profile is one of draft|release, not 'final'", "validate", "--profile", "final", "x")
        self.fails(2, "--profile is one of draft|release, not 'draft|release'", "validate", "--profile=draft|release", "x")
        self.fails(2, "--profile is one of draft|release, not ''", "validate", "--profile=", "x")
        self.fails(2, "--profile needs a value: draft|release", "validate", "x", "--profile")
        self.fails(2, "--json takes no value", "canonicalize", "--json=yes", "x")
        self.fails(2, "--format is given twice", "validate", "--format", "text", "--format", "json", "x")
        self.fails(2, "--to yaml or --to json is needed", "convert", "x")

    def test_operands(self) -> None:
        for arguments in (["validate"], ["digest"], ["get", "x"], ["set", "x", "/y"], ["keygen"], ["show"]):
            self.fails(2, "something is missing", *arguments)
        for arguments in (["show", "x", "y"], ["get", "x", "/y", "z"], ["schema", "rules", "y"], ["init", "x"]):
            self.fails(2, "is too much", *arguments)

    def test_messages_are_printable(self) -> None:
        evil = b"\x1b[31m\xc2\x9b\xe2\x80\xae\xff\r\n"
        commands: List[List[Text]] = [
            [evil], ["show", b"--" + evil], ["validate", "--profile", evil, "x"], ["show", evil], ["show", "x", evil],
            ["init", "-o", b"/no/" + evil], ["keygen", b"/no/" + evil]]
        for arguments in commands:
            result = self.run_command(*arguments)
            self.assertEqual(result.status, 2)
            self.assertIn("\\x1b[31m\\x9b\\u{202e}\\xff\\x0d\\n", result.err)
            self.assert_printable(result.err)


class Options(CommandTest):
    def test_any_order_and_spelling(self) -> None:
        name = self.write("a.yaml", DRAFT)
        expected = self.good("convert", "--to", "json", name).out
        for arguments in (["--to=json", name], [name, "--to", "json"], ["--to", "json", "--", name],
                          ["-o", "-", "--to=json", name], ["-o-", "--to=json", name],
                          ["--output=-", "--to=json", name]):
            self.assertEqual(self.good("convert", *arguments).out, expected)

    def test_two_dashes_end_them(self) -> None:
        self.write("--json", "{}")
        self.assertEqual(self.good("canonicalize", "--json", "--", "--json").out, "{}")
        self.fails(2, "cannot open -o", "show", "--", "-o")


class Streams(CommandTest):
    def test_write_errors_are_noticed(self) -> None:
        if not os.path.exists("/dev/full"):
            self.skipTest("this system has no /dev/full")
        name = self.write("a.yaml", DRAFT)
        for arguments in (["init"], ["digest", name], ["canonicalize", name], ["--version"], ["rules"], ["show", name]):
            with open("/dev/full", "wb") as full:
                done = subprocess.run([COMMAND, *arguments], stdout=full, stderr=subprocess.PIPE, cwd=self.directory,
                                      check=False)
            self.assertEqual(done.returncode, 2, arguments)
            self.assertIn(b"cannot write standard output", done.stderr)

    def test_closed_pipe_is_noticed(self) -> None:
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([COMMAND, "init"], stdout=writer, stderr=subprocess.PIPE, check=False,
                              preexec_fn=lambda: signal.signal(signal.SIGPIPE, signal.SIG_DFL))
        os.close(writer)
        self.assertEqual(done.returncode, 2)
        self.assertIn(b"cannot write standard output: Broken pipe", done.stderr)

    def test_closed_streams_are_not_mistaken_for_files(self) -> None:
        name = self.write("a.yaml", DRAFT)
        before = self.read(name)
        done = subprocess.run(["sh", "-c", 'exec "$0" get a.yaml /release/id >&-', COMMAND], cwd=self.directory,
                              stderr=subprocess.PIPE, check=False)
        self.assertEqual(done.returncode, 2)
        done = subprocess.run(["sh", "-c", 'exec "$0" show - <&- 2>&-', COMMAND], cwd=self.directory, check=False)
        self.assertEqual(done.returncode, 2)
        self.assertEqual(self.read(name), before)
        self.assertEqual(self.names(), [name])


if __name__ == "__main__":
    unittest.main()
