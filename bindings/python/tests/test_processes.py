# SPDX-License-Identifier: Apache-2.0
"""Threads, forks, and what is left when objects end."""
import gc
import multiprocessing
import os
import subprocess
import sys
import threading
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Callable, List, Union

import libmanifest
import pytest
from libmanifest import Builder, ClosedError, Key, Manifest


def together(work: Callable[[int], Any], threads: int = 8) -> List[Any]:
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, range(threads)))


def test_threads_share_what_does_not_change(iris: Manifest, key: Key) -> None:
    expected = iris.digest
    gate = iris.expression("/rollout/gates/healthy/expression")

    def work(number: int) -> bool:
        good = True
        for _ in range(20):
            good &= iris.digest == expected and iris.validate().ok
            good &= libmanifest.verify(iris.sign(key), key).digest == expected
            good &= [entry.key for entry in iris["/configuration/parameters"]] == list(iris["/configuration/parameters"].keys())
            good &= gate.evaluate({"error_ratio": number, "latency_p99": 0.0}) is (number == 0)
        return good

    assert all(together(work))


def test_errors_and_callbacks_of_threads_do_not_mix(iris: Manifest, key: Key) -> None:
    def work(number: int) -> bool:
        def fails(_: bytes) -> bytes:
            raise LookupError(number)

        own = Key.from_signer(key.public, fails)
        for _ in range(50):
            with pytest.raises(libmanifest.SignerError) as signer:
                iris.sign(own)
            with pytest.raises(libmanifest.PathError) as path:
                iris[f"/release/x{number}"]
            assert signer.value.__cause__ is not None and signer.value.__cause__.args == (number,)
            assert path.value.path == f"/release/x{number}"
        return True

    assert all(together(work))


def test_closing_on_one_thread_what_others_use(iris: Manifest) -> None:
    for _ in range(30):
        manifest = Manifest.parse(iris.canonical)
        begun = threading.Barrier(5)

        def work(number: int, manifest: Manifest = manifest, begun: threading.Barrier = begun) -> bool:
            begun.wait()
            if number == 0:
                manifest.close()
                return True
            try:
                while True:
                    assert manifest.digest == iris.digest and manifest.validate().ok
            except ClosedError:
                return True

        assert all(together(work, 5))


def test_threads_that_share_a_builder() -> None:
    """They wait for one another: nothing is lost, and nothing breaks."""
    builder = Builder()

    def work(number: int) -> bool:
        for count in range(100):
            builder[f"/release/labels/p-{number}-{count}/value"] = str(count)
            if count % 25 == 0:
                builder.build()
        return True

    assert all(together(work))
    assert len(builder.build()["/release/labels"]) == 800
    with builder._use():
        with pytest.raises(libmanifest.ArgumentError, match="in use"):
            builder.build()


def python(code: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """A process of its own, so that a deadlock or a crash of it is only a failure here."""
    prelude = f"import sys; sys.path.insert(0, {str(Path(__file__).resolve().parents[1])!r}); import libmanifest\n"
    return subprocess.run([sys.executable, "-X", "faulthandler", "-c", prelude + code, *arguments], capture_output=True, text=True,
                          timeout=60, check=False)


def test_other_threads_run_while_the_library_works(tmp_path: Path) -> None:
    """Reading a pipe blocks in C until another thread of the same interpreter writes to it."""
    os.mkfifo(tmp_path / "pipe")
    ran = python("""
import threading
def write():
    with open(sys.argv[1], "w") as pipe:
        pipe.write("schema: manifest/v1\\n")
writer = threading.Thread(target=write)
writer.start()
print(libmanifest.Manifest.load(sys.argv[1]).to_dict())
writer.join()
""", str(tmp_path / "pipe"))
    assert ran.stdout == "{'schema': 'manifest/v1'}\n", ran.stderr


def test_end_of_the_process_with_everything_alive(iris_path: Path) -> None:
    """Threads that are at work, objects in cycles and in modules: nothing is freed twice, or too early."""
    ran = python("""
import threading
manifest = libmanifest.Manifest.load(sys.argv[1])
key = libmanifest.Key.generate()
class Holder: pass
holder = Holder(); holder.me = holder; holder.report = manifest.validate(); holder.key = key
started = threading.Event()
def work():
    while True:
        libmanifest.verify(manifest.sign(key), key)
        started.set()
threads = [threading.Thread(target=work, daemon=True) for _ in range(4)]
for thread in threads: thread.start()
started.wait()
print("end")
""", str(iris_path))
    assert ran.returncode == 0 and ran.stdout == "end\n" and ran.stderr == ""


def test_fork(iris: Manifest, key: Key) -> None:
    """A child uses what its parent made, while other threads of the parent are at work."""
    stop = threading.Event()

    def busy() -> None:
        while not stop.is_set():
            iris.validate()

    thread = threading.Thread(target=busy)
    thread.start()
    try:
        for _ in range(5):
            reading, writing = os.pipe()
            child = os.fork()
            if child == 0:
                status = 1
                try:
                    os.write(writing, iris.sign(key) if Key.generate() != key else b"")
                    gc.collect()
                    status = 0
                finally:
                    os._exit(status)
            os.close(writing)
            with os.fdopen(reading, "rb") as pipe:
                envelope = pipe.read()
            assert os.waitpid(child, 0)[1] == 0
            assert libmanifest.verify(envelope, key).digest == iris.digest
    finally:
        stop.set()
        thread.join()


def test_child_that_ends_as_processes_do(iris_path: Path) -> None:
    ran = python("""
import os
manifest = libmanifest.Manifest.load(sys.argv[1])
child = os.fork()
assert manifest.validate().ok
if child:
    sys.exit(os.waitpid(child, 0)[1])
del manifest
""", str(iris_path))
    assert ran.returncode == 0 and ran.stderr == ""


def _digest(manifest: Manifest) -> str:
    return manifest.digest


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_manifests_travel_to_other_processes(iris: Manifest, method: str) -> None:
    with multiprocessing.get_context(method).Pool(2) as pool:
        assert pool.map(_digest, [iris] * 4) == [iris.digest] * 4


def test_key_in_a_cycle_with_its_signer(key: Key) -> None:
    class Token:
        def __init__(self) -> None:
            self.key = Key.from_signer(key.public, self.sign)

        def sign(self, _: bytes) -> bytes:
            return b""

    token = Token()
    gone = weakref.ref(token)
    del token
    gc.collect()
    assert gone() is None


def finalizers() -> int:
    gc.collect()
    return len(weakref.finalize._registry)  # type: ignore[attr-defined]


def everything(iris: Manifest, key: Key, folder: Path) -> None:
    """Makes one of everything, in ways that work and ways that fail."""
    manifest = Manifest.parse(iris.canonical)
    envelope = manifest.sign(key)
    verified = libmanifest.verify(envelope, key)
    assert verified.manifest["/release/id"] == manifest["/release/id"] and verified.payload
    with manifest.builder() as builder:
        builder["/release/version"] = "2.0.0"
        builder.build()
        builder["/release/version"] = "two"
        with pytest.raises(libmanifest.InvalidError):
            builder.build()
    refused: List[Union[str, bytes]] = ["schema: manifest/v1\nrelease: 1\n", "a: &b", b"\xff"]
    for text in refused:
        with pytest.raises(libmanifest.InvalidError):
            Manifest.parse(text)
        assert not libmanifest.validate_text(text)
    with pytest.raises(libmanifest.PathError):
        manifest["/nothing"]
    with pytest.raises(libmanifest.SignatureError):
        libmanifest.verify(envelope, Key.generate())
    with pytest.raises(libmanifest.SignerError):
        manifest.sign(Key.from_signer(key.public, lambda _: b""))
    settings = manifest.resolve({"batch_limit": 64})
    assert settings["batch_limit"].superseded and settings.to_env() and settings.values()
    assert libmanifest.Expression("a + 1", {"a": "int"}).evaluate({"a": 1}) == 2
    with pytest.raises(libmanifest.EvaluationError):
        libmanifest.Expression("a + 1", {"a": "int"}).evaluate()
    with pytest.raises(libmanifest.ExpressionError):
        libmanifest.Expression("a + 1")
    assert len(libmanifest.hash_artifacts(folder, progress=lambda _: None)) and manifest.verify_artifacts(folder) is not None
    assert libmanifest.Lockfile.parse("numpy==2.1.0\n", format="requirements")[0].name == "numpy"
    assert libmanifest.Rules.parse("schema: rules/v1\n") and manifest._repr_html_() and Key.parse(key.public_pem())


def resident() -> int:
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_nothing_is_left_behind(iris: Manifest, key: Key, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="ascii")
    for _ in range(20):
        everything(iris, key, tmp_path)
    before = finalizers()
    everything(iris, key, tmp_path)
    assert finalizers() == before
    if not Path("/proc/self/statm").exists():
        pytest.skip("there is no /proc to read the memory from")
    memory = resident()
    for _ in range(150):
        everything(iris, key, tmp_path)
    gc.collect()
    grown = resident() - memory
    # One manifest of each round would be over 15 MB.
    assert grown < 4 << 20, f"{grown} bytes more after 150 rounds"
