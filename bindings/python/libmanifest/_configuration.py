# SPDX-License-Identifier: Apache-2.0
"""Resolution of the configuration: the settings that a release runs with in one deployment."""
import ctypes
import json
from ctypes import byref, c_char_p, c_double, c_int32, c_int64
from typing import Any, Dict, Iterator, List, Mapping, NamedTuple, Optional, Sequence, Tuple, Union

from . import _declarations as c
from . import _html
from ._call import (
    Data, FilePath, Handle, array, call, choice, data, each, file_name, made_bytes, options, read_file, string, text,
)
from ._declarations import ConfigurationForm, Origin
from ._library import lib
from ._manifest import Manifest, Scalar
from ._report import made_with_report


class Overrides(Handle):
    """Values for some parameters, from one source: the file of a stage, the environment, a command line."""

    __slots__ = ()
    _unref = "mf_overrides_unref"

    @classmethod
    def load(cls, path: FilePath, *, origin: Union[str, Origin] = "stage", label: Optional[str] = None, **limits: int) -> "Overrides":
        """Reads a file `schema: overrides/v1`. `label` names it to people; without one its name does."""
        name = file_name(path)
        with read_file(path, limits.get("maximum_input")) as content:
            return cls._read(content.arguments, name, origin, name if label is None else label, limits)

    @classmethod
    def parse(cls, text: Data, *, label: str, origin: Union[str, Origin] = "stage", **limits: int) -> "Overrides":
        """Reads the text of such a file."""
        content = data(text, "text")
        return cls._read((content, len(content)), "", origin, label, limits)

    @classmethod
    def _read(cls, content: Tuple[Any, int], source: str, origin: Any, label: str, limits: Dict[str, int]) -> "Overrides":
        chosen = options("mf_read_options", **limits)
        return made_with_report(cls, lib.mf_overrides_read, *content, byref(chosen), choice(Origin, origin, "origin"),
                                text(label, "label"), source=source)[0]

    @classmethod
    def from_assignments(cls, assignments: Union[Sequence[str], Mapping[str, Scalar]], *, label: str = "program",
                         origin: Union[str, Origin] = "command-line") -> "Overrides":
        """Overrides from texts NAME=VALUE, or from names and values. The type of each parameter decides what its value is."""
        if isinstance(assignments, str):
            raise TypeError("assignments must be a list of texts or a mapping, not one text")
        if isinstance(assignments, Mapping):
            assignments = [f"{name}={value if isinstance(value, str) else json.dumps(value, allow_nan=False)}"
                           for name, value in assignments.items()]
        texts = [text(assignment, "assignment") for assignment in assignments]
        return made_with_report(cls, lib.mf_overrides_from_text, array(c_char_p, texts), len(texts),
                                choice(Origin, origin, "origin"), text(label, "label"))[0]


class Superseded(NamedTuple):
    """A value that another one was put in place of."""

    value: str
    origin: Origin
    label: str


class Setting:
    """One parameter of a resolved configuration. It stays good after that is closed."""

    __slots__ = ("_owner", "_setting")

    def __init__(self, owner: Any, setting: Any) -> None:
        self._owner = owner
        self._setting = setting

    @property
    def name(self) -> str:
        """The name of the parameter."""
        return string(lib.mf_setting_name(self._setting))

    @property
    def type(self) -> str:
        """Its type, as the format spells it."""
        return string(lib.mf_setting_type(self._setting))

    @property
    def text(self) -> str:
        """The value in its canonical spelling."""
        return string(lib.mf_setting_value(self._setting))

    @property
    def value(self) -> Scalar:
        """The value: of an int, number or bool that of Python, of any other type its text."""
        if self.type == "int":
            whole = c_int64()
            call(lib.mf_setting_get_int, self._setting, byref(whole))
            return whole.value
        if self.type == "number":
            return self.number
        if self.type == "bool":
            truth = c_int32()
            call(lib.mf_setting_get_bool, self._setting, byref(truth))
            return bool(truth.value)
        return self.text

    @property
    def number(self) -> float:
        """The value as a number: of a duration its seconds, of a quantity its cores or bytes."""
        number = c_double()
        call(lib.mf_setting_get_number, self._setting, byref(number))
        return number.value

    @property
    def origin(self) -> Origin:
        """Where the value comes from."""
        return Origin(lib.mf_setting_origin(self._setting))

    @property
    def label(self) -> str:
        """The label of the overrides that it comes from; "" where that is the manifest."""
        return string(lib.mf_setting_label(self._setting))

    @property
    def superseded(self) -> Tuple[Superseded, ...]:
        """The values that this one was put in place of, the last one first."""
        return tuple(each(lib.mf_setting_superseded_count(self._setting), self._superseded))

    def _superseded(self, index: int) -> Superseded:
        return Superseded(
            string(lib.mf_setting_superseded_value(self._setting, index)),
            Origin(lib.mf_setting_superseded_origin(self._setting, index)),
            string(lib.mf_setting_superseded_label(self._setting, index)),
        )

    def __repr__(self) -> str:
        return f"<Setting {self.name}={self.text}>"


class Configuration(Handle):
    """A resolved configuration: the settings by name. Two that run the same settings of the same release have one digest."""

    __slots__ = ()
    _unref = "mf_configuration_unref"

    @classmethod
    def load(cls, path: FilePath, **limits: int) -> "Configuration":
        """Reads a configuration that was written as YAML or JSON."""
        with read_file(path, limits.get("maximum_input")) as content:
            return cls._read(content.arguments, file_name(path), limits)

    @classmethod
    def parse(cls, text: Data, **limits: int) -> "Configuration":
        """Reads the text of a configuration."""
        content = data(text, "text")
        return cls._read((content, len(content)), "", limits)

    @classmethod
    def _read(cls, content: Tuple[Any, int], source: str, limits: Dict[str, int]) -> "Configuration":
        chosen = options("mf_read_options", **limits)
        return made_with_report(cls, lib.mf_configuration_read, *content, byref(chosen), source=source)[0]

    def __getitem__(self, name: str) -> Setting:
        owner = self._pointer
        setting = lib.mf_configuration_find(owner, text(name, "name"))
        if not setting:
            raise KeyError(name)
        return Setting(owner, setting)

    def __contains__(self, name: str) -> bool:
        return bool(lib.mf_configuration_find(self._pointer, text(name, "name")))

    def __len__(self) -> int:
        count: int = lib.mf_configuration_count(self._pointer)
        return count

    def __bool__(self) -> bool:
        return True

    def settings(self) -> Iterator[Setting]:
        """The settings, in the order of their names."""
        owner = self._pointer
        return each(lib.mf_configuration_count(owner), lambda index: Setting(owner, lib.mf_configuration_setting(owner, index)))

    def __iter__(self) -> Iterator[str]:
        """The names of the settings, sorted."""
        return (setting.name for setting in self.settings())

    def values(self) -> Dict[str, Scalar]:
        """Each name with its value."""
        return {setting.name: setting.value for setting in self.settings()}

    @property
    def manifest_digest(self) -> str:
        """The digest of the manifest whose settings these are."""
        return string(lib.mf_configuration_manifest(self._pointer))

    @property
    def release(self) -> str:
        """The id of the release, or ""."""
        return string(lib.mf_configuration_release(self._pointer))

    @property
    def canonical(self) -> bytes:
        """The canonical form, RFC 8785."""
        return made_bytes(lib.mf_configuration_canonical, self._pointer)

    @property
    def digest(self) -> str:
        """`sha256:` and the SHA-256 of the canonical form."""
        return made_bytes(lib.mf_configuration_digest, self._pointer).decode("ascii")

    def _write(self, form: ConfigurationForm) -> str:
        return made_bytes(lib.mf_configuration_write, self._pointer, form).decode("utf-8")

    def to_yaml(self) -> str:
        """The document as YAML."""
        return self._write(ConfigurationForm.YAML)

    def to_json(self) -> str:
        """The document as indented JSON."""
        return self._write(ConfigurationForm.JSON)

    def to_env(self) -> str:
        """The environment of the process, lines NAME=VALUE as a POSIX shell reads them. Not of one that was read from a file."""
        return self._write(ConfigurationForm.ENV)

    def to_args(self) -> List[str]:
        """The arguments of the process. Not of one that was read from a file."""
        return self._write(ConfigurationForm.ARGS).splitlines()

    def _describe(self) -> str:
        return f" {self.release or self.manifest_digest[:19]}, {len(self)} settings"

    def _repr_html_(self) -> str:
        rows = [(s.name, s.text, s.type, s.label or s.origin.name.lower()) for s in self.settings()]
        return _html.table(f"Configuration of {self.release or 'a manifest'}", ("name", "value", "type", "from"), rows, self.digest)


def resolve(manifest: Manifest, *layers: Union[Overrides, Mapping[str, Scalar]], running: Optional[Configuration] = None,
            maximum_findings: Optional[int] = None) -> Configuration:
    """The settings of one deployment: the values of the manifest, then the layers, of which the later count more.

    InvalidError, with the report, where a value is not one of its parameter or a rule of the manifest does not hold. With `running`,
    the settings that run now, only what may change while it runs may be different.
    """
    if not isinstance(manifest, Manifest):
        raise TypeError(f"manifest must be a Manifest, not {type(manifest).__name__}")
    overrides = [layer if isinstance(layer, Overrides) else Overrides.from_assignments(layer) for layer in layers]
    chosen = options("mf_resolve_options", running=None if running is None else running._pointer, maximum_findings=maximum_findings)
    pointers = array(ctypes.POINTER(c.mf_overrides), [layer._pointer for layer in overrides])
    return made_with_report(Configuration, lib.mf_configuration_resolve, manifest._pointer, pointers, len(overrides), byref(chosen))[0]
