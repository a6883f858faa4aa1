# SPDX-License-Identifier: Apache-2.0
"""Signed releases: verification against the keys that the caller trusts."""
import ctypes
from ctypes import byref
from typing import Iterable, Optional, Tuple, Union

from ._call import Bytes, Data, Handle, Time, choice, contents, data, each, made, options, seconds, size, string
from ._declarations import Profile
from ._key import Key, key_arguments
from ._library import lib
from ._manifest import Manifest, sign_options
from ._report import made_with_report
from ._rules import Rules


class Verified(Handle):
    """What a verification established."""

    __slots__ = ()
    _unref = "mf_verified_unref"

    @property
    def manifest(self) -> Manifest:
        """The manifest that was parsed from exactly the bytes that were verified. None of an envelope of another type."""
        owner = self._pointer
        pointer = lib.mf_verified_manifest(owner)
        if not pointer:
            raise ValueError("this is the envelope of something else than a release: it has a payload, and no manifest")
        return Manifest(lib.mf_manifest_ref(pointer))

    @property
    def digest(self) -> str:
        """The digest of the manifest, "" of an envelope of another type."""
        return string(lib.mf_verified_digest(self._pointer))

    @property
    def payload_type(self) -> str:
        """The type of the payload that was signed."""
        return string(lib.mf_verified_payload_type(self._pointer))

    @property
    def payload(self) -> bytes:
        """The bytes that were signed."""
        owner = self._pointer
        return contents(lib.mf_verified_payload(owner))

    @property
    def signers(self) -> Tuple[str, ...]:
        """The ids of the trusted keys that signed, in the order in which the keys were given."""
        owner = self._pointer
        return tuple(each(lib.mf_verified_signer_count(owner), lambda index: string(lib.mf_verified_signer(owner, index))))

    @property
    def threshold(self) -> int:
        """How many signers were asked for."""
        threshold: int = lib.mf_verified_threshold(self._pointer)
        return threshold

    def _describe(self) -> str:
        return f" {self.digest[:19] or self.payload_type}, {len(self.signers)} of {self.threshold} needed"


def _content(envelope: Data) -> Tuple[bytes, int]:
    content = data(envelope, "envelope")
    return content, len(content)


def verify(envelope: Data, keys: Union[Key, Iterable[Key]], *, threshold: int = 1, profile: Union[str, Profile] = "release",
           time: Time = None, **limits: int) -> Verified:
    """Verifies a signed release against trusted keys, of which `threshold` must have signed.

    Raises SignatureError, PayloadError or ExpiredError, all of them VerificationErrors; InvalidError where the manifest does not
    pass the profile; MalformedError where it is no envelope. Expiry is checked against `time`, and not at all without one.
    """
    reading = options("mf_read_options", **limits)
    chosen = options("mf_verify_options", threshold=size(threshold, "threshold"), profile=choice(Profile, profile, "profile"),
                     time=seconds(time), limits=ctypes.pointer(reading))
    return made_with_report(Verified, lib.mf_envelope_verify, *_content(envelope), *key_arguments(keys), byref(chosen))[0]


def verify_any(envelope: Data, keys: Union[Key, Iterable[Key]], *, threshold: int = 1, **limits: int) -> Verified:
    """Verifies any DSSE envelope, signatures and threshold alone. Look at `payload_type` before you use `payload`."""
    reading = options("mf_read_options", **limits)
    chosen = options("mf_verify_options", threshold=size(threshold, "threshold"), limits=ctypes.pointer(reading))
    return made(Verified, lib.mf_envelope_verify_any, *_content(envelope), *key_arguments(keys), byref(chosen))


def add_signatures(envelope: Data, *keys: Key, profile: Union[str, Profile] = "release", rules: Optional[Rules] = None) -> bytes:
    """The envelope with a signature of each key added. The signatures that it has are kept, and not verified."""
    chosen = sign_options(profile, rules)
    made_envelope, _ = made_with_report(Bytes, lib.mf_envelope_sign, *_content(envelope), *key_arguments(keys), byref(chosen))
    return made_envelope.take()
