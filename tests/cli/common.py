# SPDX-License-Identifier: Apache-2.0
"""What the tests of the command share: a scratch directory, ways to run the command, and documents to run it on.

The command is named by the variable MF_COMMAND, the source tree by MF_SOURCE; Meson sets them.
"""
import hashlib
import os
import pty
import re
import select
import shutil
import subprocess
import tempfile
import unittest
from pathlib import Path
from typing import Dict, List, Optional, Union

COMMAND = os.path.abspath(os.environ.get("MF_COMMAND", "build/cli/manifest"))
SOURCE = os.environ.get("MF_SOURCE", ".")
DIGEST = re.compile(r"sha256:[0-9a-f]{64}")

# The digits of every digest that a template has a placeholder for, once it is filled in.
FILLED_IN = hashlib.sha256(b"what the template has placeholders for").hexdigest()

# Every control character but line feed, in any encoding that a terminal may take for one.
CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

DRAFT = """\
# What this is.
schema: manifest/v1
release:
    id: demo-1.0.0   # the id
    version: 1.0.0
    model: {name: "demo", version: '1.0'}
    description: |
        First line.
        Second line.
configuration:
  parameters:
  - name: batch_size # after the key
    type: int
    value: 8         # after the value
    minimum: 1
"""

Text = Union[str, bytes]


class Result:
    """How a run of the command ended."""

    def __init__(self, status: int, out: bytes, err: bytes) -> None:
        self.status = status
        self.bytes = out
        self.out = out.decode("utf-8", "backslashreplace")
        self.err = err.decode("utf-8", "backslashreplace")


class CommandTest(unittest.TestCase):
    """A test with a scratch directory of its own, in which the command runs."""

    maxDiff = None

    def setUp(self) -> None:
        self.directory = Path(tempfile.mkdtemp(prefix="manifest-test-"))
        self.addCleanup(shutil.rmtree, self.directory)

    def path(self, name: str) -> Path:
        return self.directory / name

    def write(self, name: str, contents: Text) -> str:
        data = contents if isinstance(contents, bytes) else contents.encode()
        self.path(name).write_bytes(data)
        return name

    def read(self, name: str) -> str:
        return self.path(name).read_bytes().decode()

    def names(self) -> List[str]:
        """Every name in the scratch directory: what a failed run must not add to."""
        return sorted(os.listdir(self.directory))

    def environment(self, more: Optional[Dict[str, str]] = None) -> Dict[str, str]:
        environment = {key: value for key, value in os.environ.items() if key not in ("NO_COLOR", "TERM")}
        environment.update(more or {})
        return environment

    def run_command(self, *arguments: Text, stdin: Text = b"") -> Result:
        data = stdin if isinstance(stdin, bytes) else stdin.encode()
        done = subprocess.run([COMMAND, *arguments], input=data, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              cwd=self.directory, env=self.environment(), timeout=60, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    def good(self, *arguments: Text, stdin: Text = b"") -> Result:
        """Runs the command, which must succeed."""
        result = self.run_command(*arguments, stdin=stdin)
        self.assertEqual(result.status, 0, f"{arguments}: {result.out}{result.err}")
        return result

    def fails(self, status: int, message: str, *arguments: Text, stdin: Text = b"") -> Result:
        """Runs the command, which must end with the status, say the message on standard error and leave no new file."""
        before = self.names()
        result = self.run_command(*arguments, stdin=stdin)
        self.assertEqual(result.status, status, f"{arguments}: {result.out}{result.err}")
        self.assertIn(message, result.err)
        self.assertEqual(self.names(), before)
        return result

    def on_terminal(self, *arguments: Text, term: str = "xterm", more: Optional[Dict[str, str]] = None) -> Result:
        """Runs the command with a terminal for standard output and standard error, which then come as one."""
        master, slave = pty.openpty()
        environment = self.environment({"TERM": term, **(more or {})})
        with subprocess.Popen([COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=slave, stderr=slave,
                              cwd=self.directory, env=environment) as process:
            os.close(slave)
            out = read_all(master)
            status = process.wait(timeout=60)
        os.close(master)
        return Result(status, out.replace(b"\r\n", b"\n"), b"")

    def assert_printable(self, *texts: str) -> None:
        for text in texts:
            self.assertIsNone(CONTROL.search(text), repr(text))

    def release(self, name: str = "release.yaml", change: str = "", to: str = "") -> str:
        """A manifest that passes the profile release; with one piece of its text changed."""
        text = filled_in(self.good("init", "--profile", "release").out)
        if change:
            self.assertIn(change, text)
            text = text.replace(change, to, 1)
        return self.write(name, text)

    def keygen(self, name: str) -> str:
        """Makes NAME.key and NAME.pub and returns the key id."""
        return self.good("keygen", name).out.strip()


def read_all(master: int) -> bytes:
    """Everything that is written to a terminal until its last writer closes it."""
    out = b""
    while True:
        ready, _, _ = select.select([master], [], [], 60)
        if not ready:
            raise TimeoutError("nothing was written to the terminal")
        try:
            data = os.read(master, 65536)
        except OSError:  # how Linux says that the other side is closed
            return out
        if not data:
            return out
        out += data


def filled_in(template: str) -> str:
    """A template of `init` with its "#:" lines brought to life, and digests and commits that are no placeholders."""
    alive = re.sub(r"^( *)#: ", r"\1", template, flags=re.MULTILINE)
    return re.sub(r"\b(0{64}|0123456789abcdef[0-9a-f]{24})\b", lambda match: FILLED_IN[:len(match[0])], alive)


def without_style(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


def have_openssl() -> bool:
    return shutil.which("openssl") is not None
