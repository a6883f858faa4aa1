# SPDX-License-Identifier: Apache-2.0
"""Expressions: the conditions of configuration rules, gates, failures, alerts and approvals."""
import ctypes
import numbers
from ctypes import byref, c_char, c_char_p, c_double, c_int32, c_int64, c_size_t
from typing import Any, Callable, Dict, List, Mapping, Optional, Tuple, Union

from . import _declarations as c
from ._call import Handle, array, call, choice, data, each, made, out, present, string, text, whole
from ._declarations import ExpressionType
from ._library import lib
from ._manifest import Manifest

Result = Union[int, float, bool, str, List[Any]]
TypeName = Union[str, ExpressionType]


class _Variables(Handle):
    __slots__ = ()
    _unref = "mf_expression_variables_unref"


class _Values(Handle):
    __slots__ = ()
    _unref = "mf_expression_values_unref"


def _type(name: TypeName) -> ExpressionType:
    """A type by its name in the language, such as "list(int)", or as a member of the enumeration."""
    for kind in ExpressionType:
        if name == string(lib.mf_expression_type_name(kind)):
            return kind
    found: ExpressionType = choice(ExpressionType, name, "type")
    return found


def _number(value: Any, name: str) -> float:
    if isinstance(value, bool) or not isinstance(value, numbers.Real):
        raise TypeError(f"{name} must be a number, not {type(value).__name__}")
    try:
        return float(value)
    except OverflowError:
        raise TypeError(f"{name} is too large for a number") from None


def _truth(value: Any, name: str) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be bool, not {type(value).__name__}")
    return value


#: For each type: the function that gives a value to a variable, the conversion, and the type of an entry in C.
_SETTERS: Dict[ExpressionType, Tuple[str, Callable[[Any, str], Any], Any]] = {
    ExpressionType.INT: ("int", whole, c_int64),
    ExpressionType.DOUBLE: ("double", _number, c_double),
    ExpressionType.BOOL: ("bool", _truth, c_int32),
    ExpressionType.STRING: ("text", text, c_char_p),
}


def _set(values: _Values, name: str, kind: ExpressionType, value: Any) -> None:
    where = text(name, "name")
    if kind > ExpressionType.LIST:
        word, convert, entry = _SETTERS[ExpressionType(kind - ExpressionType.LIST)]
        if isinstance(value, (str, bytes)) or not hasattr(value, "__iter__"):
            raise TypeError(f"{name} must be a list, not {type(value).__name__}")
        entries = [convert(one, f"an entry of {name}") for one in value]
        call(getattr(lib, f"mf_expression_values_set_{word}s"), values._pointer, where, array(entry, entries), len(entries))
    elif kind == ExpressionType.STRING:
        if not isinstance(value, str):
            raise TypeError(f"{name} must be str, not {type(value).__name__}")
        content = data(value, name)
        call(lib.mf_expression_values_set_text, values._pointer, where, content, len(content))
    else:
        word, convert, _ = _SETTERS[kind]
        call(getattr(lib, f"mf_expression_values_set_{word}"), values._pointer, where, convert(value, name))


def _entry(values: Any, kind: ExpressionType, index: int) -> Any:
    if kind == ExpressionType.STRING:
        pointer, size = ctypes.POINTER(c_char)(), c_size_t()
        present(call(lib.mf_expression_values_result_text, values, index, byref(pointer), byref(size)), "")
        return ctypes.string_at(pointer, size.value).decode("utf-8")
    word, _, entry = _SETTERS[kind]
    value = entry()
    present(call(getattr(lib, f"mf_expression_values_result_{word}"), values, index, byref(value)), "")
    return bool(value.value) if kind == ExpressionType.BOOL else value.value


class Expression(Handle):
    """A compiled expression. It never changes, and may be evaluated by several threads at once.

    Expression("latency_p99 < 0.2 && errors == 0", {"latency_p99": "double", "errors": "int"}).evaluate({"latency_p99": 0.1, "errors": 0})
    """

    __slots__ = ()
    _unref = "mf_expression_unref"

    def __init__(self, source: str, variables: Optional[Mapping[str, TypeName]] = None, *, type: TypeName = "any") -> None:
        """Compiles a text against its variables: each name with "int", "double", "bool", "string" or "list(…)" of one of them.

        ExpressionError, with line and column, where it is not good; it must have `type` unless that is "any".
        """
        with made(_Variables, lib.mf_expression_variables_new) as declared:
            for name, kind in (variables or {}).items():
                call(lib.mf_expression_variables_add, declared._pointer, text(name, "name"), _type(kind))
            content, pointer = data(source, "source"), out(Expression)
            call(lib.mf_expression_compile, content, len(content), declared._pointer, _type(type), byref(pointer))
        super().__init__(pointer)

    @classmethod
    def of(cls, manifest: Manifest, path: str) -> "Expression":
        """Compiles an expression of a manifest, such as that at `/rollout/gates/latency/expression`, with the variables it sees there."""
        if not isinstance(manifest, Manifest):
            raise TypeError(f"manifest must be a Manifest, not {manifest.__class__.__name__}")
        pointer = out(Expression)
        present(call(lib.mf_expression_compile_at, manifest._pointer, text(path, "path"), byref(pointer)), path)
        expression = cls.__new__(cls)
        Handle.__init__(expression, pointer)
        return expression

    @property
    def source(self) -> str:
        """The text it was compiled from."""
        return string(lib.mf_expression_source(self._pointer))

    @property
    def type(self) -> str:
        """The type of its result."""
        return string(lib.mf_expression_type_name(lib.mf_expression_result_type(self._pointer)))

    @property
    def variables(self) -> Dict[str, str]:
        """The variables that it uses, each with its type."""
        return {name: string(lib.mf_expression_type_name(kind)) for name, kind in self._types().items()}

    def _types(self) -> Dict[str, ExpressionType]:
        owner = self._pointer
        return {
            string(lib.mf_expression_variable_name(owner, index)): ExpressionType(lib.mf_expression_variable_type(owner, index))
            for index in each(lib.mf_expression_variable_count(owner), int)
        }

    def evaluate(self, values: Optional[Mapping[str, Any]] = None) -> Result:
        """The result for these values. Those that it does not use do not matter; one that is None or missing has no data.

        EvaluationError where there is no result: no data, an integer that overflows, a division by zero.
        """
        given = {} if values is None else values
        if not isinstance(given, Mapping):
            raise TypeError(f"values must be a mapping, not {given.__class__.__name__}")
        with made(_Values, lib.mf_expression_values_new) as held:
            for name, kind in self._types().items():
                if given.get(name) is not None:
                    _set(held, name, kind, given[name])
            call(lib.mf_expression_evaluate, self._pointer, held._pointer)
            kind = ExpressionType(lib.mf_expression_values_result_type(held._pointer))
            if kind < ExpressionType.LIST:
                result: Result = _entry(held._pointer, kind, 0)
                return result
            count = lib.mf_expression_values_result_count(held._pointer)
            return [_entry(held._pointer, ExpressionType(kind - ExpressionType.LIST), index) for index in range(count)]

    def _describe(self) -> str:
        return f" {self.source!r}: {self.type}"
