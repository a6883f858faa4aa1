"""The acceptance tests of manifest.yaml: compute the golden output again and compare.

    python replay.py                          # every test, with the limits below
    python replay.py probabilities --absolute 0.00001

Exits with 0 when everything asked for holds, 1 when something does not.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from pathlib import Path

from service.predict import Classifier, Prediction, read_csv

GOLDEN = Path(__file__).resolve().parent / "golden"
CALLS, WARM_UP = 2000, 200


def column(name: str, file: str) -> list[str]:
    """Read one column of a golden file."""
    with (GOLDEN / file).open(encoding="utf-8", newline="") as lines:
        return [line[name] for line in csv.DictReader(lines)]


def species(answers: list[Prediction]) -> str:
    """Compare the named species with the golden file, byte for byte."""
    text = "".join(f"{line}\n" for line in ("species", *(a.species for a in answers)))
    if text.encode("utf-8") != (GOLDEN / "species.csv").read_bytes():
        return "the species differ from golden/species.csv"
    return ""


def probabilities(answers: list[Prediction], absolute: float) -> str:
    """Compare every probability; the last bits may differ between processors."""
    worst = 0.0
    for name in answers[0].probabilities:
        expected = column(name, "probabilities.csv")
        if len(expected) != len(answers):
            return "golden/probabilities.csv has another number of rows"
        for answer, value in zip(answers, expected):
            worst = max(worst, abs(answer.probabilities[name] - float(value)))
    print(f"largest difference of a probability: {worst:.3g}")
    return "" if worst <= absolute else f"a probability is off by {worst:.3g}"


def accuracy(answers: list[Prediction], minimum: float) -> str:
    """Measure the share of rows whose species is named as the botanist did."""
    truth = column("species", "input.csv")
    right = sum(a.species == t for a, t in zip(answers, truth))
    share = right / len(truth)
    print(f"accuracy: {share:.6g} ({right} of {len(truth)})")
    return "" if share >= minimum else f"the accuracy is {share:.6g}"


def latency(classifier: Classifier, rows: list[dict[str, object]], most: float) -> str:
    """Measure the 99th percentile of one row a call, in this process."""
    times = []
    for call in range(WARM_UP + CALLS):
        row = rows[call % len(rows)]
        started = time.perf_counter()
        classifier.predict([row])
        if call >= WARM_UP:
            times.append(time.perf_counter() - started)
    p99 = sorted(times)[len(times) * 99 // 100]
    print(f"p99 of one row: {p99 * 1e6:.0f} microseconds")
    return "" if p99 <= most else f"the p99 of one row is {p99:.6f} s"


def main() -> int:
    """Run the tests named on the command line, or all of them."""
    tests = ("species", "probabilities", "accuracy", "latency")
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("tests", nargs="*", metavar="TEST", help=", ".join(tests))
    parser.add_argument("--absolute", type=float, default=0.00001)
    parser.add_argument("--minimum", type=float, default=0.94)
    parser.add_argument("--maximum", type=float, default=0.005, help="seconds")
    found = parser.parse_args()
    unknown = [name for name in found.tests if name not in tests]
    if unknown:
        parser.error(f"no test {unknown[0]!r}; there are {', '.join(tests)}")

    classifier = Classifier()
    rows = read_csv(GOLDEN / "input.csv", classifier.names)
    answers = classifier.predict(rows)
    failed = False
    for name in found.tests or tests:
        if name == "species":
            problem = species(answers)
        elif name == "probabilities":
            problem = probabilities(answers, found.absolute)
        elif name == "accuracy":
            problem = accuracy(answers, found.minimum)
        else:
            problem = latency(classifier, rows, found.maximum)
        print(f"{name}: {problem or 'ok'}")
        failed = failed or bool(problem)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
