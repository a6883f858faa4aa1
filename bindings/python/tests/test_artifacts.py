# SPDX-License-Identifier: Apache-2.0
"""Files and directories hashed, and held against a manifest. hashlib is the judge."""
import hashlib
import os
from pathlib import Path
from typing import List

import libmanifest
import pytest
from libmanifest import ArgumentError, CancelledError, InvalidError, Manifest, Progress


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "files"
    (root / "model").mkdir(parents=True)
    (root / "model" / "weights.bin").write_bytes(os.urandom(100_000))
    (root / "card.md").write_text("card", encoding="utf-8")
    (root / "empty").write_bytes(b"")
    (root / ".git").mkdir()
    (root / ".git" / "HEAD").write_text("ref", encoding="utf-8")
    return root


def described(folder: Path) -> Manifest:
    with libmanifest.Builder() as builder:
        for file in libmanifest.hash_artifacts(folder):
            if file.size:
                builder.append("/artifacts", {"name": Path(file.path).name, "kind": "other", "path": file.path, "size": file.size,
                                              "digest": file.digest})
        return builder.build()


@pytest.mark.parametrize(("algorithm", "judge"), [("sha256", hashlib.sha256), ("sha512", hashlib.sha512),
                                                  ("blake2b-256", lambda b: hashlib.blake2b(b, digest_size=32))])
def test_one_file(folder: Path, algorithm: str, judge: "object") -> None:
    for path in (folder / "model" / "weights.bin", folder / "empty"):
        hashed = libmanifest.hash_file(path, algorithm=algorithm)
        content = path.read_bytes()
        assert hashed.digest == f"{algorithm}:{judge(content).hexdigest()}"  # type: ignore[operator]
        assert hashed.size == len(content) and hashed.path == str(path)


def test_directory(folder: Path) -> None:
    tree = libmanifest.hash_artifacts(str(folder))
    assert [file.path for file in tree] == ["card.md", "empty", "model/weights.bin"]
    digests = [hashlib.sha256((folder / file.path).read_bytes()) for file in tree]
    assert [file.digest for file in tree] == ["sha256:" + digest.hexdigest() for digest in digests]
    assert tree.root_digest == "sha256:" + hashlib.sha256(b"".join(digest.digest() for digest in digests)).hexdigest()
    assert tree.total_size == sum(file.size for file in tree) == 100_004 and len(tree) == 3
    assert tree[-1] == tree[2] and ".git" in libmanifest.excluded_by_default()
    with pytest.raises(IndexError):
        tree[3]


def test_exclusion(folder: Path) -> None:
    assert [file.path for file in libmanifest.hash_artifacts(folder, excluded=["model", b"empty"])] == [".git/HEAD", "card.md"]
    assert len(libmanifest.hash_artifacts(folder, excluded=[])) == 4


def test_progress(folder: Path) -> None:
    told: List[Progress] = []
    libmanifest.hash_artifacts(folder, progress=told.append, threads=2)
    assert told[-1].files_done == told[-1].files == 3 and told[-1].bytes_done == told[-1].bytes == 100_004
    told.clear()
    libmanifest.hash_file(folder / "card.md", progress=told.append)
    assert told[-1].bytes_done == 4


def test_progress_that_ends_the_work(folder: Path) -> None:
    class Enough(Exception):
        pass

    def raises(_: Progress) -> None:
        raise Enough

    with pytest.raises(CancelledError):
        libmanifest.hash_artifacts(folder, progress=lambda _: False)
    for call in (lambda: libmanifest.hash_artifacts(folder, progress=raises),
                 lambda: libmanifest.hash_file(folder / "card.md", progress=raises),
                 lambda: described(folder).verify_artifacts(folder, progress=raises)):
        with pytest.raises(Enough):
            call()
    assert libmanifest.hash_artifacts(folder, progress=lambda _: 0).total_size == 100_004  # only False is False
    with pytest.raises(TypeError):
        libmanifest.hash_artifacts(folder, progress="yes")  # type: ignore[arg-type]


def test_artifacts_are_held_against_the_manifest(folder: Path) -> None:
    manifest = described(folder)
    (folder / "empty").unlink()
    assert manifest.verify_artifacts(folder).ok
    (folder / "empty").write_bytes(b"")
    assert [finding.code for finding in manifest.verify_artifacts(folder)] == ["MF3304"]
    assert manifest.verify_artifacts(folder, allow_unexpected=True).ok
    assert manifest.verify_artifacts(folder, excluded=["empty", ".git"]).ok
    content = bytearray((folder / "model" / "weights.bin").read_bytes())
    content[50_000] ^= 1
    (folder / "model" / "weights.bin").write_bytes(content)
    (folder / "card.md").unlink()
    report = libmanifest.verify_artifacts(manifest, folder, allow_unexpected=True)
    assert len(report.errors) == 2 and "weights.bin" in str(report)


def test_what_cannot_be_hashed(folder: Path) -> None:
    (folder / "link").symlink_to("/etc/hostname")
    os.mkfifo(folder / "pipe")
    with pytest.raises(InvalidError) as caught:
        libmanifest.hash_artifacts(folder)
    assert caught.value.report is not None and len(caught.value.report.errors) == 2
    for path in (folder / "pipe", folder / "nothing", folder):
        with pytest.raises(OSError):
            libmanifest.hash_file(path)
    with pytest.raises(libmanifest.FileError):
        libmanifest.hash_artifacts(folder / "nothing")
    with pytest.raises(libmanifest.LimitError):
        libmanifest.hash_artifacts(folder, maximum_files=1)


def test_links_that_stay_inside(folder: Path) -> None:
    (folder / "again").symlink_to("card.md")
    assert len(libmanifest.hash_artifacts(folder, follow_links=True)) == 4


@pytest.mark.parametrize("algorithm", ["md5", "", "SHA-256x", 1, 7])
def test_unknown_algorithms(folder: Path, algorithm: object) -> None:
    with pytest.raises(ArgumentError):
        libmanifest.hash_file(folder / "card.md", algorithm=algorithm)  # type: ignore[arg-type]


def test_options_out_of_range(folder: Path) -> None:
    for threads in (-1, 65, 1 << 32, 1 << 64):
        with pytest.raises(ArgumentError):
            libmanifest.hash_artifacts(folder, threads=threads)
    with pytest.raises(TypeError):
        libmanifest.hash_artifacts(folder, threads=1.5)  # type: ignore[arg-type]
