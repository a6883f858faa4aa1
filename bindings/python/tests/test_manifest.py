# SPDX-License-Identifier: Apache-2.0
"""Manifests as Python sees them: values by path, views, builders, reports."""
import copy
import pickle
from datetime import datetime, timezone
from pathlib import Path
from typing import Any, Callable, List

import libmanifest
import pytest
from libmanifest import AbsentError, ArgumentError, Builder, InvalidError, Kind, KindError, Manifest, Node, PathError, Severity

PARAMETER = "/configuration/parameters/threads"


def test_values_have_the_types_of_python(iris: Manifest) -> None:
    assert iris["/release/id"] == "iris-classifier-1.0.0"
    assert iris["/build/source/dirty"] is False
    assert iris["/build/evaluations/holdout-accuracy/value"] == 0.98
    assert iris["/build/evaluations/holdout-recall-setosa/value"] == 1
    assert iris["/build/materials/iris/size"] == 2734 and isinstance(iris["/build/materials/iris/size"], int)
    assert iris["/environment/platform/distribution/version"] == "12"
    assert iris["/release/created"] == "2026-11-23T06:20:44Z"


def test_typed_getters(iris: Manifest) -> None:
    assert iris.get_int("/build/materials/iris/size") == 2734
    assert iris.get_number("/build/evaluations/holdout-accuracy/value") == 0.98
    assert iris.get_bool("/build/source/dirty") is False
    assert iris.get_text("/release/id") == "iris-classifier-1.0.0" and iris.get_text("/build/materials/iris/size") == "2734"
    assert iris.node("/build/steps").kind == Kind.SEQUENCE
    for getter in (iris.get_int, iris.get_number, iris.get_bool, iris.node):
        with pytest.raises(KindError):
            getter("/release/id")
    with pytest.raises(KindError):
        iris.get_text("/release")
    for getter in (iris.get_int, iris.get_number, iris.get_bool, iris.get_text, iris.node):
        with pytest.raises(AbsentError):
            getter("/release/supersedes")
        with pytest.raises(PathError):
            getter("/release/nothing")


def test_absent_unknown_and_present(iris: Manifest) -> None:
    assert "/release/id" in iris and "/release/supersedes" not in iris
    assert iris.get("/release/supersedes") is None and iris.get("/release/supersedes", "first") == "first"
    with pytest.raises(KeyError) as absent:
        iris["/release/supersedes"]
    assert absent.value.path == "/release/supersedes" and absent.value.code == libmanifest.Status.ABSENT  # type: ignore[attr-defined]
    calls: List[Callable[[str], Any]] = [iris.get, iris.__getitem__, iris.__contains__, iris.kind, iris.position, iris.to_python]
    for call in calls:
        with pytest.raises(LookupError) as unknown:
            call("/release/identity")
        assert unknown.value.code == libmanifest.Status.ERROR_PATH  # type: ignore[attr-defined]


def test_sets_are_iterated_by_entry(iris: Manifest) -> None:
    parameters = iris["/configuration/parameters"]
    assert isinstance(parameters, Node) and parameters.kind == Kind.SET
    assert len(parameters) == len(list(parameters)) == 9
    assert [entry.key for entry in parameters] == list(parameters.keys()) == sorted(parameters.keys())
    assert [entry["name"] for entry in parameters] == list(parameters.keys())
    threads = parameters["threads"]
    assert isinstance(threads, Node) and threads.path == PARAMETER and threads.kind == Kind.MAPPING
    assert dict(threads.items())["name"] == "threads" and "name" in list(threads)
    assert "threads" in parameters and "thread" not in parameters and parameters.get("thread") is None
    with pytest.raises(AbsentError):
        parameters["thread"]
    with pytest.raises(TypeError):
        parameters[0]


def test_keys_with_slashes_need_no_escapes(iris: Manifest) -> None:
    packages = iris["/dependencies/packages"]
    assert isinstance(packages, Node)
    key = next(key for key in packages.keys() if "/" in key)
    package = packages[key]
    assert isinstance(package, Node) and package.key == key
    assert iris[libmanifest.pointer("dependencies", "packages", key, "purl")] == key
    assert libmanifest.pointer() == "" and libmanifest.pointer("a/b", "c~d", 1) == "/a~1b/c~0d/1"


def test_sequences_are_indexed(iris: Manifest) -> None:
    steps = iris["/build/steps"]
    assert isinstance(steps, Node)
    first = steps[0]
    assert isinstance(first, Node) and first["name"] == "install" and first.key == "0"
    command = first["command"]
    assert isinstance(command, Node) and command.kind == Kind.SEQUENCE
    assert command[0] == "python" and list(command)[:2] == ["python", "-m"]
    assert command[-1] == list(command)[-1] and command[len(command) - 1] == command[-1]
    for index in (len(command), -len(command) - 1, 1 << 70):
        with pytest.raises((IndexError, ArgumentError)):
            command[index]
    with pytest.raises(TypeError):
        command[1.0]  # type: ignore[index]


def test_positions(iris: Manifest, iris_path: Path) -> None:
    place = iris.position("/release/id")
    text = iris_path.read_bytes()
    assert text[place.offset:place.end] == b"iris-classifier-1.0.0"
    assert text.splitlines()[place.line - 1][place.column - 1:].startswith(b"iris-classifier-1.0.0")
    with pytest.raises(AbsentError):
        Manifest.from_dict(iris.to_dict()).builder().build().position("/release/id")


def test_equal_if_they_say_the_same(iris: Manifest) -> None:
    same = Manifest.from_dict(iris.to_dict())
    assert same == iris and same is not iris and hash(same) == hash(iris) and len({same, iris}) == 1
    assert iris != Manifest.parse("schema: manifest/v1") and iris != "iris"
    assert pickle.loads(pickle.dumps(iris)) == iris and copy.copy(iris) is iris and copy.deepcopy(iris) == iris


def test_sections_are_paths(iris: Manifest) -> None:
    assert "/release" in list(iris) and all(path in iris for path in iris)
    assert [path[1:] for path in iris] == list(iris[""])


def test_writing(iris: Manifest, tmp_path: Path) -> None:
    for format, first in (("yaml", b"schema: manifest/v1\n"), ("json", b"{\n")):
        path = tmp_path / f"written.{format}"
        iris.save(path, format=format)
        assert path.read_bytes().startswith(first) and Manifest.load(str(path)) == iris
    with pytest.raises(ArgumentError):
        iris.save(tmp_path / "written", format="auto")
    with pytest.raises(OSError) as caught:
        iris.save(tmp_path / "no" / "directory")
    assert isinstance(caught.value, libmanifest.FileError) and "directory" in str(caught.value)


def test_builder(iris: Manifest) -> None:
    with Builder() as builder:
        builder["/release/id"] = "fraud-detector-4.2.1"
        builder["/release/model"] = {"name": "fraud-detector", "version": "4.2.1"}
        builder["/build/source/dirty"] = False
        builder["/configuration/parameters/limit/name"] = "limit"
        builder["/configuration/parameters/limit/type"] = "int"
        builder["/configuration/parameters/limit/value"] = 12
        builder.append("/artifacts", {"name": "weights", "kind": "weights"})
        builder.update({"/build/evaluations/auc/name": "auc", "/build/evaluations/auc/value": 0.5})
        manifest = builder.build()
        del builder["/configuration"]
        with pytest.raises(KeyError):
            del builder["/configuration"]
        without = builder.build(profile=libmanifest.Profile.DRAFT)
    assert manifest["/configuration/parameters/limit/value"] == 12 and "/configuration" not in without
    assert manifest["/build/evaluations/auc/value"] == 0.5 and manifest["/artifacts/weights/kind"] == "weights"
    with pytest.raises(libmanifest.ClosedError):
        builder.build()


def test_builder_says_everything_that_is_wrong() -> None:
    builder = Builder()
    builder["/release/id"] = "not a name"
    builder["/release/created"] = "yesterday"
    with pytest.raises(InvalidError) as caught:
        builder.build()
    assert caught.value.report is not None and len(caught.value.report) == 2 and caught.value.path == "/release/id"
    assert caught.value.report.count(Severity.ERROR) == 2


def test_report_iterates_and_prints(source: Path) -> None:
    report = Manifest.load(source / "tests" / "vectors" / "full.yaml").validate()
    assert not report and not report.ok and len(report) == len(list(report)) > 10
    first = report[0]
    assert first == next(iter(report)) and report[-1] == list(report)[-1]
    assert first.code.startswith("MF") and first.line > 0 and first.path.startswith("/")
    assert str(first) in str(report) and f"{first.line}:{first.column}: " in str(first)
    assert all(finding.severity == Severity.ERROR for finding in report.errors)
    assert len(report.errors) + len(report.warnings) <= len(report) and report.errors and report.warnings
    assert any(finding.related for finding in report)
    document = report.to_dict("full.yaml")
    assert document["file"] == "full.yaml" and len(document["findings"]) == len(report)
    assert [finding["path"] for finding in document["findings"]] == [finding.path for finding in report]
    with pytest.raises(IndexError):
        report[len(report)]


def test_report_counts_what_it_does_not_hold(source: Path) -> None:
    report = Manifest.load(source / "tests" / "vectors" / "full.yaml").validate(maximum_findings=2)
    assert len(report) == 2 < report.total and f"{report.total - 2} not shown" in str(report)


def test_validation_of_texts_and_files(iris_path: Path) -> None:
    assert libmanifest.validate_file(iris_path).ok and not list(libmanifest.validate_file(iris_path))
    report = libmanifest.validate_text("schema: manifest/v1\nrelease: [", profile="draft")
    assert not report.ok and report[0].line == 2
    assert not libmanifest.validate_text(b"\xff").ok


def test_expiry_and_rules(iris: Manifest, tmp_path: Path) -> None:
    with iris.builder() as builder:
        builder["/release/expires"] = "2027-01-01T00:00:00Z"
        expiring = builder.build(profile="release")
    before, after = datetime(2026, 12, 1, tzinfo=timezone.utc), datetime(2028, 1, 1, tzinfo=timezone.utc)
    assert expiring.validate(time=before).ok and not expiring.validate(time=after).ok
    assert not expiring.validate(time=int(after.timestamp())).ok
    with pytest.raises(ArgumentError):
        expiring.validate(time=datetime(2028, 1, 1))
    warning = next(rule for rule in libmanifest.rules() if rule.code == "MF2115")
    assert warning.severity == Severity.WARNING and warning.title
    path = tmp_path / "rules.yaml"
    path.write_text("schema: rules/v1\nrelease_id: '^x-'\n", encoding="utf-8")
    with pytest.raises(InvalidError) as caught:
        libmanifest.Rules.load(path)
    assert caught.value.source == str(path) and str(caught.value).startswith(f"{path}:2:")
    with libmanifest.Rules.parse("schema: rules/v1\n") as rules:
        assert iris.validate(rules=rules).ok


def test_schema_and_texts(iris_path: Path) -> None:
    assert libmanifest.schema()["$schema"].endswith("2020-12/schema")
    with pytest.raises(ArgumentError):
        libmanifest.schema("manifest/v9")
    text = iris_path.read_bytes()
    changed = libmanifest.set_value(text, "/release/owner/team", "florists")
    assert changed == text.replace(b"team: botany-ml\n", b"team: florists\n", 1)
    with pytest.raises(AbsentError):
        libmanifest.set_value(text, "/release/supersedes", "x")
    with pytest.raises(InvalidError) as caught:
        libmanifest.set_value(text, "/release/version", "one")
    assert caught.value.report is not None


def test_limits(iris_path: Path) -> None:
    with pytest.raises(libmanifest.LimitError):
        Manifest.load(iris_path, maximum_input=100)
    with pytest.raises(InvalidError):
        Manifest.load(iris_path, maximum_depth=2)
    with pytest.raises(TypeError, match="maximum_deepness"):
        Manifest.load(iris_path, maximum_deepness=2)


def test_notebooks_get_tables_in_which_everything_is_escaped() -> None:
    evil = '<script>alert("1")</script>'
    builder = Builder()
    builder["/release/description"] = evil
    builder["/release/id"] = "x-1"
    manifest = builder.build()
    report = libmanifest.validate_text(f"schema: manifest/v1\n'{evil}': 1\n", profile="draft")
    for shown in (manifest._repr_html_(), manifest["/release"]._repr_html_(), report._repr_html_()):
        assert "<table>" in shown and "<script" not in shown and "&lt;script" in shown


def test_reprs(iris: Manifest, key: libmanifest.Key) -> None:
    assert repr(iris).startswith("<Manifest iris-classifier-1.0.0 sha256:")
    assert repr(iris["/configuration/parameters"]) == "<set /configuration/parameters, 9 entries>"
    assert repr(iris.validate()) == "<Report nothing found>"
    assert repr(key) == f"<Key {key.id[:16]}…, can sign>"
