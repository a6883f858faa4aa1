# SPDX-License-Identifier: Apache-2.0
"""Properties that hold for everything, with judges of their own: Python's json, rfc8785 of PyPI, tomllib."""
import json
import math
from typing import Any, Dict, List, Union

import libmanifest
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from libmanifest import Builder, Lockfile, Manifest

settings.register_profile("house", deadline=None, derandomize=True, max_examples=150, database=None,
                          suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


def is_interchange_text(text: str) -> bool:
    """I-JSON (RFC 7493) has no noncharacters."""
    return not any(ord(c) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(c) <= 0xFDEF for c in text)


def is_exact(number: float) -> bool:
    """Not one that canonical form spells as an integer beyond the exact ones."""
    return abs(number) < 1 << 53 or abs(number) >= 1e21


TEXTS = st.text(st.characters(blacklist_categories=("Cs",)), max_size=20).filter(is_interchange_text)
NUMBERS = st.one_of(st.integers(-(1 << 53) + 1, (1 << 53) - 1),
                    st.floats(allow_nan=False, allow_infinity=False).filter(is_exact))
VALUES = st.recursive(st.one_of(st.none(), st.booleans(), NUMBERS, TEXTS),
                      lambda inner: st.one_of(st.lists(inner, max_size=5), st.dictionaries(TEXTS, inner, max_size=5)), max_leaves=25)


def same(left: Any, right: Any) -> bool:
    """Equal as JSON: 1.0 and 1 are, True and 1 are not."""
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(value, right[name]) for name, value in left.items())
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(same(*pair) for pair in zip(left, right))
    return isinstance(left, bool) == isinstance(right, bool) and bool(left == right)


@given(VALUES)
def test_canonical_form_says_the_same_as_json(value: Any) -> None:
    canonical = libmanifest.canonicalize(json.dumps(value))
    assert same(json.loads(canonical), value)
    assert libmanifest.canonicalize(canonical) == canonical


@given(VALUES)
def test_spelling_makes_no_difference(value: Any) -> None:
    canonical = libmanifest.canonicalize(json.dumps(value))
    for text in (json.dumps(value, ensure_ascii=False), json.dumps(value, indent=3), json.dumps(value, separators=(",", ":")),
                 json.dumps(value, sort_keys=True)):
        assert libmanifest.canonicalize(text) == canonical


@given(VALUES)
def test_canonical_form_is_that_of_rfc8785(value: Any) -> None:
    rfc8785 = pytest.importorskip("rfc8785", reason="the package rfc8785 of PyPI is not installed")
    assert libmanifest.canonicalize(json.dumps(value)) == rfc8785.dumps(value)


@given(st.text(max_size=40) | st.binary(max_size=40))
def test_any_text_is_json_or_is_refused(text: "str | bytes") -> None:
    try:
        canonical = libmanifest.canonicalize(text)
    except libmanifest.Error as error:
        assert error.code < 0
        return
    assert same(json.loads(canonical), json.loads(text))


@given(st.text(max_size=60) | st.binary(max_size=60))
def test_any_text_is_a_manifest_or_is_refused(text: "str | bytes") -> None:
    try:
        manifest = Manifest.parse(text)
    except libmanifest.Error:
        return
    assert manifest["/schema"] == "manifest/v1"


DESCRIPTIONS = TEXTS.filter(lambda text: text != "")


@given(DESCRIPTIONS, st.dictionaries(st.from_regex(r"[a-z]{1,10}", fullmatch=True), DESCRIPTIONS, max_size=5))
def test_what_is_set_is_what_is_there(description: str, labels: Dict[str, str]) -> None:
    with Builder() as builder:
        try:
            builder["/release/description"] = description
            for name, value in labels.items():
                builder[libmanifest.pointer("release", "labels", name, "value")] = value
            manifest = builder.build()
        except (libmanifest.InvalidError, libmanifest.ArgumentError):  # control characters are no text of a manifest
            assert any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 for c in description + "".join(labels.values()))
            return
    assert manifest["/release/description"] == description
    expected: Dict[str, Any] = {"schema": "manifest/v1", "release": {"description": description}}
    if labels:
        expected["release"]["labels"] = [{"name": name, "value": labels[name]} for name in sorted(labels)]
    assert manifest.to_dict() == expected
    written: List[Union[str, bytes]] = [manifest.to_yaml(), manifest.to_json(), manifest.canonical]
    for again in written:
        assert Manifest.parse(again) == manifest


@given(st.floats(allow_nan=False, allow_infinity=False).filter(is_exact))
def test_numbers_come_back(number: float) -> None:
    with Builder() as builder:
        builder["/build/evaluations/x/value"] = number
        manifest = builder.build()
    assert manifest["/build/evaluations/x/value"] == number
    assert math.copysign(1, manifest.get_number("/build/evaluations/x/value")) == math.copysign(1, number) or number == 0


@given(st.lists(st.text(max_size=8), max_size=5))
def test_pointers_hold_their_tokens(tokens: List[str]) -> None:
    found = libmanifest.pointer(*tokens)
    assert [token.replace("~1", "/").replace("~0", "~") for token in found.split("/")[1:]] == tokens


INTEGERS = st.integers(-(1 << 63), (1 << 63) - 1)


@given(INTEGERS, INTEGERS)
def test_expressions_count_as_python_does_or_overflow(left: int, right: int) -> None:
    for operator, result in (("+", left + right), ("-", left - right), ("*", left * right)):
        expression = libmanifest.Expression(f"left {operator} right", {"left": "int", "right": "int"})
        if -(1 << 63) <= result < 1 << 63:
            assert expression.evaluate({"left": left, "right": right}) == result
        else:
            with pytest.raises(libmanifest.EvaluationError):
                expression.evaluate({"left": left, "right": right})
    compared = libmanifest.Expression("left < right", {"left": "int", "right": "int"})
    assert compared.evaluate({"left": left, "right": right}) is (left < right)


NAMES = st.from_regex(r"[a-z][a-z0-9]{0,8}(-[a-z0-9]{1,4})?", fullmatch=True)
VERSIONS = st.from_regex(r"[0-9]\.[0-9]{1,2}\.[0-9]", fullmatch=True).filter(lambda version: ".0" not in version[1:3] or version[3] == ".")


@given(st.dictionaries(NAMES, VERSIONS, min_size=1, max_size=6))
def test_lock_files_say_what_tomllib_reads(packages: Dict[str, str]) -> None:
    tomllib = pytest.importorskip("tomllib", reason="this Python has no tomllib")
    digest = "sha256:" + "0123456789abcdef" * 4
    text = "version = 1\nrequires-python = \">=3.9\"\n"
    for name, version in packages.items():
        text += (f'\n[[package]]\nname = "{name}"\nversion = \'{version}\'\nsource = {{ registry = "https://packages.example/simple" }}\n'
                 f'sdist = {{ url = "https://packages.example/{name}-{version}.tar.gz", hash = "{digest}", size = 1 }}\n')
    lock = Lockfile.parse(text, format="uv")
    judged = [(one["name"], one["version"], [one["sdist"]["hash"]]) for one in tomllib.loads(text)["package"]]
    assert sorted((one.name, one.version, list(one.digests)) for one in lock) == sorted(judged)
