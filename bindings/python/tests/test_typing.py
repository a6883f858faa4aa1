# SPDX-License-Identifier: Apache-2.0
"""What users of the package see when they check their own programs with mypy --strict."""
import shutil
import subprocess
from pathlib import Path

import libmanifest
import pytest

PROGRAM = """
from typing import Dict, List
import libmanifest
from libmanifest import Builder, Finding, Key, Manifest, Node, Progress, Report, verify

def told(progress: Progress) -> None: print(progress.bytes_done)

manifest: Manifest = Manifest.load("manifest.yaml", profile="release")
report: Report = manifest.validate()
findings: List[Finding] = list(report)
key: Key = Key.from_signer(b"", lambda message: message)
digest: str = verify(manifest.sign(key), [key], threshold=1).digest
variables: Dict[str, str] = manifest.expression("/rollout").variables
version: str = libmanifest.__version__
with Builder() as builder:
    builder["/release/id"] = digest
    other: Manifest = builder.build()
node: Node = manifest.node("/configuration/parameters")
for parameter in manifest["/configuration/parameters"]:
    print(parameter.key, parameter["value"])
libmanifest.hash_artifacts(".", progress=told)
"""
MISTAKES = """
import libmanifest
from libmanifest import Manifest
Manifest.load(1)
Manifest.parse("x", maximum_input="many")
libmanifest.verify("x", "key")
Manifest.parse("x").digest.close()
libmanifest.Key.from_signer(b"", lambda message: 1)
"""


def checked(program: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    if shutil.which("mypy") is None:
        pytest.skip("mypy is not installed")
    (folder / "program.py").write_text(program, encoding="utf-8")
    package = Path(libmanifest.__file__).parents[1]
    return subprocess.run(["mypy", "--strict", "--python-version", "3.9", "--cache-dir", str(folder / "cache"), "program.py"], cwd=folder,
                          env={"MYPYPATH": str(package), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True, check=False)


def test_programs_pass_strict_checks(tmp_path: Path) -> None:
    ran = checked(PROGRAM, tmp_path)
    assert ran.returncode == 0, ran.stdout


def test_mistakes_are_found(tmp_path: Path) -> None:
    ran = checked(MISTAKES, tmp_path)
    found = sorted({int(line.split(":")[1]) for line in ran.stdout.splitlines() if ": error:" in line})
    assert found == [4, 5, 6, 7, 8], ran.stdout


def test_package_is_marked_as_typed() -> None:
    assert (Path(libmanifest.__file__).parent / "py.typed").exists()
