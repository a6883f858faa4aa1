# SPDX-License-Identifier: Apache-2.0
"""Recording a release in a training script: what it finds, and that it never gets in the way."""
import hashlib
import os
import subprocess
import threading
from pathlib import Path
from typing import Any, Dict, Iterator, List

import libmanifest
import pytest
from libmanifest import Key, Manifest, Recorder, record

COMMIT = "0123456789abcdef0123456789abcdef01234567"
NO_CODES = ("MF3450", "MF3451", "MF3452")


def own(release: Recorder) -> List[str]:
    """The findings of the recorder itself, each with its path."""
    return [f"{finding.code} {finding.path}" for finding in release.report if finding.code in NO_CODES]


def write(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    return path


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working tree of a script, with a repository as git leaves it, in which the test runs."""
    write(tmp_path / "tree/.git/HEAD", "ref: refs/heads/main\n")
    write(tmp_path / "tree/.git/refs/heads/main", COMMIT + "\n")
    write(tmp_path / "tree/.git/config", '[core]\n\tbare = false\n[remote "origin"]\n\turl = git@git.example:risk/fraud.git\n')
    monkeypatch.chdir(tmp_path / "tree")
    return tmp_path / "tree"


def test_a_release_is_recorded(tree: Path) -> None:
    write(tree / "out/old.txt", "was there before")
    key = Key.generate()
    with record("fraud-detector", version="1.4.0", directory="out", keys=key, location="https://models.example/fraud/") as release:
        release["/release/description"] = "Finds fraud."
        release.parameters({"depth": 4, "rate": 0.5, "warm": True, "loss": "log", "seed": None}, trees=100)
        release.metric("auc", 0.97, unit="ratio", data="transactions")
        write(tree / "data.csv", "a,b\n")
        release.material("transactions", tree / "data.csv", uri="s3://data.example/transactions.csv")
        write(tree / "out/model/Weights v1.bin", "weights")
        release.artifact("out/model/Weights v1.bin", kind="weights", name="weights", derived_from=["transactions"])
        write(tree / "out/notes.txt", "notes")
    manifest = release.manifest
    assert manifest is not None and release.report.ok, release.report
    assert own(release) == []
    assert manifest["/release/id"] == "fraud-detector-1.4.0"
    assert manifest["/release/model/version"] == manifest["/release/version"] == "1.4.0"
    assert manifest["/release/description"] == "Finds fraud."
    assert manifest["/build/source/revision"] == COMMIT
    assert manifest["/build/source/repository"] == "ssh://git@git.example/risk/fraud.git"
    assert manifest["/build/started"] <= manifest["/build/finished"] <= manifest["/release/created"]
    assert manifest["/environment/platform/os"] == "linux"
    parameters = {p["name"]: (p["type"], p["value"]) for p in manifest.to_python("/configuration/parameters")}
    assert parameters == {"depth": ("int", 4), "rate": ("number", 0.5), "warm": ("bool", True), "loss": ("string", "log"),
                          "trees": ("int", 100)}
    assert manifest.to_python("/build/evaluations") == [
        {"name": "auc", "metric": "auc", "value": 0.97, "unit": "ratio", "data": "transactions"}]
    assert manifest["/build/materials/transactions/digest"] == "sha256:" + hashlib.sha256(b"a,b\n").hexdigest()
    artifacts = manifest.to_python("/artifacts")
    assert [(a["name"], a["kind"], a["path"], a["uri"]) for a in artifacts] == [
        ("notes.txt", "other", "notes.txt", "https://models.example/fraud/notes.txt"),
        ("weights", "weights", "model/Weights v1.bin", "https://models.example/fraud/model/Weights%20v1.bin")]
    assert artifacts[1]["digest"] == "sha256:" + hashlib.sha256(b"weights").hexdigest()
    assert Manifest.load(tree / "out/manifest.yaml") == manifest
    assert release.envelope == (tree / "out/manifest.dsse.json").read_bytes()
    assert libmanifest.verify(release.envelope, key, profile="draft").manifest == manifest
    assert manifest.verify_artifacts("out", excluded=["manifest.yaml", "manifest.dsse.json", "old.txt"]).ok


@pytest.mark.parametrize("error", [ValueError("training failed"), KeyboardInterrupt(), SystemExit(3)])
def test_an_exception_passes_through(tree: Path, error: BaseException) -> None:
    with pytest.raises(type(error)) as raised:
        with record("fraud", version="1.0.0", directory="out", keys=Key.generate()) as release:
            write(tree / "out/half.bin", "half")
            raise error
    assert raised.value is error and error.__context__ is None
    assert release.manifest is None and release.envelope is None
    assert os.listdir(tree / "out") == ["half.bin"]


class Awkward:
    def __str__(self) -> str:
        raise RuntimeError("no text")

    def item(self) -> float:
        raise Awkward.Failure

    class Failure(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no text")


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), "0.5", None, [0.5], 10**400, True, Awkward(), object(), 1j])
def test_metrics_that_are_none(tree: Path, value: Any) -> None:
    with record("fraud", version="1.0.0") as release:
        release.metric("auc", 0.5)
        release.metric("auc", value)
        release.metric("loss", value)
    assert release.manifest is not None
    assert own(release) == ["MF3450 /build/evaluations/auc", "MF3450 /build/evaluations/loss"]
    assert release.manifest.to_python("/build/evaluations") == [{"name": "auc", "metric": "auc", "value": 0.5}]


@pytest.mark.parametrize("value", [float("nan"), 2**70, b"bytes", [1], {"a": 1}, object(), "a\0b", "\ud800"])
def test_parameters_that_are_none(tree: Path, value: Any) -> None:
    with record("fraud", version="1.0.0") as release:
        release.parameters(good=1, bad=value)
    assert release.manifest is not None
    assert own(release) == ["MF3450 /configuration/parameters/bad"]
    assert release.manifest["/configuration/parameters"].keys() == ("good",)


@pytest.mark.parametrize("name", ["", "a b", "C", "é", "a/b", "x" * 500, "\ud800", "a\0b", None, 5, Awkward()])
def test_names_that_are_none(tree: Path, name: Any) -> None:
    with record("fraud", version="1.0.0") as release:
        release.metric(name, 1.0)
        release.parameter(name, 1)
        release.material(name, uri="s3://data.example/a")
        release.artifact("train.py", name=name or "a b")
        release[name] = 1
    assert release.manifest is not None
    assert len(own(release)) == 5, release.report
    assert set(release.manifest.to_dict()) <= {"schema", "release", "build", "environment", "dependencies"}


@pytest.mark.parametrize("name, version", [("Fraud Detector", "1.0.0"), ("fraud", "1.0"), ("", ""), (None, None), ("fraud", "\ud800")])
def test_a_release_without_a_good_name(tree: Path, name: Any, version: Any) -> None:
    with record(name, version=version, directory="out") as release:
        release.metric("auc", 0.5)
    assert release.manifest is not None and release.manifest["/build/evaluations/auc/value"] == 0.5
    assert any(finding.startswith("MF3450 /release/") for finding in own(release))


def test_numbers_of_other_packages(tree: Path) -> None:
    class Scalar:
        def __init__(self, value: Any) -> None:
            self.value = value

        def item(self) -> Any:
            return self.value

    with record("fraud", version="1.0.0") as release:
        release.metric("auc", Scalar(0.5))
        release.parameter("depth", Scalar(3))
    assert release.manifest is not None and own(release) == []
    assert release.manifest["/build/evaluations/auc/value"] == 0.5
    assert release.manifest["/configuration/parameters/depth/type"] == "int"


def test_many_metrics(tree: Path) -> None:
    with record("fraud", version="1.0.0") as release:
        for step in range(5000):
            release.metric("loss", 1.0 / (step + 1))
            release.metric(f"loss-{step}", 1e308, metric="loss")
            release.metric("bad", float("nan") if step % 2 else f"step {step}")
            release.metric(f"BAD {step}", 1.0)
    assert release.manifest is not None
    assert len(release.manifest["/build/evaluations"].keys()) == 5001
    assert release.manifest["/build/evaluations/loss/value"] == 1.0 / 5000
    assert len(own(release)) == 101  # the others are counted
    assert any("more findings" in finding.message for finding in release.report)


def test_more_entries_than_are_kept(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libmanifest._record.MOST_ENTRIES", 10)
    with record("fraud", version="1.0.0") as release:
        for step in range(12):
            release.metric(f"loss-{step}", 1.0, metric="loss")
        release.metric("loss-0", 2.0, metric="loss")
    assert release.manifest is not None and len(release.manifest["/build/evaluations"].keys()) == 10
    assert release.manifest["/build/evaluations/loss-0/value"] == 2.0
    assert own(release) == ["MF3450 /build/evaluations/loss-10", "MF3450 /build/evaluations/loss-11"]


def test_threads(tree: Path) -> None:
    def work(number: int) -> None:
        for step in range(100):
            release.metric(f"loss_{number}", float(step))
            release.metric(f"bad {number}", 1.0)
            release.parameter(f"p{number}_{step}", step)
            write(tree / f"out/{number}/{step}.txt", str(step))
            assert release.report is not None

    with record("fraud", version="1.0.0", directory="out") as release:
        threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert release.manifest is not None
    assert {e["value"] for e in release.manifest.to_python("/build/evaluations")} == {99.0}
    assert len(release.manifest["/configuration/parameters"]) == 800
    assert len(release.manifest["/artifacts"]) == 800
    assert len(own(release)) == 8


def test_recorders_within_one_another(tree: Path) -> None:
    with record("outer", version="1.0.0", directory="out") as outer:
        write(tree / "out/first.bin", "1")
        with record("inner", version="2.0.0", directory="out/inner") as inner:
            write(tree / "out/inner/second.bin", "2")
            inner.metric("auc", 0.5)
        outer.metric("auc", 0.75)
    assert inner.manifest is not None and outer.manifest is not None
    assert inner.manifest["/artifacts"].keys() == ("second.bin",)
    assert inner.manifest["/build/evaluations/auc/value"] == 0.5
    assert outer.manifest["/artifacts"].keys() == ("first.bin", "inner-manifest.yaml", "inner-second.bin")
    assert outer.manifest["/build/evaluations/auc/value"] == 0.75


def test_nothing_writable(tree: Path) -> None:
    write(tree / "file", "where a directory should be")
    for directory in ("file", "file/below", "/proc/nowhere", "a\0b", 5):
        with record("fraud", version="1.0.0", directory=directory, keys=Key.generate()) as release:
            release.metric("auc", 0.5)
        assert release.manifest is not None and release.envelope is not None
        assert own(release)[0] == "MF3452 "
    assert (tree / "file").read_text() == "where a directory should be"


def test_artifacts_that_are_not_there(tree: Path) -> None:
    os.symlink("/etc/passwd", tree / "link")
    os.mkfifo(tree / "pipe")
    with record("fraud", version="1.0.0", directory="out") as release:
        release.artifact("nowhere.bin")
        release.artifact(tree / "pipe")
        release.artifact("a\0b")
        release.artifact(5)
        release.artifact("train.py", kind="no-such-kind")
        os.symlink("/etc/passwd", tree / "out/link")
        os.mkfifo(tree / "out/pipe")
    assert release.manifest is not None and "/artifacts" not in release.manifest
    assert len(own(release)) == 5, release.report


def test_directories_and_names(tree: Path) -> None:
    with record("fraud", version="1.0.0", directory="out") as release:
        write(tree / "out/saved model/a.bin", "a")
        write(tree / "out/saved model/b.bin", "b")
        release.artifact("saved model", kind="weights")
        write(tree / "out/A.txt", "1")
        write(tree / "out/a.txt", "2")
        write(tree / "out/_", "3")
        write(tree / "elsewhere.txt", "4")
        release.artifact("elsewhere.txt", kind="card")
        (tree / "out" / os.fsdecode(b"\xff")).write_text("not text")
    assert release.manifest is not None
    artifacts = {a["name"]: a for a in release.manifest.to_python("/artifacts")}
    assert set(artifacts) == {"saved-model", "a.txt", "a.txt-2", "file", "elsewhere.txt"}
    assert [file["path"] for file in artifacts["saved-model"]["files"]] == ["a.bin", "b.bin"]
    assert "path" not in artifacts["elsewhere.txt"]
    assert len(own(release)) == 1  # a path that is no text


def test_after_the_end_and_before_the_begin(tree: Path) -> None:
    release = record("fraud", version="1.0.0")
    release.metric("early", 1.0)
    with release:
        pass
    release.metric("late", 1.0)
    assert release.manifest is not None and "/build/evaluations" not in release.manifest
    assert own(release) == ["MF3450 /build/evaluations/early", "MF3450 /build/evaluations/late"]
    with pytest.raises(RuntimeError, match="one `with`"):
        release.__enter__()


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("libmanifest._source.find", lambda _: None)
    with record("fraud", version="1.0.0", source=tmp_path) as release:
        pass
    assert release.manifest is not None and "/build/source" not in release.manifest
    assert own(release) == ["MF3451 /build/source"]
    with record("fraud", version="1.0.0", source=None) as release:
        pass
    assert own(release) == []


def broken_repositories(tree: Path) -> Iterator[str]:
    """Breaks the repository in one way after another."""
    head, packed = tree / ".git/HEAD", tree / ".git/packed-refs"
    for text in ("", "ref: refs/heads/gone\n", "ref: refs/../../secret\n", "ref: /etc/passwd\n", "abc\n", "ref: refs/heads/main\0\n",
                 COMMIT[:-1] + "\n", "\ud7ff" * 100):
        write(head, text)
        yield repr(text)
    write(packed, "# pack-refs\nnothing refs/heads/gone\n")
    write(head, "ref: refs/heads/gone\n")
    yield "no commit in packed-refs"
    write(head, "ref: refs/heads/loop\n")
    write(tree / ".git/refs/heads/loop", "ref: refs/heads/loop\n")
    yield "a loop"
    head.unlink()
    yield "no HEAD"
    os.mkfifo(head)
    yield "a FIFO"


def test_repositories_that_are_broken(tree: Path) -> None:
    for how in broken_repositories(tree):
        with record("fraud", version="1.0.0") as release:
            pass
        assert release.manifest is not None, how
        assert own(release) == ["MF3451 /build/source"], how
        assert "/build/source/revision" not in release.manifest, how


@pytest.mark.parametrize("url, expected", [
    ("https://user:secret@git.example:8443/a/b.git?token=secret#x", "https://git.example:8443/a/b.git"),
    ("ssh://git:secret@[2001:db8::1]/a.git", "ssh://git@[2001:db8::1]/a.git"),
    ("git.example:a.git", "ssh://git.example/a.git"),
    ("/srv/git/a.git", None), ("../a.git", None), ("file:///srv/a.git", None), ("https://git.example:bad/a", None), ("", None),
])
def test_addresses_of_repositories(tree: Path, url: str, expected: Any) -> None:
    write(tree / ".git/config", f'[remote "upstream"]\n\tfetch = x\n[remote "origin"] url = "{url}"\n[branch "main"]\n\turl = nothing\n')
    with record("fraud", version="1.0.0") as release:
        pass
    assert release.manifest is not None
    assert release.manifest.get("/build/source/repository") == expected
    assert b"secret" not in release.manifest.canonical


def test_git_says_the_same(tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """git itself is the judge: loose and packed references, detached heads, further working trees, directories below the top."""
    def git(*words: str, directory: Path) -> str:
        who = ["-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=trunk"]
        return subprocess.run(["git", *who, *words], cwd=directory, check=True, capture_output=True, text=True).stdout.strip()

    def recorded(directory: Path) -> Dict[str, Any]:
        monkeypatch.chdir(directory)
        with record("fraud", version="1.0.0") as release:
            pass
        assert release.manifest is not None and own(release) == [], release.report
        source: Dict[str, Any] = release.manifest.to_python("/build/source")
        return source

    try:
        git("init", "-q", str(tmp_path / "repository"), directory=tmp_path)
    except OSError:
        pytest.skip("git is not installed")
    top = tmp_path / "repository"
    write(top / "models/fraud/train.py", "pass")
    git("add", ".", directory=top)
    git("commit", "-qm", "one", directory=top)
    for prepare in (["gc", "-q"], ["checkout", "-q", "--detach"], ["worktree", "add", "-q", "-b", "side", "../further"]):
        git(*prepare, directory=top)
        assert recorded(top / "models/fraud") == {"revision": git("rev-parse", "HEAD", directory=top), "path": "models/fraud"}
    git("commit", "-q", "--allow-empty", "-m", "two", directory=tmp_path / "further")
    assert recorded(tmp_path / "further") == {"revision": git("rev-parse", "HEAD", directory=tmp_path / "further")}


def test_base_and_release(tree: Path, iris: Manifest) -> None:
    """What a program cannot know comes from the base, and what the program finds stands over it."""
    key = Key.generate()
    with record("iris-classifier", version="1.0.1", base=iris, profile="release", keys=[key], source=None) as release:
        release.metric("accuracy_again", 0.97)
    assert release.manifest is not None
    assert release.manifest["/release/version"] == "1.0.1"
    assert release.manifest["/governance/classification"] == iris["/governance/classification"]
    assert len(release.manifest["/build/evaluations"]) == len(iris["/build/evaluations"]) + 1
    if release.report.ok:
        assert release.envelope is not None and libmanifest.verify(release.envelope, key).manifest == release.manifest
    else:  # the machine that tests has packages that do not go with the example
        assert release.envelope is None and release.report.errors


def test_a_release_that_does_not_pass(tree: Path) -> None:
    with record("fraud", version="1.0.0", directory="out", profile="release", keys=Key.generate()) as release:
        pass
    assert release.manifest is not None and release.envelope is None
    assert not release.report and release.report.errors
    assert Manifest.load(tree / "out/manifest.yaml") == release.manifest
    assert not (tree / "out/manifest.dsse.json").exists()
    assert str(release.report).count("\n") == len(release.report)
    assert "<script" not in release.report._repr_html_()


@pytest.mark.parametrize("arguments", [
    {"base": "nowhere.yaml"}, {"base": 5}, {"base": {"schema": 5}}, {"keys": [5]}, {"keys": 5}, {"profile": "no-such"}, {"rules": 5},
    {"source": 5}, {"variables": 5}, {"no_such_option": 5}, {"maximum_memory": 1}, {"root": "/nowhere"},
    {"keys": Key.from_signer(Key.generate().public, lambda _: b"short")},
])
def test_arguments_that_are_none(tree: Path, arguments: Dict[str, Any]) -> None:
    with record("fraud", version="1.0.0", **arguments) as release:
        release.metric("auc", 0.5)
        result = 5
    assert result == 5 and own(release), release.report
    assert release.manifest is not None and release.envelope is None


def test_interrupts_are_not_swallowed(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("libmanifest._record.capture_into", interrupted)
    with pytest.raises(KeyboardInterrupt):
        with record("fraud", version="1.0.0"):
            pass


def test_codes_are_in_the_registry() -> None:
    assert set(NO_CODES) <= {rule.code for rule in libmanifest.rules()}
