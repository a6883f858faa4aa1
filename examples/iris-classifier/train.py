"""Train the iris classifier and write every file of the release that comes from data.

    python train.py               # writes model/, golden/ and metrics.json
    python train.py --out DIR     # the same into another folder, to compare

Two runs write the same bytes: the data is pinned by its digest, the seed is
fixed, one thread computes, the optimum of a convex problem is found to far more
digits than are kept, and nothing that is written knows the time or the place.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import io
import json
import shutil
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import onnx
from numpy.typing import NDArray
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType
from sklearn.datasets import load_iris
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, log_loss, recall_score
from sklearn.model_selection import (
    StratifiedKFold,
    cross_val_score,
    train_test_split,
)
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from threadpoolctl import threadpool_limits

from service.predict import Classifier, read_csv

HERE = Path(__file__).resolve().parent
DATA_SHA256 = "f13ffa8fdd56fd8e6c8d16d4081a3fbd3114bcd0aae4256c43205169cd9d1449"
FEATURES = ("sepal_length", "sepal_width", "petal_length", "petal_width")
SEED = 20250805
HOLDOUT = 50
FOLDS = 10
REGULARISATION = 1.0
TOLERANCE = 1e-10
# Kept of every number that is learned. Kernels of other processors differ around
# the 15th digit and the solver stops near the 9th, so six come out the same.
DECIMALS = 6
OPSET = {"": 17, "ai.onnx.ml": 3}

Floats = NDArray[np.float64]


def load() -> tuple[Floats, NDArray[np.int64], list[str]]:
    """Read the data set of the scikit-learn package, if it is the one we know."""
    source = files("sklearn.datasets").joinpath("data", "iris.csv").read_bytes()
    found = hashlib.sha256(source).hexdigest()
    if found != DATA_SHA256:
        raise SystemExit(f"train: iris.csv is sha256:{found}, not the pinned one")
    data = load_iris()
    return data.data, data.target, [str(name) for name in data.target_names]


def classifier() -> LogisticRegression:
    """Return the estimator, untrained: one definition for the fit and the folds."""
    return LogisticRegression(C=REGULARISATION, tol=TOLERANCE, max_iter=10_000)


def write_json(path: Path, value: object) -> None:
    """Write JSON that reads well in a diff."""
    path.write_bytes((json.dumps(value, indent=2) + "\n").encode("utf-8"))


def write_csv(path: Path, header: list[str], lines: list[list[str]]) -> None:
    """Write CSV with LF, whatever the platform: the files are compared as bytes."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(lines)
    path.write_bytes(text.getvalue().encode("utf-8"))


def export(fitted: LogisticRegression, classes: list[str], path: Path) -> None:
    """Write ONNX without what differs between two runs of the exporter."""
    model = to_onnx(
        fitted,
        initial_types=[("features", FloatTensorType([None, len(FEATURES)]))],
        target_opset=OPSET,
        options={"zipmap": False},
        # Left to itself the exporter may name the graph at random.
        name="iris-classifier",
    )
    model.doc_string = ""
    opsets = {entry.domain: entry.version for entry in model.opset_import}
    del model.opset_import[:]  # written twice by the exporter, allowed once
    for domain, number in sorted(opsets.items()):
        model.opset_import.append(onnx.helper.make_opsetid(domain, number))
    del model.metadata_props[:]
    entry = model.metadata_props.add()
    entry.key, entry.value = "classes", json.dumps(classes)
    onnx.checker.check_model(model, full_check=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def train(out: Path) -> None:
    """Fit, export and measure; `out` gets the layout of the release."""
    x, y, classes = load()
    x_fit, x_test, y_fit, y_test = train_test_split(
        x, y, test_size=HOLDOUT, stratify=y, random_state=SEED
    )
    for name in ("model", "golden", "schema"):
        (out / name).mkdir(parents=True, exist_ok=True)
    if out != HERE:
        shutil.copy(HERE / "schema" / "row.json", out / "schema" / "row.json")

    # The classifier is fitted behind the very numbers that are shipped.
    scaler = StandardScaler().fit(x_fit)
    mean = np.round(scaler.mean_, DECIMALS)
    scale = np.round(scaler.scale_, DECIMALS)
    write_json(
        out / "model" / "preprocessor.json",
        {
            "description": "(value - mean) / scale in double, then float32",
            "features": [
                {"name": n, "unit": "cm", "mean": float(m), "scale": float(s)}
                for n, m, s in zip(FEATURES, mean, scale)
            ],
        },
    )
    fitted = classifier().fit((x_fit - mean) / scale, y_fit)
    fitted.coef_ = np.round(fitted.coef_, DECIMALS)
    fitted.intercept_ = np.round(fitted.intercept_, DECIMALS)
    export(fitted, classes, out / "model" / "iris.onnx")

    write_csv(
        out / "golden" / "input.csv",
        [*FEATURES, "species"],
        [[*map(repr, map(float, r)), classes[c]] for r, c in zip(x_test, y_test)],
    )
    # From here on only what is shipped computes: the files, through predict.py.
    released = Classifier(out)
    answers = released.predict(read_csv(out / "golden" / "input.csv", FEATURES))
    write_csv(
        out / "golden" / "species.csv", ["species"], [[a.species] for a in answers]
    )
    write_csv(
        out / "golden" / "probabilities.csv",
        classes,
        [[f"{a.probabilities[c]:.7f}" for c in classes] for a in answers],
    )

    probabilities = np.array([[a.probabilities[c] for c in classes] for a in answers])
    # Sums of three float32 are 1 to seven digits only, which log_loss warns about.
    exact = probabilities / probabilities.sum(axis=1, keepdims=True)
    reference = fitted.predict_proba((x_test - mean) / scale)
    drift = float(np.abs(probabilities - reference).max())
    if drift > 1e-6:
        raise SystemExit(f"train: the export is off by {drift} from scikit-learn")
    named = np.array([classes.index(a.species) for a in answers])
    recall = recall_score(y_test, named, average=None)
    folds = StratifiedKFold(FOLDS, shuffle=True, random_state=SEED)
    crossed = cross_val_score(
        make_pipeline(StandardScaler(), classifier()), x, y, cv=folds
    )
    write_json(
        out / "metrics.json",
        {
            "data": {"sha256": DATA_SHA256, "rows": len(y), "holdout": len(y_test)},
            "settings": {
                "estimator": "sklearn.linear_model.LogisticRegression",
                "C": REGULARISATION,
                "tol": TOLERANCE,
                "seed": SEED,
                "decimals": DECIMALS,
            },
            "evaluations": {
                "holdout-accuracy": round(float(accuracy_score(y_test, named)), 6),
                "holdout-log-loss": round(float(log_loss(y_test, exact)), 6),
                **{
                    f"holdout-recall-{c}": round(float(r), 6)
                    for c, r in zip(classes, recall)
                },
                "cross-validated-accuracy": round(float(crossed.mean()), 6),
            },
        },
    )


def main() -> int:
    """Train into the folder of this script, or into --out."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--out", type=Path, default=HERE, help="folder to write to")
    arguments = parser.parse_args()
    with threadpool_limits(limits=1):
        train(arguments.out.resolve())
    return 0


if __name__ == "__main__":
    sys.exit(main())
