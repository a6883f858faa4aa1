# SPDX-License-Identifier: Apache-2.0
"""What the tests of the binding share. Meson sets the variables; to run one by hand, see doc/python.md."""
import os
import sys
from pathlib import Path
from typing import Any

import pytest

SOURCE = Path(os.environ.get("MF_SOURCE") or Path(__file__).resolve().parents[3])
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import libmanifest  # noqa: E402


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Says why something was skipped, in the form that scripts/test prints."""
    for report in terminalreporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        terminalreporter.write_line(f"skipped: {report.nodeid.split('::')[-1]}: {reason[len('Skipped: '):]}")


@pytest.fixture(scope="session")
def source() -> Path:
    """The top of the source tree."""
    return SOURCE


@pytest.fixture(scope="session")
def vectors(source: Path) -> Path:
    return source / "tests" / "vectors"


@pytest.fixture(scope="session")
def iris_path(source: Path) -> Path:
    return source / "examples" / "iris-classifier" / "manifest.yaml"


@pytest.fixture(scope="session")
def iris(iris_path: Path) -> "libmanifest.Manifest":
    """The example release: no rule finds anything wrong with it."""
    return libmanifest.Manifest.load(iris_path, profile="release")


@pytest.fixture(scope="session")
def key() -> "libmanifest.Key":
    return libmanifest.Key.generate()
