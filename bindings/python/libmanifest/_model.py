# SPDX-License-Identifier: Apache-2.0
"""Files of models: what their headers say of tensors, parameters, inputs and outputs. Nothing of a file is ever executed."""
from ctypes import byref
from typing import Any, Dict, Iterator, NamedTuple, Optional, Tuple

from . import _declarations as c
from ._call import FilePath, Handle, each, file_path, indexed, made, options, string
from ._library import lib


class Tensor(NamedTuple):
    """A tensor, input or output. `shape` is None where the file does not say; a dimension of any size is -1."""

    name: str
    type: str
    shape: Optional[Tuple[int, ...]]


def _tensor(pointer: Any) -> Tensor:
    rank = lib.mf_model_tensor_rank(pointer)
    shape = None if rank < 0 else tuple(each(rank, lambda index: lib.mf_model_tensor_dimension(pointer, index)))
    return Tensor(string(lib.mf_model_tensor_name(pointer)), string(lib.mf_model_tensor_type(pointer)), shape)


class ModelFile(Handle):
    """What a file of a model says of itself. Iterating it gives its tensors, in the order of their names."""

    __slots__ = ()
    _unref = "mf_model_unref"

    @classmethod
    def load(cls, path: FilePath, **limits: int) -> "ModelFile":
        """Reads the header of a file. MalformedError where it is not as its format wants it."""
        chosen = options("mf_model_options", **limits)
        return made(cls, lib.mf_model_read, file_path(path), byref(chosen))

    @property
    def format(self) -> str:
        """The format, such as "safetensors"; "unknown" if it is none that is known."""
        return string(lib.mf_model_format(self._pointer))

    @property
    def kind(self) -> str:
        """The kind of artifact that such a file usually is."""
        return string(lib.mf_model_kind(self._pointer))

    @property
    def media_type(self) -> str:
        """The media type of the format, or ""."""
        return string(lib.mf_model_media_type(self._pointer))

    @property
    def size(self) -> int:
        """The size of the file in bytes."""
        size: int = lib.mf_model_size(self._pointer)
        return size

    @property
    def parameters(self) -> int:
        """The number of parameters: elements of all tensors."""
        parameters: int = lib.mf_model_parameters(self._pointer)
        return parameters

    def _flag(self, flag: int) -> bool:
        return bool(lib.mf_model_flags(self._pointer) & flag)

    @property
    def runs_code(self) -> bool:
        """Whether loading the file can run code that is in it."""
        return self._flag(c.MF_MODEL_RUNS_CODE)

    @property
    def has_header(self) -> bool:
        """Whether tensors, parameters, inputs and outputs are known."""
        return self._flag(c.MF_MODEL_HEADER)

    @property
    def has_external_data(self) -> bool:
        """Whether some of the weights are in files beside it."""
        return self._flag(c.MF_MODEL_EXTERNAL_DATA)

    @property
    def has_other_name(self) -> bool:
        """Whether the name says another format than the contents."""
        return self._flag(c.MF_MODEL_OTHER_NAME)

    @property
    def types(self) -> Dict[str, int]:
        """The types of the tensors, each with the number of its parameters."""
        owner = self._pointer
        return {string(lib.mf_model_type(owner, index)): lib.mf_model_type_parameters(owner, index)
                for index in each(lib.mf_model_type_count(owner), int)}

    @property
    def properties(self) -> Tuple[Tuple[str, str], ...]:
        """What the header says of the whole model, such as ("producer", …), in the order of the file."""
        owner = self._pointer
        return tuple(each(lib.mf_model_property_count(owner), lambda index: (
            string(lib.mf_model_property_name(owner, index)), string(lib.mf_model_property_value(owner, index)))))

    @property
    def inputs(self) -> Tuple[Tensor, ...]:
        """The inputs that must be given; known of ONNX alone."""
        owner = self._pointer
        return tuple(each(lib.mf_model_input_count(owner), lambda index: _tensor(lib.mf_model_input_at(owner, index))))

    @property
    def outputs(self) -> Tuple[Tensor, ...]:
        """The outputs; known of ONNX alone."""
        owner = self._pointer
        return tuple(each(lib.mf_model_output_count(owner), lambda index: _tensor(lib.mf_model_output_at(owner, index))))

    def __len__(self) -> int:
        count: int = lib.mf_model_tensor_count(self._pointer)
        return count

    def __bool__(self) -> bool:
        return True

    def __getitem__(self, index: int) -> Tensor:
        owner = self._pointer
        return _tensor(lib.mf_model_tensor_at(owner, indexed(lib.mf_model_tensor_count(owner), index)))

    def __iter__(self) -> Iterator[Tensor]:
        owner = self._pointer
        return each(lib.mf_model_tensor_count(owner), lambda index: _tensor(lib.mf_model_tensor_at(owner, index)))

    def _describe(self) -> str:
        return f" {self.format}, {self.parameters} parameters in {len(self)} tensors"
