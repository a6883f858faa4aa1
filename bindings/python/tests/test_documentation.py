# SPDX-License-Identifier: Apache-2.0
"""The programs of the documentation run, and print what the page says.

The ```python blocks of a page are one program each after the other, with what the blocks before them defined. A ```text block that
follows one is what it prints: `…` stands for any text within a line, and alone on a line for any lines. A block behind a comment
`<!-- not run -->` is only compiled.
"""
import contextlib
import io
import os
import re
import shutil
from pathlib import Path
from typing import Any, Dict

import libmanifest
import pytest

BLOCK = re.compile(r"(?P<skip><!-- not run -->\n)?^```python\n(?P<code>.*?)^```\n(?:\s*^```text\n(?P<output>.*?)^```$)?", re.M | re.S)


def pattern(expected: str) -> "re.Pattern[str]":
    lines = [r"(?:.*\n)*" if line == "…" else ".*".join(re.escape(part) for part in line.split("…")) + r"\n" for line in expected.splitlines()]
    return re.compile("".join(lines))


@pytest.mark.parametrize("page", ["doc/python.md", "README.md"])
def test_programs_of_a_page(source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, page: str) -> None:
    text = (source / page).read_text(encoding="utf-8")
    blocks = list(BLOCK.finditer(text))
    assert blocks
    # The pages speak of a manifest, its release directory and its lock file in the directory where one is.
    shutil.copytree(source / "examples" / "iris-classifier", tmp_path / "release")
    shutil.copytree(source / "examples" / "iris-classifier", tmp_path / "examples" / "iris-classifier")
    for name in ("manifest.yaml", "requirements.lock"):
        shutil.copy(source / "examples" / "iris-classifier" / name, tmp_path / name)
    monkeypatch.chdir(tmp_path)
    shared: Dict[str, Any] = {"__name__": "page"}
    for block in blocks:
        line = text[: block.start("code")].count("\n")
        program = compile("\n" * line + block["code"], str(source / page), "exec")
        if block["skip"]:
            continue
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(program, shared)
        if block["output"] is not None:
            assert pattern(block["output"]).fullmatch(printed.getvalue()), f"{page}:{line}: {printed.getvalue()}"
    assert os.getcwd() == str(tmp_path)


def test_guide_names_everything(source: Path) -> None:
    """What the package offers stands in the guide."""
    guide = (source / "doc" / "python.md").read_text(encoding="utf-8")
    missing = [name for name in libmanifest.__all__ if not re.search(rf"\b{name}\b", guide)]
    assert not missing
