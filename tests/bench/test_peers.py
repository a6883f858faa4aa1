#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What the comparison with other programs (bench/peers) makes of contenders that are good, broken, dishonest or not there.

MF_SOURCE is the source tree. Nothing is measured: the contenders are made here, and cost what they say.
"""
import base64
import contextlib
import hashlib
import io
import json
import os
import signal
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List, Optional, Sequence
from unittest import mock

SOURCE = Path(os.environ["MF_SOURCE"])
sys.path[:0] = [str(SOURCE / "bench"), str(SOURCE / "bench/peers")]

import compare  # noqa: E402
import contest  # noqa: E402
import hashing  # noqa: E402
import tools  # noqa: E402
from contest import Absent, Broken, Entry, Loop, Process, Sample  # noqa: E402

GOOD = '{"runs": 4, "processor": 0.5, "clock": 0.25}'


def program(text: str) -> List[str]:
    """A command that runs a text of Python; what is put behind it are the arguments."""
    return [sys.executable, "-c", f"import sys\n{text}"]


def says(text: str, status: int = 0) -> Loop:
    return Loop("somebody", program(f"print({text!r})\nsys.exit({status})"))


class Paid(contest.Contender):
    """Costs what it is told to, one turn after the other; the first is the one that warms up."""

    def __init__(self, name: str, costs: Sequence[float], refuses: Sequence[str] = (), version: Optional[str] = None) -> None:
        super().__init__(name, [], version)
        self.costs = [1000.0, *costs]
        self.refuses = refuses

    def accepts(self, *files: str) -> bool:
        return files[0] not in self.refuses

    def slice(self, files: Sequence[str], seconds: float, threads: int) -> Sample:
        return Sample(2, 2 * self.costs[0], 4 * self.costs.pop(0))


def rows_of(*arguments: Any, **more: Any) -> List[Dict[str, Any]]:
    with contextlib.redirect_stdout(io.StringIO()) as out:
        contest.hold(*arguments, **more)
    return [json.loads(line) for line in out.getvalue().splitlines()]


class Samples(unittest.TestCase):
    def test_good(self) -> None:
        sample = contest.parse("somebody", GOOD + "\n")
        self.assertEqual(sample, Sample(4, 0.5, 0.25))
        self.assertEqual((sample.each("processor"), sample.each("clock")), (0.125, 0.0625))

    def test_nonsense_is_refused_with_the_name(self) -> None:
        for text in ("", "fast", "[4, 0.5, 0.25]", "4", "null", GOOD + GOOD, GOOD[:-1], "x" + GOOD, "[" * 100000,
                     '{"runs": 4, "processor": 0.5}', '{"runs": 4, "processor": 0.5, "clock": 0.25, "more": 1}',
                     '{"runs": 0, "processor": 0.5, "clock": 0.25}', '{"runs": -4, "processor": 0.5, "clock": 0.25}',
                     '{"runs": 4.5, "processor": 0.5, "clock": 0.25}', '{"runs": true, "processor": 0.5, "clock": 0.25}',
                     '{"runs": "4", "processor": 0.5, "clock": 0.25}', '{"runs": 4, "processor": null, "clock": 0.25}',
                     '{"runs": 4, "processor": 0, "clock": 0.25}', '{"runs": 4, "processor": 0.5, "clock": -1}',
                     '{"runs": 4, "processor": NaN, "clock": 0.25}', '{"runs": 4, "processor": 0.5, "clock": Infinity}',
                     '{"runs": 4, "processor": 1e999, "clock": 0.25}'):
            with self.subTest(text[:60]), self.assertRaisesRegex(Broken, "^somebody: "):
                contest.parse("somebody", text)


class Loops(unittest.TestCase):
    def test_good(self) -> None:
        self.assertEqual(says(GOOD).slice([], 1, 1), Sample(4, 0.5, 0.25))
        self.assertTrue(says(GOOD).accepts("file"))
        self.assertFalse(says("", contest.REFUSED).accepts("file"))

    def test_what_it_is_told(self) -> None:
        loop = Loop("somebody", program("import os\nsys.exit(sys.argv[1:] != ['a', 'b', '--seconds', '0.5', '--threads', '3'] "
                                        f"or os.environ['GOMAXPROCS'] != '3' or print({GOOD!r}))"))
        self.assertEqual(loop.slice(["a", "b"], 0.5, 3).runs, 4)

    def test_failures_have_its_name(self) -> None:
        for loop in (says(GOOD, 1), says(GOOD, 2), says(GOOD, 77), says("fast"), says(""),
                     Loop("somebody", program("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")),
                     Loop("somebody", program("raise ValueError(sys.argv)")), Loop("somebody", ["/nowhere/at/all"])):
            with self.subTest(loop.words[-1]):
                with self.assertRaisesRegex(Broken, "^somebody: "):
                    loop.slice([], 0, 1)
                with self.assertRaisesRegex(Broken, "^somebody: "):
                    loop.accepts("file")

    def test_a_refusal_is_none_while_measuring(self) -> None:
        with self.assertRaisesRegex(Broken, "^somebody: ends with status 3"):
            says(GOOD, contest.REFUSED).slice([], 0, 1)

    def test_what_it_says_is_told(self) -> None:
        with self.assertRaisesRegex(Broken, "the disk is on fire"):
            Loop("somebody", program("sys.exit('the disk is on fire')")).slice([], 0, 1)

    def test_one_that_does_not_end(self) -> None:
        with mock.patch.object(contest, "PATIENCE", 0.1), self.assertRaisesRegex(Broken, "^somebody: "):
            Loop("somebody", program("import time\ntime.sleep(60)")).slice([], 0, 1)


class Processes(unittest.TestCase):
    def test_good(self) -> None:
        sample = Process("somebody", program("sum(range(10**5))")).slice([], 0, 1)
        self.assertEqual(sample.runs, 1)
        self.assertGreater(sample.processor, 0)
        self.assertGreater(sample.clock, 0)
        self.assertTrue(Process("somebody", program("")).accepts("file"))
        self.assertFalse(Process("somebody", program("sys.exit(1)")).accepts("file"))

    def test_failures_have_its_name(self) -> None:
        kill = program("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
        for words in (program("sys.exit(2)"), kill, ["/nowhere/at/all"]):
            with self.subTest(words[-1]):
                with self.assertRaisesRegex(Broken, "^somebody: "):
                    Process("somebody", words).slice([], 0, 1)
                with self.assertRaisesRegex(Broken, "^somebody: "):
                    Process("somebody", words).accepts("file")
        with self.assertRaisesRegex(Broken, "^somebody: ends with status 1"):
            Process("somebody", program("sys.exit(1)")).slice([], 0, 1)


class Contests(unittest.TestCase):
    def test_ratio_is_the_median_of_the_ratios(self) -> None:
        ours = Entry(Paid("ours", [1, 2, 9]), ["good"])
        theirs = Entry(Paid("theirs", [4, 2, 3], version="1.0"), ["good"], aim=0.5)
        row, = rows_of("group", "what", ours, [theirs], rounds=3)
        # Medians are 2 and 3; the ratios are 1/4, 1 and 3.
        self.assertEqual((row["ours"], row["theirs"], row["ratio"]), (2, 3, 1))
        self.assertEqual((row["group"], row["what"], row["peer"], row["unit"], row["aim"], row["version"]),
                         ("group", "what", "theirs", "s", 0.5, "1.0"))

    def test_clock(self) -> None:
        ours, theirs = Entry(Paid("ours", [1]), ["good"]), Entry(Paid("theirs", [4]), ["good"])
        row, = rows_of("group", "what", ours, [theirs], "clock", 2, rounds=1)
        self.assertEqual((row["ours"], row["theirs"], row["ratio"]), (2, 8, 0.25))
        self.assertNotIn("aim", row)

    def test_each_has_its_row(self) -> None:
        others = [Entry(Paid(name, [cost]), ["good"]) for name, cost in (("a", 2.0), ("b", 4.0))]
        found = rows_of("group", "what", Entry(Paid("ours", [1]), ["good"]), others, rounds=1)
        self.assertEqual([(row["peer"], row["ratio"]) for row in found], [("a", 0.5), ("b", 0.25)])

    def test_without_others_there_is_nothing(self) -> None:
        self.assertEqual(rows_of("group", "what", Entry(Paid("ours", [], ["good"]), ["good"]), []), [])

    def test_one_that_does_not_check_is_not_compared_with(self) -> None:
        honest = Entry(Paid("honest", [1], ["bad"]), ["good"], [["bad"]])
        for liar, why in ((Entry(Paid("liar", [1]), ["good"], [["bad"]]), "^liar: accepts bad"),
                          (Entry(Paid("liar", [1], ["bad"]), ["good"], [["bad"], ["worse"]]), "^liar: accepts worse"),
                          (Entry(Paid("liar", [1], ["good", "bad"]), ["good"], [["bad"]]), "^liar: refuses good")):
            for entries in ([honest, liar], [liar, honest]):
                with self.subTest(why), self.assertRaisesRegex(Broken, why):
                    rows_of("group", "what", entries[0], entries[1:])

    def test_one_that_fails_ends_it_without_a_row(self) -> None:
        with contextlib.redirect_stdout(io.StringIO()) as out, self.assertRaisesRegex(Broken, "^somebody: "):
            contest.hold("group", "what", Entry(says(GOOD), []), [Entry(Loop("somebody", program("sys.exit(9)")), [])])
        self.assertEqual(out.getvalue(), "")

    def test_versions(self) -> None:
        self.assertEqual(contest.versions({"a": "A", "c": "C", "b": "B"}, {"b": "2", "a": "1"}), "A 1, B 2")


class Missing(unittest.TestCase):
    def test_rows_are_left_out_with_the_reason(self) -> None:
        def get() -> List[contest.Contender]:
            raise Absent("install it so")
        with contextlib.redirect_stderr(io.StringIO()) as errors:
            self.assertEqual(compare.provide("its rows", get), [])
        self.assertEqual(errors.getvalue(), "its rows: left out: install it so\n")

    def test_tool(self) -> None:
        with self.assertRaisesRegex(Absent, r"install no-such-program \(Debian: its-package\)"):
            tools.tool("no-such-program", "its-package", "--version")
        with self.assertRaisesRegex(Absent, "false does not run"):
            tools.tool("false", "coreutils")

    def test_go(self) -> None:
        with mock.patch.object(tools, "find_go", lambda: None), self.assertRaisesRegex(Absent, "install Go"):
            tools.go_program(Path("build"))
        with mock.patch.object(tools, "find_go", lambda: "false"), self.assertRaisesRegex(Absent, "modules cannot be had"):
            tools.go_program(Path("build"))

    def test_packages_of_python(self) -> None:
        def fail(command: List[str], why: str, **_: object) -> str:
            Path(command[-1] if "venv" in command else directory, "begun").parent.mkdir(parents=True, exist_ok=True)
            if "venv" not in command:
                raise Absent(f"{why}: no network")
            return ""
        with tempfile.TemporaryDirectory() as directory:
            with mock.patch.object(tools, "run", fail), self.assertRaisesRegex(Absent, "requirements.txt.*no network"):
                tools.python_environment(Path(directory), "requirements.txt")
            self.assertEqual(list((Path(directory) / "bench").iterdir()), [])

    def test_versions_are_exact(self) -> None:
        for name in ("requirements.txt", "requirements-signing.txt"):
            lines = (SOURCE / "bench/peers/python" / name).read_text(encoding="utf-8").splitlines()
            self.assertEqual(len(tools.python_packages(name)), 1 + sum(not line.startswith("#") for line in lines))


class Tampering(unittest.TestCase):
    manifest = b'{"b":1}'

    def statement(self, digest: str) -> bytes:
        return b'{"predicate":%s,"predicateType":"t","subject":[{"digest":{"sha256":"%s"}}]}' % (self.manifest, digest.encode())

    def made(self, digest: str) -> Dict[str, bytes]:
        statement = self.statement(digest)
        envelope = json.dumps({"payload": base64.b64encode(statement).decode()}).encode()
        return compare.tampered(statement, lambda text: b"signed " + text, envelope)

    def test_one_thing_is_wrong_with_each(self) -> None:
        good = hashlib.sha256(self.manifest).hexdigest()
        made = self.made(good)
        self.assertEqual(sorted(made), ["digest", "field", "signature"])
        payload = base64.b64decode(json.loads(made["signature"])["payload"])
        self.assertEqual((len(payload), payload == self.statement(good)), (len(self.statement(good)), False))
        digest = json.loads(made["digest"].partition(b" ")[2])
        self.assertEqual(digest["predicate"], {"b": 1})
        self.assertNotEqual(digest["subject"][0]["digest"]["sha256"], good)
        field = json.loads(made["field"].partition(b" ")[2])
        self.assertEqual(field["predicate"], {"a": 0, "b": 1})
        self.assertEqual(field["subject"][0]["digest"]["sha256"], hashlib.sha256(b'{"a":0,"b":1}').hexdigest())

    def test_only_of_what_is_good(self) -> None:
        with self.assertRaisesRegex(Broken, "its subject is not its manifest"):
            self.made("0" * 64)


class Hashing(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.build = Path(scratch.name)
        (self.build / "bench").mkdir()

    def hasher(self, text: str, sha256: bool = True) -> hashing.Hasher:
        words = program("import hashlib, pathlib\nfiles = [pathlib.Path(name).read_bytes() for name in sys.argv[1:]]\n" + text)
        return hashing.Hasher(Process("somebody", words), hashing.as_files, sha256=sha256)

    def judge(self, hasher: hashing.Hasher) -> None:
        hasher.judge(self.build / "judged")

    def test_honest(self) -> None:
        self.judge(self.hasher("for file in files: print(hashlib.sha256(file).hexdigest())"))
        self.judge(self.hasher("for file in files: print(hashlib.blake2s(file).hexdigest())", sha256=False))
        self.assertFalse((self.build / "judged").exists())

    def test_dishonest(self) -> None:
        for hasher in (self.hasher(""), self.hasher("print('ab' * 32)"), self.hasher("print('ab' * 32)", sha256=False),
                       self.hasher("for file in files[:-1]: print(hashlib.sha256(file).hexdigest())"),
                       self.hasher("for file in files: print(hashlib.sha256(file[:8]).hexdigest())"),
                       self.hasher("for file in files: print(hashlib.blake2s(file).hexdigest())"),
                       self.hasher("for file in files: print(hashlib.blake2s(file[:1]).hexdigest())", sha256=False),
                       self.hasher("for _ in files: print(hashlib.sha256(repr(_).encode() + __import__('os').urandom(8)).hexdigest())", sha256=False),
                       self.hasher("sys.exit(1)")):
            with self.subTest(hasher.contender.words[-1]), self.assertRaisesRegex(Broken, "^somebody: "):
                self.judge(hasher)
            for path in (self.build / "judged").glob("*"):
                path.unlink()
            with contextlib.suppress(FileNotFoundError):
                (self.build / "judged").rmdir()

    def test_shape(self) -> None:
        paths = hashing.make_directory(self.build / "model", 1 << 20)
        sizes = [path.stat().st_size for path in paths]
        self.assertAlmostEqual(sum(sizes) / (1 << 20), 1, delta=0.01)
        self.assertEqual(sizes, sorted(sizes, reverse=True))
        self.assertEqual(len({path.read_bytes() for path in paths[:8]}), 8)

    def test_no_room(self) -> None:
        with self.assertRaisesRegex(Absent, "MiB free"):
            hashing.check_room(self.build, 1 << 60)
        with mock.patch.object(hashing, "available_memory", lambda: 1 << 20), self.assertRaisesRegex(Absent, "MiB of memory"):
            hashing.check_room(self.build, 1 << 20)
        with contextlib.redirect_stderr(io.StringIO()) as errors, contextlib.redirect_stdout(io.StringIO()) as out:
            self.assertEqual(hashing.main([str(self.build), "--size", str(1 << 40)]), 0)
        self.assertRegex(errors.getvalue(), "^hash: left out: .*--size takes less\n$")
        self.assertEqual(out.getvalue(), "")

    def test_files_are_removed_however_it_ends(self) -> None:
        def ending(how: Any) -> Any:
            def measure(_: Path, scratch: Path, __: int) -> None:
                hashing.make_directory(scratch / "model", 1 << 16)
                how()
            return measure

        def fail(error: BaseException) -> Any:
            def raise_it() -> None:
                raise error
            return raise_it
        before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
        self.addCleanup(lambda: [signal.signal(number, handler) for number, handler in before.items()])
        ends: Dict[str, Any] = {"2": fail(Broken("somebody: is broken")), "130": fail(KeyboardInterrupt()), "0": lambda: None,
                                "143": lambda: os.kill(os.getpid(), signal.SIGTERM), "129": lambda: os.kill(os.getpid(), signal.SIGHUP)}
        for expected, how in ends.items():
            with self.subTest(expected), mock.patch.object(hashing, "measure", ending(how)), contextlib.redirect_stderr(io.StringIO()):
                status: object
                try:
                    status = hashing.main([str(self.build), "--size", "1"])
                except SystemExit as end:
                    status = end.code
                self.assertEqual(str(status), expected)
                self.assertEqual(list((self.build / "bench").iterdir()), [])


if __name__ == "__main__":
    unittest.main()
