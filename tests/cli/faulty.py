# SPDX-License-Identifier: Apache-2.0
"""What tests of system calls that fail share: how to make them fail, and every command that writes a file, with what it works on."""
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Callable, Dict, List, NamedTuple

from common import COMMAND, DRAFT, CommandTest, Result

FAULTS = os.environ.get("MF_FAULTS", "")
TEMPORARY = re.compile(r"\.[a-z.]+\.\d+-\d+\.tmp")
PAIR = re.compile(rb"-----BEGIN (PRIVATE|PUBLIC) KEY-----\n[A-Za-z0-9+/=\n]+\n-----END \1 KEY-----\n")
LOCK = f"numpy==2.1.0 --hash=sha256:{'0' * 63}1\n"


# As in tests/faults.h.
NONE, ERROR, SHORT, END = range(4)
END_STATUS = 86
NEVER = 10 ** 9


class Fault(NamedTuple):
    kind: int
    error: int = 0
    for_good: bool = False


class FaultTest(CommandTest):
    """Of tests that put something in the place of system calls: the library that does it is named by the variable MF_FAULTS."""

    def setUp(self) -> None:
        super().setUp()
        if not FAULTS:
            self.skipTest("nothing can be put in the place of system calls here")

    def run_with(self, arguments: List[str], fault: Fault, call: int) -> Result:
        """Runs the command with a fault at a call; where that is NEVER, the number of such calls goes to the file `count`."""
        environment = self.environment({
            "LD_PRELOAD": FAULTS, "FAULT_KIND": str(fault.kind), "FAULT_ERROR": str(fault.error),
            "FAULT_FOR_GOOD": str(int(fault.for_good)), "FAULT_CALL": str(call)})
        if call == NEVER:
            environment["FAULT_COUNT"] = str(self.path("count"))
        done = subprocess.run([COMMAND, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, cwd=self.directory, env=environment, timeout=60, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    def count(self, arguments: List[str], fault: Fault, status: int = 0) -> int:
        """How many calls the command makes that such a fault is about."""
        result = self.run_with(arguments, fault, NEVER)
        self.assertEqual(result.status, status, result.err)
        number = int(self.read("count"))
        self.path("count").unlink()
        self.assertGreater(number, 0)
        return number

    def contents(self) -> Dict[str, bytes]:
        return {name: self.path(name).read_bytes() for name in self.names()}

    def restore(self, files: Dict[str, bytes]) -> None:
        for name in self.names():
            self.path(name).unlink()
        for name, data in files.items():
            self.path(name).write_bytes(data)
            if name.endswith(".key"):
                self.path(name).chmod(0o600)


def root_of(test: CommandTest) -> str:
    """A system with little to capture."""
    root = Path(tempfile.mkdtemp(prefix="manifest-root-"))
    test.addCleanup(shutil.rmtree, root)
    (root / "etc").mkdir()
    (root / "etc/os-release").write_text("ID=debian\nVERSION_ID=12\n", "utf-8")
    return str(root)


def signed(test: CommandTest) -> None:
    test.release("a.yaml")
    test.keygen("k")
    test.good("sign", "a.yaml", "--key", "k.key", "-o", "a.dsse.json")


def set_in_place(test: CommandTest) -> List[str]:
    return ["set", test.write("a.yaml", DRAFT), "/release/version", "2.0.0"]


def convert(test: CommandTest) -> List[str]:
    test.write("out.json", "old")
    return ["convert", test.write("a.yaml", DRAFT), "--to", "json", "-o", "out.json"]


def init(_test: CommandTest) -> List[str]:
    return ["init", "-o", "new.yaml"]


def sign(test: CommandTest) -> List[str]:
    test.keygen("k")
    return ["sign", test.release("a.yaml"), "--key", "k.key", "-o", "a.dsse.json"]


def keygen(_test: CommandTest) -> List[str]:
    return ["keygen", "k"]


def verify(test: CommandTest) -> List[str]:
    signed(test)
    test.write("out.yaml", "old")
    return ["verify", "--key", "k.pub", "a.dsse.json", "-o", "out.yaml"]


def resolve(test: CommandTest) -> List[str]:
    test.write("out.json", "old")
    return ["resolve", "--profile", "draft", "--format", "json", test.write("a.yaml", DRAFT), "-o", "out.json"]


def add(test: CommandTest) -> List[str]:
    test.write("model.bin", "weights")
    return ["artifacts", "add", "--into", test.write("a.yaml", DRAFT), "model.bin"]


def lock_import(test: CommandTest) -> List[str]:
    test.write("requirements.txt", LOCK)
    return ["lock", "import", "requirements.txt", "--into", test.write("a.yaml", DRAFT)]


def capture(test: CommandTest) -> List[str]:
    return ["capture", "-q", "--root", root_of(test), "-o", "new.yaml"]


def capture_into(test: CommandTest) -> List[str]:
    return ["capture", "-q", "--root", root_of(test), "--into", test.write("a.yaml", DRAFT)]


WRITERS: Dict[str, Callable[[CommandTest], List[str]]] = {
    "set": set_in_place,
    "convert": convert,
    "init": init,
    "sign": sign,
    "keygen": keygen,
    "verify": verify,
    "resolve": resolve,
    "artifacts add": add,
    "lock import": lock_import,
    "capture": capture,
    "capture --into": capture_into,
}
