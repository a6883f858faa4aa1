#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns files into a C header of byte arrays: embed.py HEADER NAME=FILE..."""
import sys


def array(name: str, data: bytes) -> str:
    lines = [data[i:i + 20] for i in range(0, len(data), 20)]
    body = "\n".join("    " + " ".join(f"{byte}," for byte in line) for line in lines)
    return f"static const unsigned char {name}[] = {{\n{body}\n}};\n"


def main() -> None:
    parts = ["/* Made by scripts/embed.py. */\n"]
    for argument in sys.argv[2:]:
        name, path = argument.split("=", 1)
        with open(path, "rb") as file:
            parts.append(array(name, file.read()))
    with open(sys.argv[1], "w", encoding="ascii") as file:
        file.write("\n".join(parts))


main()
