#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs what belongs to Go, against the library of a build that is not installed.

    go.py SOURCE BUILD FOLDER vet|test [ARGUMENT…]

FOLDER is that of a module, relative to SOURCE. `vet` is gofmt and go vet; `test` is go test with the checks of cgo for pointers and,
where there is one, the race detector. Ends with status 77, which means skipped, and a line that says why, where there is no Go, or
not what the module needs.
"""
import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, NoReturn, Optional


def skip(reason: str) -> NoReturn:
    print(f"skipped: {reason}", flush=True)
    sys.exit(77)


def find_go() -> Optional[str]:
    """The go of the path, or the one that the archives of its makers install."""
    return shutil.which("go") or shutil.which("go", path="/usr/local/go/bin")


def version_of(go: str) -> "tuple[int, ...]":
    said = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=False, env=dict(os.environ, GOTOOLCHAIN="local")).stdout
    numbers = re.match(r"go(\d+)\.(\d+)", said)
    return tuple(int(number) for number in numbers.groups()) if numbers else (0, 0)


def floor_of(folder: Path) -> "tuple[int, ...]":
    """The least Go that a module asks for."""
    found = re.search(r"^go (\d+)\.(\d+)", (folder / "go.mod").read_text(encoding="utf-8"), re.MULTILINE)
    return tuple(int(number) for number in found.groups()) if found else (1, 19)


def headers(source: Path, build: Path) -> str:
    """A digest of the headers: the cache of Go does not notice when one outside of its package changes."""
    digest = hashlib.sha256()
    for folder in (source, build):
        for header in sorted((folder / "include" / "libmanifest").glob("*.h")):
            digest.update(header.read_bytes())
    return digest.hexdigest()[:16]


def environment(go: str, source: Path, build: Path) -> Dict[str, str]:
    """No network, no other Go, the library of the build."""
    return dict(
        os.environ,
        PATH=os.pathsep.join([str(Path(go).parent), os.environ.get("PATH", os.defpath)]),
        GOTOOLCHAIN="local", GOPROXY="off", GOWORK="off", GOFLAGS="-mod=readonly", CGO_ENABLED="1",
        PKG_CONFIG_PATH=os.pathsep.join(filter(None, [str(build / "meson-uninstalled"), os.environ.get("PKG_CONFIG_PATH", "")])),
        LD_LIBRARY_PATH=os.pathsep.join(filter(None, [str(build / "lib"), os.environ.get("LD_LIBRARY_PATH", "")])),
        CGO_CFLAGS=f"-g -O2 -Wall -Wextra -Werror -Wno-unused-parameter -DMANIFEST_HEADERS=0x{headers(source, build)}",
        MF_COMMAND=str(build / "cli" / "manifest"), MF_SOURCE=str(source),
        LIBMANIFEST_LIBRARY=str(build / "lib" / "libmanifest.so"),
    )


def vet(go: str, folder: Path, settings: Dict[str, str]) -> int:
    gofmt = Path(go).resolve().with_name("gofmt")
    listed = subprocess.run([str(gofmt) if gofmt.exists() else "gofmt", "-l", "."], cwd=folder, capture_output=True, text=True, check=False)
    if listed.returncode != 0 or listed.stdout:
        print("gofmt would change:\n" + listed.stdout + listed.stderr)
        return 1
    return subprocess.run([go, "vet", "./..."], cwd=folder, env=settings, check=False).returncode


def can_race(go: str, build: Path, settings: Dict[str, str]) -> bool:
    """Whether the race detector is there: distributions package its run time apart, and not for every processor."""
    scratch = build / "race-probe"
    scratch.mkdir(exist_ok=True)
    (scratch / "go.mod").write_text("module probe.example/probe\n\ngo 1.19\n", encoding="utf-8")
    (scratch / "main.go").write_text("package main\n\nfunc main() {}\n", encoding="utf-8")
    return subprocess.run([go, "build", "-race", "-o", "probe", "."], cwd=scratch, env=settings, capture_output=True, check=False).returncode == 0


def main(arguments: List[str]) -> int:
    source, build = (Path(argument).resolve() for argument in arguments[:2])
    folder = source / arguments[2]
    what, rest = arguments[3], arguments[4:]
    go = find_go()
    if go is None:
        skip("Go is not installed")
    floor = floor_of(folder)
    if version_of(go) < floor:
        skip(f"Go {floor[0]}.{floor[1]} or later is not installed")
    settings = environment(go, source, build)
    listed = subprocess.run([go, "list", "-deps", "-test", "./..."], cwd=folder, env=settings, capture_output=True, text=True, check=False)
    if listed.returncode != 0 and "module lookup disabled" in listed.stderr:
        skip(f"the modules of {arguments[2]} are not in the cache of Go: run 'go mod download' there")
    if what == "vet":
        return vet(go, folder, settings)
    # Up to Go 1.20 the variable does it, from then on the compiler has to.
    if version_of(go) >= (1, 21):
        settings["GOEXPERIMENT"] = "cgocheck2"
    else:
        settings["GODEBUG"] = "cgocheck=2"
    if can_race(go, build, settings):
        rest = ["-race", *rest]
    else:
        print("skipped: Go has no race detector here, so the tests run without it", flush=True)
    return subprocess.run([go, "test", "-count=1", *rest, "./..."], cwd=folder, env=settings, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
