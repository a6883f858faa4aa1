"""Name the species of an iris from four measurements.

The one path from a row to an answer: training, the acceptance tests and the
service all call it, so what was tested is what answers.

    python -m service.predict 5.1 3.5 1.4 0.2
    python -m service.predict --csv golden/input.csv
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnxruntime

ROOT = Path(__file__).resolve().parent.parent


class RowError(ValueError):
    """A row that the model was not made for; the text is safe to show to a caller."""


@dataclass(frozen=True)
class Prediction:
    """One answer; `probabilities` has every species, in the model's order."""

    species: str
    probabilities: dict[str, float]

    @property
    def confidence(self) -> float:
        """The probability of the species that was named."""
        return self.probabilities[self.species]


class Classifier:
    """The released files, loaded once."""

    def __init__(self, root: Path = ROOT, threads: int = 1) -> None:
        """Load the model, the preprocessor and the row's schema from `root`."""
        config = json.loads((root / "model" / "preprocessor.json").read_text("utf-8"))
        schema = json.loads((root / "schema" / "row.json").read_text("utf-8"))
        self.names: list[str] = [entry["name"] for entry in config["features"]]
        self._mean = np.array([entry["mean"] for entry in config["features"]])
        self._scale = np.array([entry["scale"] for entry in config["features"]])
        self._limits = {
            name: (float(entry["minimum"]), float(entry["maximum"]))
            for name, entry in schema["properties"].items()
        }
        if set(self._limits) != set(self.names):
            raise ValueError("preprocessor.json and row.json name different features")

        # One thread and the plain sequential order keep the sums, and so the last
        # bits of the answer, the same from run to run.
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            str(root / "model" / "iris.onnx"),
            sess_options=options,
            providers=["CPUExecutionProvider"],
        )
        # The names travel inside the weights: the two cannot be mixed up.
        metadata = self._session.get_modelmeta().custom_metadata_map
        self.classes: list[str] = json.loads(metadata["classes"])

    def _values(self, row: Mapping[str, object]) -> list[float]:
        """Check one row against the schema; a typo must not become a prediction."""
        unknown = sorted(set(row) - set(self.names))
        if unknown:
            raise RowError(f"unknown feature {unknown[0]!r}")
        values = []
        for name in self.names:
            value = row.get(name)
            if isinstance(value, bool) or not isinstance(value, (int, float)):
                raise RowError(f"{name}: a number is needed")
            low, high = self._limits[name]
            if not low <= value <= high:
                raise RowError(f"{name}: {value} cm is not within {low} to {high}")
            values.append(float(value))
        return values

    def predict(self, rows: Sequence[Mapping[str, object]]) -> list[Prediction]:
        """Answer every row, or raise RowError for the first one that is not valid."""
        if not rows:
            return []
        raw = np.array([self._values(row) for row in rows], dtype=np.float64)
        features = ((raw - self._mean) / self._scale).astype(np.float32)
        (probabilities,) = self._session.run(["probabilities"], {"features": features})
        return [
            Prediction(
                self.classes[int(np.argmax(line))],
                {name: float(p) for name, p in zip(self.classes, line)},
            )
            for line in probabilities
        ]


def read_csv(path: Path, names: Sequence[str]) -> list[dict[str, object]]:
    """Read the feature columns of a CSV file; other columns are left out."""
    with path.open(encoding="utf-8", newline="") as file:
        return [{n: float(line[n]) for n in names} for line in csv.DictReader(file)]


def main() -> int:
    """Answer rows from the command line, one JSON object a line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("values", nargs="*", type=float, metavar="CM")
    parser.add_argument("--csv", type=Path, help="a file with the features as columns")
    arguments = parser.parse_args()
    classifier = Classifier()
    if (arguments.csv is None) == (not arguments.values):
        parser.error("give either the measurements or --csv FILE")
    if arguments.csv is not None:
        rows = read_csv(arguments.csv, classifier.names)
    elif len(arguments.values) == len(classifier.names):
        rows = [dict(zip(classifier.names, arguments.values))]
    else:
        parser.error("needed, in cm: " + ", ".join(classifier.names))
    try:
        answers = classifier.predict(rows)
    except RowError as error:
        print(f"predict: {error}", file=sys.stderr)
        return 1
    for answer in answers:
        print(json.dumps({"species": answer.species, **answer.probabilities}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
