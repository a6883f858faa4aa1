# SPDX-License-Identifier: Apache-2.0
"""Expressions: compiled against types, evaluated with values."""
import math
from typing import Any, Dict

import libmanifest
import pytest
from libmanifest import ArgumentError, EvaluationError, Expression, ExpressionError, ExpressionType, Manifest


@pytest.mark.parametrize(("source", "types", "values", "result"), [
    ("1 + 2", {}, {}, 3),
    ("a < 0.5 && b == 3", {"a": "double", "b": "int"}, {"a": 0, "b": 3}, True),
    ("'x' + s", {"s": "string"}, {"s": "ü\0y"}, "xü\0y"),
    ("[1, 2] + l", {"l": "list(int)"}, {"l": (3, 4)}, [1, 2, 3, 4]),
    ("2.5 * d", {"d": "double"}, {"d": 2}, 5.0),
    ("x in l", {"x": "string", "l": "list(string)"}, {"x": "b", "l": ["a", "b"]}, True),
    ("l", {"l": "list(double)"}, {"l": [1, 2.5]}, [1.0, 2.5]),
    ("l", {"l": "list(bool)"}, {"l": [True, False]}, [True, False]),
    ("l", {"l": "list(string)"}, {"l": []}, []),
    ("l", {"l": "list(int)"}, {"l": [1 << 62, -5]}, [1 << 62, -5]),
    ("!b", {"b": ExpressionType.BOOL}, {"b": False}, True),
    ("environment.gpus >= 2", {"environment.gpus": "int"}, {"environment.gpus": 1}, False),
])
def test_results(source: str, types: Dict[str, Any], values: Dict[str, Any], result: object) -> None:
    expression = Expression(source, types)
    found = expression.evaluate(values)
    assert found == result and type(found) is type(result)
    assert expression.source == source and set(expression.variables) == set(types)


def test_types(iris: Manifest) -> None:
    expression = Expression("a + b", {"a": "int", "b": "int", "unused": "string"}, type="int")
    assert expression.type == "int" and expression.variables == {"a": "int", "b": "int"}
    assert expression.evaluate({"a": 1, "b": 2, "other": object()}) == 3
    assert repr(expression) == "<Expression 'a + b': int>"
    gate = iris.expression("/rollout/gates/healthy/expression")
    assert gate.variables == {"error_ratio": "double", "latency_p99": "double"} and gate.type == "bool"
    assert gate.evaluate({"error_ratio": 0.001, "latency_p99": 0.01}) is True
    assert gate.evaluate({"error_ratio": 1, "latency_p99": 0.01}) is False


@pytest.mark.parametrize(("source", "column"), [("1 +", 4), ("1 + 'a'", 3), ("nothing", 1), ("(1", 1), ("1 + 1.0", 1), ("", 1), ("a.b(", 1)])
def test_what_is_no_expression(source: str, column: int) -> None:
    with pytest.raises(ExpressionError) as caught:
        Expression(source)
    assert caught.value.line == 1 and caught.value.column == column and str(caught.value).startswith(f"1:{column}: ")


@pytest.mark.parametrize("values", [{}, {"a": None}, {"a": 1 << 62}, {"a": -(1 << 63)}])
def test_no_result(values: Dict[str, Any]) -> None:
    with pytest.raises(EvaluationError):
        Expression("a + a", {"a": "int"}).evaluate(values)
    with pytest.raises(ArithmeticError):
        Expression("1 / a", {"a": "int"}).evaluate({"a": 0})
    with pytest.raises(EvaluationError):
        Expression("d < 1.0", {"d": "double"}).evaluate({"d": math.nan})


@pytest.mark.parametrize(("kind", "value"), [
    ("int", 1.0), ("int", "1"), ("int", True), ("int", []), ("double", "1"), ("double", True), ("double", 1j), ("bool", 1),
    ("bool", "true"), ("string", 1), ("string", b"x"), ("list(int)", 1), ("list(int)", "12"), ("list(int)", [1, "2"]),
    ("list(int)", [1.5]), ("list(string)", ["a", 1]), ("list(bool)", [1]), ("list(double)", [object()]), ("int", object()),
])
def test_values_of_wrong_types(kind: str, value: object) -> None:
    with pytest.raises(TypeError):
        Expression("v == v", {"v": kind}).evaluate({"v": value}) if not kind.startswith("list") else \
            Expression("v", {"v": kind}).evaluate({"v": value})


@pytest.mark.parametrize(("kind", "value"), [("int", 1 << 63), ("int", -(1 << 63) - 1), ("string", "\ud800"), ("list(string)", ["a\0"]),
                                             ("list(string)", ["\udfff"]), ("list(int)", [1 << 80])])
def test_values_out_of_range(kind: str, value: object) -> None:
    with pytest.raises(ArgumentError):
        Expression("v", {"v": kind}).evaluate({"v": value})


def test_numbers_too_large_for_a_double() -> None:
    with pytest.raises(TypeError):
        Expression("v", {"v": "double"}).evaluate({"v": 10 ** 400})


@pytest.mark.parametrize("variables", [{"": "int"}, {"a b": "int"}, {"a": "integer"}, {"a": 99}, {"a\0": "int"}, {1: "int"}, {"a": None},
                                       {"a": "any"}, {"in": "int"}])
def test_wrong_variables(variables: Any) -> None:
    with pytest.raises((ArgumentError, TypeError)):
        Expression("1", variables)


def test_wrong_places(iris: Manifest) -> None:
    for path, kind in (("/release/id", libmanifest.KindError), ("/rollout/gates/none/expression", KeyError), ("/nothing", LookupError)):
        with pytest.raises(kind):
            iris.expression(path)
    with pytest.raises(TypeError):
        Expression.of("manifest", "/rollout")  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Expression("1").evaluate([1])  # type: ignore[arg-type]
    with pytest.raises(libmanifest.LimitError):
        Expression("1" * 5000)
