# SPDX-License-Identifier: Apache-2.0
"""What a disk may hold when the power fails, after the calls that a program has made.

A small model of what POSIX promises and file systems do, after Pillai et al., "All File Systems Are Not Created Equal" (OSDI 2014).
There is one directory. A call takes effect at once for everybody who looks, and for good only by fsync():

- What was written to a file since its fsync() may be there, be missing, be cut in the middle, or be zeros of the right length.
- What was done to names since the fsync() of the directory (a file created, renamed, removed) may be there or not, each for itself;
  so a name may last before the bytes of the file that it names. One rename is all or nothing.

Nothing else is lost: what an fsync() that succeeded has covered stays.
"""
import itertools
import os
from typing import Dict, Iterator, List, NamedTuple, Optional, Tuple

MOST_CHANGES = 10  # of names that no fsync() has covered: there are two to the power of that many states


class File:
    """A file without its names."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.synced = data

    def write(self, data: bytes) -> None:
        self.data += data

    def after_power_loss(self) -> List[bytes]:
        if self.data == self.synced:
            return [self.data]
        middle = (len(self.synced) + len(self.data)) // 2
        return [self.synced, self.data[:len(self.synced)], self.data[:middle], bytes(len(self.data)), self.data]


class Change(NamedTuple):
    """Of names: `name` becomes that of the file, or nobody's; `gone` is the name that it had before."""
    name: str
    file: Optional[File]
    gone: Optional[str] = None


class Disk:
    """One directory, as it is now and as it may be found."""

    def __init__(self, files: Dict[str, bytes]) -> None:
        self.durable = {name: File(data) for name, data in files.items()}
        self.names = dict(self.durable)
        self.pending: List[Change] = []

    def change(self, change: Change) -> None:
        self.pending.append(change)
        apply(self.names, change)

    def create(self, name: str) -> File:
        file = File(b"")
        self.change(Change(name, file))
        return file

    def rename(self, old: str, new: str) -> None:
        self.change(Change(new, self.names[old], old))

    def remove(self, name: str) -> None:
        self.change(Change(name, None))

    def sync_names(self) -> None:
        self.durable = dict(self.names)
        self.pending = []

    def after_power_loss(self) -> Iterator[Dict[str, bytes]]:
        assert len(self.pending) <= MOST_CHANGES
        for kept in itertools.product((False, True), repeat=len(self.pending)):
            names = dict(self.durable)
            for change in itertools.compress(self.pending, kept):
                apply(names, change)
            files = list(dict.fromkeys(names.values()))
            for contents in itertools.product(*(file.after_power_loss() for file in files)):
                data = dict(zip(files, contents))
                yield {name: data[file] for name, file in names.items()}


def apply(names: Dict[str, File], change: Change) -> None:
    if change.gone is not None:
        names.pop(change.gone, None)
    if change.file is None:
        names.pop(change.name, None)
    else:
        names[change.name] = change.file


class Call(NamedTuple):
    """A line of the trace that tests/faults.c writes."""
    name: str
    file: int
    texts: Tuple[bytes, ...]


def read_trace(text: str) -> List[Call]:
    calls = []
    for line in text.splitlines():
        name, file, *texts = line.split(" ")
        calls.append(Call(name, int(file), tuple(bytes.fromhex(each[1:]) for each in texts)))
    return calls


class Replay:
    """Makes the calls of a trace on a disk, those that are about its directory."""

    def __init__(self, directory: str, disk: Disk) -> None:
        self.directory = os.path.realpath(directory)
        self.disk = disk
        self.files: Dict[int, Optional[File]] = {}  # None: the directory

    def name_of(self, path: bytes) -> Optional[str]:
        """The name within the directory: "" is the directory itself, None something elsewhere."""
        full = os.path.normpath(os.path.join(self.directory, os.fsdecode(path)))
        if full == self.directory:
            return ""
        return os.path.basename(full) if os.path.dirname(full) == self.directory else None

    def make(self, call: Call) -> bool:
        """Whether the call was about the directory."""
        if call.name in ("open", "create", "truncate"):
            return self.open(call)
        if call.name in ("rename", "unlink"):
            names = [self.name_of(path) for path in call.texts]
            if None in names:
                return False
            if call.name == "rename":
                self.disk.rename(str(names[0]), str(names[1]))
            else:
                self.disk.remove(str(names[0]))
            return True
        if call.file not in self.files:
            return False
        file = self.files[call.file]
        if call.name == "close":
            del self.files[call.file]
        elif call.name == "fsync" and file is None:
            self.disk.sync_names()
        elif file is not None and call.name == "fsync":
            file.synced = file.data
        elif file is not None and call.name == "write":
            file.write(call.texts[0])
        return True

    def open(self, call: Call) -> bool:
        name = self.name_of(call.texts[0])
        if name == "":
            self.files[call.file] = None
            return True
        if name is None or call.name == "open":
            return False
        if call.name == "truncate" and name in self.disk.names:
            self.disk.names[name].data = b""
            self.files[call.file] = self.disk.names[name]
        else:
            self.files[call.file] = self.disk.create(name)
        return True
