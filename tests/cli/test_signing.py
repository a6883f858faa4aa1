# SPDX-License-Identifier: Apache-2.0
"""keygen, sign and verify: from key files to a verified release, and what must not verify."""
import base64
import hashlib
import json
import os
import subprocess
import unittest
from typing import Any, Dict, List

from common import DRAFT, FILLED_IN, CommandTest, have_openssl

PAYLOAD_TYPE = "application/vnd.in-toto+json"


def pae(payload_type: str, payload: bytes) -> bytes:
    return b"DSSEv1 %d %s %d %s" % (len(payload_type), payload_type.encode(), len(payload), payload)


class SigningTest(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.alice = self.keygen("alice")
        self.bob = self.keygen("bob")
        self.release()

    def sign(self, *keys: str) -> str:
        options = [word for key in keys for word in ("--key", key + ".key")]
        self.good("sign", *options, "release.yaml")
        return "release.dsse.json"

    def envelope(self) -> Dict[str, Any]:
        result = json.loads(self.read("release.dsse.json"))
        assert isinstance(result, dict)
        return result

    def write_envelope(self, envelope: Dict[str, Any], name: str = "tampered.json") -> str:
        return self.write(name, json.dumps(envelope))


class Keygen(CommandTest):
    def test_two_files_and_the_id(self) -> None:
        key_id = self.keygen("k")
        self.assertEqual(self.names(), ["k.key", "k.pub"])
        self.assertEqual(self.path("k.key").stat().st_mode & 0o777, 0o600)
        self.assertEqual(self.path("k.pub").stat().st_mode & 0o777, 0o644 & ~current_umask())
        self.assertTrue(self.read("k.key").startswith("-----BEGIN PRIVATE KEY-----\n"))
        der = base64.b64decode("".join(self.read("k.pub").split("\n")[1:-2]))
        self.assertEqual(key_id, hashlib.sha256(der).hexdigest())

    def test_keys_differ(self) -> None:
        self.assertNotEqual(self.keygen("a"), self.keygen("b"))

    def test_does_not_replace(self) -> None:
        for there in ("k.key", "k.pub"):
            self.write(there, "mine")
            self.fails(2, f"{there} is there already; --force replaces it", "keygen", "k")
            self.assertEqual(self.read(there), "mine")
            self.path(there).unlink()
        os.symlink("nowhere", self.path("k.key"))
        self.fails(2, "k.key is there already", "keygen", "k")

    def test_force_replaces(self) -> None:
        self.write("k.key", "old")
        self.path("k.key").chmod(0o644)
        self.write("target", "mine")
        os.symlink("target", self.path("k.pub"))
        self.good("keygen", "--force", "k")
        self.assertEqual(self.path("k.key").stat().st_mode & 0o777, 0o600)
        self.assertIn("PRIVATE KEY", self.read("k.key"))
        self.assertEqual(self.read("target"), "mine")

    def test_leaves_no_half_of_a_pair(self) -> None:
        self.fails(2, "missing/k.key", "keygen", "missing/k")
        os.mkdir(self.path("k.pub"))
        self.fails(2, "error: ", "keygen", "k")
        self.path("k.pub").rmdir()
        self.fails(2, "NAME is", "keygen", "-")
        self.fails(2, "NAME is", "keygen", "")

    @unittest.skipUnless(have_openssl(), "openssl is not installed")
    def test_openssl_reads_them(self) -> None:
        self.keygen("k")
        public = subprocess.run(["openssl", "pkey", "-in", "k.key", "-pubout"], cwd=self.directory, check=True,
                                stdout=subprocess.PIPE).stdout
        self.assertEqual(public.decode(), self.read("k.pub"))


def current_umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


class Sign(SigningTest):
    def test_envelope(self) -> None:
        self.assertEqual(self.good("sign", "--key", "alice.key", "release.yaml").out, "")
        envelope = self.envelope()
        self.assertEqual(envelope["payloadType"], PAYLOAD_TYPE)
        self.assertEqual([signature["keyid"] for signature in envelope["signatures"]], [self.alice])
        statement = json.loads(base64.b64decode(envelope["payload"]))
        self.assertEqual(statement["predicate"], json.loads(self.good("canonicalize", "release.yaml").out))

    def test_name_of_the_output(self) -> None:
        text = self.read("release.yaml")
        self.good("convert", "--to", "json", "release.yaml", "-o", "a.json")
        for name, output in (("b.yml", "b.dsse.json"), ("a.json", "a.dsse.json"), ("c", "c.dsse.json"),
                             ("d.txt", "d.txt.dsse.json")):
            if not self.path(name).exists():
                self.write(name, text)
            self.good("sign", "--key", "alice.key", name)
            self.good("verify", "--key", "alice.pub", output)
        self.good("sign", "--key", "alice.key", "release.yaml", "-o", "out")
        self.good("verify", "--key", "alice.pub", "out")
        os.mkdir(self.path("x.yaml"))
        self.write("x.yaml/release", text)
        self.good("sign", "--key", "alice.key", "x.yaml/release")
        self.assertTrue(self.path("x.yaml/release.dsse.json").exists())

    def test_standard_streams(self) -> None:
        result = self.good("sign", "--key", "alice.key", "-", stdin=self.read("release.yaml"))
        self.good("verify", "--key", "alice.pub", "-", stdin=result.out)
        second = self.good("sign", "--key", "bob.key", "-", stdin=result.out)
        self.good("verify", "--key", "alice.pub", "--key", "bob.pub", "--threshold", "2", "-", stdin=second.out)
        self.good("sign", "--key", "-", "release.yaml", stdin=self.read("alice.key"))
        self.good("verify", "--key", "alice.pub", "release.dsse.json")

    def test_one_more_signature(self) -> None:
        name = self.sign("alice")
        self.path(name).chmod(0o640)
        first = self.envelope()
        self.good("sign", "--key", "bob.key", name)
        both = self.envelope()
        self.assertEqual(both["payload"], first["payload"])
        self.assertEqual(both["signatures"][0], first["signatures"][0])
        self.assertEqual([signature["keyid"] for signature in both["signatures"]], [self.alice, self.bob])
        self.assertEqual(self.path(name).stat().st_mode & 0o777, 0o640)
        self.good("verify", "--key", "alice.pub", "--key", "bob.pub", "--threshold", "2", name)

    def test_refuses_keys(self) -> None:
        self.fails(2, "--key is needed", "sign", "release.yaml")
        self.fails(2, "error: ", "sign", "--key", "alice.pub", "release.yaml")
        self.fails(2, "error: ", "sign", "--key", "alice.key", "--key", "alice.key", "release.yaml")
        self.fails(2, "missing.key", "sign", "--key", "missing.key", "release.yaml")
        self.fails(2, "error: ", "sign", "--key", self.write("no.key", "no key"), "release.yaml")
        self.fails(2, "only one --key", "sign", "--key", "-", "--key", "-", "release.yaml", stdin=self.read("alice.key"))
        self.fails(2, "cannot both be standard input", "sign", "--key", "-", "-", stdin=self.read("alice.key"))
        self.fails(2, "(standard input)", "sign", "--key", "-", "release.yaml")
        self.fails(2, "error: ", "sign", "--key", "-", "release.yaml", stdin=b"x" * 100000)
        self.path("alice.key").chmod(0o640)
        self.fails(2, "alice.key", "sign", "--key", "alice.key", "release.yaml")
        name = self.sign("bob")
        self.fails(2, "error: ", "sign", "--key", "bob.key", name)

    def test_secrets_are_not_printed(self) -> None:
        secret = self.read("alice.key").split("\n")[1]
        self.path("alice.key").chmod(0o644)
        result = self.fails(2, "alice.key", "sign", "--key", "alice.key", "release.yaml")
        self.assertNotIn(secret, result.out + result.err)
        result = self.fails(2, "error: ", "sign", "--key", "-", "release.yaml", stdin=self.read("alice.key") + "x")
        self.assertNotIn(secret, result.out + result.err)

    def test_refuses_documents(self) -> None:
        self.write("draft.yaml", self.good("init", "--profile", "release").out)
        self.fails(1, "draft.yaml:", "sign", "--key", "alice.key", "draft.yaml")
        self.fails(1, "error: ", "sign", "--key", "alice.key", self.write("bad.yaml", "a: b"))
        self.fails(2, "cannot open missing", "sign", "--key", "alice.key", "missing")
        self.fails(2, "missing/out", "sign", "--key", "alice.key", "release.yaml", "-o", "missing/out")
        self.fails(2, "Is a directory", "sign", "--key", "alice.key", "release.yaml", "-o", ".")
        self.good("sign", "--profile", "draft", "--key", "alice.key", "draft.yaml")
        self.fails(1, "draft.dsse.json (payload)", "sign", "--key", "bob.key", "draft.dsse.json")

    def test_refuses_envelopes(self) -> None:
        self.sign("alice")
        envelope = self.envelope()
        payload = base64.b64decode(envelope["payload"])
        changes: List[Dict[str, Any]] = [{"payload": base64.b64encode(b" " + payload).decode()},
                                         {"payloadType": "text/plain"}, {"payload": "!"}, {"signatures": 1}]
        for change in changes:
            before = self.read(self.write_envelope({**envelope, **change}))
            self.fails(1, "tampered.json", "sign", "--key", "bob.key", "tampered.json")
            self.assertEqual(self.read("tampered.json"), before)


class Verify(SigningTest):
    def test_prints_what_was_established(self) -> None:
        out = self.good("verify", "--key", "alice.pub", "--key", "bob.pub", self.sign("alice")).out
        digest = self.good("digest", "release.yaml").out.strip()
        self.assertTrue(out.startswith("release.dsse.json: verified\n"))
        for line in ("  Release +my-model-1.0.0", "  Version +1.0.0", rf"  Digest +{digest}",
                     "  Expires +2027-01-31T12:00:00Z", "  Threshold +1, met by 1 of 2 trusted keys",
                     rf"  Signed by +{self.alice}  alice\.pub", rf"  my-model-1\.0\.0 +{digest}",
                     rf"  registry\.example\.com/my-team/my-model +sha256:{FILLED_IN}", rf"  golden-output +sha256:{FILLED_IN}"):
            self.assertRegex(out, rf"(?m)^{line}$")
        self.assertNotIn(self.bob, out)

    def subjects(self) -> Dict[str, str]:
        statement = json.loads(base64.b64decode(self.envelope()["payload"]))
        return {subject["name"]: "sha256:" + subject["digest"]["sha256"] for subject in statement["subject"]}

    def test_prints_the_subjects_of_the_statement(self) -> None:
        out = self.good("verify", "--key", "alice.pub", self.sign("alice")).out
        printed = dict(line.split() for line in out.split("DIGEST\n")[1].splitlines())
        self.assertEqual(printed, self.subjects())

    def test_a_draft_vouches_only_for_what_has_a_digest(self) -> None:
        self.write("draft.yaml", DRAFT + "artifacts:\n  - name: weights\n    kind: weights\n")
        self.good("sign", "--key", "alice.key", "--profile", "draft", "draft.yaml")
        out = self.good("verify", "--key", "alice.pub", "--profile", "draft", "draft.dsse.json").out
        self.assertEqual([line.split()[0] for line in out.split("DIGEST\n")[1].splitlines()], ["demo-1.0.0"])

    def test_says_what_an_envelope_is(self) -> None:
        note = "note: this is no envelope: 'manifest sign' writes one"
        whole = self.read(self.sign("alice"))
        for text, said in (("schema: manifest/v1\n", note), ("", note), (whole[:1000], note), (whole + "x", note),
                           ("[]", "not an envelope"), ("{}", "not an envelope"),
                           ('{"payloadType": "x", "payload": ""}', "not an envelope")):
            self.write("other.json", text)
            for arguments in (["--threshold", "1"], ["--any"]):
                result = self.fails(1, said, "verify", *arguments, "--key", "alice.pub", "other.json")
                self.assertEqual(len(result.err.splitlines()), 2 if said == note else 1)
        result = self.fails(1, "release.dsse.json", "verify", "--key", "bob.pub", "release.dsse.json")
        self.assertNotIn("note: ", result.err)

    def test_threshold(self) -> None:
        self.keygen("carol")
        name = self.sign("alice", "bob")
        keys = ["--key", "alice.pub", "--key", "bob.pub", "--key", "carol.pub"]
        out = self.good("verify", *keys, "--threshold", "2", name).out
        self.assertIn("2, met by 2 of 3 trusted keys", out)
        self.fails(1, "release.dsse.json", "verify", *keys, "--threshold", "3", name)
        self.fails(1, "release.dsse.json", "verify", "--key", "carol.pub", name)
        self.fails(2, "--threshold is at least 1", "verify", *keys, "--threshold", "0", name)
        self.fails(2, "error: ", "verify", *keys, "--threshold", "4", name)
        self.fails(2, "error: ", "verify", "--key", "alice.pub", "--key", "alice.pub", "--threshold", "2", name)
        for wrong in ("-1", "", "two", "1.5", "99999999999999999999", " 1", "+1"):
            self.fails(2, "--threshold is a number of keys", "verify", *keys, f"--threshold={wrong}", name)

    def test_same_signature_twice_is_one(self) -> None:
        self.sign("alice")
        envelope = self.envelope()
        envelope["signatures"] *= 2
        envelope["signatures"][1] = {**envelope["signatures"][1], "keyid": self.bob}
        self.fails(1, "error: ", "verify", "--key", "alice.pub", "--key", "bob.pub", "--threshold", "2",
                   self.write_envelope(envelope))

    def test_tampering(self) -> None:
        self.sign("alice")
        envelope = self.envelope()
        payload = base64.b64decode(envelope["payload"])
        other = payload.replace(b'"my-team"', b'"ny-team"')
        signature = envelope["signatures"][0]
        forged = {**signature, "sig": base64.b64encode(bytes(64)).decode()}
        changes: List[Dict[str, Any]] = [
            {"payload": base64.b64encode(other).decode()}, {"payloadType": "application/json"}, {"payload": ""},
            {"signatures": []}, {"signatures": [forged]}, {"signatures": [{"keyid": self.alice}]}]
        for change in changes:
            result = self.fails(1, "tampered.json", "verify", "--key", "alice.pub", "-o", "out.json",
                                self.write_envelope({**envelope, **change}))
            self.assertEqual(result.out, "", change)
        for text in ("", "{}", "[]", self.read("release.dsse.json")[:-10], self.read("release.yaml")):
            self.fails(1, "tampered.json", "verify", "--key", "alice.pub", self.write("tampered.json", text))

    def test_keys_of_the_manifest_are_not_trusted(self) -> None:
        text = self.read("release.yaml")
        self.assertIn("  subject: release-manager@example.com", text)
        self.write("release.yaml", text.replace("  subject: release-manager@example.com",
                                                f"  subject: release-manager@example.com\n      key: sha256:{self.alice}"))
        self.fails(1, "error: ", "verify", "--key", "bob.pub", self.sign("alice"))

    def test_expiry(self) -> None:
        name = self.sign("alice")
        verify = ["verify", "--key", "alice.pub"]
        self.good(*verify, "--at", "2027-01-31T11:59:59Z", name)
        self.fails(1, "expired", *verify, "--at", "2027-01-31T12:00:01Z", name)
        for late in ("2028-02-29T00:00:00Z", "2100-02-28T00:00:00Z", "9999-12-31T23:59:59Z"):
            self.fails(1, "expired", *verify, "--at", late, name)
        for early in ("1970-01-01T00:00:01Z", "2000-02-29T00:00:00Z", "2024-12-31T23:59:59Z"):
            self.good(*verify, "--at", early, name)
        self.good(*verify, "--no-expiry", name)
        self.release("old.yaml", "expires: 2027", "expires: 2020")
        self.good("sign", "--key", "alice.key", "old.yaml")
        self.fails(1, "expired", *verify, "old.dsse.json")
        self.good(*verify, "--no-expiry", "old.dsse.json")
        self.good(*verify, "--at=2019-12-31T23:59:59Z", "old.dsse.json")
        for wrong in ("now", "2027-01-31", "2027-02-29T00:00:00Z", "2100-02-29T00:00:00Z", "2027-13-01T00:00:00Z", "2027-01-31T12:00:00",
                      "2027-01-31T24:00:00Z", "2027-01-31t12:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00Z", ""):
            self.fails(2, "--at is a time", *verify, "--at", wrong, name)
        self.fails(2, "exclude each other", *verify, "--at", "2027-01-31T11:59:59Z", "--no-expiry", name)

    def test_profile(self) -> None:
        self.write("draft.yaml", self.good("init", "--profile", "release").out)
        self.good("sign", "--profile", "draft", "--key", "alice.key", "draft.yaml")
        result = self.fails(1, "draft.dsse.json (payload)", "verify", "--key", "alice.pub", "draft.dsse.json")
        self.assertEqual(result.out, "")
        self.good("verify", "--profile", "draft", "--key", "alice.pub", "draft.dsse.json")

    def test_manifest(self) -> None:
        name = self.sign("alice")
        verify = ["verify", "--key", "alice.pub", name, "--manifest"]
        self.good(*verify, "release.yaml")
        self.good("convert", "--to", "json", "release.yaml", "-o", "other.json")
        self.good(*verify, "other.json")
        self.good(*verify, "-", stdin=self.read("release.yaml"))
        self.good("set", "other.json", "/release/version", "1.0.1")
        result = self.fails(1, "other.json is another manifest than the one that was signed", *verify, "other.json", "-o",
                            "out.json")
        self.assertEqual(result.out, "")
        self.fails(1, "bad.yaml:", *verify, self.write("bad.yaml", "a: b"))
        self.fails(2, "cannot open missing", *verify, "missing")
        self.fails(2, "only one file can be standard input", "verify", "--key", "alice.pub", "-", "--manifest", "-")

    def test_output(self) -> None:
        name = self.sign("alice")
        canonical = self.good("canonicalize", "release.yaml").bytes
        self.good("verify", "--key", "alice.pub", name, "-o", "out.json")
        self.assertEqual(self.path("out.json").read_bytes(), canonical)
        self.good("verify", "--key", "alice.pub", name, "-o", "out.yaml")
        self.assertEqual(self.read("out.yaml"), self.good("convert", "--to", "yaml", "release.yaml").out)
        result = self.good("verify", "--key", "alice.pub", name, "-o", "-")
        self.assertEqual(result.bytes, canonical)
        self.assertIn("verified", result.err)
        self.fails(2, "-o writes .json, .yaml or .yml", "verify", "--key", "alice.pub", name, "-o", "out.txt")
        self.fails(2, "missing/out.json", "verify", "--key", "alice.pub", name, "-o", "missing/out.json")
        self.fails(1, "error: ", "verify", "--key", "bob.pub", name, "-o", "new.json")

    def test_refuses(self) -> None:
        name = self.sign("alice")
        self.fails(2, "--key is needed", "verify", name)
        self.fails(2, "missing.pub", "verify", "--key", "missing.pub", name)
        self.fails(2, "cannot open missing", "verify", "--key", "alice.pub", "missing")
        self.fails(2, "error: ", "verify", "--key", self.write("no.pub", "no key"), name)
        self.fails(2, "not from standard input", "verify", "--key", "-", name)

    @unittest.skipUnless(have_openssl(), "openssl is not installed")
    def test_keys_and_signatures_of_openssl(self) -> None:
        def openssl(*arguments: str) -> None:
            subprocess.run(["openssl", *arguments], cwd=self.directory, check=True, stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL)

        openssl("genpkey", "-algorithm", "ed25519", "-out", "o.key")
        openssl("pkey", "-in", "o.key", "-pubout", "-out", "o.pub")
        self.path("o.key").chmod(0o600)
        name = self.sign("o")
        self.good("verify", "--key", "o.pub", name)
        envelope = self.envelope()
        payload = base64.b64decode(envelope["payload"])
        self.path("pae").write_bytes(pae(envelope["payloadType"], payload))
        self.path("sig").write_bytes(base64.b64decode(envelope["signatures"][0]["sig"]))
        openssl("pkeyutl", "-verify", "-pubin", "-inkey", "o.pub", "-rawin", "-in", "pae", "-sigfile", "sig")
        openssl("pkeyutl", "-sign", "-inkey", "alice.key", "-rawin", "-in", "pae", "-out", "sig2")
        envelope["signatures"] = [{"sig": base64.b64encode(self.path("sig2").read_bytes()).decode()}]
        self.good("verify", "--key", "alice.pub", self.write_envelope(envelope))
        openssl("genpkey", "-algorithm", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "p.key")
        self.path("p.key").chmod(0o600)
        self.fails(2, "p.key", "sign", "--key", "p.key", "release.yaml")


class VerifyAny(SigningTest):
    def test_payload_bytes_and_type(self) -> None:
        name = self.sign("alice")
        result = self.good("verify", "--any", "--key", "alice.pub", name)
        self.assertEqual(result.bytes, base64.b64decode(self.envelope()["payload"]))
        self.assertEqual(result.err, PAYLOAD_TYPE + "\n")
        self.good("verify", "--any", "--key", "alice.pub", name, "-o", "payload")
        self.assertEqual(self.path("payload").read_bytes(), result.bytes)

    @unittest.skipUnless(have_openssl(), "openssl is not installed")
    def test_any_payload(self) -> None:
        payload = b"\x00\xff\x1b[2J binary\n"
        payload_type = "text/x\u202e\x1b-evil"
        self.path("pae").write_bytes(b"DSSEv1 %d %s %d %s" % (len(payload_type.encode()), payload_type.encode(),
                                                              len(payload), payload))
        subprocess.run(["openssl", "pkeyutl", "-sign", "-inkey", "alice.key", "-rawin", "-in", "pae", "-out", "sig"],
                       cwd=self.directory, check=True)
        name = self.write_envelope({"payload": base64.b64encode(payload).decode(), "payloadType": payload_type,
                                    "signatures": [{"sig": base64.b64encode(self.path("sig").read_bytes()).decode()}]})
        result = self.run_command("verify", "--any", "--key", "alice.pub", name)
        self.assert_printable(result.err)
        if result.status == 0:
            self.assertEqual(result.bytes, payload)
            self.assertEqual(result.err, "text/x\\u{202e}\\x1b-evil\n")
        self.fails(1, "tampered.json", "verify", "--key", "alice.pub", name)

    def test_refuses(self) -> None:
        name = self.sign("alice", "bob")
        result = self.fails(1, name, "verify", "--any", "--key", "alice.pub", "--threshold", "1", "-o", "payload",
                            self.write("release.dsse.json", self.read(name).replace('"payload":"', '"payload":"AAAA')))
        self.assertEqual(result.out, "")
        name = self.sign("alice")
        self.fails(1, name, "verify", "--any", "--key", "bob.pub", name)
        self.fails(1, name, "verify", "--any", "--key", "alice.pub", "--key", "bob.pub", "--threshold", "2", name)
        self.fails(2, "error: ", "verify", "--any", "--key", "alice.pub", "--threshold", "2", name)
        for option in (["--profile", "draft"], ["--at", "2027-01-01T00:00:00Z"], ["--no-expiry"],
                       ["--manifest", "release.yaml"]):
            self.fails(2, "--any does not go with", "verify", "--any", "--key", "alice.pub", *option, name)
        self.fails(2, "missing/out", "verify", "--any", "--key", "alice.pub", name, "-o", "missing/out")


if __name__ == "__main__":
    unittest.main()
