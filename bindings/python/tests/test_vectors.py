# SPDX-License-Identifier: Apache-2.0
"""The frozen documents, which every implementation must read alike."""
import json
import os
from pathlib import Path
from typing import Dict, List, Tuple

import libmanifest
import pytest
from libmanifest import InvalidError, Manifest

VECTORS = Path(os.environ.get("MF_SOURCE") or Path(__file__).resolve().parents[3]) / "tests" / "vectors"
DIGESTS: Dict[str, str] = {}
for _line in (VECTORS / "digests.txt").read_text(encoding="utf-8").splitlines():
    _digest, _name = _line.split()
    DIGESTS[_name] = _digest
RELEASES = (VECTORS / "release.txt").read_text(encoding="utf-8").split()
REFUSED: List[Tuple[str, str, str]] = [
    (fields[0], fields[1], fields[2])
    for fields in (line.split(None, 3) for line in (VECTORS / "must-fail" / "reasons.txt").read_text(encoding="utf-8").splitlines())
]


def test_there_are_vectors() -> None:
    assert len(DIGESTS) > 10 and len(REFUSED) > 100 and RELEASES


@pytest.mark.parametrize("name", sorted(DIGESTS))
@pytest.mark.parametrize("spelling", ["yaml", "json"])
def test_good_document(name: str, spelling: str) -> None:
    profile = "release" if name in RELEASES else "draft"
    manifest = Manifest.load(VECTORS / f"{name}.{spelling}", profile=profile)
    expected = (VECTORS / f"{name}.canonical.json").read_bytes()
    assert manifest.canonical == expected
    assert manifest.digest == DIGESTS[name]
    assert Manifest.parse(expected, format="json").canonical == expected
    assert Manifest.parse(manifest.to_yaml(), format="yaml").digest == DIGESTS[name]
    assert Manifest.parse(manifest.to_json(), format="json").digest == DIGESTS[name]
    assert Manifest.from_dict(manifest.to_dict()) == manifest
    assert manifest.to_dict() == json.loads(expected) == manifest.to_python("")


@pytest.mark.parametrize("name", sorted(DIGESTS))
def test_builder_makes_the_same(name: str) -> None:
    manifest = Manifest.load(VECTORS / f"{name}.yaml")
    with libmanifest.Builder() as builder:
        for section, value in manifest.to_dict().items():
            builder[f"/{section}"] = value
        assert builder.build().digest == DIGESTS[name]
    with manifest.builder() as builder:
        assert builder.build() == manifest


@pytest.mark.parametrize(("name", "profile", "code"), REFUSED)
def test_refused_document(name: str, profile: str, code: str) -> None:
    spelling = "json" if name.endswith(".json") else "yaml"
    with pytest.raises(InvalidError) as caught:
        Manifest.load(VECTORS / "must-fail" / name, profile=profile, format=spelling, maximum_findings=1000)
    report = caught.value.report
    assert report is not None and not report.ok
    assert code in [finding.code for finding in report]
    assert caught.value.code == libmanifest.Status.ERROR_INVALID and caught.value.message
    if profile == "release":
        assert Manifest.load(VECTORS / "must-fail" / name, format=spelling)


def test_every_good_document_can_be_walked(vectors: Path) -> None:
    def same(value: object, node: object) -> bool:
        if not isinstance(node, libmanifest.Node):
            return type(value) is type(node) and value == node
        assert len(node) == len(node.keys()) == len(list(node)) and node.to_python() == value
        if isinstance(value, dict):
            assert sorted(value) == sorted(node)
            return all(same(value[name], node[name]) for name in node)
        assert isinstance(value, list)
        return len(value) == len(node) and all(same(entry, below) for entry, below in zip(value, node))

    for name in DIGESTS:
        manifest = Manifest.load(vectors / f"{name}.yaml")
        assert same(manifest.to_dict(), manifest[""]), name
