# SPDX-License-Identifier: Apache-2.0
"""System calls that fail under the command: files that it writes hold the old or the new bytes, and it says what went wrong.

The variable MF_FAULTS names the library that makes them fail (tests/faults.c); without one the tests skip.
"""
import errno
import unittest
from typing import Callable, Dict, List

from common import DRAFT, Result
from faulty import END, END_STATUS, ERROR, NONE, PAIR, SHORT, TEMPORARY, WRITERS, Fault, FaultTest

# Calls at the beginning and at the end that are all taken.
FIRST, WRITING = 30, 20


class Faults(FaultTest):
    def sweep(self, arguments: List[str], leaves_out: bool = False) -> None:
        """Calls of the command fail. A file is the old or the new one, or where what cannot be read is left out, has fewer lines. Of
        many calls the first are taken, and those at the end, which write; of the others every tenth."""
        before = self.contents()
        self.count(arguments, Fault(NONE))
        after = self.contents()
        self.assertNotEqual(before, after)
        is_new: Callable[[str, bytes], bool] = lambda name, data: data == after[name] or bool(PAIR.fullmatch(data))
        is_less: Callable[[str, bytes], bool] = lambda name, data: set(data.splitlines()) <= set(after[name].splitlines())
        for fault in (Fault(ERROR, errno.EIO), Fault(ERROR, errno.EINTR), Fault(ERROR, errno.ENOSPC, True), Fault(SHORT), Fault(END)):
            self.restore(before)
            calls = self.count(arguments, fault)
            for call in (call for call in range(calls) if call < FIRST or call >= calls - WRITING or call % 10 == 0):
                self.restore(before)
                result = self.run_with(arguments, fault, call)
                self.judge(f"{arguments}: {fault} at {call}: {result.err}", fault, result, before, after,
                           is_less if leaves_out and fault.kind == ERROR and call < calls - WRITING else is_new)

    def judge(self, what: str, fault: Fault, result: Result, before: Dict[str, bytes], after: Dict[str, bytes],
              is_new: Callable[[str, bytes], bool]) -> None:
        now = self.contents()
        self.assertIn(result.status, (0, 2, END_STATUS) if fault.kind == END else (0, 1, 2), what)
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
        elif result.status == 1:
            self.assertRegex(result.err, r"error: model\.bin: .*\[MF33\d\d\]", what)
            self.assertEqual(now, before)
        elif result.status == 2:
            self.assertRegex(result.err, r"\A(error: |manifest: |[^\n]*: )", what)

    def test_a_value_is_set_in_place(self) -> None:
        self.sweep(WRITERS["set"](self))

    def test_an_output_is_written(self) -> None:
        self.sweep(WRITERS["convert"](self))

    def test_a_manifest_is_begun(self) -> None:
        self.sweep(WRITERS["init"](self))

    def test_settings_are_resolved(self) -> None:
        self.sweep(WRITERS["resolve"](self))

    def test_what_was_verified_is_written(self) -> None:
        self.sweep(WRITERS["verify"](self))

    def test_a_full_device(self) -> None:
        """It is written to as it is: a device cannot be replaced."""
        self.write("a.yaml", DRAFT)
        self.fails(2, "cannot write /dev/full: No space left on device", "convert", "a.yaml", "--to", "json", "-o", "/dev/full")

    def test_a_release_is_signed(self) -> None:
        self.sweep(WRITERS["sign"](self))

    def test_a_key_is_made(self) -> None:
        self.sweep(WRITERS["keygen"](self))

    def test_artifacts_are_added(self) -> None:
        self.sweep(WRITERS["artifacts add"](self))

    def test_a_lock_file_is_imported(self) -> None:
        self.sweep(WRITERS["lock import"](self))

    def test_a_system_is_captured(self) -> None:
        self.sweep(WRITERS["capture"](self), leaves_out=True)

    def test_a_system_is_captured_into_a_manifest(self) -> None:
        self.sweep(WRITERS["capture --into"](self), leaves_out=True)

    def test_a_key_is_made_whole_or_not(self) -> None:
        """One failure leaves no half of a pair, so that the next attempt is not told that the key is there."""
        calls = self.count(["keygen", "k"], Fault(ERROR, errno.EIO))
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
