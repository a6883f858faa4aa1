# SPDX-License-Identifier: Apache-2.0
"""The example examples/training-recorder: one process trains and signs, another one serves, or refuses to.

Runs where scikit-learn is: with TRAINING_PYTHON, the environment that scripts/setup makes, this Python, or the one of the system.
"""
import json
import os
import pickle
import shutil
import subprocess
import sys
from pathlib import Path
from typing import List, Tuple

import libmanifest
import pytest

TRAIN, SERVE = "train.py", "serve.py"


def python_with_sklearn(source: Path) -> str:
    made = str(source / "build-test" / "python" / "bin" / "python")
    for python in (os.environ.get("TRAINING_PYTHON", ""), made, sys.executable, "/usr/bin/python3"):
        if python and os.access(python, os.X_OK):
            if subprocess.run([python, "-c", "import sklearn"], capture_output=True, check=False).returncode == 0:
                return python
    pytest.skip("scikit-learn is not installed: scripts/setup does it, where there is a network")


@pytest.fixture(scope="module")
def programs(source: Path) -> Tuple[str, Path]:
    return python_with_sklearn(source), source / "examples" / "training-recorder"


@pytest.fixture(scope="module")
def trained(programs: Tuple[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("training")
    done = run(programs, TRAIN, top, ["--key", "release.key", "--out", "release"])
    assert done.returncode == 0, done.stdout + done.stderr
    return top


def run(programs: Tuple[str, Path], program: str, top: Path, arguments: List[str], text: str = "") -> "subprocess.CompletedProcess[str]":
    python, folder = programs
    paths = {"PYTHONPATH": str(Path(libmanifest.__file__).parents[1]), "LIBMANIFEST_LIBRARY": libmanifest.library_path()}
    return subprocess.run([python, str(folder / program), *arguments], cwd=top, input=text, capture_output=True, text=True, check=False,
                          env={**os.environ, **paths})


@pytest.fixture
def release(trained: Path, tmp_path: Path) -> Path:
    """A folder with the release and the keys, to be changed."""
    shutil.copytree(trained, tmp_path / "top")
    return tmp_path / "top"


def serve(programs: Tuple[str, Path], release: Path, text: str = "") -> "subprocess.CompletedProcess[str]":
    return run(programs, SERVE, release, ["--key", "release.pub", "--release", "release"], text)


def refused(programs: Tuple[str, Path], release: Path, why: str, text: str = "") -> None:
    done = serve(programs, release, text)
    assert (done.returncode, done.stdout) == (1, ""), done.stdout + done.stderr
    assert done.stderr.startswith("refused: ") and why in done.stderr, done.stderr


def test_what_was_recorded(trained: Path) -> None:
    manifest = libmanifest.Manifest.load(trained / "release/manifest.yaml")
    assert manifest["/release/id"] == "tumour-classifier-1.0.0"
    assert manifest.get_number("/build/evaluations/auc/value") > 0.98
    assert manifest["/build/materials/breast-cancer/kind"] == "dataset"
    assert manifest["/artifacts/model/path"] == "model.joblib"
    assert any(str(package.key).startswith("pkg:pypi/scikit-learn@") for package in manifest["/dependencies/packages"])  # type: ignore
    envelope = (trained / "release/manifest.dsse.json").read_bytes()
    verified = libmanifest.verify(envelope, libmanifest.Key.load(trained / "release.pub"), profile="draft")
    assert verified.manifest == manifest


def test_a_prediction(programs: Tuple[str, Path], release: Path) -> None:
    done = serve(programs, release)
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert answer["release"] == "tumour-classifier-1.0.0" and answer["malignant"] > 0.9
    other = serve(programs, release, json.dumps([0.0] * 30))
    assert other.returncode == 0 and json.loads(other.stdout)["malignant"] < answer["malignant"]


@pytest.mark.parametrize("text", ["[1, 2]", "{}", "[", json.dumps(["1"] * 30), json.dumps([True] * 30)])
def test_input_that_is_none(programs: Tuple[str, Path], release: Path, text: str) -> None:
    refused(programs, release, "", text)


def test_another_model_is_not_even_opened(programs: Tuple[str, Path], release: Path) -> None:
    class Hostile:
        def __reduce__(self) -> Tuple[object, Tuple[str, ...]]:
            return os.system, (f"touch '{release}/opened'",)

    (release / "release/model.joblib").write_bytes(pickle.dumps(Hostile()))
    refused(programs, release, "not the files of the release")
    assert not (release / "opened").exists()


def test_a_file_too_many(programs: Tuple[str, Path], release: Path) -> None:
    (release / "release/sitecustomize.py").write_text("")
    refused(programs, release, "not the files of the release")


def test_nothing_signed(programs: Tuple[str, Path], release: Path) -> None:
    (release / "release/manifest.dsse.json").unlink()
    refused(programs, release, "manifest.dsse.json")


def test_another_key(programs: Tuple[str, Path], release: Path) -> None:
    libmanifest.Key.generate().save_public(release / "release.pub")
    refused(programs, release, "not a release signed by")


def test_an_envelope_that_was_changed(programs: Tuple[str, Path], release: Path) -> None:
    path = release / "release/manifest.dsse.json"
    envelope = json.loads(path.read_bytes())
    envelope["payload"] = envelope["payload"][:100] + ("A" if envelope["payload"][100] != "A" else "B") + envelope["payload"][101:]
    path.write_text(json.dumps(envelope))
    refused(programs, release, "not a release signed by")


@pytest.mark.parametrize("path, value", [
    ("/environment/runtime/version", "3.1.4"),
    ("/environment/platform/architecture", "s390x"),
    ("/dependencies/packages", [{"purl": "pkg:pypi/nobody-has-this@1.0.0", "scope": "runtime"}]),
])
def test_another_environment(programs: Tuple[str, Path], release: Path, path: str, value: object) -> None:
    """The release was made elsewhere, and signed by the right key."""
    with libmanifest.Manifest.load(release / "release/manifest.yaml").builder() as builder:
        builder[path] = value
        manifest = builder.build()
    signed = manifest.sign(libmanifest.Key.load(release / "release.key"), profile="draft")
    (release / "release/manifest.dsse.json").write_bytes(signed)
    refused(programs, release, "not the environment of the release")
