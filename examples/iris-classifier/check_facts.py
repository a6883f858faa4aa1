"""Check that what manifest.yaml says of this folder is true of this folder.

Needs nothing but Python: `manifest validate` judges the document by itself, this
judges it by the files beside it. Every digest must be one of a file here, one of
a lock file, one that the training wrote down, or of the kind README.md calls
illustrative, which is computed from its place in the manifest. So none is left
over that nobody can account for.

Exits with 0 when all is true, and with 1 and one line for each untruth.
"""

from __future__ import annotations

import ast
import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

HERE = Path(__file__).resolve().parent
# The public half of the first test key of RFC 8032, as SubjectPublicKeyInfo.
RFC8032_KEY = bytes.fromhex(
    "302a300506032b6570032100"
    "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
)
NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
KEY = re.compile(r"([A-Za-z_][A-Za-z0-9_]*):(?: +(.*))?")


class Reader:
    """The YAML that manifest.yaml is written in, and no more: the rest is an error.

    Block mappings and sequences, one-line lists of scalars, `>-`, comments.
    """

    def __init__(self, text: str) -> None:
        """Split into (indentation, content) without comments and blank lines."""
        self.at = 0
        self.lines: list[tuple[int, str]] = []
        for line in text.splitlines():
            content = self._uncommented(line).rstrip()
            if content.strip():
                bare = content.lstrip(" ")
                self.lines.append((len(content) - len(bare), bare))

    @staticmethod
    def _uncommented(line: str) -> str:
        quote = ""
        for index, char in enumerate(line):
            before = line[index - 1] if index else " "
            if quote:
                quote = "" if char == quote else quote
            elif char in "'\"" and before in " [":
                quote = char
            elif char == "#" and before == " ":
                return line[:index]
        return line

    def _here(self, indent: int) -> str | None:
        if self.at < len(self.lines) and self.lines[self.at][0] == indent:
            return self.lines[self.at][1]
        return None

    def document(self) -> dict[str, Any]:
        """Read all of it."""
        found = self._mapping(0)
        if self.at != len(self.lines):
            raise ValueError(f"cannot read {self.lines[self.at][1]!r}")
        return found

    def _mapping(self, indent: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while (content := self._here(indent)) and not content.startswith("- "):
            match = KEY.fullmatch(content)
            if not match or match[1] in found:
                raise ValueError(f"cannot read {content!r}")
            self.at += 1
            found[match[1]] = self._value(match[2] or "", indent)
        return found

    def _value(self, text: str, indent: int) -> Any:
        if text == ">-":
            words = []
            while self.at < len(self.lines) and self.lines[self.at][0] > indent:
                words.append(self.lines[self.at][1])
                self.at += 1
            return " ".join(words)
        if text:
            return self._inline(text)
        deeper = self.lines[self.at][0] if self.at < len(self.lines) else 0
        if deeper <= indent:
            raise ValueError("a key without a value")
        if self.lines[self.at][1].startswith("- "):
            return self._sequence(deeper)
        return self._mapping(deeper)

    def _sequence(self, indent: int) -> list[Any]:
        found: list[Any] = []
        while (content := self._here(indent)) and content.startswith("- "):
            if KEY.fullmatch(content[2:]):
                self.lines[self.at] = (indent + 2, content[2:])
                found.append(self._mapping(indent + 2))
            else:
                self.at += 1
                found.append(self._inline(content[2:]))
        return found

    def _inline(self, text: str) -> Any:
        if not text.startswith("["):
            return self._scalar(text)
        if not text.endswith("]"):
            raise ValueError(f"cannot read {text!r}")
        part = r"\"[^\"\\]*\"|'[^']*'|[^\s'\",\[\]{}][^,\[\]{}]*"
        if not re.fullmatch(rf"\[({part})(, ({part}))*\]", text):
            raise ValueError(f"cannot read {text!r}")
        return [self._scalar(item) for item in re.findall(part, text[1:-1])]

    @staticmethod
    def _scalar(text: str) -> Any:
        if re.fullmatch(r"\"[^\"\\]*\"|'[^']*'", text):
            return text[1:-1]
        if text[0] in "'\"!&*|>%@`{}[]?" or ": " in text:
            raise ValueError(f"cannot read {text!r}")
        if text in ("true", "false"):
            return text == "true"
        if NUMBER.fullmatch(text):
            return json.loads(text)
        return text


def sha256(data: bytes) -> str:
    """Return a digest as manifests spell it."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def illustrative(pointer: str) -> str:
    """Return the digest that stands in for what cannot exist here."""
    return sha256(f"illustrative {pointer}".encode())


def walk(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every scalar with its path; an entry of a set goes by its key."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from walk(inner, f"{pointer}/{key}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            token: object = index
            if isinstance(inner, dict):
                keys = ("name", "purl", "path", "component")
                token = next((inner[k] for k in keys if k in inner), index)
            name = str(token).replace("~", "~0").replace("/", "~1")
            yield from walk(inner, f"{pointer}/{name}")
    else:
        yield pointer, value


def read_lock(text: str) -> dict[str, set[str]]:
    """Return the hashes of each `name==version` of a requirements file."""
    found: dict[str, set[str]] = {}
    for entry in text.replace("\\\n", " ").splitlines():
        words = entry.split("#")[0].split()
        if not words:
            continue
        digests = {word[len("--hash=") :] for word in words[1:]}
        if "==" not in words[0] or not digests or words[0] in found:
            raise ValueError(f"not a hash-pinned package: {words[0]}")
        found[words[0]] = digests
    return found


def options_of(source: str) -> dict[str, Any]:
    """Return the options that a program declares, with their defaults."""
    found: dict[str, Any] = {}
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        texts = [a.value for a in node.args if isinstance(a, ast.Constant)]
        if node.func.attr == "add_argument" and texts:
            given = {k.arg: k.value for k in node.keywords}
            default = given.get("default")
            found[str(texts[0])] = ast.literal_eval(default) if default else None
        elif node.func.attr == "get" and len(texts) == 2:  # os.environ.get(NAME, …)
            found[str(texts[0])] = texts[1]
    return found


class Facts:
    """The checks; each adds what is untrue to `problems`."""

    def __init__(self, root: Path) -> None:
        """Read what several checks need."""
        self.root = root
        self.problems: list[str] = []
        self.accounted: set[str] = set()
        self.doc = Reader((root / "manifest.yaml").read_text("utf-8")).document()
        self.metrics = json.loads((root / "metrics.json").read_text("utf-8"))

    def same(self, pointer: str, said: object, true: object, of: str) -> None:
        """Compare one statement with the fact it is about."""
        self.accounted.add(pointer)
        if said != true or isinstance(said, bool) != isinstance(true, bool):
            self.problems.append(f"{pointer}: says {said}, but {of} has {true}")

    def bytes_of(self, pointer: str, path: str) -> bytes | None:
        """Read a file that the manifest names."""
        full = self.root / path
        if full.is_file() and not full.is_symlink():
            return full.read_bytes()
        self.problems.append(f"{pointer}: there is no file {path}")
        return None

    def file(self, pointer: str, entry: dict[str, Any], path: str) -> bytes:
        """Check a digest, a size and an address by content; return the raw digest."""
        data = self.bytes_of(pointer, path)
        if data is None:
            self.accounted.add(f"{pointer}/digest")
            return b""
        self.same(f"{pointer}/digest", entry["digest"], sha256(data), path)
        if "size" in entry:
            self.same(f"{pointer}/size", entry["size"], len(data), path)
        return hashlib.sha256(data).digest()

    def artifacts(self) -> None:
        """Check every artifact; a folder has the root digest of its files."""
        for entry in self.doc["artifacts"]:
            pointer = f"/artifacts/{entry['name']}"
            if "files" not in entry:
                self.file(pointer, entry, entry["path"])
            else:
                self.folder(pointer, entry)
            for one in (entry, *entry.get("files", [])):
                wanted = "/sha256/" + one["digest"].partition(":")[2]
                if not one.get("uri", wanted).endswith(wanted):
                    self.problems.append(f"{pointer}: {one['uri']} is another digest's")

    def folder(self, pointer: str, entry: dict[str, Any]) -> None:
        """Check the files of one artifact, that they are all, and their root."""
        listed = sorted(entry["files"], key=lambda one: one["path"])
        raw = b"".join(
            self.file(
                f"{pointer}/files/{one['path']}", one, f"{entry['path']}/{one['path']}"
            )
            for one in listed
        )
        self.same(
            f"{pointer}/digest", entry["digest"], sha256(raw), "the list of files"
        )
        total = sum(one["size"] for one in listed)
        self.same(f"{pointer}/size", entry["size"], total, "the sum of the files")
        folder = self.root / entry["path"]
        there = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }
        for extra in sorted(there - {one["path"] for one in listed}):
            self.problems.append(f"{pointer}/files: does not list {extra}")

    def dependencies(self) -> None:
        """Check the lock files, and that the packages are exactly those in them."""
        locks: dict[str, dict[str, set[str]]] = {}
        for entry in self.doc["dependencies"]["lockfiles"]:
            pointer = f"/dependencies/lockfiles/{entry['name']}"
            self.file(pointer, entry, entry["path"])
            data = self.bytes_of(pointer, entry["path"])
            locks[entry["name"]] = read_lock((data or b"").decode("utf-8"))
        packages = self.doc["dependencies"]["packages"]
        purls = {entry["purl"] for entry in packages}
        named = set()
        for entry in packages:
            purl = entry["purl"]
            pointer = "/dependencies/packages/" + purl.replace("/", "~1")
            for needed in entry.get("requires", []):
                if needed not in purls:
                    self.problems.append(f"{pointer}: requires {needed}, not listed")
            if not purl.startswith("pkg:pypi/"):
                continue
            name, _, version = purl[len("pkg:pypi/") :].partition("@")
            named.add(f"{name}=={version}")
            locked = locks[entry["lockfile"]].get(f"{name}=={version}", set())
            if not locked:
                self.problems.append(f"{pointer}: not in its lock file")
            for index, digest in enumerate(entry["digests"]):
                self.accounted.add(f"{pointer}/digests/{index}")
                if digest not in locked:
                    self.problems.append(f"{pointer}: {digest} is not in the lock file")
        pinned = {name for lock in locks.values() for name in lock}
        for name in sorted(pinned - named):
            self.problems.append(f"/dependencies/packages: does not list {name}")

    def training(self) -> None:
        """Check what the training wrote down: data, settings, measurements."""
        build = self.doc["build"]
        for entry in build["materials"]:
            pointer = f"/build/materials/{entry['name']}"
            if entry["kind"] == "code":
                self.file(pointer, entry, "train.py")
            else:
                pinned = "sha256:" + self.metrics["data"]["sha256"]
                self.same(f"{pointer}/digest", entry["digest"], pinned, "metrics.json")
        said = {entry["name"]: entry["value"] for entry in build["evaluations"]}
        for name, value in self.metrics["evaluations"].items():
            pointer = f"/build/evaluations/{name}/value"
            self.same(pointer, said.pop(name, None), value, "metrics.json")
        for name in said:
            self.problems.append(f"/build/evaluations/{name}: not in metrics.json")
        for entry in self.doc["extensions"]:
            if entry["name"] == "example.training-settings":
                content = json.loads(entry["content"])
                self.same(
                    f"/extensions/{entry['name']}/content",
                    content,
                    self.metrics["settings"],
                    "metrics.json",
                )

    def service(self) -> None:
        """Check that the program knows the parameters, the series and the fields."""
        source = (self.root / "service" / "serve.py").read_text("utf-8")
        known = options_of(source)
        for entry in self.doc["configuration"]["parameters"]:
            pointer = f"/configuration/parameters/{entry['name']}"
            option = entry.get("argument") or entry["variable"]
            if option not in known:
                self.problems.append(f"{pointer}: serve.py has no {option}")
            elif "default" in entry:
                default = entry["default"]
                if isinstance(default, bool):
                    default = str(default).lower()
                self.same(f"{pointer}/default", default, known[option], "serve.py")
        observability = self.doc["observability"]
        for entry in observability["metrics"]:
            series = entry["series"].partition("{")[0]
            if series not in source:
                self.problems.append(
                    f"/observability/metrics/{entry['name']}: serve.py has no {series}"
                )
        for field in observability["logging"]["fields"]:
            if not re.search(rf'\b{field}=|"{field}"', source):
                self.problems.append(
                    f"/observability/logging/fields: serve.py logs no {field}"
                )
        release = self.doc["release"]
        for entry in self.doc["environment"]["variables"]:
            if entry["name"] == "RELEASE_ID":
                pointer = "/environment/variables/RELEASE_ID/value"
                self.same(pointer, entry["value"], release["id"], "/release/id")

    def acceptance(self) -> None:
        """Check that each command tests against the limit beside it."""
        for entry in self.doc["acceptance"]["tests"]:
            command = entry["command"]
            for field in ("absolute", "minimum", "maximum"):
                if field in entry:
                    option = f"--{field}"
                    given = None
                    if option in command[:-1]:
                        given = float(command[command.index(option) + 1])
                    pointer = f"/acceptance/tests/{entry['name']}/{field}"
                    self.same(pointer, entry[field], given, "the command")

    def rest(self) -> None:
        """Account for all other digests, and for the addresses."""
        key = sha256(RFC8032_KEY)
        for entry in self.doc["documents"]:
            if entry["kind"] == "model-card":
                self.file(f"/documents/{entry['name']}", entry, "MODEL_CARD.md")
        revision = self.doc["build"]["source"]["revision"]
        wanted = illustrative("/build/source/revision")[len("sha256:") :][:40]
        self.same("/build/source/revision", revision, wanted, "README.md's rule")
        for pointer, value in walk(self.doc):
            text = str(value)
            known = pointer in self.accounted or text in (key, illustrative(pointer))
            if re.match(r"sha(256|512):", text) and not known:
                self.problems.append(f"{pointer}: nothing accounts for this digest")
            host = urlsplit(text).hostname if "://" in text else None
            if text.startswith(("https:", "http:")) and not (host or "").endswith(
                ".example"
            ):
                self.problems.append(f"{pointer}: {host} is not a .example name")

    def check(self) -> list[str]:
        """Run every check."""
        self.artifacts()
        self.dependencies()
        self.training()
        self.service()
        self.acceptance()
        self.rest()
        return self.problems


def main() -> int:
    """Check this folder, or the one given."""
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    try:
        facts = Facts(root)
        problems = facts.check()
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        print(f"check_facts: {type(error).__name__}: {error}", file=sys.stderr)
        return 1
    for problem in problems:
        print(f"check_facts: {problem}", file=sys.stderr)
    if not problems:
        print(f"{len(facts.accounted)} statements of manifest.yaml are true")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
