# SPDX-License-Identifier: Apache-2.0
"""Power that fails under the command: each file is the old one or the new one, and the new one once the command has succeeded.

The calls of a command are written down (tests/faults.c); behind each of them, everything that the disk may then hold is looked at
(power.py).
"""
import subprocess
import tempfile
import unittest
from typing import Dict, List

from common import COMMAND
from faulty import FAULTS, PAIR, TEMPORARY, WRITERS, FaultTest
from power import Call, Disk, Replay, read_trace

Files = Dict[str, bytes]


def wrong(state: Files, before: Files, after: Files) -> str:
    """What no moment may leave behind; "" if nothing is wrong."""
    for name, data in state.items():
        if name not in after:
            if not TEMPORARY.fullmatch(name):
                return f"{name} is nobody's"
        elif data not in (before.get(name), after[name]):
            return f"{name} holds {len(data)} bytes, neither the old nor the new"
    missing = set(before) - set(state)
    return f"{missing} are missing" if missing else ""


def first_wrong(calls: List[Call], before: Files, after: Files, directory: str = "/d") -> str:
    """Goes through a trace. What is wrong first, and behind which call; "" if it may be interrupted everywhere and lasts at the end."""
    disk = Disk(before)
    replay = Replay(directory, disk)
    for call in calls:
        if not replay.make(call):
            continue
        for state in disk.after_power_loss():
            problem = wrong(state, before, after)
            if problem:
                return f"behind {call.name}: {problem}"
    for state in disk.after_power_loss():
        if state != after:
            return "after success: not the new files"
    return ""


class Power(FaultTest):
    def trace(self, arguments: List[str]) -> List[Call]:
        with tempfile.NamedTemporaryFile(prefix="manifest-trace-") as trace:
            done = subprocess.run([COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                  cwd=self.directory, env=self.environment({"LD_PRELOAD": FAULTS, "FAULT_TRACE": trace.name}),
                                  timeout=60, check=False)
            self.assertEqual(done.returncode, 0, done.stderr)
            return read_trace(trace.read().decode())

    def test_every_command_that_writes(self) -> None:
        for name, prepare in WRITERS.items():
            with self.subTest(name):
                self.restore({})
                arguments = prepare(self)
                before = self.contents()
                calls = self.trace(arguments)
                after = self.contents()
                self.assertNotEqual(before, after)
                self.assertEqual(first_wrong(calls, before, after, str(self.directory)), "")
                # One way to write for all of them, so that there is one to get right.
                made = [call.name for call in calls if call.name not in ("open", "close", "write")]
                self.assertEqual(made, ["create", "fsync", "rename", "fsync"] * (2 if name == "keygen" else 1))

    def test_no_command_is_forgotten(self) -> None:
        """Those whose help has --output or --into write files, and keygen."""
        writing = set()
        names = [line.split()[0] for line in self.good("--help").out.split("\n\n")[2].splitlines()[1:]]
        for name in names:
            text = self.good(name, "--help").out
            parts = [" ".join(line.split()[:2]) for line in text.partition("Commands:\n")[2].partition("\n\n")[0].splitlines()]
            for command in parts or [name]:
                if any(word in self.good(*command.split(), "--help").out for word in ("--output FILE", "--into ")):
                    writing.add(command)
        self.assertEqual(writing | {"keygen"}, {name for name in WRITERS if "--" not in name})

    def test_a_pair_of_keys_is_one_secret_first(self) -> None:
        """The power may fail between two files: never is there a public key without its secret one, and never half a key."""
        calls = self.trace(["keygen", "k"])
        disk = Disk({})
        replay = Replay(str(self.directory), disk)
        for call in calls:
            replay.make(call)
            for state in disk.after_power_loss():
                self.assertLessEqual("k.pub" in state, "k.key" in state)
                for name in {"k.key", "k.pub"} & set(state):
                    self.assertRegex(state[name], PAIR)


class Model(unittest.TestCase):
    """The model finds what others have lost files by."""

    OLD, NEW = {"a": b"old"}, {"a": b"new!"}
    CREATE, WRITE = Call("create", 3, (b".a.1-0.tmp",)), Call("write", 3, (b"new!",))
    SYNC, CLOSE = Call("fsync", 3, ()), Call("close", 3, ())
    RENAME = Call("rename", -1, (b".a.1-0.tmp", b"a"))
    DIRECTORY = [Call("open", 4, (b".",)), Call("fsync", 4, ()), Call("close", 4, ())]

    def judge(self, *calls: Call) -> str:
        return first_wrong(list(calls), self.OLD, self.NEW)

    def test_as_it_should_be(self) -> None:
        self.assertEqual(self.judge(self.CREATE, self.WRITE, self.SYNC, self.CLOSE, self.RENAME, *self.DIRECTORY), "")

    def test_bytes_that_were_not_synced(self) -> None:
        self.assertIn("behind rename: a holds", self.judge(self.CREATE, self.WRITE, self.CLOSE, self.RENAME, *self.DIRECTORY))

    def test_bytes_that_were_synced_too_early(self) -> None:
        self.assertIn("behind rename: a holds", self.judge(self.CREATE, self.SYNC, self.WRITE, self.CLOSE, self.RENAME, *self.DIRECTORY))

    def test_bytes_that_were_synced_too_late(self) -> None:
        self.assertIn("behind rename: a holds", self.judge(self.CREATE, self.WRITE, self.RENAME, self.SYNC, self.CLOSE, *self.DIRECTORY))

    def test_half_of_the_bytes(self) -> None:
        half = Call("write", 3, (b"ne",))
        self.assertIn("behind rename: a holds", self.judge(self.CREATE, half, self.SYNC, self.RENAME, *self.DIRECTORY))

    def test_names_that_were_not_synced(self) -> None:
        self.assertEqual(self.judge(self.CREATE, self.WRITE, self.SYNC, self.CLOSE, self.RENAME), "after success: not the new files")

    def test_names_that_were_synced_too_early(self) -> None:
        self.assertEqual(self.judge(self.CREATE, self.WRITE, self.SYNC, self.CLOSE, *self.DIRECTORY, self.RENAME),
                         "after success: not the new files")

    def test_another_directory_that_was_synced(self) -> None:
        other = [Call("open", 4, (b"..",)), *self.DIRECTORY[1:]]
        self.assertEqual(self.judge(self.CREATE, self.WRITE, self.SYNC, self.CLOSE, self.RENAME, *other), "after success: not the new files")

    def test_writing_in_place(self) -> None:
        self.assertIn("neither the old nor the new",
                      self.judge(Call("truncate", 3, (b"a",)), self.WRITE, self.SYNC, self.CLOSE, *self.DIRECTORY))

    def test_removing_first(self) -> None:
        self.assertIn("missing", self.judge(self.CREATE, self.WRITE, self.SYNC, self.CLOSE, Call("unlink", -1, (b"a",)),
                                            self.RENAME, *self.DIRECTORY))

    def test_rubbish_under_a_name_that_may_be_taken_for_a_document(self) -> None:
        self.assertIn("nobody's", self.judge(Call("create", 3, (b"a.tmp.yaml",)), self.WRITE, self.SYNC, self.CLOSE,
                                             Call("rename", -1, (b"a.tmp.yaml", b"a")), *self.DIRECTORY))


if __name__ == "__main__":
    unittest.main()
