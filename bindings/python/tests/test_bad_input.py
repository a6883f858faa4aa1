# SPDX-License-Identifier: Apache-2.0
"""Whatever a caller does, there is a clear exception, and the interpreter lives on."""
import ctypes
import inspect
import itertools
import pickle
from pathlib import Path
from typing import Any, Callable, Dict, Iterator, List, Tuple

import libmanifest
import pytest
from libmanifest import ArgumentError, Builder, ClosedError, Key, Manifest, _call

NUL = "a\0b"
SURROGATE = "/release/\ud800"
CLEAR = (libmanifest.Error, TypeError, ValueError, LookupError, OverflowError, OSError)
NONSENSE: List[Any] = [None, True, 0, -1, 1 << 80, 1.5, float("nan"), "", NUL, SURROGATE, "/release/id", b"", b"\xff\0", [], [None],
                       {}, {"a": object()}, object(), lambda *_: 1 / 0, Ellipsis, memoryview(b"x"), ctypes.c_void_p(1)]


class Odd:
    """Says that it is an index or a path, and then is not."""

    def __index__(self) -> int:
        raise RuntimeError("no index")

    def __fspath__(self) -> str:
        raise RuntimeError("no path")


@pytest.mark.parametrize("text", [NUL, SURROGATE])
def test_paths_that_are_no_text(iris: Manifest, text: str) -> None:
    builder = Builder()
    calls: List[Callable[[], Any]] = [
        lambda: iris[text], lambda: text in iris, lambda: iris.kind(text), lambda: iris.get(text), lambda: iris.to_python(text),
        lambda: iris.position(text), lambda: iris.expression(text), lambda: iris.get_int(text),
        lambda: builder.__setitem__(text, 1), lambda: builder.__delitem__(text), lambda: builder.append(text, {}),
        lambda: libmanifest.schema(text), lambda: libmanifest.set_value("schema: manifest/v1", text, "1"),
        lambda: libmanifest.Expression("1", {text: "int"}), lambda: iris.resolve([text]),  # type: ignore[arg-type]
    ]
    for call in calls:
        with pytest.raises((ArgumentError, TypeError, AttributeError)) as caught:
            call()
        assert not isinstance(caught.value, AttributeError) or call is calls[-1]


def test_texts_may_hold_nul_and_are_then_judged() -> None:
    with pytest.raises(libmanifest.InvalidError):
        Manifest.parse("schema: manifest/v1\0")
    with pytest.raises(libmanifest.MalformedError):
        libmanifest.canonicalize('{"a": 1}\0')
    assert libmanifest.canonicalize('"\\u0000"') == b'"\\u0000"'
    with pytest.raises(ArgumentError):
        Builder()["/release/description"] = NUL


@pytest.mark.parametrize("function", [Manifest.parse, libmanifest.canonicalize, libmanifest.validate_text, Key.parse, libmanifest.Lockfile.parse])
def test_surrogates_are_no_text(function: Callable[[str], Any]) -> None:
    with pytest.raises(ArgumentError, match="surrogate at index 3"):
        function("abc\udc80")


@pytest.mark.parametrize("function", [Manifest.load, Key.load, libmanifest.Lockfile.load, libmanifest.Rules.load, libmanifest.hash_file,
                                      libmanifest.hash_artifacts, libmanifest.validate_file, libmanifest.Overrides.load])
def test_names_of_files(function: Callable[[Any], Any], tmp_path: Path) -> None:
    wrong: List[Any] = [NUL, b"a\0b", "\ud800"]
    for path in wrong:
        with pytest.raises(ArgumentError):
            function(path)
    other: List[Any] = [None, 1, 1.5, ["a"]]
    for path in other:
        with pytest.raises(TypeError):
            function(path)
    missing: List[Any] = [tmp_path / "nothing", str(tmp_path / "nothing"), str(tmp_path / "noth\udcffing"), bytes(tmp_path / "nothing")]
    for path in missing:
        with pytest.raises(OSError) as caught:
            function(path)
        assert isinstance(caught.value, libmanifest.FileError)


@pytest.mark.parametrize("number", [1 << 53, -(1 << 53), 1 << 63, -(1 << 63) - 1, 1 << 80])
def test_huge_integers(number: int) -> None:
    builder = Builder()
    with pytest.raises(libmanifest.Error):
        builder["/release/labels/x/value"] = 1
        builder["/build/materials/x/size"] = number
        builder.build()
    with pytest.raises(libmanifest.Error):
        Manifest.from_dict({"schema": "manifest/v1", "build": {"materials": [{"name": "x", "size": number}]}})
    with pytest.raises(libmanifest.Error):
        libmanifest.canonicalize(str(number))


@pytest.mark.parametrize("field", ["maximum_input", "maximum_memory", "maximum_depth", "maximum_entries", "maximum_string",
                                   "maximum_findings"])
def test_limits_out_of_range(field: str) -> None:
    for value in (-1, 1 << 64, 1 << 100):
        with pytest.raises(ArgumentError):
            Manifest.parse("schema: manifest/v1", **{field: value})  # type: ignore[arg-type]
    for wrong in ("1", 1.5, True, []):
        with pytest.raises(TypeError):
            Manifest.parse("schema: manifest/v1", **{field: wrong})  # type: ignore[arg-type]
    for other in ("size", "reserved", "profiles", "limit"):
        with pytest.raises(TypeError):
            Manifest.parse("schema: manifest/v1", **{other: 1})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["", "Release\0", "releases", "any", 0, 3, -1, None, 1.5, []])
def test_unknown_profiles(iris: Manifest, name: Any) -> None:
    calls: List[Callable[..., Any]] = [
        iris.validate, lambda profile: iris.sign(Key.generate(), profile=profile),
        lambda profile: Manifest.parse("schema: manifest/v1", profile=profile), lambda profile: Builder().build(profile=profile),
    ]
    for call in calls:
        with pytest.raises((ArgumentError, TypeError)):
            call(profile=name)


@pytest.mark.parametrize("value", [object(), {1, 2}, {"a": object()}, [b"x"], {"a": float("nan")}, [float("inf")], None, b"x"])
def test_values_that_are_no_json(value: Any) -> None:
    builder = Builder()
    with pytest.raises((TypeError, ValueError, libmanifest.Error)):
        builder["/release"] = value
    with pytest.raises((TypeError, ValueError, libmanifest.Error)):
        Manifest.from_dict(value)
    circle: List[Any] = []
    circle.append(circle)
    with pytest.raises((ValueError, RecursionError)):
        builder["/release"] = circle


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1 << 60, 10 ** 400, "\ud800"])
def test_scalars_that_no_field_can_have(value: Any) -> None:
    with pytest.raises((libmanifest.Error, OverflowError)):
        Builder()["/build/evaluations/x/value"] = value


def handles(iris: Manifest) -> Iterator[Tuple[Any, List[Callable[[Any], Any]]]]:
    """One of every class with a handle, and everything that can be done with it."""
    key = Key.generate()
    envelope = iris.sign(key)
    made: List[Any] = [
        Manifest.from_dict(iris.to_dict()), iris.validate(), Key.generate(), libmanifest.verify(envelope, key), Builder(),
        libmanifest.Rules.parse("schema: rules/v1\n"), libmanifest.hash_artifacts(Path(__file__).parent),
        libmanifest.ModelFile.load(__file__), libmanifest.Lockfile.parse("numpy==2.1.0\n", format="requirements"), iris.resolve(), libmanifest.Expression("1"),
        libmanifest.Overrides.from_assignments(["a=1"]), iris.diff(Builder().build()),
        iris.parity(iris), libmanifest.ParityPolicy.parse("schema: parity/v1\n"),
    ]
    arguments: Dict[str, Tuple[Any, ...]] = {
        "get": ("/release/id",), "kind": ("/release",), "get_int": ("",), "node": ("",), "get_text": ("",), "get_number": ("",), "get_bool": ("",), "position": ("",),
        "expression": ("",), "verify_artifacts": ("/",), "save": ("/nonexistent/file",), "save_public": ("/nonexistent/file",),
        "sign": (key,), "count": ("error",), "append": ("/artifacts", {}), "diff": (iris,), "parity": (iris,), "count_outcome": ("same",), "import_into": (Builder(), "x.lock"), "check_lockfiles": ("/",), "update": ({"/release/id": "x"},),
        "__getitem__": (0,), "__contains__": ("/release",), "__setitem__": ("/release/id", "x"), "__delitem__": ("/release/id",),
    }
    skipped = {"close", "closed", "__class__", "__doc__", "__module__", "__slots__", "__weakref__", "__init__", "__new__", "__enter__",
               "__exit__", "__copy__", "__deepcopy__", "__reduce_ex__", "__repr__", "__str__", "__format__", "__sizeof__", "__dir__",
               "__init_subclass__", "__subclasshook__", "__getattribute__", "__setattr__", "__delattr__", "__getstate__", "__ne__",
               "__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__annotations__", "__orig_bases__", "__hash__", "__bool__", "__reduce__"}
    for handle in made:
        uses: List[Callable[[Any], Any]] = []
        for name in dir(type(handle)):
            member = inspect.getattr_static(type(handle), name)
            if name in skipped or (name.startswith("_") and not name.startswith("__")) or isinstance(member, classmethod):
                continue
            if isinstance(member, property):
                uses.append(lambda one, name=name: getattr(one, name))  # type: ignore[misc]
            elif callable(member):
                given = ("batch_limit",) if name in ("__getitem__", "__contains__") and type(handle).__name__ == "Configuration" else (
                    ("/release",) if name == "__getitem__" and isinstance(handle, Manifest) else arguments.get(name, ()))
                uses.append(lambda one, name=name, given=given: exhaust(getattr(type(one), name)(one, *given)))  # type: ignore[misc]
        yield handle, uses


def exhaust(result: Any) -> Any:
    return list(result) if inspect.isgenerator(result) or isinstance(result, map) else result


def test_closed_handles(iris: Manifest) -> None:
    seen = 0
    for handle, uses in handles(iris):
        assert isinstance(handle, _call.Handle) and not handle.closed
        with handle as same:
            assert same is handle
        assert handle.closed and repr(handle) == f"<{type(handle).__name__} closed>"
        handle.close()
        for use in uses:
            with pytest.raises(ClosedError, match=f"this {type(handle).__name__} was closed"):
                use(handle)
            seen += 1
        with pytest.raises(ClosedError):
            with handle:
                pass
    assert seen >= 75


def test_closed_handles_as_arguments(iris: Manifest, tmp_path: Path) -> None:
    closed: Dict[str, Any] = {type(handle).__name__: handle for handle, _ in handles(iris)}
    for handle in closed.values():
        handle.close()
    calls: List[Callable[[], Any]] = [
        lambda: iris.sign(closed["Key"]), lambda: libmanifest.verify(b"{}", closed["Key"]), lambda: iris.validate(rules=closed["Rules"]),
        lambda: iris.resolve(closed["Overrides"]), lambda: iris.resolve(running=closed["Configuration"]),
        lambda: Builder(closed["Manifest"]), lambda: libmanifest.verify_artifacts(closed["Manifest"], tmp_path),
        lambda: libmanifest.Expression.of(closed["Manifest"], "/rollout"), lambda: closed["Manifest"] == iris,
    ]
    for call in calls:
        with pytest.raises(ClosedError):
            call()


def test_classes_that_are_not_called(iris: Manifest) -> None:
    for kind in (Manifest, Key, libmanifest.Report, libmanifest.Lockfile, libmanifest.Tree, libmanifest.Rules, libmanifest.Verified,
                 libmanifest.Overrides, libmanifest.Configuration, libmanifest.Parity):
        for wrong in (None, 0, 1, b"x", ctypes.c_void_p(1), object(), ctypes.pointer(ctypes.c_int(1))):
            with pytest.raises(TypeError, match="not made by calling it"):
                kind(wrong)
    for handle, _ in handles(iris):
        if not isinstance(handle, Manifest):
            with pytest.raises(TypeError, match="cannot be pickled"):
                pickle.dumps(handle)


def test_errors_can_be_pickled() -> None:
    with pytest.raises(libmanifest.InvalidError) as caught:
        Manifest.parse("schema: manifest/v1\nrelease: 1\n")
    again = pickle.loads(pickle.dumps(caught.value))
    assert type(again) is type(caught.value) and str(again) == str(caught.value) and again.line == 2 and again.report is None


def test_every_exception_says_its_code() -> None:
    error = libmanifest.LimitError("too much", line=3, column=4, path="/a", source="file")
    assert str(error) == "file:3:4: too much [/a]" and error.name == "MF_ERROR_LIMIT" and error.code == libmanifest.Status.ERROR_LIMIT
    assert libmanifest.Error("x", code=-999).name == "status -999"
    assert str(libmanifest.AbsentError("no value")) == "no value"  # and not in quotes, as that of a KeyError is


def callables() -> Iterator[Tuple[str, Callable[..., Any]]]:
    for name in libmanifest.__all__:
        thing = getattr(libmanifest, name)
        if inspect.isclass(thing) and issubclass(thing, _call.Handle):
            for member in dir(thing):
                if not member.startswith("_") and inspect.ismethod(getattr(thing, member)):
                    yield f"{name}.{member}", getattr(thing, member)
        if inspect.isfunction(thing) or (inspect.isclass(thing) and thing in (Builder, libmanifest.Expression)):
            yield name, thing


@pytest.mark.parametrize(("name", "function"), list(callables()), ids=[name for name, _ in callables()])
def test_every_function_survives_nonsense(name: str, function: Callable[..., Any]) -> None:
    count = sum(parameter.default is inspect.Parameter.empty and parameter.kind == inspect.Parameter.POSITIONAL_OR_KEYWORD
                for parameter in inspect.signature(function).parameters.values())
    values = NONSENSE + [Odd()]
    for given in itertools.islice(itertools.product(values, repeat=count), 600):
        try:
            exhaust(function(*given))
        except CLEAR:
            pass
        except RuntimeError as error:
            assert str(error) in ("no index", "no path")


def test_methods_survive_nonsense(iris: Manifest) -> None:
    for handle, _ in handles(iris):
        for name in dir(type(handle)):
            member = inspect.getattr_static(type(handle), name)
            if (name.startswith("_") and name not in ("__getitem__", "__contains__", "__setitem__", "__eq__")) or not callable(member):
                continue
            for value in NONSENSE + [Odd()]:
                for given in ([value], [value, value], ["/release/id", value]):
                    try:
                        if name != "close":
                            exhaust(getattr(type(handle), name)(handle, *given))
                    except CLEAR:
                        pass
                    except RuntimeError as error:
                        assert str(error) in ("no index", "no path")
