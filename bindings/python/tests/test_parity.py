# SPDX-License-Identifier: Apache-2.0
"""Parity of what a manifest expects and what is there."""
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, List

import libmanifest
import pytest
from libmanifest import InvalidError, Manifest, ParityOutcome, ParityPolicy, Severity

STAGING = """schema: manifest/v1
environment:
  runtime: {name: cpython, version: 3.11.9}
  accelerator: {kind: cuda, toolkit: "12.4", driver: 550.54.14}
dependencies:
  packages:
    - {purl: "pkg:pypi/numpy@1.26.4", scope: runtime}
    - {purl: "pkg:pypi/torch@2.4.0", scope: runtime}
"""
PRODUCTION = STAGING.replace("550.54.14", "555.42.06").replace("torch@2.4.0", "torch@2.4.1")
POLICY = """schema: parity/v1
ignore:
  - {package: "pkg:pypi/torch", reason: "<b>agreed</b> with the platform team"}
"""


@pytest.fixture
def result() -> libmanifest.Parity:
    return libmanifest.parity(Manifest.parse(STAGING), Manifest.parse(PRODUCTION))


def test_drift(result: libmanifest.Parity) -> None:
    assert not result and not result.ok and len(result) == len(list(result)) > len(result.drift)
    torch = next(item for item in result if item.name == "pkg:pypi/torch")
    assert (torch.expected, torch.actual, torch.outcome) == ("2.4.0", "2.4.1", ParityOutcome.DIFFERENT)
    assert torch.severity == Severity.ERROR and torch.path == "/dependencies/packages/pkg:pypi~1torch@2.4.0"
    assert torch in result.drift and str(torch) in str(result) and torch.code in str(torch)
    numpy = next(item for item in result if item.name == "pkg:pypi/numpy")
    assert numpy.outcome == ParityOutcome.SAME and numpy.severity is None and numpy.code == "" and numpy not in result.drift
    assert result.count("error") == 1 and result.count_outcome("different") == len(result.drift)
    assert len(result.to_dict()["items"]) == len(result) and result[-1] == list(result)[-1]
    assert "<bdi>pkg:pypi/torch</bdi>" in result._repr_html_()


def test_no_drift() -> None:
    manifest = Manifest.parse(STAGING)
    same = manifest.parity(manifest)
    assert same and same.drift == () and same.count_outcome("same") == len(same) > 3
    nothing = libmanifest.parity(Manifest.parse("schema: manifest/v1"), manifest)
    assert nothing.count_outcome("same") == 0


def test_policy(tmp_path: Path) -> None:
    (tmp_path / "policy.yaml").write_text(POLICY, encoding="utf-8")
    policies = [ParityPolicy.load(tmp_path / "policy.yaml"), ParityPolicy.parse(POLICY)]
    for policy in policies:
        with policy:
            allowed = libmanifest.parity(Manifest.parse(STAGING), Manifest.parse(PRODUCTION), policy=policy,
                                         time=datetime(2026, 11, 1, tzinfo=timezone.utc))
        torch = next(item for item in allowed if item.name == "pkg:pypi/torch")
        assert allowed.ok and allowed.allowed == 1 and "agreed" in torch.reason and torch.severity is None
        assert "<b>" not in allowed._repr_html_()
    with pytest.raises(libmanifest.ClosedError):
        libmanifest.parity(Manifest.parse(STAGING), Manifest.parse(PRODUCTION), policy=policies[0])


def test_wrong_arguments(result: libmanifest.Parity, tmp_path: Path) -> None:
    manifest = Manifest.parse(STAGING)
    with pytest.raises(InvalidError) as caught:
        ParityPolicy.parse("schema: parity/v1\nignore: 1\n")
    assert caught.value.report is not None and caught.value.line == 2
    with pytest.raises(OSError):
        ParityPolicy.load(tmp_path / "nothing")
    others: List[Any] = [None, "manifest", {}]
    for other in others:
        with pytest.raises(TypeError):
            libmanifest.parity(manifest, other)
        with pytest.raises(TypeError):
            libmanifest.parity(other, manifest)
    with pytest.raises(libmanifest.ArgumentError):
        libmanifest.parity(manifest, manifest, time=datetime(2026, 1, 1))
    with pytest.raises(libmanifest.LimitError):
        libmanifest.parity(manifest, manifest, maximum_memory=1)
    with pytest.raises(IndexError):
        result[len(result)]
    with pytest.raises(libmanifest.ArgumentError):
        result.count_outcome("better")
