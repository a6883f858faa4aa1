# SPDX-License-Identifier: Apache-2.0
"""Lock files of every format, through one list of packages."""
import json
from pathlib import Path

import libmanifest
import pytest
from libmanifest import ArgumentError, Builder, InvalidError, Lockfile, Manifest

HASH = "sha256:" + "0123456789abcdef" * 4


def test_requirements(source: Path) -> None:
    path = source / "examples" / "iris-classifier" / "requirements.lock"
    with Lockfile.load(path) as lock:
        assert lock.format == "requirements" and len(lock) == 5 == len(list(lock))
        package = next(package for package in lock if package.name == "numpy")
        text = path.read_bytes()
        assert package.purl == f"pkg:pypi/numpy@{package.version}" and package.ecosystem == "pypi" and package.kind == "registry"
        assert text[package.offset:].startswith(b"numpy==") and text.splitlines()[package.line - 1][package.column - 1:].startswith(b"numpy")
        assert package.digests and all(digest.startswith("sha256:") for digest in package.digests)
        assert [one["purl"] for one in lock.to_list()] == [one.purl for one in lock]
        assert "<bdi>numpy</bdi>" in lock._repr_html_() and lock[-1].purl == list(lock)[-1].purl
    assert package.name == "numpy" and package.dependencies == ()  # it outlives its lock file
    with pytest.raises(libmanifest.ClosedError):
        len(lock)
    with pytest.raises(IndexError):
        Lockfile.load(path)[5]


def test_dependencies() -> None:
    text = json.dumps({
        "name": "app", "version": "1.0.0", "lockfileVersion": 3, "requires": True,
        "packages": {
            "": {"name": "app", "version": "1.0.0", "dependencies": {"a": "^1.0.0"}},
            "node_modules/a": {"version": "1.2.0", "resolved": "https://registry.example/a/-/a-1.2.0.tgz",
                               "integrity": "sha512-" + "A" * 86 + "==", "dependencies": {"b": "*", "gone": "*"}},
            "node_modules/b": {"version": "2.0.0", "resolved": "https://registry.example/b/-/b-2.0.0.tgz",
                               "integrity": "sha512-" + "A" * 86 + "=="},
        }})
    lock = Lockfile.parse(text, format="npm")
    first = next(package for package in lock if package.name == "a")
    needed = {dependency.name: dependency.package for dependency in first.dependencies}
    assert needed["gone"] is None and needed["b"] is not None and needed["b"].purl == "pkg:npm/b@2.0.0"
    assert first.source.startswith("https://registry.example/") and first.hashes[0].startswith("sha512-")
    assert first.written_name == "node_modules/a" and first.marker == "" and repr(first) == "<LockedPackage pkg:npm/a@1.2.0>"


def test_what_nobody_can_verify_is_in_the_report() -> None:
    lock, report = Lockfile.parse_with_report("numpy==2.1.0\n", format="requirements")
    assert lock[0].digests == () and len(report) > 0 and report.ok


@pytest.mark.parametrize("text", ["", "\0", "[[package]]\nname = ", "{", "numpy", b"\xff\xfe", "---\n- a: [", "GO"])
def test_what_is_no_lock_file(text: "str | bytes") -> None:
    try:
        lock = Lockfile.parse(text)
    except InvalidError as error:
        assert error.report is not None and not error.report.ok
    except libmanifest.Error:
        pass
    else:
        assert len(lock) == 0 or all(not package.purl for package in lock)


def test_import_and_check(tmp_path: Path) -> None:
    text = f"numpy==2.1.0 --hash={HASH}\nattrs==23.1.0 --hash={HASH}\n"
    (tmp_path / "requirements.lock").write_text(text, encoding="utf-8")
    lock = Lockfile.load(tmp_path / "requirements.lock")
    with Builder() as builder:
        lock.import_into(builder, "requirements.lock", name="python", scope="runtime")
        manifest = builder.build()
        for path in ("", "a\0b", "/absolute", "../above"):
            with pytest.raises(ArgumentError):
                lock.import_into(builder, path)
        with pytest.raises(ArgumentError):
            lock.import_into(builder, "other.lock", scope="sometimes")
    assert manifest["/dependencies/lockfiles/python/size"] == len(text)
    assert [package.key for package in manifest["/dependencies/packages"]] == ["pkg:pypi/attrs@23.1.0", "pkg:pypi/numpy@2.1.0"]
    assert manifest["/dependencies/packages"]["pkg:pypi/numpy@2.1.0"]["digests"].to_python() == [HASH]
    checked = manifest.check_lockfiles(tmp_path)
    assert checked.report.ok and checked.pinned == checked.verified == 2
    (tmp_path / "requirements.lock").write_text(text.replace("2.1.0", "2.1.1"), encoding="utf-8")
    assert not libmanifest.check_lockfiles(manifest, tmp_path).report.ok
    assert not Manifest.parse("schema: manifest/v1").check_lockfiles(tmp_path).report.ok
    with pytest.raises(OSError):
        manifest.check_lockfiles(tmp_path / "nothing")
    with pytest.raises(TypeError):
        lock.import_into("builder", "requirements.lock")  # type: ignore[arg-type]


def test_wrong_arguments(tmp_path: Path) -> None:
    for format in ("cobol", "npm\0", ""):
        with pytest.raises(ArgumentError):
            Lockfile.parse("numpy==2.1.0\n", format=format)
    with pytest.raises(TypeError):
        Lockfile.parse("numpy==2.1.0\n", format=1)  # type: ignore[arg-type]
    with pytest.raises(OSError):
        Lockfile.load(tmp_path / "nothing")
    with pytest.raises(libmanifest.LimitError):
        Lockfile.parse(f"numpy==2.1.0 --hash={HASH}\n" * 100, maximum_input=100)
