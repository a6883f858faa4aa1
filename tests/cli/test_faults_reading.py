# SPDX-License-Identifier: Apache-2.0
"""System calls that fail under commands that only read: the answer is the right one, or there is none, and a message names the file."""
import errno
import hashlib
import os
import subprocess
import unittest
from pathlib import Path
from typing import Callable, Dict, Iterator, List

from common import COMMAND, DRAFT, Result
from faulty import ERROR, FAULTS as PRELOADED, LOCK, NONE, SHORT, Fault, FaultTest, root_of, signed

# Every call fails in each of these ways.
WAYS = (Fault(ERROR, errno.EIO), Fault(ERROR, errno.EINTR), Fault(ERROR, errno.EACCES, True), Fault(SHORT))


class Reading(FaultTest):
    def sweep(self, *arguments: str, names: str, status: int = 0, step: int = 1, other: str = "$^") -> None:
        """`names` is a pattern: what a message about a failure must hold. And `other`: what stands there for the system's reason."""
        expected = self.run_command(*arguments)
        self.assertEqual(expected.status, status, expected.err)
        before = self.names()
        for fault in WAYS:
            for call in range(0, self.count(list(arguments), fault, status), step):
                result = self.run_with(list(arguments), fault, call)
                what = f"{arguments}: {fault} at {call}: {result.status} {result.err}"
                if (result.status, result.out, result.err) != (expected.status, expected.out, expected.err):
                    self.assertNotEqual(fault.kind, SHORT, what)
                    # What a capture cannot read it leaves out, with a warning.
                    self.assertTrue(result.status != 0 or "[MF3402]" in result.err, what)
                    self.assertRegex(result.err + result.out, names, what)
                    self.assertRegex(result.err + result.out, r"Input/output error|Interrupted system call|Permission denied|" + other, what)
                    self.assertIn(result.status, (0, 1, 2), what)
                self.assertEqual(self.names(), before)

    def manifest(self, *rest: str) -> List[str]:
        self.write("a.yaml", DRAFT)
        return [*rest, "a.yaml"]

    def test_validate(self) -> None:
        self.sweep(*self.manifest("validate", "--profile", "draft"), names=r"a\.yaml")

    def test_validate_a_directory(self) -> None:
        self.path("d").mkdir()
        self.write("d/a.yaml", DRAFT)
        self.write("d/other.json", "{}")
        self.sweep("validate", "--profile", "draft", "d", names=r"\bd\b", other="Is a directory")

    def test_verify(self) -> None:
        signed(self)
        self.sweep("verify", "--no-expiry", "--key", "k.pub", "a.dsse.json", names=r"k\.pub|a\.dsse\.json")

    def test_show(self) -> None:
        self.sweep(*self.manifest("show"), names=r"a\.yaml")

    def test_diff(self) -> None:
        self.write("b.yaml", DRAFT.replace("1.0.0", "1.0.1"))
        self.sweep(*self.manifest("diff", "b.yaml"), names=r"[ab]\.yaml", status=1)

    def test_resolve(self) -> None:
        self.write("o.yaml", "schema: overrides/v1\nparameters:\n- {name: batch_size, value: 16}\n")
        self.sweep(*self.manifest("resolve", "--profile", "draft", "--overrides", "o.yaml"), names=r"[ao]\.yaml")

    def test_hash(self) -> None:
        self.path("d").mkdir()
        self.write("d/b", "b")
        self.sweep("hash", self.write("a", "a"), "d", names=r"\b[ad]\b", other=r"d: it is no regular file")

    def test_check_of_hashes(self) -> None:
        self.write("a", "a")
        self.write("sums", self.good("hash", "a").out)
        self.sweep("hash", "--check", "sums", names=r"\b(a|sums)\b")

    def test_inspect(self) -> None:
        self.write("m.gguf", b"GGUF\3\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0k\7\0\0\0\1")
        self.sweep("artifacts", "inspect", "m.gguf", names=r"m\.gguf")

    def test_verify_artifacts(self) -> None:
        self.path("d").mkdir()
        self.write("d/a.yaml", DRAFT)
        self.path("d/m").mkdir()
        self.write("d/m/model.bin", "weights")
        self.good("artifacts", "add", "--into", "d/a.yaml", "d/m")
        self.sweep("artifacts", "verify", "d/a.yaml", names=r"\bd\b|model\.bin|: error: m|: error: \.")

    def test_lock_show(self) -> None:
        self.sweep("lock", "show", self.write("requirements.txt", LOCK), names=r"requirements\.txt")

    def test_lock_check(self) -> None:
        self.write("requirements.txt", LOCK)
        self.manifest()
        self.good("lock", "import", "requirements.txt", "--into", "a.yaml")
        self.sweep("lock", "check", "a.yaml", names=r"requirements\.txt|a\.yaml|directory \.")

    def test_parity_of_manifests(self) -> None:
        for name in ("a.yaml", "b.yaml"):
            self.write(name, "schema: manifest/v1\nenvironment: {platform: {os: linux, kernel: 6.1.0}}\n")
        self.write("p.yaml", "schema: parity/v1\n")
        self.sweep("parity", "--allow", "p.yaml", "a.yaml", "b.yaml", names=r"[abp]\.yaml")

    def test_parity_of_a_system(self) -> None:
        """Of the looks at the system every seventh fails: test_faults has them all."""
        root = root_of(self)
        self.good("capture", "-q", "--root", root, "-o", "a.yaml")
        self.sweep("parity", "--host", "--root", root, "a.yaml", names=r"a\.yaml|manifest-root-|etc/", step=7)


class Replacing(FaultTest):
    """Somebody else moves another thing to the name of a file, before each call in turn: nobody waits, or reads what is elsewhere."""

    def replaced(self, make: Callable[[str], object], *arguments: str, file: str, changed: str) -> Iterator[Result]:
        """`changed` is put back before every run: the file that the command may write to."""
        original = {name: self.path(name).read_bytes() for name in (file, changed)}
        for call in range(self.count(list(arguments), Fault(NONE))):
            self.put(original)
            make(str(self.path("other")))
            more = {"LD_PRELOAD": PRELOADED, "FAULT_REPLACEMENT": "other", "FAULT_REPLACED": file, "FAULT_CALL": str(call)}
            done = subprocess.run([COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  cwd=self.directory, env=self.environment(more), timeout=20, check=False)
            yield Result(done.returncode, done.stdout, done.stderr)
        self.put(original)

    def put(self, files: Dict[str, bytes]) -> None:
        for name, data in files.items():
            self.path(name).unlink()
            self.path(name).write_bytes(data)
        if self.path("other").is_symlink() or self.path("other").exists():
            self.path("other").unlink()

    def test_a_manifest_of_a_directory(self) -> None:
        """It was a regular file when it was found: what it is now is not waited for, and a link that it is now is not followed."""
        self.path("d").mkdir()
        self.write("d/a.yaml", DRAFT)
        self.write("elsewhere", DRAFT.replace("8  ", "unseen"))
        makers: List[Callable[[str], object]] = [os.mkfifo, lambda path: os.symlink(self.path("elsewhere"), path)]
        for make in makers:
            results = list(self.replaced(make, "validate", "--profile", "draft", "d", file="d/a.yaml", changed="elsewhere"))
            self.assertLessEqual({result.status for result in results}, {0, 2})
            self.assertEqual(results[0].status, 2)
            self.assertIn(0, [result.status for result in results])
            for result in results:
                self.assertNotIn("unseen", result.out + result.err)
                if result.status == 2:
                    self.assertRegex(result.err, r"there is no manifest in d|cannot open d/a\.yaml")

    def test_a_file_that_is_added(self) -> None:
        """The manifest says what was there before or what is there now, of one file; or it stays as it is."""
        self.write("model.bin", "old weights")
        digests = [f"sha256:{hashlib.sha256(text).hexdigest()}" for text in (b"old weights", b"new weights")]
        self.write("a.yaml", DRAFT)
        for result in self.replaced(lambda path: Path(path).write_text("new weights", "utf-8"), "artifacts", "add", "--into", "a.yaml",
                                    "model.bin", file="model.bin", changed="a.yaml"):
            manifest = self.read("a.yaml")
            if result.status == 0:
                self.assertEqual(sum(digest in manifest for digest in digests), 1)
            else:
                self.assertRegex(result.err, r"model\.bin: it (changed while it was read|cannot be opened)")
                self.assertEqual(manifest, DRAFT)


if __name__ == "__main__":
    unittest.main()
