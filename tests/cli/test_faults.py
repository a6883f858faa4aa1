# SPDX-License-Identifier: Apache-2.0
"""System calls that fail under the command: files that it writes hold the old or the new bytes, and it says what went wrong.

The variable MF_FAULTS names the library that makes them fail (tests/faults.c); without one the tests skip.
"""
import errno
import os
import re
import subprocess
import unittest
from typing import Callable, Dict, List, NamedTuple, Optional

from common import COMMAND, DRAFT, CommandTest, Result

FAULTS = os.environ.get("MF_FAULTS", "")
TEMPORARY = re.compile(r"\.[a-z.]+\.\d+-\d+\.tmp")

# As in tests/faults.h.
NONE, ERROR, SHORT, END = range(4)
END_STATUS = 86


class Fault(NamedTuple):
    kind: int
    error: int = 0
    for_good: bool = False


class Faults(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        if not FAULTS:
            self.skipTest("nothing can be put in the place of system calls here")

    def run_with(self, arguments: List[str], fault: Fault, call: int) -> Result:
        environment = self.environment({
            "LD_PRELOAD": FAULTS, "FAULT_KIND": str(fault.kind), "FAULT_ERROR": str(fault.error),
            "FAULT_FOR_GOOD": str(int(fault.for_good)), "FAULT_CALL": str(call)})
        if fault.kind == NONE:
            environment["FAULT_COUNT"] = str(self.path("count"))
        done = subprocess.run([COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, cwd=self.directory, env=environment, timeout=60, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    def contents(self) -> Dict[str, bytes]:
        return {name: self.path(name).read_bytes() for name in self.names()}

    def restore(self, files: Dict[str, bytes]) -> None:
        for name in self.names():
            self.path(name).unlink()
        for name, data in files.items():
            self.path(name).write_bytes(data)
            if name.endswith(".key"):
                self.path(name).chmod(0o600)

    def count(self, arguments: List[str]) -> int:
        """How many calls the command makes; the fault is not reached by one that ends earlier."""
        result = self.run_with(arguments, Fault(NONE), 0)
        self.assertEqual(result.status, 0, result.err)
        number = int(self.read("count"))
        self.path("count").unlink()
        self.assertGreater(number, 5)
        return number

    def sweep(self, *arguments: str, new: Optional[Callable[[str, bytes], bool]] = None) -> None:
        """Every call of the command fails. A file is the old or the new one; `new` says what is new where it varies."""
        before = self.contents()
        calls = self.count(list(arguments))
        after = self.contents()
        self.assertNotEqual(before, after)
        is_new = new or (lambda name, data: data == after[name])
        for fault in (Fault(ERROR, errno.EIO), Fault(ERROR, errno.EINTR), Fault(ERROR, errno.ENOSPC, True), Fault(SHORT), Fault(END)):
            for call in range(calls):
                self.restore(before)
                result = self.run_with(list(arguments), fault, call)
                self.judge(f"{arguments}: {fault} at {call}: {result.err}", fault, result, before, after, is_new)

    def judge(self, what: str, fault: Fault, result: Result, before: Dict[str, bytes], after: Dict[str, bytes],
              is_new: Callable[[str, bytes], bool]) -> None:
        now = self.contents()
        self.assertIn(result.status, (0, 2, END_STATUS) if fault.kind == END else (0, 2), what)
        for name, data in now.items():
            if name in after:
                self.assertTrue(data == before.get(name) or is_new(name, data), f"{what}: {name} is neither old nor new")
            else:
                self.assertRegex(name, TEMPORARY, what)
                self.assertTrue(fault.kind == END or fault.for_good, f"{what}: {name} is left")
        self.assertLessEqual(set(before), set(now), what)
        if result.status == 0:
            self.assertEqual(set(now), set(after), what)
            for name in set(after) - set(n for n in before if before[n] == after[n]):
                self.assertTrue(is_new(name, now[name]), f"{what}: {name} was not written")
        elif result.status == 2:
            self.assertRegex(result.err, r"\A(error: |manifest: |[^\n]*: )", what)

    def test_a_value_is_set_in_place(self) -> None:
        self.write("a.yaml", DRAFT)
        self.sweep("set", "a.yaml", "/release/version", "2.0.0")

    def test_an_output_is_written(self) -> None:
        self.write("a.yaml", DRAFT)
        self.write("out.json", "old")
        self.sweep("convert", "a.yaml", "--to", "json", "-o", "out.json")

    def test_a_release_is_signed(self) -> None:
        self.release("a.yaml")
        self.keygen("k")
        self.sweep("sign", "a.yaml", "--key", "k.key", "-o", "a.dsse.json")

    def test_a_key_is_made(self) -> None:
        self.sweep("keygen", "k", new=lambda name, data: bool(re.fullmatch(
            rb"-----BEGIN (PRIVATE|PUBLIC) KEY-----\n[A-Za-z0-9+/=\n]+\n-----END \1 KEY-----\n", data)))

    def test_a_key_is_made_whole_or_not(self) -> None:
        """One failure leaves no half of a pair, so that the next attempt is not told that the key is there."""
        calls = self.count(["keygen", "k"])
        for call in range(calls):
            self.restore({})
            result = self.run_with(["keygen", "k"], Fault(ERROR, errno.EIO), call)
            self.assertEqual(self.names(), ["k.key", "k.pub"] if result.status == 0 else [], f"{call}: {result.err}")

    def test_what_an_end_leaves_is_no_manifest(self) -> None:
        self.write("a.yaml", DRAFT)
        for call in range(8):
            self.run_with(["set", "a.yaml", "/release/version", "2.0.0"], Fault(END), call)
        self.assertGreater(len(self.names()), 1)
        self.assertNotIn(".tmp", self.good("validate", "--profile", "draft", "--format", "json", ".").out)


if __name__ == "__main__":
    unittest.main()
