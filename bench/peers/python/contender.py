#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A contender of bench/peers: the same work in Python.

    contender.py WORK FILE… --seconds S --threads 1

WORK is verify ENVELOPE KEY, verify-schema ENVELOPE KEY SCHEMA, yaml TEXT or yaml-schema TEXT SCHEMA. What is needed once, keys and
schemas, is read once. Prints {"runs":…,"processor":…,"clock":…}; status 3 says that the input is no good, and 2 that something else is.
"""
import argparse
import base64
import hashlib
import json
import sys
import time
from pathlib import Path
from typing import Any, Callable, Dict, List, NoReturn, Tuple

import rfc8785
import yaml  # type: ignore[import, unused-ignore]
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key
from jsonschema import Draft202012Validator

TROUBLE, REFUSED = 2, 3
PAYLOAD_TYPE = "application/vnd.in-toto+json"
STATEMENT_TYPE = "https://in-toto.io/Statement/v1"

Work = Callable[[], None]


class Refused(Exception):
    """The input is no good."""


def read_key(path: str) -> Ed25519PublicKey:
    key = load_pem_public_key(Path(path).read_bytes())
    if not isinstance(key, Ed25519PublicKey):
        raise TypeError(f"{path} is no key of Ed25519")
    return key


def read_schema(path: str) -> Draft202012Validator:
    schema = json.loads(Path(path).read_bytes())
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def is_signed(kind: str, payload: bytes, signatures: List[Dict[str, str]], key: Ed25519PublicKey) -> bool:
    message = b"DSSEv1 %d %s %d %s" % (len(kind), kind.encode(), len(payload), payload)
    for signature in signatures:
        try:
            key.verify(base64.b64decode(signature["sig"], validate=True), message)
            return True
        except InvalidSignature:
            pass
    return False


def open_release(text: bytes, key: Ed25519PublicKey) -> Any:
    """The manifest in a release, after its signature and its digest were verified."""
    envelope = json.loads(text)
    payload = base64.b64decode(envelope["payload"], validate=True)
    if envelope["payloadType"] != PAYLOAD_TYPE:
        raise Refused("the payload is of another type")
    if not is_signed(PAYLOAD_TYPE, payload, envelope["signatures"], key):
        raise Refused("the key has not signed this")
    statement = json.loads(payload)
    if statement["_type"] != STATEMENT_TYPE:
        raise Refused("the payload is no statement")
    manifest = statement["predicate"]
    if statement["subject"][0]["digest"]["sha256"] != hashlib.sha256(rfc8785.dumps(manifest)).hexdigest():
        raise Refused("the manifest is not what the statement is about")
    return manifest


def check(schema: Draft202012Validator, value: Any) -> None:
    if not schema.is_valid(value):
        raise Refused("the schema does not allow this")


def verify(envelope: str, key: str) -> Work:
    text, public = Path(envelope).read_bytes(), read_key(key)

    def run() -> None:
        open_release(text, public)
    return run


def verify_schema(envelope: str, key: str, schema: str) -> Work:
    text, public, validator = Path(envelope).read_bytes(), read_key(key), read_schema(schema)
    return lambda: check(validator, open_release(text, public))


def load_yaml(text: bytes) -> Any:
    try:
        return yaml.load(text, yaml.CSafeLoader)
    except yaml.YAMLError as error:
        raise Refused(str(error)) from error


def read_yaml(path: str) -> Work:
    text = Path(path).read_bytes()

    def run() -> None:
        load_yaml(text)
    return run


def read_yaml_schema(path: str, schema: str) -> Work:
    text, validator = Path(path).read_bytes(), read_schema(schema)
    return lambda: check(validator, load_yaml(text))


WORKS: Dict[str, Tuple[int, Callable[..., Work]]] = {
    "verify": (2, verify),
    "verify-schema": (3, verify_schema),
    "yaml": (1, read_yaml),
    "yaml-schema": (2, read_yaml_schema),
}


def measure(run: Work, seconds: float) -> Dict[str, float]:
    runs = 0
    processor, begin = time.process_time(), time.monotonic()
    while runs == 0 or time.monotonic() - begin < seconds:
        run()
        runs += 1
    return {"runs": runs, "processor": time.process_time() - processor, "clock": time.monotonic() - begin}


def end(status: int, text: str) -> NoReturn:
    print(f"contender.py: {text}", file=sys.stderr)
    sys.exit(status)


def main(arguments: List[str]) -> None:
    parser = argparse.ArgumentParser(description="The same work in Python.")
    parser.add_argument("work", choices=WORKS)
    parser.add_argument("files", nargs="+")
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--threads", type=int, choices=[1], default=1)
    options = parser.parse_args(arguments)
    files, opener = WORKS[options.work]
    if len(options.files) != files:
        end(TROUBLE, f"{options.work} takes {files} files")
    try:
        run = opener(*options.files)
    except Exception as error:  # a key or a schema: nothing is judged yet
        end(TROUBLE, f"{type(error).__name__}: {error}")
    try:
        run()
    except (Refused, ValueError) as error:
        end(REFUSED, str(error))
    print(json.dumps(measure(run, options.seconds)))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception as problem:  # else the status would be that of a verdict elsewhere
        end(TROUBLE, f"{type(problem).__name__}: {problem}")
