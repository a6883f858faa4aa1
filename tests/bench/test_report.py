#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The rows that benchmarks print, and what is made of them. What is measured is no test; that it is told as it was is one.

MF_SOURCE is the source tree, MF_ROWS the program that prints rows in C.
"""
import contextlib
import io
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Callable, Dict, List, Tuple

SOURCE = Path(os.environ["MF_SOURCE"])
sys.path.insert(0, str(SOURCE / "bench"))
import report  # noqa: E402
import rows  # noqa: E402

COMPARISON: Dict[str, Any] = {"group": "json", "what": "reading", "unit": "s", "peer": "another", "ours": 1e-4, "theirs": 2e-4,
                              "ratio": 0.5, "aim": 0.8}
SERIES: Dict[str, Any] = {"group": "scaling", "what": "reading", "unit": "s", "over": "packages",
                          "points": [[100, 1e-4], [1000, 1e-3]], "exponent": 1.0, "aim": 1.15}


def changed(row: Dict[str, Any], **members: Any) -> Dict[str, Any]:
    """The row with other members; those that are None are taken out."""
    return {name: value for name, value in {**row, **members}.items() if value is not None}


def printed(function: Callable[[], None]) -> Dict[str, Any]:
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        function()
    return dict(json.loads(out.getvalue()))


def run(*arguments: str, text: str = "") -> Tuple[int, str, str]:
    result = subprocess.run([sys.executable, str(SOURCE / "bench/report.py"), *arguments], input=text, encoding="utf-8",
                            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)
    return result.returncode, result.stdout, result.stderr


def lines(*found: Dict[str, Any]) -> str:
    return "".join(json.dumps(row) + "\n" for row in found)


class Rows(unittest.TestCase):
    def refuse(self, row: object, reason: str) -> None:
        with self.assertRaises(rows.NotARow, msg=repr(row)) as caught:
            rows.check(row)
        self.assertIn(reason, str(caught.exception))

    def refuse_line(self, line: str, reason: str) -> None:
        with self.assertRaises(rows.NotARow, msg=line) as caught:
            rows.parse(line)
        self.assertIn(reason, str(caught.exception))

    def test_good_rows(self) -> None:
        for row in (COMPARISON, changed(COMPARISON, aim=None, version="1.2"), SERIES, changed(SERIES, aim=None),
                    changed(SERIES, aim=None, exponent=None, unit="1/s")):
            self.assertEqual(rows.parse(json.dumps(row)), row)

    def test_lines_that_are_no_json(self) -> None:
        for line in ("", "reading 1.2", "{", lines(COMPARISON).strip() * 2, '{"group":}', "[" * 100000, '{"ours": ' + "1" * 10000):
            self.refuse_line(line, "not JSON")
        self.refuse_line(json.dumps(changed(COMPARISON, ratio=float("nan"))), "NaN is not JSON")
        self.refuse_line(json.dumps(changed(COMPARISON, ours=float("inf"))), "Infinity is not JSON")
        self.refuse_line('{"group": "a", "group": "b"}', "twice")

    def test_lines_that_are_no_rows(self) -> None:
        for line in ("[]", "1", "null", '"text"'):
            self.refuse_line(line, "JSON object")

    def test_members(self) -> None:
        self.refuse({}, "either a 'peer'")
        self.refuse({**SERIES, **COMPARISON}, "either a 'peer'")
        for name in COMPARISON:
            if name not in ("aim", "peer"):
                self.refuse(changed(COMPARISON, **{name: None}), f"'{name}' is missing")
        self.refuse(changed(SERIES, points=None), "'points' is missing")
        self.refuse(changed(COMPARISON, exponent=1), "'exponent' is no member")
        self.refuse(changed(SERIES, ratio=1), "'ratio' is no member")
        self.refuse(changed(COMPARISON, note="x"), "'note' is no member")

    def test_values(self) -> None:
        for name in ("group", "what", "peer", "version"):
            for value in ("", 1, ["x"]):
                self.refuse(changed(COMPARISON, **{name: value}), f"'{name}' must be text")
        for value in ("ms", "KB", "S"):
            self.refuse(changed(COMPARISON, unit=value), "'unit' must be one of")
        for name in ("ours", "theirs", "ratio", "aim"):
            for number in (0, -1, "1", True, [1], 10**400):
                self.refuse(changed(COMPARISON, **{name: number}), f"'{name}' must be a number")

    def test_points(self) -> None:
        self.refuse(changed(SERIES, points=[]), "two or more")
        self.refuse(changed(SERIES, points=[[1, 1]]), "two or more")
        self.refuse(changed(SERIES, points={"1": 1}), "two or more")
        for point in ([1], [1, 2, 3], [1, "2"], 1, "12", [True, 1]):
            self.refuse(changed(SERIES, points=[point, [10, 1]]), "two numbers")
        for points in ([[10, 1], [1, 1]], [[1, 1], [1, 2]], [[0, 1], [1, 1]], [[1, 1], [2, 0]], [[1, -1], [2, 1]]):
            self.refuse(changed(SERIES, points=points), "positive and go upwards")
        self.refuse(changed(SERIES, exponent="1"), "'exponent' must be a number")
        self.refuse(changed(SERIES, exponent=None), "an aim of a series")

    def test_exponents_of_power_laws(self) -> None:
        for power in (-1.0, 0.0, 0.5, 1.0, 2.0):
            found = rows.exponent([(n, 3e-7 * n**power) for n in (10, 100, 1000, 5000)])
            self.assertAlmostEqual(found, power, 9)

    def test_the_ratio_is_the_median_of_ratios(self) -> None:
        row = printed(lambda: rows.comparison("g", "w", "p", [(2, 1), (3, 3), (9, 1)], aim=4, version="7"))
        self.assertEqual(row, {"group": "g", "what": "w", "unit": "s", "peer": "p", "version": "7", "ours": 3, "theirs": 1,
                               "ratio": 2, "aim": 4})

    def test_series(self) -> None:
        row = printed(lambda: rows.series("g", "w", "n", [(1, 1), (10, 10), (100, 100)]))
        self.assertAlmostEqual(row.pop("exponent"), 1, 9)
        self.assertEqual(row, {"group": "g", "what": "w", "unit": "s", "over": "n", "points": [[1, 1], [10, 10], [100, 100]]})

    def test_what_is_no_row_is_not_written(self) -> None:
        with self.assertRaises(rows.NotARow):
            rows.comparison("g", "w", "p", [(0.0, 1.0)])
        with self.assertRaises(rows.NotARow):
            rows.comparison("g", "", "p", [(1.0, 1.0)])
        with self.assertRaises(rows.NotARow):
            rows.comparison("g", "w", "p", [(1.0, 1.0)], unit="minutes")

    def test_turns_alternate(self) -> None:
        calls: List[str] = []

        def call(name: str) -> float:
            calls.append(name)
            return float(len(calls))

        self.assertEqual(rows.in_turns(lambda: call("ours"), lambda: call("theirs"), 2), [(1, 2), (3, 4)])
        self.assertEqual(calls, ["ours", "theirs"] * 2)


class RowsInC(unittest.TestCase):
    def call(self, kind: str) -> Tuple[int, str]:
        result = subprocess.run([os.environ["MF_ROWS"], kind], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False,
                                encoding="utf-8")
        return result.returncode, result.stdout

    def test_text_is_escaped(self) -> None:
        status, line = self.call("comparison")
        self.assertEqual((status, line.count("\n")), (0, 1))
        self.assertEqual(rows.parse(line), {"group": "known", "what": "a \"name\"\\ with\n\tcontrols \x01 and é", "unit": "B",
                                            "peer": "the “other”", "ours": 3, "theirs": 1, "ratio": 2})

    def test_exponent_and_aim(self) -> None:
        status, line = self.call("series")
        row = rows.parse(line)
        self.assertEqual((status, row["over"], row["aim"]), (0, "packages", 1.6))
        self.assertAlmostEqual(row["exponent"], 1.5, 6)

    def test_what_is_no_number_is_not_printed(self) -> None:
        self.assertEqual(self.call("infinite"), (2, ""))
        self.assertEqual(self.call("not-a-number"), (2, ""))


class Report(unittest.TestCase):
    def test_bad_lines_are_named(self) -> None:
        self.assertEqual(run(text=lines(COMPARISON) + "oops\n"), (2, "", "report.py: stdin:2: the line is not JSON\n"))
        with tempfile.TemporaryDirectory() as directory:
            first, second = Path(directory) / "first", Path(directory) / "second"
            first.write_text(lines(SERIES), encoding="utf-8")
            second.write_text(lines(changed(COMPARISON, unit="h")), encoding="utf-8")
            status, out, error = run(str(first), str(second))
            self.assertEqual((status, out), (2, ""))
            self.assertIn(f"{second}:1: 'unit' must be", error)
            second.write_text(lines(COMPARISON, SERIES), encoding="utf-8")
            status, out, error = run(str(first), str(second))
            self.assertEqual((status, out), (2, ""))
            self.assertIn(f"{second}:2: the same was measured in {first}:1", error)
            second.write_bytes(b"\xff\n")
            self.assertEqual(run(str(second))[0], 2)

    def test_nothing_to_report(self) -> None:
        self.assertEqual(run(), (2, "", "report.py: there are no rows\n"))
        self.assertEqual(run("/nowhere/rows")[0], 2)
        self.assertEqual(run("--json", "/nowhere/at/all", text=lines(COMPARISON))[0:2], (2, ""))
        self.assertEqual(run("--json", os.devnull, "--build", "/nowhere", text=lines(COMPARISON))[0:2], (2, ""))
        self.assertEqual(run("--unknown")[0], 2)

    def test_aims(self) -> None:
        table = report.table([changed(COMPARISON, what="first", ratio=0.8), changed(COMPARISON, what="second", ratio=0.81),
                              changed(COMPARISON, what="third", aim=None),
                              changed(SERIES, what="fourth", exponent=1.2), changed(SERIES, what="fifth", exponent=1.1),
                              changed(SERIES, what="sixth", aim=None, exponent=None)])
        ends = {line.split(" : ")[0]: line.split()[-1] for line in table.splitlines() if " : " in line}
        self.assertEqual(ends, {"first": "met", "second": "MISSED", "third": "0.50", "fourth": "MISSED", "fifth": "met",
                                "sixth": "ms"})

    def test_groups_stay_together(self) -> None:
        found = [changed(COMPARISON, group=group, what=what) for group, what in (("b", "1"), ("a", "2"), ("b", "3"), ("a", "4"))]
        heads = [line.split()[0] for line in report.table(found).splitlines() if line]
        self.assertEqual(heads, ["b", "1", "3", "a", "2", "4"])

    def test_figures(self) -> None:
        for value, unit, text in ((2.5e-6, "s", "2.5 us"), (0.25, "s", "250.00 ms"), (2048, "B", "2.0 KiB"), (1234.5, "1/s", "1234 /s")):
            self.assertEqual(report.show(value, unit), text)
        for ratio, text in ((13.5, "13.50"), (0.1, "0.10"), (1 / 30, "0.033"), (0.0312, "0.031")):
            self.assertEqual(report.show_ratio(ratio), text)

    def test_document(self) -> None:
        found = [changed(COMPARISON, version="3.1"), SERIES, changed(COMPARISON, what="writing")]
        with tempfile.TemporaryDirectory() as directory:
            path = Path(directory) / "document.json"
            status, out, _ = run("--json", str(path), text=lines(*found))
            document = json.loads(path.read_text(encoding="utf-8"))
        self.assertEqual(status, 0)
        self.assertIn("reading : another", out)
        self.assertEqual(set(document), {"date", "machine", "versions", "commit", "rows"})
        self.assertRegex(document["date"], r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$")
        self.assertEqual(set(document["machine"]), {"cpu", "cores", "memory", "os", "kernel", "compiler"})
        self.assertGreaterEqual(document["machine"]["cores"], 1)
        self.assertEqual(document["versions"]["another"], "3.1")
        self.assertEqual(document["rows"], [found[0], found[2], found[1]])


class Entrance(unittest.TestCase):
    """scripts/bench, as far as it goes without measuring."""

    def call(self, *arguments: str) -> Tuple[int, str, str]:
        result = subprocess.run([str(SOURCE / "scripts/bench"), *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                check=False, encoding="utf-8")
        return result.returncode, result.stdout, result.stderr

    def test_help_lists_the_groups(self) -> None:
        status, out, _ = self.call("--help")
        self.assertEqual(status, 0)
        self.assertIn("scripts/bench [--json FILE] [--plot] [GROUP…]", out)
        names = [line.split()[0] for line in out.partition("Groups:\n")[2].splitlines() if line[2] != " "]
        self.assertIn("scaling", names)
        self.assertEqual(len(names), len(set(names)))

    def test_what_it_does_not_know_is_refused(self) -> None:
        for arguments, reason in ((["nothing"], "no group 'nothing'"), (["json", "nothing"], "no group 'nothing'"),
                                  (["js"], "no group 'js'"), ([""], "no group ''"), (["--fast"], "no option '--fast'"),
                                  (["--json"], "--json needs a file")):
            status, out, error = self.call(*arguments)
            self.assertEqual((status, out), (2, ""), arguments)
            self.assertIn(reason, error)


if __name__ == "__main__":
    unittest.main()
