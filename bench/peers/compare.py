#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Measures the library against what users would pick instead, and prints rows: see bench/README.md.

    compare.py BUILD registry|yaml-peers…

Every contender is first given what is good and what was tampered with, and must tell one from the other.
"""
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from base64 import b64decode
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple, Optional

import rows
import tools
from contest import Absent, Broken, Contender, Entry, Loop, Process, hold, versions

SCHEMA = str(tools.ROOT / "doc/manifest-v1.schema.json")
REQUIREMENTS = "requirements.txt"
GO_PARTS = {"go": "Go", "github.com/gowebpki/jcs": "jcs", "github.com/santhosh-tekuri/jsonschema/v6": "jsonschema",
            "gopkg.in/yaml.v3": "yaml"}
PYTHON_PARTS = {"python": "Python", "cryptography": "cryptography", "rfc8785": "rfc8785", "jsonschema": "jsonschema", "PyYAML": "PyYAML"}


class Places(NamedTuple):
    build: Path
    scratch: Path

    def program(self, name: str) -> str:
        return str(self.build / "bench" / f"bench-{name}")

    def command(self) -> str:
        return str(self.build / "cli/manifest")

    def write(self, name: str, data: bytes) -> str:
        (self.scratch / name).write_bytes(data)
        return str(self.scratch / name)


def make(*command: str) -> bytes:
    """What a program of ours prints."""
    result = subprocess.run(command, capture_output=True, check=False)
    if result.returncode != 0:
        raise Broken(f"{' '.join(command)}: {result.stderr.decode(errors='replace').strip()}")
    return result.stdout


def provide(what: str, get: Callable[[], List[Contender]]) -> List[Contender]:
    """Some contenders, or none and a line that says why."""
    try:
        return get()
    except Absent as error:
        rows.skip(what, str(error))
        return []


# --- registry --------------------------------------------------------------------------------------------------------------


class Release(NamedTuple):
    """A signed release, and what was made of it that must be refused."""
    what: str
    good: str
    bad: Dict[str, str]


def tampered(statement: bytes, sign: Callable[[bytes], bytes], envelope: bytes) -> Dict[str, bytes]:
    """Envelopes that are no good, by what is wrong with them. All but the first are well signed."""
    head, tail = b'"predicate":', b',"predicateType":'
    start, end = statement.index(head) + len(head), statement.rindex(tail)
    manifest = statement[start:end]
    digest = hashlib.sha256(manifest).hexdigest().encode()
    if digest not in statement[end:]:
        raise Broken("the release that was made: its subject is not its manifest")
    other = b'{"a":0,' + manifest[1:]
    said = json.loads(envelope)
    said["payload"] = ("A" if said["payload"][0] != "A" else "B") + said["payload"][1:]
    return {
        "signature": json.dumps(said).encode(),
        "digest": sign(statement.replace(digest, hashlib.sha256(digest).hexdigest().encode())),
        "field": sign(statement[:start] + other + statement[end:].replace(digest, hashlib.sha256(other).hexdigest().encode())),
    }


def release_of(places: Places, name: str, text: bytes) -> Release:
    key, source, good = (str(places.scratch / part) for part in ("signer.key", f"{name}.yaml", f"{name}.dsse.json"))
    places.write(f"{name}.yaml", text)
    make(places.command(), "sign", "--key", key, "-o", good, source)
    envelope = Path(good).read_bytes()
    statement = b64decode(json.loads(envelope)["payload"])

    def sign(other: bytes) -> bytes:
        return make(places.program("inputs"), "sign", key, places.write("statement", other))
    bad = {kind: places.write(f"{name}.{kind}.dsse.json", data) for kind, data in tampered(statement, sign, envelope).items()}
    return Release(f"verify a release of {round(len(statement) / 1000)} KB", good, bad)


def entry_of(contender: Contender, release: Release, places: Places, aim: Optional[float]) -> Entry:
    """What a contender must refuse is what it claims to check."""
    key = str(places.scratch / "signer.pub")
    checks_schema = "schema" in contender.name or contender.name == "ours"
    kinds = ["signature"] if contender.name.startswith("bare ") else ["signature", "digest", *(["field"] if checks_schema else [])]
    more = [SCHEMA] if "jsonschema" in contender.name else []
    return Entry(contender, [release.good, key, *more], [[release.bad[kind], key, *more] for kind in kinds], aim)


def go_registry(places: Places) -> List[Contender]:
    program = tools.go_program(places.build)
    version = versions(GO_PARTS, {name: number for name, number in tools.go_modules(program).items() if "yaml" not in name})
    name = "Go: encoding/json + jcs + crypto/ed25519"
    return [Loop(name, [str(program), "verify"], version), Loop(f"{name} + jsonschema", [str(program), "verify-schema"], version)]


def python_words(places: Places) -> List[str]:
    return [str(tools.python_environment(places.build, REQUIREMENTS)), str(tools.HERE / "python/contender.py")]


def python_registry(places: Places) -> List[Contender]:
    words = python_words(places)
    version = versions(PYTHON_PARTS, {name: number for name, number in tools.python_packages(REQUIREMENTS).items() if name != "PyYAML"})
    name = "Python: json + rfc8785 + cryptography"
    return [Loop(name, [*words, "verify"], version), Loop(f"{name} + jsonschema", [*words, "verify-schema"], version)]


def registry(places: Places) -> None:
    make(places.command(), "keygen", str(places.scratch / "signer"))
    real = (tools.ROOT / "tests/vectors/llm.yaml").read_bytes()
    releases = [release_of(places, "real", real), release_of(places, "large", make(places.program("inputs"), "text", "100000"))]
    ours = Loop("ours", [places.program("contender"), "verify"])
    floor: List[Contender] = [Loop("bare Ed25519 + SHA-256 + cJSON", [places.program("contender"), "floor"])]
    go = provide("registry: the rows of Go", lambda: go_registry(places))
    python = provide("registry: the rows of Python", lambda: python_registry(places))
    aims = dict(zip((contender.name for contender in [*floor, *go, *python]), [1.6, *([0.5, 0.25] if go else []), None, 1 / 30]))
    cores = len(os.sched_getaffinity(0))
    for release in releases:
        mine = entry_of(ours, release, places, None)
        hold("registry", f"{release.what}, one core", mine,
             [entry_of(contender, release, places, aims[contender.name]) for contender in [*floor, *go, *python]])
        hold("registry", f"{release.what}, {cores} cores, on the clock", mine,
             [entry_of(contender, release, places, None) for contender in go], "clock", cores)


# --- YAML ------------------------------------------------------------------------------------------------------------------


class Text(NamedTuple):
    what: str
    good: str
    broken: str
    other: str


def text_of(places: Places, name: str, data: bytes) -> Text:
    """A text, the same with a quote that nothing ends, and with a field that the schema does not know."""
    size = f"{round(len(data) / 1000)} KB" if len(data) < 1000000 else f"{len(data) / 1e6:.0f} MB"
    return Text(f"YAML of {size}", places.write(f"{name}.yaml", data), places.write(f"{name}.broken.yaml", data + b'zzz: "\n'),
                places.write(f"{name}.other.yaml", data + b"zzz: 0\n"))


def go_yaml(places: Places) -> List[Contender]:
    program = tools.go_program(places.build)
    found = tools.go_modules(program)
    version = versions(GO_PARTS, {name: found[name] for name in found if "jcs" not in name})
    return [Loop("Go: yaml.v3 into any", [str(program), "yaml-any"], version),
            Loop("Go: yaml.v3 into yaml.Node", [str(program), "yaml-node"], version),
            Loop("Go: yaml.v3 + jsonschema", [str(program), "yaml-schema"], version)]


def python_yaml(places: Places) -> List[Contender]:
    words = python_words(places)
    found = tools.python_packages(REQUIREMENTS)
    version = versions(PYTHON_PARTS, {name: found[name] for name in ("python", "PyYAML", "jsonschema")})
    return [Loop("Python: CSafeLoader", [*words, "yaml"], version), Loop("Python: CSafeLoader + jsonschema", [*words, "yaml-schema"], version)]


def entry_of_text(contender: Contender, text: Text) -> Entry:
    checks_schema = "schema" in contender.name or contender.name == "ours"
    more = [SCHEMA] if "jsonschema" in contender.name else []
    bad = [[text.broken, *more], *([[text.other, *more]] if checks_schema else [])]
    return Entry(contender, [text.good, *more], bad, 1 if more else None)


def libfyaml(places: Places) -> None:
    """A program against a program. What both need to start is in a row of its own, of the least text."""
    try:
        version = tools.tool("fy-tool", "libfyaml-utils", "--version")
    except Absent as error:
        rows.skip("yaml-peers: the rows of libfyaml", str(error))
        return
    ours = Process("ours", [places.command(), "validate", "--quiet", "--profile", "draft"])
    theirs = Process("fy-tool, every event", ["fy-tool", "--dump", "--streaming", "--null-output"], version)
    for text in (text_of(places, "huge", make(places.program("inputs"), "text", "1000000")),
                 text_of(places, "least", b"schema: manifest/v1\n")):
        what = f"'manifest validate', {text.what}" if "MB" in text.what else "'manifest validate', a text of one line: the start"
        hold("yaml-peers", what, entry_of_text(ours, text), [entry_of_text(theirs, text)])


def yaml_peers(places: Places) -> None:
    # Not llm, whose timestamps are no strings to those who know YAML 1.1, so that their schema would refuse them.
    texts = [text_of(places, "real", (tools.ROOT / "tests/vectors/tabular.yaml").read_bytes()),
             text_of(places, "large", make(places.program("inputs"), "text", "100000"))]
    ours = Loop("ours", [places.program("contender"), "read"])
    others = [*provide("yaml-peers: the rows of Go", lambda: go_yaml(places)),
              *provide("yaml-peers: the rows of Python", lambda: python_yaml(places))]
    for text in texts:
        hold("yaml-peers", text.what, entry_of_text(ours, text), [entry_of_text(contender, text) for contender in others])
    libfyaml(places)


GROUPS: Dict[str, Callable[[Places], None]] = {"registry": registry, "yaml-peers": yaml_peers}


def main(arguments: List[str]) -> int:
    if len(arguments) < 2 or not set(arguments[1:]) <= set(GROUPS):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        with tempfile.TemporaryDirectory(prefix="manifest-bench-") as scratch:
            for group in arguments[1:]:
                GROUPS[group](Places(Path(arguments[0]).resolve(), Path(scratch)))
    except Broken as error:
        print(f"compare.py: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
