# SPDX-License-Identifier: Apache-2.0
"""Builds the wheel and the sdist: meson-python does, at the top of the project, and here the wheel is made complete.

Only two things are added. The wheel is good for every Python 3, as ctypes is all that it needs, and auditwheel puts the libraries
that libmanifest needs into it, under names that no other package has, and finds the oldest system that it runs on.
"""
import contextlib
import os
import pathlib
import subprocess
import sys
import tempfile
from typing import Any, Dict, Iterator, List, Optional

Settings = Optional[Dict[str, Any]]
TOP = pathlib.Path(__file__).resolve().parents[2]
LINUX = sys.platform.startswith("linux")


@contextlib.contextmanager
def _at_the_top() -> Iterator[None]:
    if not (TOP / "meson.build").is_file():
        raise SystemExit("libmanifest is built from the whole project: use a clone of it or its sdist, and pip 21.3 or later, "
                         "which leaves the directory where it is")
    before = os.getcwd()
    os.chdir(TOP)
    try:
        yield
    finally:
        os.chdir(before)


def get_requires_for_build_sdist(config_settings: Settings = None) -> List[str]:
    import mesonpy

    return list(mesonpy.get_requires_for_build_sdist(config_settings))


def get_requires_for_build_wheel(config_settings: Settings = None) -> List[str]:
    import mesonpy

    return [*mesonpy.get_requires_for_build_wheel(config_settings), "wheel >= 0.40", *(["auditwheel >= 6"] if LINUX else [])]


def build_sdist(sdist_directory: str, config_settings: Settings = None) -> str:
    """The committed files of the whole project."""
    import mesonpy

    with _at_the_top():
        name: str = mesonpy.build_sdist(sdist_directory, config_settings)
        return name


def _tool(name: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", name, *arguments], check=True)


def build_wheel(wheel_directory: str, config_settings: Settings = None, metadata_directory: Optional[str] = None) -> str:
    """A wheel with everything in it. Elsewhere than on Linux the libraries stay where they were found."""
    import mesonpy

    with _at_the_top(), tempfile.TemporaryDirectory() as scratch:
        built = os.path.join(scratch, mesonpy.build_wheel(scratch, config_settings))
        _tool("wheel", "tags", "--remove", "--python-tag", "py3", "--abi-tag", "none", built)
        (tagged,) = pathlib.Path(scratch).glob("*.whl")
        ready = pathlib.Path(scratch) / "ready"
        if LINUX:
            _tool("auditwheel", "repair", "--wheel-dir", str(ready), str(tagged))
        else:
            ready.mkdir()
            tagged.rename(ready / tagged.name)
        (wheel,) = ready.glob("*.whl")
        target = pathlib.Path(wheel_directory) / wheel.name
        target.write_bytes(wheel.read_bytes())
        return wheel.name
