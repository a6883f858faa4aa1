#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Plants mistakes in a schema and looks at what the generator says of them.

    generator.py GENERATOR SCHEMA

Prints TAP, one test for each mistake: the generator must fail, write nothing, and name the file, the line and the mistake.
"""
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import List, Tuple

SMALL = """\
@structs model manifest
schema!! const:manifest/v1  # The format.
release!  # What is released.
  id! name  # Its name.
  labels{name}  # Free data.
    name! label  # The key.
    value string  # The value.
"""

# What is planted: the last line is where the mistake is, unless a number says otherwise.
MISTAKES: List[Tuple[str, str, int, str]] = [
    ("unknown type", "other strnig  # A field.\n", 0, "unknown type 'strnig'"),
    ("unknown kind of type", "other list:a  # A field.\n", 0, "unknown type 'list'"),
    ("type that cannot be read", "other 8bit  # A field.\n", 0, "cannot read the type"),
    ("odd indentation", "other  # A mapping.\n   a name  # A field.\n", 0, "cannot read"),
    ("indentation too deep", "other  # A mapping.\n    a name  # A field.\n", 0, "indented too far"),
    ("tab", "other  # A mapping.\n\ta name  # A field.\n", 0, "cannot read"),
    ("name that is none", "Other name  # A field.\n", 0, "cannot read"),
    ("weight that is none", "other name ^heavy  # A field.\n", 0, "cannot read"),
    ("weight before the type", "other ^low name  # A field.\n", 0, "cannot read"),
    ("two weights", "other name ^low ^high  # A field.\n", 0, "cannot read"),
    ("name twice", "release name  # Again.\n", 0, "'release' stands here twice"),
    ("no documentation", "other name\n", 0, "'other' has no documentation"),
    ("empty documentation", "other name  #\n", 0, "'other' has no documentation"),
    ("quotes in the documentation", 'other name  # A "field".\n', 0, "no quotes"),
    ("reference to nothing", "other ref:release.lables  # A field.\n", 0, "there is no 'release.lables'"),
    ("reference to a mapping", "other ref:release  # A field.\n", 0, "is not a set"),
    ("reference to a scalar", "other ref:release.id  # A field.\n", 0, "is not a set"),
    ("reference through a scalar", "other ref:release.id.x  # A field.\n", 0, "there is no"),
    ("neither type nor fields", "other  # A field.\n", 0, "neither a type nor fields"),
    ("type and fields", "other name  # A mapping.\n  a name  # A field.\n", 1, "a type and fields"),
    ("key that is no field", "other{key}  # A set.\n  a name  # A field.\n", 1, "the key 'key' is not a field"),
    ("bounds of a text", "other name(1..2)  # A field.\n", 0, "cannot read the bounds"),
    ("bounds that are none", "other int(1-2)  # A field.\n", 0, "cannot read the bounds"),
    ("scalar without a type", "other  # A mapping.\n  a scalar  # A field.\n", 0, "needs a field 'type'"),
    ("text of any type", "other string(any)  # A field.\n", 0, "cannot read the bounds"),
    ("unknown constraint", "other  # A mapping.\n  @some-of a|b\n  a name  # A field.\n", 2, "cannot read '@some-of"),
    ("constraint on nothing", "@exactly-one a|b\n", 0, "cannot read"),
    ("constraint on an unknown field", "other  # A mapping.\n  @exactly-one a|c\n  a name  # A field.\n", 1,
     "a constraint names 'c'"),
    ("condition on an unknown field", "other  # A mapping.\n  @when c=x: a\n  a name  # A field.\n", 1, "names 'c'"),
    ("too many alternatives",
     "other  # A mapping.\n  @exactly-one a|b|c|d|e\n" + "".join(f"  {name} name  # A field.\n" for name in "abcde"), 1,
     "too many alternatives"),
    ("distinct sets that are none", "@distinct release,release.labels\nother name  # A field.\n", 1, "is not a set"),
    ("structs named late", "@structs model other\n", 0, "cannot read"),
    ("distinct without sets", "@distinct release.labels\n", 0, "cannot read"),
    ("too many fields", "other  # A mapping.\n" + "".join(f"  f{number} name  # A field.\n" for number in range(65)), 1,
     "too many fields"),
]

# Schemas that are wrong from the start.
STARTS: List[Tuple[str, str, str]] = [
    ("no document", "", "there is no @structs"),
    ("no names for the structs", "schema!! const:manifest/v1  # The format.\n", "there is no @structs"),
    ("half a name for the structs", "@structs model\n", "cannot read '@structs model'"),
    ("no fields", "@structs model manifest\n", "a document begins with 'schema"),
    ("no schema", "@structs model manifest # Names.\nother name  # A field.\n", "a document begins with 'schema"),
    ("schema without a version", "@structs model manifest\nschema!! const:manifest  # The format.\n", "a document begins with"),
    ("schema of two versions", "@structs a b\nschema!! enum:m/v1,m/v2  # The format.\n", "a document begins with"),
]


def generate(generator: str, schema: Path) -> "subprocess.CompletedProcess[str]":
    outputs = [str(schema.with_suffix(suffix)) for suffix in (".h", ".c", ".cyaml.c")]
    return subprocess.run([sys.executable, generator, str(schema), *outputs], capture_output=True, text=True, check=False)


def main() -> int:
    generator, real = sys.argv[1:3]
    results: List[Tuple[bool, str, str]] = []
    with tempfile.TemporaryDirectory() as name:
        place = Path(name)
        for what, text in (("a small schema is good", SMALL), ("the format itself is good", Path(real).read_text("utf-8"))):
            schema = place / "good.schema"
            schema.write_text(text, "utf-8")
            done = generate(generator, schema)
            results.append((done.returncode == 0 and schema.with_suffix(".h").exists(), what, done.stderr))
        planned = [(what, SMALL + planted, SMALL.count("\n") + (line or planted.count("\n")), message)
                   for what, planted, line, message in MISTAKES]
        for what, text, message in STARTS:
            line = 1 if message.startswith("there is no") else max(text.count("\n"), 1)
            planned.append((what, text, line, message))
        for what, text, at, message in planned:
            schema = place / "bad.schema"
            schema.write_text(text, "utf-8")
            done = generate(generator, schema)
            expected = re.compile(rf"^bad\.schema:{at}: .*{re.escape(message)}")
            good = done.returncode != 0 and expected.search(done.stderr) and done.stdout == "" \
                and not list(place.glob("bad.[!s]*"))
            results.append((bool(good), what, f"bad.schema:{at}: …{message}…, but: {done.stderr or 'nothing'}"))
    print(f"1..{len(results)}")
    for number, (good, what, detail) in enumerate(results, 1):
        print(f"{'ok' if good else 'not ok'} {number} - {what}")
        if not good:
            print("# " + detail.strip().replace("\n", "\n# "))
    return 0 if all(good for good, _, _ in results) else 1


if __name__ == "__main__":
    sys.exit(main())
