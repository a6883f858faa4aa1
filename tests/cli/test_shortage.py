# SPDX-License-Identifier: Apache-2.0
"""No memory under the command: it does its work all the same, or says so and ends with status 2. No file is left in between.

The variable MF_SHORTAGE names the library that makes allocations fail (shortage.c); without one the tests skip.
"""
import os
import subprocess
import unittest
from typing import Callable, Dict, List

from common import COMMAND, DRAFT, CommandTest, Result
from faulty import LOCK, PAIR, TEMPORARY, WRITERS, FaultTest, root_of, signed

SHORTAGE = os.environ.get("MF_SHORTAGE", "")
EACH, RUNS = 5, 12  # the first allocations are all taken, and about as many behind them
NEVER = 10 ** 9


class Shortage(FaultTest):
    def run_short(self, arguments: List[str], call: int, for_good: bool) -> Result:
        more = {"LD_PRELOAD": SHORTAGE, "SHORTAGE_CALL": str(call), "SHORTAGE_FOR_GOOD": str(int(for_good))}
        if call == NEVER:
            more["SHORTAGE_COUNT"] = str(self.path("count"))
        done = subprocess.run([COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.directory, env=self.environment(more), timeout=60, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    def sweep(self, *arguments: str, status: int = 0) -> None:
        before = self.files()
        expected = self.run_short(list(arguments), NEVER, False)
        self.assertEqual(expected.status, status, expected.err)
        count = int(self.read("count"))
        self.path("count").unlink()
        self.assertGreater(count, 0)
        after = self.files()
        step = max(1, (count - EACH) // RUNS)
        for call in [*range(min(EACH, count)), *range(EACH, count, step)]:
            for for_good in (False, True):
                self.put_back(before)
                result = self.run_short(list(arguments), call, for_good)
                self.judge(f"{arguments} at {call}, {for_good}: {result.status} {result.err}", result, expected, before, after)

    def files(self) -> Dict[str, bytes]:
        return {name: self.path(name).read_bytes() for name in self.names() if self.path(name).is_file()}

    def put_back(self, files: Dict[str, bytes]) -> None:
        for name in self.files():
            self.path(name).unlink()
        for name, data in files.items():
            self.write(name, data)
            self.path(name).chmod(0o600 if name.endswith(".key") else 0o644)

    def judge(self, what: str, result: Result, expected: Result, before: Dict[str, bytes], after: Dict[str, bytes]) -> None:
        now = self.files()
        if result.status == expected.status:
            # A key pair is another each time.
            self.assertEqual(set(now), set(after), what)
            self.assertEqual({n for n in after if now[n] != after[n] and not PAIR.fullmatch(now[n])}, set(), what)
            return
        self.assertEqual(result.status, 2, what)
        self.assertIn("memory", result.err, what)
        for name, data in now.items():
            self.assertFalse(TEMPORARY.fullmatch(name), what)
            self.assertTrue(data in (before.get(name), after.get(name)) or PAIR.fullmatch(data), what)

    def setUp(self) -> None:
        super().setUp()
        if not SHORTAGE:
            self.skipTest("allocations cannot be made to fail here")

    def draft(self, *rest: str) -> List[str]:
        self.write("a.yaml", DRAFT)
        return [*rest, "a.yaml"]

    def test_validate(self) -> None:
        self.sweep(*self.draft("validate", "--profile", "draft"))

    def test_validate_as_json(self) -> None:
        self.write("bad.yaml", "schema: manifest/v1\nrelease: {id: 1}\n")
        self.sweep("validate", "--profile", "draft", "--format", "json", "bad.yaml", status=1)

    def test_validate_as_sarif(self) -> None:
        self.write("bad.yaml", "schema: manifest/v1\nrelease: {id: 1}\n")
        self.sweep("validate", "--profile", "draft", "--format", "sarif", "bad.yaml", status=1)

    def test_show(self) -> None:
        self.sweep("show", self.release("a.yaml"))

    def test_get(self) -> None:
        self.sweep(*self.draft("get"), "/release/version")

    def test_diff(self) -> None:
        self.write("b.yaml", DRAFT.replace("1.0.0", "1.0.1"))
        self.sweep(*self.draft("diff", "--format", "json", "b.yaml"), status=1)

    def test_diff_as_markdown(self) -> None:
        self.write("b.yaml", DRAFT.replace("1.0.0", "1.0.1"))
        self.sweep(*self.draft("diff", "--format", "markdown", "b.yaml"), status=1)

    def test_hash(self) -> None:
        self.sweep("hash", self.write("a", "a"))

    def test_check_of_hashes(self) -> None:
        self.write("a", "a")
        self.write("sums", self.good("hash", "a").out)
        self.sweep("hash", "--check", "sums")

    def test_inspect(self) -> None:
        self.write("m.gguf", b"GGUF\3\0\0\0\0\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0\1\0\0\0\0\0\0\0k\7\0\0\0\1")
        self.sweep("artifacts", "inspect", "--format", "json", "m.gguf")

    def test_verify_artifacts(self) -> None:
        self.write("model.bin", "weights")
        self.draft()
        self.good("artifacts", "add", "--into", "a.yaml", "model.bin")
        self.sweep("artifacts", "verify", "--format", "json", "--allow-unexpected", "a.yaml")

    def test_verify(self) -> None:
        signed(self)
        self.sweep("verify", "--no-expiry", "--key", "k.pub", "a.dsse.json")

    def test_lock_show(self) -> None:
        self.sweep("lock", "show", "--format", "json", self.write("requirements.txt", LOCK))

    def test_lock_check(self) -> None:
        self.write("requirements.txt", LOCK)
        self.draft()
        self.good("lock", "import", "requirements.txt", "--into", "a.yaml")
        self.sweep("lock", "check", "--format", "json", "a.yaml")

    def test_parity(self) -> None:
        for name in ("a.yaml", "b.yaml"):
            self.write(name, "schema: manifest/v1\nenvironment: {platform: {os: linux, kernel: 6.1.0}}\n")
        self.sweep("parity", "--format", "json", "a.yaml", "b.yaml")

    def test_parity_of_a_system(self) -> None:
        root = root_of(self)
        self.good("capture", "-q", "--root", root, "-o", "a.yaml")
        self.sweep("parity", "--host", "--root", root, "a.yaml")

    def test_lists(self) -> None:
        self.sweep("rules")
        self.sweep("schema")


def add_writers() -> None:
    """A test for each command that writes a file."""
    for name, prepare in WRITERS.items():
        def test(self: Shortage, prepare: Callable[[CommandTest], List[str]] = prepare) -> None:
            self.sweep(*prepare(self))
        setattr(Shortage, "test_writing_" + name.replace(" --", "_").replace(" ", "_"), test)


add_writers()

if __name__ == "__main__":
    unittest.main()
