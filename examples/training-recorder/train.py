#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Train a classifier on a data set that comes with scikit-learn, and record the release while doing so.

    python train.py --key release.key --out release

Makes the key, and release.pub beside it, if it is not there. Writes the model, the manifest and the signed release into the folder.
"""
from __future__ import annotations

import argparse
import sys
from importlib.resources import files
from pathlib import Path

import joblib
import libmanifest
import sklearn
from sklearn.datasets import load_breast_cancer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, roc_auc_score
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

SEED = 20250805
HOLDOUT = 0.25
REGULARISATION = 0.5


def signing_key(path: Path) -> libmanifest.Key:
    if path.exists():
        return libmanifest.Key.load(path)
    key = libmanifest.Key.generate()
    key.save(path)
    key.save_public(path.with_suffix(".pub"))
    return key


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--key", type=Path, required=True, help="secret key that signs the release")
    arguments.add_argument("--out", type=Path, default=Path("release"), help="folder of the release")
    chosen = arguments.parse_args()

    with libmanifest.record("tumour-classifier", version="1.0.0", directory=chosen.out, keys=signing_key(chosen.key),
                            source=Path(__file__).parent) as release:
        release["/release/description"] = "Tells malignant from benign tumours by 30 measurements of cell nuclei."
        release["/release/owner"] = {"team": "pathology-ml", "contact": "mailto:pathology-ml@hospital.example"}
        release["/configuration/interface/inputs"] = [{"name": "features", "type": "float64", "shape": [-1, 30]}]
        release["/configuration/interface/outputs"] = [{"name": "malignant", "type": "float64", "shape": [-1]}]

        data = load_breast_cancer()
        with_data = f"pkg:pypi/scikit-learn@{sklearn.__version__}#sklearn/datasets/data/breast_cancer.csv"
        release.material("breast-cancer", str(files("sklearn.datasets").joinpath("data", "breast_cancer.csv")), uri=with_data,
                         license="CC-BY-4.0")
        train_x, test_x, train_y, test_y = train_test_split(data.data, data.target == 0, test_size=HOLDOUT, random_state=SEED,
                                                            stratify=data.target)
        release.parameters(seed=SEED, holdout=HOLDOUT, regularisation=REGULARISATION)
        model = make_pipeline(StandardScaler(), LogisticRegression(C=REGULARISATION, random_state=SEED)).fit(train_x, train_y)

        release.metric("accuracy", accuracy_score(test_y, model.predict(test_x)), unit="ratio", data="breast-cancer")
        release.metric("auc", roc_auc_score(test_y, model.predict_proba(test_x)[:, 1]), unit="ratio", data="breast-cancer")

        joblib.dump(model, chosen.out / "model.joblib")
        release.artifact(chosen.out / "model.joblib", name="model", kind="weights", derived_from=["breast-cancer"])

    print(release.report)
    if release.manifest is None or release.envelope is None:
        print("the model was trained, but there is no signed release of it", file=sys.stderr)
        return 1
    print(f"{release.manifest['/release/id']} {release.manifest.digest}")
    print(f"auc {release.manifest['/build/evaluations/auc/value']:.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
