# SPDX-License-Identifier: Apache-2.0
"""What changed between two releases, and what is found on a system."""
import copy
import json
import os
from pathlib import Path
from typing import Any, Dict, List

import libmanifest
import pytest
from libmanifest import ArgumentError, Builder, DiffKind, DiffSeverity, Manifest


@pytest.fixture(scope="module")
def later(iris: Manifest) -> Manifest:
    with iris.builder() as builder:
        builder["/release/version"] = "1.1.0"
        builder["/release/description"] = "<b>Names</b> the species."
        builder["/configuration/parameters/batch_limit/value"] = 128
        del builder["/release/labels"]
        return builder.build()


def patched(document: Any, operations: List[Dict[str, Any]]) -> Any:
    """RFC 6902, as far as add, remove and replace go."""
    document = copy.deepcopy(document)
    for operation in operations:
        *tokens, last = [token.replace("~1", "/").replace("~0", "~") for token in operation["path"].split("/")[1:]]
        where = document
        for token in tokens:
            where = where[int(token)] if isinstance(where, list) else where[token]
        if isinstance(where, list):
            place = len(where) if last == "-" else int(last)
            if operation["op"] != "add":
                del where[place]
            if operation["op"] != "remove":
                where.insert(place, operation["value"])
        elif operation["op"] == "remove":
            del where[last]
        else:
            where[last] = operation["value"]
    return document


def test_changes(iris: Manifest, later: Manifest) -> None:
    changes = iris.diff(later)
    assert changes and len(changes) == len(list(changes)) and changes[-1] == list(changes)[-1]
    by_path = {change.path: change for change in changes}
    limit = by_path["/configuration/parameters/batch_limit/value"]
    assert (limit.before, limit.after, limit.kind, limit.section) == (256, 128, DiffKind.CHANGED, "configuration")
    assert any(change.kind == DiffKind.REMOVED and change.after is None for change in changes)
    assert limit.message in str(changes) and str(limit).startswith(limit.severity.name.lower())
    assert changes.count("low") == len(changes) >= changes.count(DiffSeverity.HIGH)
    assert patched(iris.to_dict(), changes.patch()) == later.to_dict()
    assert changes.to_dict()["before"] == iris.digest and len(changes.to_dict()["changes"]) == len(changes)
    assert "&lt;b&gt;" in changes._repr_html_() and "<b>" not in changes._repr_html_()
    assert len(iris.diff(later, least="high")) == changes.count("high")


def test_no_changes(iris: Manifest) -> None:
    same = libmanifest.diff(iris, iris)
    assert not same and len(same) == 0 and str(same) == "no changes" and same.patch() == [] and same.respelled == 0
    with pytest.raises(IndexError):
        same[0]


def test_wrong_comparisons(iris: Manifest) -> None:
    for other in (None, "manifest", iris.to_dict()):
        with pytest.raises(TypeError):
            iris.diff(other)  # type: ignore[arg-type]
    with pytest.raises(ArgumentError):
        iris.diff(iris, least="highest")
    with pytest.raises(libmanifest.LimitError):
        libmanifest.diff(iris, Builder().build(), maximum_memory=1)


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A root with as much of a system as the test needs."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "os-release").write_text('ID=debian\nVERSION_ID="12"\n', encoding="utf-8")
    packages = tmp_path / "data" / "deep" / "env" / "lib" / "python3.11" / "site-packages" / "attrs-23.1.0.dist-info"
    packages.mkdir(parents=True)
    (packages / "METADATA").write_text("Metadata-Version: 2.1\nName: attrs\nVersion: 23.1.0\n", encoding="utf-8")
    (packages / "RECORD").write_text("", encoding="utf-8")
    return tmp_path


def test_capture_of_a_directory(system: Path) -> None:
    found = libmanifest.capture_environment(root=system, python_prefixes=["/data/deep/env"], image=True, variables=["MODEL_*"],
                                            environment={"MODEL_NAME": "x", "HOME": "/root"})
    assert found.report.ok and found.manifest["/environment/platform/distribution/name"] == "debian"
    text = json.dumps(found.manifest.to_dict())
    assert "pkg:pypi/attrs@23.1.0" in text and "/root" not in text
    assert "attrs" not in json.dumps(libmanifest.capture_environment(root=system).manifest.to_dict())


def test_capture_of_this_system() -> None:
    found = libmanifest.capture_environment()
    assert found.report.ok and "/environment/platform" in found.manifest
    assert not any(os.environ.get("PATH", "-") in str(value) for value in [found.manifest.to_dict()])


def test_capture_into_a_builder(system: Path) -> None:
    with Builder() as builder:
        builder["/release/id"] = "x-1"
        report = libmanifest.capture_into(builder, root=system)
        assert report.ok and builder.build()["/release/id"] == "x-1"
    with pytest.raises(libmanifest.ClosedError):
        libmanifest.capture_into(builder, root=system)


def test_wrong_captures(system: Path) -> None:
    wrong: List[Dict[str, Any]] = [
        {"root": "a\0b"}, {"root": 1}, {"root": system / "nothing"}, {"variables": [1]}, {"variables": ["a\0"]}, {"maximum_file": -1},
        {"variables": ["A"], "environment": {"A": "a\0b"}}, {"python_prefixes": [1]}, {"maximum_files": 1}, {"python_prefixes": ["a\0"]},
    ]
    for arguments in wrong:
        with pytest.raises((libmanifest.Error, TypeError, ValueError)):
            given: Dict[str, Any] = {"root": system, **arguments}
            libmanifest.capture_environment(**given)
    with pytest.raises(TypeError):
        libmanifest.capture_into("builder")  # type: ignore[arg-type]
