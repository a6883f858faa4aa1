# SPDX-License-Identifier: Apache-2.0
"""Overrides, resolution, and the resolved configuration."""
from pathlib import Path
from typing import List, Union

import libmanifest
import pytest
from libmanifest import ArgumentError, Configuration, InvalidError, Manifest, Origin, Overrides

STAGE = "schema: overrides/v1\nparameters:\n  - name: batch_limit\n    value: 128\n  - name: report_probabilities\n    value: false\n"


def test_values_of_the_manifest(iris: Manifest) -> None:
    with iris.resolve() as settings:
        assert len(settings) == 9 == len(list(settings)) and list(settings) == sorted(settings)
        assert settings.values()["batch_limit"] == 256 and settings["report_probabilities"].value is True
        assert settings["confidence_floor"].value == 0.6 and settings["log_level"].value == "info"
        assert settings["request_timeout"].value == "5s" and settings["request_timeout"].number == 5.0
        assert settings["body_limit"].number == 65536 and settings["body_limit"].type == "quantity"
        assert settings["batch_limit"].origin == Origin.MANIFEST and settings["batch_limit"].superseded == ()
        assert settings.manifest_digest == iris.digest and settings.release == "iris-classifier-1.0.0"
        assert "batch_limit" in settings and "nothing" not in settings
        with pytest.raises(KeyError):
            settings["nothing"]
        with pytest.raises(libmanifest.KindError):
            settings["log_level"].number


def test_layers(iris: Manifest, tmp_path: Path) -> None:
    path = tmp_path / "staging.yaml"
    path.write_text(STAGE, encoding="utf-8")
    stage = Overrides.load(path)
    settings = iris.resolve(stage, {"batch_limit": 64, "confidence_floor": 0.75, "log_level": "debug"}, Overrides.from_assignments(
        ["batch_limit=32"], label="$LIMIT", origin="environment"))
    limit = settings["batch_limit"]
    assert limit.value == 32 and limit.label == "$LIMIT" and limit.origin == Origin.ENVIRONMENT
    assert [(one.value, one.origin.name, one.label) for one in limit.superseded] == [
        ("64", "COMMAND_LINE", "program"), ("128", "STAGE", str(path)), ("256", "MANIFEST", "")]
    assert settings["report_probabilities"].value is False and settings["confidence_floor"].value == 0.75
    assert "--batch-limit=32" in settings.to_args() and "IRIS_LOG_LEVEL=debug" in settings.to_env().splitlines()
    assert "<bdi>$LIMIT</bdi>" in settings._repr_html_()


def test_written_and_read(iris: Manifest, tmp_path: Path) -> None:
    settings = libmanifest.resolve(iris)
    texts: List[Union[str, bytes]] = [settings.to_yaml(), settings.to_json(), settings.canonical]
    for text in texts:
        again = Configuration.parse(text)
        assert again.digest == settings.digest and again.values() == settings.values() and again.canonical == settings.canonical
        with pytest.raises(ArgumentError):
            again.to_env()
    (tmp_path / "running.yaml").write_text(settings.to_yaml(), encoding="utf-8")
    assert Configuration.load(tmp_path / "running.yaml").digest == settings.digest
    with pytest.raises(InvalidError):
        iris.resolve({"batch_limit": 64}, running=settings)  # which only a deployment may change


@pytest.mark.parametrize("wrong", [{"threads": 2}, {"nothing": 1}, {"batch_limit": "many"}, {"batch_limit": 10 ** 30},
                                   {"confidence_floor": 2}, {"log_level": "loud"}, {"report_probabilities": 1}])
def test_wrong_overrides(iris: Manifest, wrong: "dict[str, object]") -> None:
    with pytest.raises(InvalidError) as caught:
        iris.resolve(wrong)  # type: ignore[arg-type]
    assert caught.value.report is not None and caught.value.report[0].source == "program"
    assert "program: error: " in str(caught.value.report) or "program:" in str(caught.value.report)


@pytest.mark.parametrize("wrong", [["no-equals-sign"], ["=1"], ["a=1\0"], ["a=\ud800"], [1], "batch_limit=1", None, {1: 2},
                                   {"a": float("nan")}, {"a": object()}])
def test_wrong_assignments(wrong: object) -> None:
    with pytest.raises((libmanifest.Error, TypeError, ValueError)):
        Overrides.from_assignments(wrong)  # type: ignore[arg-type]


def test_wrong_files(tmp_path: Path) -> None:
    with pytest.raises(InvalidError) as caught:
        Overrides.parse("schema: overrides/v1\nparameters: 1\n", label="x")
    assert caught.value.line == 2
    for label in ("", "a\0b", 1):
        with pytest.raises((ArgumentError, TypeError)):
            Overrides.parse(STAGE, label=label)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError):
        Overrides.parse(STAGE, label="x", origin="the moon")
    with pytest.raises(InvalidError):
        Configuration.parse(STAGE)
    with pytest.raises(OSError):
        Configuration.load(tmp_path / "nothing")


def test_resolve_takes_nothing_else(iris: Manifest) -> None:
    for call in (lambda: libmanifest.resolve("manifest"), lambda: iris.resolve("a=1"), lambda: iris.resolve(1)):  # type: ignore[arg-type]
        with pytest.raises(TypeError):
            call()
