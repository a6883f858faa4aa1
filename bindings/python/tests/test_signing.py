# SPDX-License-Identifier: Apache-2.0
"""Keys, signers, signing and verifying."""
import base64
import json
import os
import shutil
import stat
import subprocess
from datetime import datetime, timezone
from pathlib import Path
from typing import List

import libmanifest
import pytest
from libmanifest import (
    ArgumentError, InvalidError, Key, MalformedError, Manifest, PayloadError, SignatureError, SignerError, UnusableKeyError, Verified,
    VerificationError,
)


@pytest.fixture(scope="module")
def envelope(iris: Manifest, key: Key) -> bytes:
    return iris.sign(key)


def signer_of(secret: Path) -> "libmanifest._key.Signer":
    """A signer that shares nothing with the library: the command openssl."""
    def sign(message: bytes) -> bytes:
        text = secret.with_suffix(".message")
        text.write_bytes(message)
        return subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", str(secret), "-rawin", "-in", str(text)], check=True,
                              capture_output=True).stdout
    return sign


def test_keys_through_files(tmp_path: Path, key: Key) -> None:
    key.save(tmp_path / "me.key")
    key.save_public(tmp_path / "me.pub")
    assert stat.S_IMODE((tmp_path / "me.key").stat().st_mode) == 0o600
    secret, public = Key.load(tmp_path / "me.key"), Key.load(str(tmp_path / "me.pub"))
    assert secret == public == key and hash(secret) == hash(key) and secret != Key.generate() and secret != "key"
    assert secret.can_sign and not public.can_sign and secret.id == key.id and len(public.public) == 32
    assert Key.parse(key.secret_pem()).can_sign and Key.parse(key.public_pem().decode()) == key
    assert Key.from_public(key.public) == key
    os.chmod(tmp_path / "me.key", 0o644)
    with pytest.raises(UnusableKeyError):
        Key.load(tmp_path / "me.key")
    with pytest.raises(UnusableKeyError):
        public.secret_pem()
    with pytest.raises(UnusableKeyError):
        public.save(tmp_path / "other.key")
    assert not (tmp_path / "other.key").exists()


@pytest.mark.parametrize("wrong", [b"", b"\0" * 31, b"\1" * 33, b"\0" * 32])
def test_wrong_public_keys(wrong: bytes) -> None:
    with pytest.raises(libmanifest.Error):
        Key.from_public(wrong)


def test_sign_and_verify(iris: Manifest, key: Key, envelope: bytes) -> None:
    with libmanifest.verify(envelope, [key]) as verified:
        assert verified.manifest == iris and verified.digest == iris.digest
        assert verified.signers == (key.id,) and verified.threshold == 1
        assert verified.payload == iris.statement and verified.payload_type == "application/vnd.in-toto+json"
        inside = verified.manifest
    assert inside["/release/id"] == "iris-classifier-1.0.0"
    with pytest.raises(libmanifest.ClosedError):
        verified.manifest
    assert libmanifest.verify(envelope.decode(), key).digest == iris.digest


def test_thresholds(iris: Manifest) -> None:
    keys = [Key.generate() for _ in range(3)]
    envelope = iris.sign(keys[0], keys[1])
    assert len(libmanifest.verify(envelope, keys, threshold=2).signers) == 2
    with pytest.raises(SignatureError):
        libmanifest.verify(envelope, keys, threshold=3)
    with pytest.raises(SignatureError):
        libmanifest.verify(envelope, keys[1:], threshold=2)
    with pytest.raises(VerificationError):
        libmanifest.verify(envelope, keys[2])
    more = libmanifest.add_signatures(envelope, keys[2])
    assert len(libmanifest.verify(more, keys, threshold=3).signers) == 3
    with pytest.raises(UnusableKeyError):
        libmanifest.add_signatures(more, keys[2])
    for threshold in (0, 4, 1 << 33):
        with pytest.raises(ArgumentError):
            libmanifest.verify(more, keys, threshold=threshold)


def test_every_changed_byte_is_noticed(key: Key, envelope: bytes) -> None:
    for place in range(0, len(envelope), max(1, len(envelope) // 97)):
        changed = bytearray(envelope)
        changed[place] ^= 1
        try:
            verified = libmanifest.verify(changed, key)
        except libmanifest.Error:
            continue
        assert verified.payload == base64.b64decode(json.loads(envelope)["payload"])  # a key id is a hint and may change


def test_other_envelopes(key: Key) -> None:
    def pae(kind: bytes, body: bytes) -> bytes:
        return b"DSSEv1 %d %s %d %s" % (len(kind), kind, len(body), body)

    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    body = b"hello"
    envelope = sign_by_openssl(key, pae(b"text/plain", body), "text/plain", body)
    with libmanifest.verify_any(envelope, key) as verified:
        assert verified.payload == body and verified.payload_type == "text/plain" and verified.digest == ""
        with pytest.raises(ValueError):
            verified.manifest
    with pytest.raises(PayloadError):
        libmanifest.verify(envelope, key)
    with pytest.raises(SignatureError):
        libmanifest.verify_any(envelope, Key.generate())


def sign_by_openssl(key: Key, message: bytes, kind: str, body: bytes) -> bytes:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "key.pem"
        key.save(path)
        signature = signer_of(path)(message)
    return json.dumps({"payload": base64.b64encode(body).decode(), "payloadType": kind,
                       "signatures": [{"keyid": key.id, "sig": base64.b64encode(signature).decode()}]}).encode()


def test_signer_elsewhere(iris: Manifest, key: Key, tmp_path: Path) -> None:
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl")
    key.save(tmp_path / "me.key")
    elsewhere = Key.from_signer(key.public, signer_of(tmp_path / "me.key"))
    assert elsewhere.can_sign and elsewhere == key
    assert libmanifest.verify(iris.sign(elsewhere), key).signers == (key.id,)
    with pytest.raises(UnusableKeyError):
        elsewhere.secret_pem()


def test_signer_that_raises(iris: Manifest, key: Key) -> None:
    class Unplugged(Exception):
        pass

    def raises(message: bytes) -> bytes:
        assert message.startswith(b"DSSEv1 ")
        raise Unplugged("the HSM is gone")

    with pytest.raises(SignerError) as caught:
        iris.sign(Key.from_signer(key.public, raises))
    assert isinstance(caught.value.__cause__, Unplugged)
    assert iris.sign(key)  # nothing of it is left

    def interrupted(_: bytes) -> bytes:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        iris.sign(Key.from_signer(key.public, interrupted))


@pytest.mark.parametrize("answer", [b"", b"x" * 63, b"x" * 65, b"\0" * 64, "text", None, 64])
def test_signer_that_returns_nonsense(iris: Manifest, key: Key, answer: object) -> None:
    with pytest.raises(SignerError):
        iris.sign(Key.from_signer(key.public, lambda _: answer))  # type: ignore[arg-type, return-value]


def test_signer_that_uses_the_library_itself(iris: Manifest, key: Key) -> None:
    seen: List[Verified] = []

    def nested(_: bytes) -> bytes:
        with pytest.raises(SignatureError):
            libmanifest.verify(iris.sign(key), Key.generate())
        seen.append(libmanifest.verify(iris.sign(key), key))
        return b""

    with pytest.raises(SignerError) as caught:
        iris.sign(Key.from_signer(key.public, nested))
    assert seen and isinstance(caught.value.__cause__, ArgumentError)


def test_signer_lives_as_long_as_its_key(iris: Manifest, key: Key) -> None:
    import gc

    calls: List[int] = []

    def make() -> Key:
        def counts(message: bytes) -> bytes:
            calls.append(len(message))
            return b"\0" * 64
        return Key.from_signer(key.public, counts)

    held = make()
    gc.collect()
    with pytest.raises(SignerError):
        iris.sign(held)
    assert len(calls) == 1


def test_what_cannot_be_signed(iris: Manifest, key: Key) -> None:
    draft = Manifest.parse("schema: manifest/v1\nrelease:\n  id: x-1\n")
    with pytest.raises(InvalidError) as caught:
        draft.sign(key)
    assert caught.value.report is not None and caught.value.report.errors
    assert libmanifest.verify(draft.sign(key, profile="draft"), key, profile="draft").manifest == draft
    refused: List[List[Key]] = [[], [Key.from_public(key.public)], [key, key]]
    for keys in refused:
        with pytest.raises(libmanifest.Error):
            iris.sign(*keys)
    with pytest.raises(TypeError):
        iris.sign("key")  # type: ignore[arg-type]
    with pytest.raises(libmanifest.Error):
        Manifest.parse("schema: manifest/v1").statement


def test_expired_releases(iris: Manifest, key: Key) -> None:
    with iris.builder() as builder:
        builder["/release/expires"] = "2027-01-01T00:00:00Z"
        envelope = builder.build(profile="release").sign(key)
    assert libmanifest.verify(envelope, key, time=datetime(2026, 12, 1, tzinfo=timezone.utc))
    assert libmanifest.verify(envelope, key)
    with pytest.raises(libmanifest.ExpiredError):
        libmanifest.verify(envelope, key, time=datetime(2027, 1, 2, tzinfo=timezone.utc))


@pytest.mark.parametrize("text", [b"", b"{}", b"[]", b"null", b"\0", b"{", b'{"payload":""}', b"\xff\xfe", b"schema: manifest/v1"])
def test_what_is_no_envelope(key: Key, text: bytes) -> None:
    with pytest.raises(MalformedError):
        libmanifest.verify(text, key)
    with pytest.raises(MalformedError):
        libmanifest.add_signatures(text, key)


def test_command_verifies_what_python_signed_and_the_other_way_round(iris_path: Path, key: Key, envelope: bytes, tmp_path: Path) -> None:
    command = os.environ.get("MF_COMMAND")
    if command is None:
        pytest.skip("no command is named in MF_COMMAND")
    key.save(tmp_path / "me.key")
    key.save_public(tmp_path / "me.pub")
    (tmp_path / "release.json").write_bytes(envelope)
    subprocess.run([command, "verify", "--key", str(tmp_path / "me.pub"), str(tmp_path / "release.json")], check=True,
                   capture_output=True)
    subprocess.run([command, "sign", "--key", str(tmp_path / "me.key"), str(iris_path), "-o", str(tmp_path / "other.json")], check=True,
                   capture_output=True)
    assert libmanifest.verify((tmp_path / "other.json").read_bytes(), key).signers == (key.id,)
