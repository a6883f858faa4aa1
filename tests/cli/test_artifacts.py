# SPDX-License-Identifier: Apache-2.0
"""Digests of files, as sha256sum writes and checks them; and the files of a release against its manifest."""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import unittest
from pathlib import Path
from typing import List

from common import CommandTest, without_style

A = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
NAMES: List[bytes] = [b"plain", b"two words", b" space first", b"back\\slash", b"line\nfeed", b"return\rhere", b"\\n",
                      "größe".encode(), b"\xff\xfe", b"star*"]
FORMS: List[List[str]] = [[], ["--binary"], ["--tag"]]


def have(tool: str) -> bool:
    if shutil.which(tool) is None:
        print(f"skipped: {tool} is not installed", file=sys.stderr)
        return False
    return True


class FilesTest(CommandTest):
    def make(self, *names: bytes) -> None:
        for name in names:
            path = os.path.join(os.fsencode(self.directory), name)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            Path(os.fsdecode(path)).write_bytes(b"contents of " + name)

    def tool(self, *command: str, status: int = 0) -> bytes:
        done = subprocess.run(command, cwd=self.directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60,
                              check=False)
        self.assertEqual(done.returncode, status, done.stderr)
        return done.stdout


class Hash(FilesTest):
    def test_prints_what_sha256sum_prints(self) -> None:
        self.make(*NAMES)
        for tool, algorithm in (("sha256sum", "sha256"), ("sha512sum", "sha512")):
            if have(tool):
                ours = self.good("hash", "--algorithm", algorithm, *NAMES).bytes
                self.assertEqual(ours, self.tool(tool, *[os.fsdecode(name) for name in NAMES]))

    def test_sha256sum_checks_our_lists(self) -> None:
        self.make(*NAMES)
        for tool, algorithm in (("sha256sum", "sha256"), ("sha512sum", "sha512")):
            if have(tool):
                self.write("list", self.good("hash", "--algorithm", algorithm, *NAMES).bytes)
                self.assertEqual(self.tool(tool, "--strict", "-c", "list").count(b": OK\n"), len(NAMES))

    def test_checks_lists_of_sha256sum(self) -> None:
        self.make(*NAMES)
        names = [os.fsdecode(name) for name in NAMES]
        for tool in ("sha256sum", "sha512sum"):
            for form in FORMS:
                if have(tool):
                    self.write("list", self.tool(tool, *form, *names))
                    self.assertEqual(self.good("hash", "--check", "list").bytes.count(b": OK\n"), len(names))

    def test_blake2b(self) -> None:
        self.make(b"x")
        digest = hashlib.blake2b(b"contents of x", digest_size=32).hexdigest()
        line = self.good("hash", "--algorithm", "blake2b-256", "x").out
        self.assertEqual(line, f"{digest}  x\n")
        self.good("hash", "--algorithm=blake2b-256", "-c", self.write("list", line))
        self.fails(1, "1 of 1 files", "hash", "-c", "list")
        if have("b2sum"):
            self.assertEqual(line.encode(), self.tool("b2sum", "-l", "256", "x"))
            self.good("hash", "-c", self.write("list", self.tool("b2sum", "--tag", "-l", "256", "x")))

    def test_directories_in_the_order_of_their_paths(self) -> None:
        self.make(b"model/b", b"model/a/z", b"model/a.txt", b"model/.hidden", b"model/.git/config")
        expected = ["model/.hidden", "model/a.txt", "model/a/z", "model/b"]
        for path in ("model", "model/"):
            for threads in ("1", "4"):
                lines = self.good("hash", "--threads", threads, path).out.splitlines()
                self.assertEqual([line[66:] for line in lines], expected)
        self.write("list", self.good("hash", "model", "model/b").out)
        self.assertEqual(len(self.good("hash", "-c", "list").out.splitlines()), 5)

    def test_a_directory_is_hashed_whole_or_not_at_all(self) -> None:
        self.make(b"model/a", b"good")
        os.symlink("/etc/passwd", self.path("model/link"))
        os.mkfifo(self.path("model/pipe"))
        result = self.fails(2, "[MF3305]", "hash", "model", "good")
        self.assertIn("[MF3306]", result.err)
        self.assertEqual([line[66:] for line in result.out.splitlines()], ["good"])

    def test_refuses(self) -> None:
        self.make(b"x")
        os.mkfifo(self.path("pipe"))
        result = self.fails(2, "there is no such file", "hash", "gone", "x")
        self.assertTrue(result.out.endswith("  x\n"))
        self.fails(2, "no regular file", "hash", "pipe")
        self.fails(2, "standard input cannot be hashed", "hash", "-")
        self.fails(2, "--algorithm is one of", "hash", "--algorithm", "md5", "x")
        self.fails(2, "cannot", "hash", "--check", "gone")
        for threads in ("0", "65", "-1", "x", "", "1x", "99999999999999999999"):
            self.fails(2, "--threads is a number from 1 to 64", "hash", f"--threads={threads}", "x")


class Check(FilesTest):
    def test_says_what_failed(self) -> None:
        self.make(b"same", b"changed")
        self.write("list", self.good("hash", "same", "changed").out + f"{A}  gone\n")
        self.write("changed", "something else")
        result = self.fails(1, "list: 2 of 3 files are not as the list says", "hash", "--check", "list")
        self.assertEqual(result.out, "same: OK\nchanged: FAILED\ngone: FAILED open or read\n")

    def test_malformed_lines(self) -> None:
        self.write("x", "a")
        good = f"{A}  x\n"
        self.good("hash", "-c", self.write("list", f"# made by hand\r\n\n{A.upper()} *x\r\n{good}"))
        self.good("hash", "-c", "-", stdin=good.rstrip("\n"))
        for line in (f"{A} x", f"{A}", f"{A}  ", f"{A[1:]}  x", f"{A}0  x", f"g{A[1:]}  x", f"\\{A}  \\x", f"\\{A}  x\\",
                     f"\\\\{A}  x", f"SHA256 (x) = {A[1:]}", f"SHA256 (x = {A}", f"SHA512 (x) = {A}", f"MD5 (x) = {A}",
                     f"SHA256 () = {A}", f"{A}\t\tx", f"{A}  x\0y", "x", "\\"):
            self.write("list", good + line + "\n")
            result = self.fails(1, "list: line 2 is no digest and name of a file", "hash", "-c", "list")
            self.assertEqual(result.out, "x: OK\n", line)
        self.fails(1, "line 1 is no digest", "hash", "-c", "--algorithm", "sha512", self.write("list", good))
        self.fails(1, "line 1 is no digest", "hash", "-c", "--algorithm", "sha512",
                   self.write("list", f"SHA256 (x) = {A}\n"))

    def test_an_empty_list_is_not_good(self) -> None:
        for text in ("", "\n\n", "# nothing\n"):
            self.fails(1, "there is no digest in the list", "hash", "-c", self.write("list", text))

    def test_names_are_printable(self) -> None:
        self.make(b"\x1b[31m\r")
        self.write("list", self.good("hash", b"\x1b[31m\r").bytes)
        self.assert_printable(self.good("hash", "-c", "list").out)


class Progress(FilesTest):
    def test_on_a_terminal_alone(self) -> None:
        with open(self.path("large"), "wb") as file:
            file.truncate(32 * 1024 * 1024)
        result = self.good("hash", "large")
        self.assertEqual(result.err, "")
        shown = self.on_terminal("hash", "large").out
        self.assertIn("of 32 MiB", shown)
        self.assertIn("100 %", shown)
        self.assertTrue(shown.endswith("\r" + result.out), shown)

    def test_little_work_shows_none(self) -> None:
        self.make(b"small")
        self.assertEqual(self.on_terminal("hash", "small").out, self.good("hash", "small").out)


class Verify(FilesTest):
    def manifest(self, name: str = "release.yaml", more: str = "") -> str:
        """A manifest of the file model/a, which is made."""
        self.path("model").mkdir(exist_ok=True)
        self.write("model/a", "a")
        return self.write(name, "schema: manifest/v1\nartifacts:\n"
                                f"  - {{name: weights, path: model/a, digest: 'sha256:{A}', size: 1}}\n{more}")

    def test_good(self) -> None:
        self.assertEqual(self.good("artifacts", "verify", self.manifest()).out,
                         "release.yaml: good, 0 errors; 1 artifact\n")

    def test_the_manifest_and_its_envelope_are_passed_over(self) -> None:
        self.make(b".git/config", b"release.dsse.json")
        self.manifest()
        root = str(self.directory)
        os.symlink(root, root + "-link")
        self.addCleanup(os.unlink, root + "-link")
        self.good("artifacts", "verify", "release.yaml", "--root", root + "-link")
        self.good("artifacts", "verify", f"{root}/release.yaml")
        self.good("artifacts", "verify", "./model/../release.yaml", "--root", "model/..")
        self.path("release.yaml").rename(self.path("model/release.json.yaml"))
        self.path("release.dsse.json").rename(self.path("model/release.json.dsse.json"))
        self.good("artifacts", "verify", "model/release.json.yaml", "--root", ".")

    def test_other_envelopes_and_manifests_are_unexpected(self) -> None:
        self.make(b"other.dsse.json", b"model/release.yaml")
        result = self.run_command("artifacts", "verify", self.manifest())
        self.assertEqual(result.status, 1)
        self.assertEqual(result.out.count("[MF3304]"), 2)

    def test_everything_wrong_in_one_run(self) -> None:
        self.manifest(more="  - {name: gone, path: gone, size: 1, digest: 'sha256:" + A + "'}\n")
        self.write("model/a", "tampered")
        self.make(b"extra")
        os.symlink("/etc/passwd", self.path("link"))
        result = self.run_command("artifacts", "verify", "release.yaml")
        self.assertEqual(result.status, 1)
        for code in ("MF3301", "MF3302", "MF3303", "MF3304", "MF3305"):
            self.assertIn(f"[{code}]", result.out)
        self.assertRegex(result.out, r"(?m)^release\.yaml:3:\d+: error: .* \[MF3302\] \(/artifacts/weights/digest\)$")
        self.assertTrue(result.out.endswith("\nrelease.yaml: not good, 5 errors; 2 artifacts\n"), result.out)
        self.assertEqual(result.err, "")

    def test_json(self) -> None:
        self.manifest()
        self.make(b"extra")
        result = self.run_command("artifacts", "verify", "--format", "json", "release.yaml")
        self.assertEqual(result.status, 1)
        self.assertEqual([finding["code"] for finding in json.loads(result.out)["findings"]], ["MF3304"])
        result = self.good("artifacts", "verify", "--format", "json", "--allow-unexpected", "release.yaml")
        self.assertEqual(json.loads(result.out)["findings"], [])

    def test_unexpected_files_may_be_allowed(self) -> None:
        self.manifest()
        self.make(b"extra")
        self.assertEqual(self.run_command("artifacts", "verify", "release.yaml").status, 1)
        self.good("artifacts", "verify", "release.yaml", "--allow-unexpected")

    def test_links_are_followed_below_the_root_alone(self) -> None:
        self.manifest()
        self.path("model/a").rename(self.path("model/b"))
        os.symlink("b", self.path("model/a"))
        result = self.run_command("artifacts", "verify", "--allow-unexpected", "release.yaml")
        self.assertEqual((result.status, result.out.count("[MF3305]")), (1, 1), result.out)
        if sys.platform == "linux":
            self.good("artifacts", "verify", "--allow-unexpected", "--follow-links", "release.yaml")
        os.unlink(self.path("model/a"))
        os.symlink("/etc/passwd", self.path("model/a"))
        result = self.run_command("artifacts", "verify", "--allow-unexpected", "--follow-links", "release.yaml")
        self.assertEqual((result.status, result.out.count("[MF3305]")), (1, 1), result.out)

    def test_what_has_no_path_is_not_called_verified(self) -> None:
        elsewhere = f"  - {{name: elsewhere, digest: 'sha256:{A}', size: 1}}\n"
        result = self.good("artifacts", "verify", self.manifest(more=elsewhere))
        self.assertIn("[MF3310]", result.out)
        self.assertTrue(result.out.endswith(": good, 0 errors; 2 artifacts, 1 of them not verified\n"))

    def test_nothing_verified_is_not_good(self) -> None:
        for artifacts in ("", f"artifacts: [{{name: x, digest: 'sha256:{A}'}}]\n", "artifacts: [{name: x, path: x}]\n"):
            self.write("release.yaml", "schema: manifest/v1\n" + artifacts)
            self.write("x", "a")
            self.fails(1, "nothing was verified", "artifacts", "verify", "--allow-unexpected", "release.yaml")

    def test_standard_input_needs_a_root(self) -> None:
        text = self.read(self.manifest())
        self.fails(2, "--root is needed", "artifacts", "verify", "-", stdin=text)
        self.path("release.yaml").unlink()
        self.good("artifacts", "verify", "-", "--root", ".", stdin=text)

    def test_refuses(self) -> None:
        self.manifest()
        self.fails(2, "cannot open the directory gone", "artifacts", "verify", "--root", "gone", "release.yaml")
        self.fails(2, "cannot open the directory release.yaml", "artifacts", "verify", "--root=release.yaml", "release.yaml")
        self.fails(2, "gone.yaml", "artifacts", "verify", "gone.yaml")
        self.fails(1, "error", "artifacts", "verify", self.write("bad.yaml", "schema: manifest/v1\nartefacts: []\n"))
        self.fails(2, "--format is one of", "artifacts", "verify", "--format", "sarif", "release.yaml")

    def test_on_a_terminal(self) -> None:
        shown = without_style(self.on_terminal("artifacts", "verify", self.manifest()).out)
        self.assertEqual(shown, "release.yaml: good, 0 errors; 1 artifact\n")


if __name__ == "__main__":
    unittest.main()
