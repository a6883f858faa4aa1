# SPDX-License-Identifier: Apache-2.0
"""Finding the library, and refusing what is not the right one. Each case is a process of its own."""
import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Optional, Tuple

import libmanifest
import pytest
from libmanifest import _declarations as c
from libmanifest import _library

PACKAGE = Path(__file__).resolve().parents[1]
HIDDEN = ("LIBMANIFEST_LIBRARY", "PYTHONPATH", "LD_LIBRARY_PATH")  # what Meson sets
IMPORT = "import sys; sys.path.insert(0, %r); import libmanifest; print(libmanifest.library_path())" % str(PACKAGE)


def importing(library: Optional[str], *, flags: Tuple[str, ...] = (), code: str = IMPORT,
              **variables: str) -> "subprocess.CompletedProcess[str]":
    environment: Dict[str, str] = {name: value for name, value in os.environ.items() if name not in HIDDEN}
    environment.update(variables)
    if library is not None:
        environment["LIBMANIFEST_LIBRARY"] = library
    return subprocess.run([sys.executable, *flags, "-c", code], env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def compiler() -> List[str]:
    if "COMPILER" not in os.environ:
        pytest.skip("no compiler is named in COMPILER")
    return os.environ["COMPILER"].split()


def built(compiler: List[str], folder: Path, code: str) -> str:
    """A library of our own making."""
    (folder / "odd.c").write_text(code, encoding="ascii")
    path = folder / "libodd.so"
    subprocess.run([*compiler, "-shared", "-fPIC", "-o", str(path), str(folder / "odd.c")], check=True)
    return str(path)


def refused(ran: "subprocess.CompletedProcess[str]", *words: str) -> None:
    assert ran.returncode == 1
    assert "LibraryError: " in ran.stderr
    last = ran.stderr.strip().splitlines()[-1]
    assert all(word in last for word in words), last


def test_variable_names_the_library() -> None:
    ran = importing(libmanifest.library_path())
    assert ran.returncode == 0 and ran.stdout.strip() == libmanifest.library_path()


def test_relative_path_is_refused() -> None:
    refused(importing("lib/libmanifest.so"), "absolute")


def test_missing_file_says_what_was_tried() -> None:
    refused(importing("/nonexistent/libmanifest.so"), "/nonexistent/libmanifest.so", "LIBMANIFEST_LIBRARY")


def test_file_that_is_no_library() -> None:
    refused(importing(str(Path(__file__).resolve())), "test_library.py")


def test_nothing_installed_says_what_to_do() -> None:
    ran = importing(None)
    if ran.returncode == 0:
        pytest.skip("a system library is installed")
    refused(ran, _library.file_name(), "Install it")


def test_another_library(compiler: List[str], tmp_path: Path) -> None:
    refused(importing(built(compiler, tmp_path, "int other(void) { return 1; }\n")), "not libmanifest")


@pytest.mark.parametrize(("number", "version"), [(0, "0.0.0"), (9, "0.0.9"), (2000, "0.2.0"), (1000000, "1.0.0"),
                                                 (4294967295, "4294.967.295")])
def test_library_of_the_wrong_version(compiler: List[str], tmp_path: Path, number: int, version: str) -> None:
    code = (f'const char *mf_version(void) {{ return "{version}"; }}\n'
            f"unsigned mf_version_number(void) {{ return {number}u; }}\n")
    refused(importing(built(compiler, tmp_path, code)), version, c.MF_VERSION)


def test_library_of_the_right_version_that_lacks_a_function(compiler: List[str], tmp_path: Path) -> None:
    code = (f'const char *mf_version(void) {{ return "{c.MF_VERSION}"; }}\n'
            f"unsigned mf_version_number(void) {{ return {c.MF_VERSION_NUMBER}u; }}\n")
    refused(importing(built(compiler, tmp_path, code)), "no function mf_", "same release")


def test_variable_counts_for_nothing_in_isolated_mode() -> None:
    ran = importing("/nonexistent/libmanifest.so", flags=("-I",))
    assert "/nonexistent" not in ran.stderr


def test_variable_comes_first_even_where_a_library_is_bundled(tmp_path: Path) -> None:
    """And the bundled one before that of the system."""
    package = tmp_path / "libmanifest"
    package.mkdir()
    for file in (PACKAGE / "libmanifest").glob("*.py"):
        (package / file.name).write_bytes(file.read_bytes())
    bundled = package / _library.file_name()
    bundled.symlink_to(libmanifest.library_path())
    code = IMPORT.replace(repr(str(PACKAGE)), repr(str(tmp_path)))
    assert importing(None, code=code).stdout.strip() == str(bundled)
    assert importing(libmanifest.library_path(), code=code).stdout.strip() == libmanifest.library_path()
    bundled.unlink()
    bundled.write_bytes(b"not a library")
    ran = importing(None, code=code)
    assert ran.returncode != 0 and "bundled" not in ran.stdout
    refused(ran, str(bundled))


def test_series() -> None:
    assert _library.series(1000) == [0, 1] and _library.series(1999) == [0, 1] and _library.series(2000) == [0, 2]
    assert _library.series(1000000) == [1] == _library.series(1999999) and _library.series(2000000) == [2]


def test_version_is_that_of_the_library() -> None:
    assert libmanifest.library_version() == libmanifest.__version__ == c.MF_VERSION
    with pytest.raises(AttributeError):
        _library.lib.mf_no_such_function
