#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures how fast a directory of models is hashed, beside other programs, and prints rows: see bench/README.md.

    hashing.py BUILD [--size MIB]

The files are made below BUILD, of bytes that look random, are read from memory by all, and are removed afterwards.
"""
import argparse
import base64
import dataclasses
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Callable, Dict, List, NoReturn, Optional, Sequence, Set

import rows
import tools
from contest import Absent, Broken, Contender, Entry, Loop, Process, pairs, take_turns, versions

MEBIBYTE = 1 << 20
GROUP = "hash"
ROUNDS = 5
REQUIREMENTS = "requirements-signing.txt"
# How many files of which part of the whole: weights in shards of two sizes, smaller ones, and what lies beside them. None is so large that
# a machine of some tens of cores would wait for it.
SHAPE = ((16, 1 / 32), (24, 1 / 64), (14, 1 / 128), (8, 1 / 1024), (16, 1 / 65536))


# --- what is hashed --------------------------------------------------------------------------------------------------------


def make_file(path: Path, size: int) -> None:
    with path.open("wb") as file:
        for start in range(0, size, MEBIBYTE):
            file.write(os.urandom(min(MEBIBYTE, size - start)))
        file.flush()
        os.fsync(file.fileno())


def make_directory(directory: Path, size: int) -> List[Path]:
    """The files of a directory of about this size, largest first."""
    directory.mkdir()
    paths: List[Path] = []
    for count, part in SHAPE:
        for _ in range(count):
            paths.append(directory / f"part-{len(paths):03}.bin")
            make_file(paths[-1], max(1, int(size * part)))
    return paths


def available_memory() -> Optional[int]:
    try:
        found = re.search(r"^MemAvailable:\s*(\d+) kB", Path("/proc/meminfo").read_text(encoding="ascii"), re.MULTILINE)
    except OSError:
        return None
    return int(found.group(1)) * 1024 if found else None


def check_room(build: Path, size: int) -> None:
    """Raises Absent unless disk and memory have room for the files, and some to spare."""
    wanted = size + size // 8 + 256 * MEBIBYTE
    free = shutil.disk_usage(build).free
    if free < wanted:
        raise Absent(f"{build} has {free // MEBIBYTE} MiB free, and {wanted // MEBIBYTE} are needed; --size takes less")
    memory = available_memory()
    if memory is not None and memory < wanted:
        raise Absent(f"{memory // MEBIBYTE} MiB of memory are free, and {wanted // MEBIBYTE} are needed to keep the files; --size takes less")


# --- who hashes it ---------------------------------------------------------------------------------------------------------


@dataclasses.dataclass(frozen=True)
class Hasher:
    """A contender, what it is told of a directory, and how its digests are had of what it prints."""
    contender: Contender
    files: Callable[[Sequence[Path]], List[str]]
    said: Callable[[Sequence[Path], str], str] = lambda _, printed: printed
    sha256: bool = True

    def digests(self, paths: Sequence[Path]) -> Set[str]:
        result = subprocess.run([*self.contender.words, *self.files(paths)], capture_output=True, text=True, check=False)
        if result.returncode != 0:
            raise Broken(f"{self.contender.name}: ends with status {result.returncode}: {result.stderr.strip()[-400:]}")
        return set(re.findall(r"\b[0-9a-f]{64}\b", self.said(paths, result.stdout)))

    def judge(self, directory: Path) -> None:
        """It must say the digest of each file, and another when a byte of one is another."""
        paths = make_directory(directory, MEBIBYTE)
        before = self.digests(paths)
        paths[-1].write_bytes(paths[-1].read_bytes()[:-1] + b"\0\1")
        after = self.digests(paths)
        expected = {hashlib.sha256(path.read_bytes()).hexdigest() for path in paths}
        shutil.rmtree(directory)
        if len(after) != len(paths) or len(after - before) != 1 or (self.sha256 and after != expected):
            raise Broken(f"{self.contender.name}: does not say the digest of every file")


def as_directory(paths: Sequence[Path]) -> List[str]:
    return [str(paths[0].parent)]


def as_files(paths: Sequence[Path]) -> List[str]:
    return [str(path) for path in paths]


def installed(name: str, package: str, words: Sequence[str], version: Sequence[str], label: str, sha256: bool = True) -> List[Hasher]:
    try:
        return [Hasher(Process(label, [name, *words], tools.tool(name, package, *version)), as_files, sha256=sha256)]
    except Absent as error:
        rows.skip(f"{GROUP}: the row of {label}", str(error))
        return []


def at_once(hasher: Hasher, processes: int) -> Hasher:
    """As many of the same program at once, to which the files are dealt like cards: no more to each than it prints about in one piece."""
    contender = hasher.contender
    script = 'n=$((($# + $0 - 1) / $0)); printf "%s\\0" "$@" | xargs -0 -n $((n < 16 ? n : 16)) -P "$0" ' + " ".join(contender.words)
    process = Process(f"{contender.name}, {processes} at once by xargs", ["sh", "-c", script, str(processes)], contender.version)
    return Hasher(process, lambda paths: [name for first in range(processes) for name in as_files(paths[first::processes])])


def model_signing(build: Path, scratch: Path) -> List[Hasher]:
    """The library, with a key that is made here. It signs too, which takes it a millisecond or two."""
    key, signature = str(scratch / "signer.pem"), str(scratch / "model.sig")

    def resources(_: Sequence[Path], __: str) -> str:
        envelope = json.loads(Path(signature).read_bytes())["dsseEnvelope"]
        return json.dumps(json.loads(base64.b64decode(envelope["payload"]))["predicate"]["resources"])
    try:
        python = tools.python_environment(build, REQUIREMENTS)
        found = tools.python_packages(REQUIREMENTS)
        tools.run(["openssl", "ecparam", "-name", "prime256v1", "-genkey", "-noout", "-out", key], "openssl makes no key (Debian: openssl)")
    except Absent as error:
        rows.skip(f"{GROUP}: the row of model_signing", str(error))
        return []
    version = versions({"python": "Python", "model-signing": "model_signing", "cryptography": "cryptography"}, found)
    words = [str(python), str(tools.HERE / "python/signer.py")]
    return [Hasher(Loop("model_signing, which signs too", words, version), lambda paths: [*as_directory(paths), key, signature], resources)]


def ours(build: Path, threads: int) -> Hasher:
    command = [str(build / "cli/manifest"), "hash", "--threads", str(threads)]
    return Hasher(Process(f"manifest hash --threads {threads}", command), as_directory)


# --- rows ------------------------------------------------------------------------------------------------------------------


def measure(build: Path, scratch: Path, size: int) -> None:
    cores = len(os.sched_getaffinity(0))
    openssl = installed("openssl", "openssl", ["dgst", "-sha256"], ["version"], "openssl dgst")
    contenders: Dict[str, List[Hasher]] = {
        "one": [ours(build, 1)],
        "openssl": openssl,
        "all": [ours(build, cores)],
        "openssl, all": [at_once(hasher, cores) for hasher in openssl],
        "two": [ours(build, 2)] if cores >= 2 else [],
        "signing": model_signing(build, scratch),
        "b3sum, all": installed("b3sum", "b3sum", [], ["--version"], "b3sum, which is another hash", False),
        "b3sum": installed("b3sum", "b3sum", ["--num-threads", "1"], ["--version"], "b3sum --num-threads 1, which is another hash", False),
        "sha256sum": installed("sha256sum", "coreutils", [], ["--version"], "sha256sum"),
    }
    here = {name: found[0] for name, found in contenders.items() if found}
    for hasher in here.values():
        hasher.judge(scratch / "judged")
    paths = make_directory(scratch / "model", size)
    for path in paths:
        path.read_bytes()
    names = list(here)
    entries = [Entry(hasher.contender, hasher.files(paths)) for hasher in here.values()]
    taken = take_turns(entries, ROUNDS, 0, cores, warm_up=False)  # they are: all were judged, and the files were read
    whole = sum(path.stat().st_size for path in paths)
    what = f"a directory of {whole / MEBIBYTE / 1024:.1f} GiB in {len(paths)} files"

    def row(label: str, mine: str, other: str, clock: bool, aim: Optional[float] = None, parts: int = 1) -> None:
        if mine in here and other in here:
            contender = here[other].contender
            name = contender.name if parts == 1 else f"{contender.name} on one core, its time divided by {parts}"
            turns = pairs(taken, names.index(mine), names.index(other), "clock" if clock else "processor")
            rows.comparison(GROUP, f"{what}, {label}", name, [(left, right / parts) for left, right in turns], aim=aim, version=contender.version)

    row("one thread", "one", "openssl", False, 1 / 0.95)
    row("one thread", "one", "sha256sum", False)
    row("one thread", "one", "b3sum", False)
    row("two threads, on the clock", "two", "one", True, 1 / 1.8)
    row(f"{cores} threads, on the clock", "all", "openssl", True, 1 / 0.95, cores)
    row(f"{cores} threads, on the clock", "all", "openssl, all", True)
    row(f"{cores} threads, on the clock", "all", "signing", True, 1)
    row(f"{cores} threads, on the clock", "all", "b3sum, all", True)


def stop(number: int, _: object) -> NoReturn:
    """As an interrupt does: whoever made files removes them."""
    sys.exit(128 + number)


def main(arguments: List[str]) -> int:
    parser = argparse.ArgumentParser(description="Measures how fast a directory of models is hashed.")
    parser.add_argument("build", type=Path)
    parser.add_argument("--size", type=int, default=2048, metavar="MIB", help="of all files together; default: 2048")
    options = parser.parse_args(arguments)
    build, size = options.build.resolve(), options.size * MEBIBYTE
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGHUP, stop)
    try:
        check_room(build, size)
        with tempfile.TemporaryDirectory(prefix="hash-", dir=build / "bench") as scratch:
            measure(build, Path(scratch), size)
    except Absent as error:
        rows.skip(GROUP, str(error))
    except Broken as error:
        print(f"hashing.py: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
