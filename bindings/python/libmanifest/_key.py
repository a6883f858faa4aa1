# SPDX-License-Identifier: Apache-2.0
"""Ed25519 keys: generated, read and written as PEM, or held elsewhere behind a callable."""
import ctypes
from typing import Any, Callable, Iterable, Optional, Tuple, Union

from . import _declarations as c
from ._call import Bytes, Data, FilePath, Handle, array, call, data, file_path, made, made_bytes, out, raised, string, write_file
from ._errors import ArgumentError
from ._library import lib

Signer = Callable[[bytes], bytes]


def _callback(signer: Signer) -> Any:
    def sign(_: Optional[int], message: Any, size: int, signature: Any) -> int:
        try:
            answer = signer(ctypes.string_at(message, size))
            if not isinstance(answer, (bytes, bytearray, memoryview)):
                raise TypeError(f"a signer must return bytes, not {type(answer).__name__}")
            answer = bytes(answer)
            if len(answer) != c.MF_KEY_SIGNATURE_SIZE:
                raise ArgumentError(f"a signature has {c.MF_KEY_SIGNATURE_SIZE} bytes; the signer returned {len(answer)}")
            ctypes.memmove(signature, answer, len(answer))
        except BaseException as exception:  # nothing can pass through C, KeyboardInterrupt neither
            raised(exception)
            return 1
        return 0

    return c.mf_signer_callback(sign)


class Key(Handle):
    """A public key, with or without the means to sign. The secret stays in guarded memory of the C library."""

    __slots__ = ()
    _unref = "mf_key_unref"

    @classmethod
    def generate(cls) -> "Key":
        """A new key pair, from the random numbers of the system."""
        return made(cls, lib.mf_key_generate)

    @classmethod
    def load(cls, path: FilePath) -> "Key":
        """A key from a PEM file. That of a secret one must not be readable by group or others."""
        return made(cls, lib.mf_key_read_file, file_path(path))

    @classmethod
    def parse(cls, pem: Data) -> "Key":
        """A key from PEM text: PKCS#8 or SubjectPublicKeyInfo."""
        content = data(pem, "pem")
        return made(cls, lib.mf_key_read, content, len(content))

    @classmethod
    def from_public(cls, public_key: bytes) -> "Key":
        """A public key from its 32 raw bytes."""
        content = data(public_key, "public_key")
        return made(cls, lib.mf_key_new_public, (ctypes.c_uint8 * len(content)).from_buffer_copy(content), len(content))

    @classmethod
    def from_signer(cls, public_key: bytes, signer: Signer) -> "Key":
        """A key that lives elsewhere: `signer(message)` returns the 64 bytes of a pure Ed25519 signature.

        It is called on the thread that signs, once for each signature, and may block. Every signature is verified before it is used.
        An exception that it raises ends the signing with a SignerError, whose cause it is.
        """
        if not callable(signer):
            raise TypeError(f"signer must be callable, not {type(signer).__name__}")
        content = data(public_key, "public_key")
        callback = _callback(signer)
        pointer = out(cls)
        raw = (ctypes.c_uint8 * len(content)).from_buffer_copy(content)
        call(lib.mf_key_new_signer, raw, len(content), callback, None, ctypes.byref(pointer))
        pointer.callback = callback  # C holds no reference to it, and calls it as long as the key lives
        return cls(pointer)

    @property
    def id(self) -> str:
        """The key id: hexadecimal SHA-256 of the SubjectPublicKeyInfo."""
        return string(lib.mf_key_id(self._pointer))

    @property
    def public(self) -> bytes:
        """The 32 raw bytes of the public key."""
        pointer = self._pointer
        return ctypes.string_at(lib.mf_key_public(pointer), c.MF_KEY_PUBLIC_SIZE)

    @property
    def can_sign(self) -> bool:
        """Whether there is a secret, or a signer."""
        return bool(lib.mf_key_can_sign(self._pointer))

    def public_pem(self) -> bytes:
        """The public key as PEM."""
        return made_bytes(lib.mf_key_write_public, self._pointer)

    def secret_pem(self) -> bytes:
        """The secret key as PEM. The bytes are an ordinary object of Python, which nobody wipes; save() does not make one."""
        return made_bytes(lib.mf_key_write_secret, self._pointer)

    def save(self, path: FilePath) -> None:
        """Writes the secret key to a file that only its owner can read. No copy of it is made in Python."""
        write_file(made(Bytes, lib.mf_key_write_secret, self._pointer), path, 0o600)

    def save_public(self, path: FilePath) -> None:
        """Writes the public key to a file."""
        write_file(made(Bytes, lib.mf_key_write_public, self._pointer), path)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Key):
            return NotImplemented
        return self.public == other.public

    def __hash__(self) -> int:
        return hash(self.public)

    def _describe(self) -> str:
        return f" {self.id[:16]}…{', can sign' if self.can_sign else ''}"


def key_arguments(keys: Union[Key, Iterable[Key]]) -> Tuple[Any, int]:
    """An array of keys and their number. The array keeps the keys as long as it lives."""
    pointers = []
    for key in [keys] if isinstance(keys, Key) else keys:
        if not isinstance(key, Key):
            raise TypeError(f"a key must be a Key, not {type(key).__name__}")
        pointers.append(key._pointer)
    return array(ctypes.POINTER(c.mf_key), pointers), len(pointers)
