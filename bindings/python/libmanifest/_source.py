# SPDX-License-Identifier: Apache-2.0
"""Which commit of which repository is checked out: read from the files of git, of which none is run.

The directory may belong to anyone. Only regular files are opened, sizes are limited, and what is not as git writes it is a ValueError.
"""
import os
import re
import stat
from pathlib import Path
from typing import Dict, NamedTuple, Optional
from urllib.parse import urlsplit, urlunsplit

LARGEST_FILE = 64 << 20
MOST_REFERENCES = 5  # from one symbolic reference to the next
COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
REMOTE = re.compile(r'\[remote "([^"\\]+)"\]\s*(.*)')
SHORT_ADDRESS = re.compile(r"(?:([\w.-]+)@)?([\w.-]+):(?!//)(.+)")


class Source(NamedTuple):
    """What is checked out. `repository` is "" where no remote says it, `path` the directory below its top, "" for that."""

    repository: str
    revision: str
    path: str


def _read(path: Path) -> str:
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with open(descriptor, "rb") as file:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ValueError(f"{path} is not a regular file")
        content = file.read(LARGEST_FILE + 1)
    if len(content) > LARGEST_FILE:
        raise ValueError(f"{path} is larger than {LARGEST_FILE} bytes")
    return content.decode("utf-8", "replace")


def _pointed_at(path: Path, prefix: str = "") -> Path:
    """The directory that a file names, from its own on."""
    content = _read(path).strip()
    if not content.startswith(prefix) or "\n" in content or "\0" in content:
        raise ValueError(f"{path} is not as git writes it")
    return path.parent / content[len(prefix):].strip()


def _packed(common: Path, reference: str) -> Optional[str]:
    try:
        packed = _read(common / "packed-refs")
    except FileNotFoundError:
        return None
    for line in packed.splitlines():
        commit, _, name = line.partition(" ")
        if name == reference:
            return commit
    return None


def _commit(git: Path, common: Path) -> str:
    where, content = git / "HEAD", _read(git / "HEAD").strip()
    for _ in range(MOST_REFERENCES):
        if COMMIT.fullmatch(content):
            return content
        reference = content[len("ref:"):].strip()
        if not content.startswith("ref:") or not reference.startswith("refs/") or ".." in reference or "\0" in reference:
            break
        for where in (git / reference, common / reference):
            try:
                content = _read(where).strip()
                break
            except (FileNotFoundError, NotADirectoryError):
                continue
        else:
            packed = _packed(common, reference)
            if packed is None:
                raise ValueError(f"the branch {reference[5:]} has no commit that could be found in {common}")
            content = packed
    raise ValueError(f"{where} is not as git writes it")


def _without_secrets(address: str) -> str:
    """The address of a repository as a URI; "" for what has none that others could use."""
    short = SHORT_ADDRESS.fullmatch(address) if "://" not in address else None
    if short:
        user, host, path = short.groups()
        address = f"ssh://{user + '@' if user else ''}{host}/{path.lstrip('/')}"
    parts = urlsplit(address)
    if parts.scheme not in ("https", "http", "ssh", "git") or not parts.hostname:
        return ""
    user = f"{parts.username}@" if parts.scheme == "ssh" and parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
    return urlunsplit((parts.scheme, user + host + port, parts.path, "", ""))


def _repository(common: Path) -> str:
    try:
        text = _read(common / "config")
    except FileNotFoundError:
        return ""
    addresses: Dict[str, str] = {}
    remote = ""
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            head = REMOTE.match(line)
            remote, line = (head.group(1), head.group(2)) if head else ("", "")
        name, _, value = line.partition("=")
        if remote and name.strip().lower() == "url":
            addresses.setdefault(remote, value.strip().strip('"'))
    address = addresses.get("origin") or (next(iter(addresses.values())) if len(addresses) == 1 else "")
    return _without_secrets(address)


def find(start: Path) -> Optional[Source]:
    """What is checked out at a directory, None where there is no repository at it or above."""
    start = start.resolve()
    for top in (start, *start.parents):
        git = top / ".git"
        if not git.exists():
            continue
        if git.is_file():  # a submodule, or a further working tree
            git = _pointed_at(git, "gitdir:")
        common = _pointed_at(git / "commondir") if (git / "commondir").exists() else git
        path = start.relative_to(top).as_posix()
        return Source(_repository(common), _commit(git, common), "" if path == "." else path)
    return None
