# SPDX-License-Identifier: Apache-2.0
"""Headers of model files, and files taken up into a manifest."""
import hashlib
import json
import struct
from pathlib import Path
from typing import Any, List

import libmanifest
import pytest
from libmanifest import ArgumentError, Builder, HashedFile, InvalidError, MalformedError, ModelFile, Progress, Tensor


def safetensors(path: Path, header: Any, data: bytes) -> Path:
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    return path


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    (tmp_path / "model").mkdir()
    return safetensors(tmp_path / "model" / "weights.safetensors", {
        "b": {"dtype": "F32", "shape": [2, 3], "data_offsets": [0, 24]}, "a": {"dtype": "BF16", "shape": [4], "data_offsets": [24, 32]},
    }, b"\0" * 32)


def test_tensors(weights: Path) -> None:
    with ModelFile.load(weights) as model:
        assert (model.format, model.kind, model.size, model.parameters) == ("safetensors", "weights", weights.stat().st_size, 10)
        assert list(model) == [Tensor("a", "bfloat16", (4,)), Tensor("b", "float32", (2, 3))] and len(model) == 2
        assert model[-1] == model[1] and model.types == {"bfloat16": 4, "float32": 6}
        assert model.has_header and not model.runs_code and not model.has_external_data and not model.has_other_name
        assert model.inputs == model.outputs == () and repr(model) == "<ModelFile safetensors, 10 parameters in 2 tensors>"
        with pytest.raises(IndexError):
            model[2]


def test_inputs_and_outputs(source: Path) -> None:
    model = ModelFile.load(source / "examples" / "iris-classifier" / "model" / "iris.onnx")
    assert model.format == "onnx" and model.inputs == (Tensor("features", "float32", (-1, 4)),)
    assert [output.name for output in model.outputs] == ["label", "probabilities"] and ("opset", "17") in model.properties
    assert model.media_type == "application/onnx"


def test_files_that_run_code(tmp_path: Path) -> None:
    import pickle

    (tmp_path / "model.pkl").write_bytes(pickle.dumps({"a": 1}))
    assert ModelFile.load(tmp_path / "model.pkl").runs_code
    (tmp_path / "notes").write_text("nothing known", encoding="utf-8")
    assert ModelFile.load(tmp_path / "notes").format == "unknown"


def test_bad_headers(tmp_path: Path, weights: Path) -> None:
    with pytest.raises(MalformedError):
        ModelFile.load(safetensors(tmp_path / "bad.safetensors", {"a": {"dtype": "F32", "shape": [9], "data_offsets": [0, 36]}}, b""))
    with pytest.raises(OSError):
        ModelFile.load(tmp_path / "nothing.onnx")
    with pytest.raises(libmanifest.LimitError):
        ModelFile.load(weights, maximum_tensors=1)
    with pytest.raises(TypeError):
        ModelFile.load(weights, maximum_layers=1)
    for path in ("a\0b", "\ud800"):
        with pytest.raises(ArgumentError):
            ModelFile.load(path)


def test_adding(weights: Path) -> None:
    told: List[Progress] = []
    with Builder() as builder:
        report = libmanifest.add_artifacts(builder, weights.parents[1], "model/weights.safetensors", name="weights", version="1.0.0",
                                           uri_base="https://models.example/x/", progress=told.append)
        assert report.ok and told
        artifact = builder.build()["/artifacts/weights"]
    digest = hashlib.sha256(weights.read_bytes()).hexdigest()
    assert artifact["digest"] == "sha256:" + digest and artifact["size"] == weights.stat().st_size and artifact["kind"] == "weights"
    assert artifact["uri"] == "https://models.example/x/model/weights.safetensors" and artifact["version"] == "1.0.0"


def test_adding_what_is_known(weights: Path) -> None:
    digest = "sha256:" + "ab" * 32
    with Builder() as builder:
        libmanifest.add_known_artifact(builder, "far", [HashedFile("a/b", 3, digest), HashedFile("c", 4, digest)])
        libmanifest.add_known_artifact(builder, "one.bin", [HashedFile("", 3, digest)], kind="code")
        libmanifest.add_artifacts(builder, weights.parents[1], "model", each=True,
                                  known=[HashedFile("model/weights.safetensors", weights.stat().st_size, digest)])
        found = {artifact.key: artifact for artifact in builder.build()["/artifacts"]}
        assert len(found) == 3 and found["one.bin"]["kind"] == "code" and found["one.bin"]["digest"] == digest
        assert len(found["far"]["files"]) == 2 and found["weights.safetensors"]["digest"] == digest
        wrong: List[Any] = [[], [("a", 1, digest)], [HashedFile("a", 1, "md5:1")], [HashedFile("a", -1, digest)],
                            [HashedFile("a\0", 1, digest)], [HashedFile("a", 1, digest)] * 2]
        for files in wrong:
            with pytest.raises((libmanifest.Error, TypeError)):
                libmanifest.add_known_artifact(builder, "x", files)


def test_what_cannot_be_added(weights: Path) -> None:
    root = weights.parents[1]
    safetensors(root / "bad.safetensors", {"a": {"dtype": "F32", "shape": [9], "data_offsets": [0, 36]}}, b"")
    with Builder() as builder:
        for path in ("bad.safetensors", "nothing"):
            with pytest.raises(InvalidError) as caught:
                libmanifest.add_artifacts(builder, root, path)
            assert caught.value.report is not None and not caught.value.report.ok
        for path in ("../above", "/etc/hostname", "a\0b"):
            with pytest.raises(libmanifest.Error):
                libmanifest.add_artifacts(builder, root, path)
        with pytest.raises(ArgumentError, match="in use"):
            libmanifest.add_artifacts(builder, root, "model", name="model", progress=lambda _: builder.build())
        assert "/artifacts" not in builder.build()
    with pytest.raises(TypeError):
        libmanifest.add_artifacts("builder", root)  # type: ignore[arg-type]


def test_several_files(weights: Path, tmp_path: Path) -> None:
    found = libmanifest.hash_files([weights, tmp_path / "nothing", str(weights)], threads=2)
    assert [file.path for file in found] == [str(weights), str(tmp_path / "nothing"), str(weights)]
    assert found[0].digest == found[2].digest == "sha256:" + hashlib.sha256(weights.read_bytes()).hexdigest()
    assert found[0].problem == "" and found[1].problem and found[1].digest == "" and libmanifest.hash_files([]) == ()
    with pytest.raises(libmanifest.CancelledError):
        libmanifest.hash_files([weights], progress=lambda _: False)
