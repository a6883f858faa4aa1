#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Independent clients judge what the command makes, and the command judges what they make: securesystemslib for envelopes,
in-toto-attestation for statements, rfc8785 for canonical bytes.

    judge.py SOURCE COMMAND

Runs itself again with the interpreter of `build-test/python`, where scripts/setup has installed them; ends with
status 77, which means skipped, and a line that says why, where they are not there.
"""
import base64
import copy
import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from typing import Any, Dict, List

SOURCE = Path(sys.argv[1]).resolve()
COMMAND = Path(sys.argv[2]).resolve()
JUDGES = SOURCE / "build-test/python/bin/python"

try:
    import rfc8785
    from cryptography.hazmat.primitives.asymmetric import ed25519
    from cryptography.hazmat.primitives.serialization import load_pem_private_key
    from google.protobuf import json_format  # type: ignore[import, unused-ignore]
    from in_toto_attestation.v1 import statement_pb2
    from in_toto_attestation.v1.statement import Statement
    from securesystemslib.dsse import Envelope
    from securesystemslib.exceptions import VerificationError
    from securesystemslib.signer import CryptoSigner, SSlibKey
except ImportError as error:
    if JUDGES.exists() and not os.environ.get("MF_JUDGES"):
        os.environ["MF_JUDGES"] = "yes"
        os.execv(JUDGES, [str(JUDGES), *sys.argv])
    print(f"skipped: {error}; scripts/setup installs the judges, where there is a network", flush=True)
    sys.exit(77)

RELEASE = SOURCE / "examples/iris-classifier/manifest.yaml"
PAYLOAD_TYPE = "application/vnd.in-toto+json"


class Judges(unittest.TestCase):
    def setUp(self) -> None:
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.path = Path(scratch.name)
        for name in ("alice", "bob", "stranger"):
            self.run_command("keygen", self.path / name)
        self.keys = {name: self.public(name) for name in ("alice", "bob", "stranger")}

    def run_command(self, *arguments: Any, status: int = 0) -> bytes:
        result = subprocess.run([COMMAND, *map(str, arguments)], capture_output=True, check=False)
        self.assertEqual(result.returncode, status, result.stderr)
        return result.stdout

    def private(self, name: str) -> ed25519.Ed25519PrivateKey:
        key = load_pem_private_key((self.path / f"{name}.key").read_bytes(), None)
        assert isinstance(key, ed25519.Ed25519PrivateKey)
        return key

    def public(self, name: str) -> SSlibKey:
        return SSlibKey.from_crypto(self.private(name).public_key())

    def signed(self, *names: str) -> Dict[str, Any]:
        """The release, signed by the command."""
        out = self.path / "release.dsse.json"
        self.run_command("sign", RELEASE, "-o", out, *[word for name in names for word in ("--key", self.path / f"{name}.key")])
        envelope: Dict[str, Any] = json.loads(out.read_bytes())
        return envelope

    def known(self, envelope: Dict[str, Any], *names: str) -> List[SSlibKey]:
        """The judge looks only at keys that have the key id of the signature, so they are given those in order."""
        keys = []
        for name, signature in zip(names, envelope["signatures"]):
            key = copy.copy(self.keys[name])
            key.keyid = signature["keyid"]
            keys.append(key)
        return keys

    def accepts(self, envelope: Dict[str, Any], keys: List[SSlibKey], threshold: int) -> bool:
        try:
            return len(Envelope.from_dict(copy.deepcopy(envelope)).verify(keys, threshold)) >= threshold
        except VerificationError:
            return False

    def verify(self, envelope: Dict[str, Any], *names: str, threshold: int = 1, status: int = 0) -> None:
        path = self.path / "theirs.dsse.json"
        path.write_text(json.dumps(envelope))
        keys = [word for name in names for word in ("--key", self.path / f"{name}.pub")]
        self.run_command("verify", path, "--threshold", threshold, *keys, status=status)

    def theirs(self, payload: bytes, payload_type: str, *names: str) -> Dict[str, Any]:
        """An envelope that the judge has signed."""
        envelope = Envelope(payload, payload_type, {})
        for name in names:
            envelope.sign(CryptoSigner(self.private(name), self.keys[name]))
        result: Dict[str, Any] = envelope.to_dict()
        return result

    def test_the_judge_accepts_what_the_command_signs(self) -> None:
        envelope = self.signed("alice", "bob")
        order = ("alice", "bob")
        if not self.accepts(envelope, self.known(envelope, *order), 2):
            order = ("bob", "alice")  # the command puts signatures in an order of its own
        self.assertTrue(self.accepts(envelope, self.known(envelope, *order), 2))

    def test_the_judge_refuses_what_was_changed(self) -> None:
        envelope = self.signed("alice")
        keys = self.known(envelope, "alice")
        self.assertTrue(self.accepts(envelope, keys, 1))
        payload = bytearray(base64.b64decode(envelope["payload"]))
        payload[len(payload) // 2] ^= 1
        for changed in (
            dict(envelope, payload=base64.b64encode(bytes(payload)).decode()),
            dict(envelope, payloadType="application/json"),
            dict(envelope, payloadType=PAYLOAD_TYPE + " "),
        ):
            self.assertFalse(self.accepts(changed, keys, 1))
        self.assertFalse(self.accepts(envelope, self.known(envelope, "stranger"), 1))

    def test_the_command_verifies_what_the_judge_signs(self) -> None:
        payload = base64.b64decode(self.signed("stranger")["payload"])
        envelope = self.theirs(payload, PAYLOAD_TYPE, "alice", "bob")
        self.verify(envelope, "alice")
        self.verify(envelope, "alice", "bob", threshold=2)
        self.verify(envelope, "stranger", status=1)
        self.verify(envelope, "alice", "stranger", threshold=2, status=1)
        self.verify(dict(envelope, payloadType="application/json"), "alice", status=1)
        self.verify(dict(envelope, signatures=[]), "alice", status=1)
        twice = self.theirs(payload, PAYLOAD_TYPE, "alice")
        twice["signatures"] = twice["signatures"] + [dict(twice["signatures"][0], keyid="another")]
        self.verify(twice, "alice", "bob", threshold=2, status=1)

    def test_the_command_refuses_other_payloads_of_a_trusted_key(self) -> None:
        payload = base64.b64decode(self.signed("alice")["payload"])
        for other in (b"", b"{}", payload + b"\n", b" " + payload, payload.replace(b"Iris classifier", b"Rose classifier", 1)):
            self.verify(self.theirs(other, PAYLOAD_TYPE, "alice"), "alice", status=1)
        self.verify(self.theirs(payload, "text/plain", "alice"), "alice", status=1)
        self.verify(self.theirs(payload, PAYLOAD_TYPE.upper(), "alice"), "alice", status=1)

    def test_the_statement_is_one(self) -> None:
        payload = base64.b64decode(self.signed("alice")["payload"])
        message = json_format.Parse(payload, statement_pb2.Statement())
        statement = Statement.copy_from_pb(message)
        statement.validate()
        digest = self.run_command("digest", RELEASE).decode().split()[-1]
        self.assertIn(digest, [f"sha256:{subject.digest['sha256']}" for subject in statement.pb.subject])
        del message.subject[:]
        with self.assertRaises(ValueError):
            Statement.copy_from_pb(message).validate()

    def test_canonical_bytes_are_those_of_rfc8785(self) -> None:
        documents = [RELEASE, *sorted((SOURCE / "tests/vectors").rglob("*.yaml"))]
        self.assertGreater(len(documents), 5)
        compared = 0
        for document in documents:
            result = subprocess.run([COMMAND, "canonicalize", document], capture_output=True, check=False)
            if result.returncode == 0:
                # As JSON has numbers and no integers: the judge takes integers of Python for such, and then only up to 2^53.
                value = json.loads(result.stdout, parse_int=lambda text: int(text) if abs(int(text)) < 2**53 else float(text))
                self.assertEqual(result.stdout, rfc8785.dumps(value), document)
                compared += 1
        self.assertGreater(compared, 5)

    def test_canonical_bytes_of_any_json(self) -> None:
        for value in ({"\ue000": 1, "\U0001f600": [1e21, 1e-7, -0.0, 5e-324]}, ["\u2028</script>", "\x7f", "é"], {"": {"b": 1, "a": None}}, 0.1):
            path = self.path / "value.json"
            path.write_text(json.dumps(value), encoding="utf-8")
            self.assertEqual(self.run_command("canonicalize", "--json", path), rfc8785.dumps(value))


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0]])
