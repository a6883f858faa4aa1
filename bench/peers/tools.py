# SPDX-License-Identifier: Apache-2.0
"""Where the contenders come from: those in Go are built and those in Python get their packages, both below the build directory.

Each function returns what is there, or raises Absent with the reason. Nothing but the tools' own settings says where modules and
packages are fetched from.
"""
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List

from contest import Absent

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
# What the tests know of Go. It is not imported by name: the folder of our own program has the same one.
sys.path.insert(0, str(ROOT / "tests"))
find_go = importlib.import_module("go").find_go


def last_line(text: str) -> str:
    return (text.strip().splitlines() or ["without a word"])[-1][:200]


def run(command: List[str], why: str, **more: object) -> str:
    """What a command prints; Absent with `why` where it fails."""
    try:
        result = subprocess.run(command, capture_output=True, text=True, check=False, **more)  # type: ignore[call-overload]
    except OSError as error:
        raise Absent(f"{why}: {error}") from error
    if result.returncode != 0:
        raise Absent(f"{why}: {last_line(result.stderr)}")
    return str(result.stdout)


def go_program(build: Path) -> Path:
    """Builds the contender in Go, and fetches its modules where the cache of Go lacks them."""
    go = find_go()
    if go is None:
        raise Absent("install Go 1.21 or later (Debian: golang-go)")
    program = build / "bench/bench-peers-go"
    settings = dict(os.environ, GOTOOLCHAIN="local", GOWORK="off", GOFLAGS="-mod=readonly -buildvcs=false")
    run([go, "mod", "download"], "its modules cannot be had; 'go mod download' in bench/peers/go fetches them, where there is a network",
        cwd=HERE / "go", env=settings)
    run([go, "build", "-o", str(program), "."], "bench/peers/go does not build; it needs Go 1.21 or later", cwd=HERE / "go",
        env=dict(settings, GOPROXY="off"))
    return program


def go_modules(program: Path) -> Dict[str, str]:
    """The versions of what is in a program, and of Go."""
    go = find_go()
    assert go is not None
    text = run([go, "version", "-m", str(program)], "go version fails")
    found = dict(re.findall(r"^\tdep\t(\S+)\tv(\S+)", text, re.MULTILINE))
    found["go"] = text.split(": go", 1)[-1].split()[0]
    return found


def python_environment(build: Path, requirements: str) -> Path:
    """The interpreter of an environment with these packages, a file in bench/peers/python."""
    wanted = HERE / "python" / requirements
    directory = build / "bench" / wanted.stem
    stamp = directory / wanted.name
    if not stamp.exists() or stamp.read_bytes() != wanted.read_bytes():
        shutil.rmtree(directory, ignore_errors=True)
        try:
            run([sys.executable, "-m", "venv", str(directory)], "an environment for Python cannot be made (Debian: python3-venv)")
            run([str(directory / "bin/pip"), "install", "--quiet", "--no-deps", "-r", str(wanted)],
                f"its packages cannot be had; pip fetches those of bench/peers/python/{requirements}, where there is a network")
        except Absent:
            shutil.rmtree(directory, ignore_errors=True)
            raise
        shutil.copyfile(wanted, stamp)
    return directory / "bin/python"


def python_packages(requirements: str) -> Dict[str, str]:
    """The versions of the packages, which are exact, and of Python."""
    text = (HERE / "python" / requirements).read_text(encoding="utf-8")
    found = dict(re.findall(r"^([\w.-]+)==(\S+)$", text, re.MULTILINE))
    found["python"] = sys.version.split()[0]
    return found


def tool(name: str, package: str, *version: str) -> str:
    """The version of a program that is installed: the first number in what `version` makes it say."""
    if shutil.which(name) is None:
        raise Absent(f"install {name} (Debian: {package})")
    said = re.search(r"\d+(\.\d+)+", run([name, *version], f"{name} does not run"))
    return said.group() if said else "unknown"
