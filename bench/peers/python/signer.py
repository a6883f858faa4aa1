#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A contender of bench/peers: model_signing, which hashes a directory and signs the digests.

    signer.py DIRECTORY KEY SIGNATURE --seconds S --threads N

KEY is the PEM of an elliptic curve's secret key. Everything else is as the library has it by default, the number of threads too: that one
of the options is not used. Prints {"runs":…,"processor":…,"clock":…}; status 2 says that something failed.
"""
import argparse
import json
import sys
import time
from typing import List

from model_signing import signing


def main(arguments: List[str]) -> None:
    parser = argparse.ArgumentParser(description="model_signing on a directory.")
    parser.add_argument("directory")
    parser.add_argument("key")
    parser.add_argument("signature")
    parser.add_argument("--seconds", type=float, default=0.5)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args(arguments)
    signer = signing.Config().use_elliptic_key_signer(private_key=options.key)
    runs = 0
    processor, begin = time.process_time(), time.monotonic()
    while runs == 0 or time.monotonic() - begin < options.seconds:
        signer.sign(options.directory, options.signature)
        runs += 1
    print(json.dumps({"runs": runs, "processor": time.process_time() - processor, "clock": time.monotonic() - begin}))


if __name__ == "__main__":
    try:
        main(sys.argv[1:])
    except Exception as problem:  # the status is the same whatever it is
        print(f"signer.py: {type(problem).__name__}: {problem}", file=sys.stderr)
        sys.exit(2)
