#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Answer one prediction, if the release is the one that was signed and this is the environment it was made in.

    python serve.py --key release.pub --release release < features.json

The input is a JSON list of 30 numbers; without one the first row of the data set is used. Status 1: the release is refused.
"""
from __future__ import annotations

import argparse
import hashlib
import io
import json
import sys
from pathlib import Path
from typing import Any

import libmanifest

FEATURES = 30


class Refused(Exception):
    """The release is not served. The message says why."""


def verified_manifest(folder: Path, key: libmanifest.Key) -> libmanifest.Manifest:
    """The manifest that the key has signed. The manifest.yaml beside it is for people, and not looked at."""
    try:
        return libmanifest.verify((folder / "manifest.dsse.json").read_bytes(), key, profile="draft").manifest
    except libmanifest.Error as error:
        raise Refused(f"not a release signed by {key.id[:16]}: {error}") from error


def demand_parity(manifest: libmanifest.Manifest) -> None:
    """This environment must be the one that the manifest expects."""
    result = libmanifest.parity(manifest, libmanifest.capture_environment().manifest)
    if not result or result.count_outcome("same") == 0:
        raise Refused(f"not the environment of the release:\n{result}")


def verified_model(folder: Path, manifest: libmanifest.Manifest) -> Any:
    """The model. Loading one runs code in it, so its bytes are read once, and what is loaded are the bytes that were hashed."""
    report = manifest.verify_artifacts(folder, excluded=["manifest.yaml", "manifest.dsse.json"])
    if not report:
        raise Refused(f"not the files of the release:\n{report}")
    content = (folder / str(manifest["/artifacts/model/path"])).read_bytes()
    if f"sha256:{hashlib.sha256(content).hexdigest()}" != manifest["/artifacts/model/digest"]:
        raise Refused("the model was changed while it was read")
    import joblib  # nothing of the release, nor what it needs, is loaded before this line

    return joblib.load(io.BytesIO(content))


def features(text: str) -> list[float]:
    if not text.strip():
        from sklearn.datasets import load_breast_cancer

        row: list[float] = load_breast_cancer().data[0].tolist()
        return row
    values = json.loads(text)
    if not isinstance(values, list) or len(values) != FEATURES or not all(type(value) in (int, float) for value in values):
        raise ValueError(f"the input is a JSON list of {FEATURES} numbers")
    return values


def main() -> int:
    arguments = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    arguments.add_argument("--key", type=Path, required=True, help="public key that is trusted")
    arguments.add_argument("--release", type=Path, default=Path("release"), help="folder of the release")
    chosen = arguments.parse_args()
    try:
        manifest = verified_manifest(chosen.release, libmanifest.Key.load(chosen.key))
        demand_parity(manifest)
        model = verified_model(chosen.release, manifest)
        probability = float(model.predict_proba([features(sys.stdin.read())])[0, 1])
    except (Refused, OSError, ValueError) as error:
        print(f"refused: {error}", file=sys.stderr)
        return 1
    print(json.dumps({"release": manifest["/release/id"], "digest": manifest.digest, "malignant": round(probability, 6)}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
