#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Turns the schema of one kind of document into C: the structs, the table, and libcyaml's schema.

Usage: generate.py SCHEMA STRUCTS.h TABLE.c CYAML.c

The notation is described at the head of manifest-v1.schema. A mistake in it ends the build with `FILE:LINE: what is wrong`.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, Optional

TYPES = (
    "string text name identifier variable label path repository commit semver range uri spdx purl digest timestamp "
    "duration quantity portion expression int number bool scalar"
).split()
KEYWORDS = {"default", "for", "const", "register", "signed", "static", "switch", "union", "volatile", "auto", "int"}
LINE = re.compile(
    r"(?P<indent> *)(?P<name>[a-z][a-z0-9_]*)(?P<list>\{[a-z_]*\}|\[\])?(?P<need>!{0,2})(?: (?P<type>[^\s^]\S*))?"
    r"(?: \^(?P<weight>low|medium|high))?$"
)
MOST_FIELDS = 64
MOST_ALTERNATIVES = 4


@dataclass
class Field:
    """One line of the schema: a scalar, a mapping or a list."""

    name: str
    line: int
    need: int
    documentation: str
    list_kind: Optional[str]
    key: str
    type: str
    parent: Optional["Field"]
    prefix: str = ""
    weight: str = "medium"
    choices: list[str] = field(default_factory=list)
    targets: list[str] = field(default_factory=list)
    bounds: Optional[tuple[str, str]] = None
    may_be_empty: bool = False
    untyped: bool = False
    fields: list["Field"] = field(default_factory=list)
    constraints: list[str] = field(default_factory=list)

    @property
    def path(self) -> str:
        if self.parent is None:
            return ""
        return f"{self.parent.path}.{self.name}" if self.parent.path else self.name

    @property
    def struct(self) -> str:
        return f"{self.prefix}_{self.name if self.parent is None else self.path.replace('.', '_')}"

    @property
    def member(self) -> str:
        return self.name + "_" if self.name in KEYWORDS else self.name

    @property
    def shape(self) -> str:
        if self.list_kind is None:
            return "MAPPING" if self.fields else "SCALAR"
        return ("" if self.fields else "SCALAR_") + ("SET" if self.list_kind == "{" else "SEQUENCE")

    def number_of(self, name: str) -> int:
        return [child.name for child in self.fields].index(name)


class Schema:
    """The schema as a tree, read from its text and checked."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.root = Field("", 0, 0, "", None, "", "", None)
        self.distinct: list[tuple[str, str, int]] = []
        stack = [self.root]
        for number, raw in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if raw.startswith("#") or not raw.strip():
                continue
            text, _, documentation = raw.partition(" #")
            text, documentation = text.rstrip(), documentation.strip()
            if text.lstrip().startswith("@"):
                self.constraint(text, stack, number)
                continue
            match = LINE.match(text)
            if match is None or len(match["indent"]) % 2:
                self.fail(number, f"cannot read '{text}'")
            depth = len(match["indent"]) // 2
            if depth >= len(stack):
                self.fail(number, "indented too far")
            del stack[depth + 1 :]
            if any(sibling.name == match["name"] for sibling in stack[-1].fields):
                self.fail(number, f"'{match['name']}' stands here twice")
            stack.append(self.new_field(match, number, documentation, stack[-1]))
            stack[-2].fields.append(stack[-1])
        self.name = self.name_of_document()
        self.kind = self.name.partition("/")[0]
        self.header = self.name.replace("/", "_") + ".h"
        self.check(self.root)

    def name_of_document(self) -> str:
        """The one word that the first field takes, as manifest/v1."""
        first = self.root.fields[0] if self.root.fields else self.root
        if not self.root.prefix:
            self.fail(1, "there is no @structs")
        if first.name != "schema" or re.fullmatch(r"[a-z]+/v[0-9]+", ",".join(first.choices)) is None:
            self.fail(max(first.line, 1), "a document begins with 'schema!! const:NAME/vNUMBER'")
        return first.choices[0]

    def fail(self, line: int, message: str) -> NoReturn:
        sys.exit(f"{self.path.name}:{line}: {message}")

    def new_field(self, match: re.Match[str], line: int, documentation: str, parent: Field) -> Field:
        listed = match["list"]
        result = Field(
            match["name"], line, len(match["need"]), documentation, listed[0] if listed else None,
            listed[1:-1] if listed else "", match["type"] or "", parent, self.root.prefix, match["weight"] or parent.weight)
        if re.search(r'["\\]', documentation):
            self.fail(line, "no quotes or backslashes in the documentation")
        self.read_type(result)
        return result

    def read_type(self, item: Field) -> None:
        """Takes the type apart: enum:A,B  const:TEXT  ref:SET  int(LOW..HIGH)  string(empty)  scalar(any)."""
        name, colon, rest = item.type.partition(":")
        if colon:
            if name in ("enum", "const"):
                item.choices = rest.split(",")
            elif name == "ref":
                # The first set is named in full; one without a dot after it is at the top of the document.
                item.targets = rest.split(",")
            else:
                self.fail(item.line, f"unknown type '{name}'")
            item.type = "ref" if name == "ref" else "enum"
            return
        match = re.fullmatch(r"([a-z]+)(?:\((.*)\))?", name)
        if name and match is None:
            self.fail(item.line, f"cannot read the type '{name}'")
        if match:
            item.type, more = match[1], match[2]
            if item.type not in TYPES:
                self.fail(item.line, f"unknown type '{item.type}'")
            if more == "empty":
                item.may_be_empty = True
            elif more == "any" and item.type == "scalar":
                item.untyped = True
            elif more is not None:
                bounds = re.fullmatch(r"(-?\d*)\.\.(-?\d*)", more)
                if bounds is None or item.type not in ("int", "number"):
                    self.fail(item.line, f"cannot read the bounds '{more}'")
                item.bounds = (bounds[1], bounds[2])

    def constraint(self, text: str, stack: list[Field], line: int) -> None:
        depth = (len(text) - len(text.lstrip())) // 2
        words = text.split()
        sets = words[1].split(",") if len(words) == 2 else []
        if words[0] == "@distinct" and depth == 0 and len(sets) == 2:
            self.distinct.append((sets[0], sets[1], line))
        elif words[0] == "@structs" and depth == 0 and len(words) == 3 and not self.root.fields:
            self.root.prefix, self.root.name = words[1:]
        elif words[0] in ("@exactly-one", "@at-most-one", "@when") and 0 < depth < len(stack):
            stack[depth].constraints.append(text.strip())
        else:
            self.fail(line, f"cannot read '{text.strip()}'")

    def check(self, item: Field) -> None:
        if len(item.fields) > MOST_FIELDS:
            self.fail(item.line, "too many fields")
        if item.parent is not None and not item.documentation:
            self.fail(item.line, f"'{item.path}' has no documentation")
        if item.fields and item.type:
            self.fail(item.line, f"'{item.path}' has a type and fields")
        if item.parent is not None and not item.fields and not item.type:
            self.fail(item.line, f"'{item.path}' has neither a type nor fields")
        if item.list_kind == "{" and item.fields and item.key not in [child.name for child in item.fields]:
            self.fail(item.line, f"the key '{item.key}' is not a field of '{item.path}'")
        siblings = item.parent.fields if item.parent is not None else []
        if item.type == "scalar" and not item.untyped and "type" not in [sibling.name for sibling in siblings]:
            self.fail(item.line, "a scalar needs a field 'type' beside it")
        for target in item.targets:
            self.steps(target, item.line)
        for child in item.fields:
            if item.key == child.name:
                child.need = 2
            self.check(child)

    def steps(self, path: str, line: int) -> list[int]:
        """The way to a set by field numbers; every step but the last is a mapping."""
        here, result = self.root, []
        for name in path.split("."):
            if name not in [child.name for child in here.fields]:
                self.fail(line, f"there is no '{path}'")
            result.append(here.number_of(name))
            here = here.fields[result[-1]]
        if here.shape != "SET" or len(result) > 4:
            self.fail(line, f"'{path}' is not a set that can be pointed into")
        return result

    def records(self) -> list[Field]:
        """Every mapping and list of mappings, inner ones before those that hold them."""
        result: list[Field] = []

        def visit(item: Field) -> None:
            for child in item.fields:
                if child.fields:
                    visit(child)
            result.append(item)

        visit(self.root)
        return result


def banner(schema: Schema, what: str) -> str:
    return f"/* SPDX-License-Identifier: Apache-2.0 */\n/* Generated from {schema.path.name}: {what}. */\n"


def write_structs(schema: Schema) -> str:
    guard = "MF_SCHEMA_" + schema.header.replace(".", "_").upper()
    out = [banner(schema, "the structs that hold a document"),
           f"#ifndef {guard}\n#define {guard}\n\n#include \"schema/schema.h\"\n"]
    for record in schema.records():
        out.append(f"\nstruct {record.struct} {{\n    struct mf_head head;")
        for child in record.fields:
            if child.shape == "SCALAR":
                kind, note = "struct mf_scalar ", child.type
            elif child.shape == "MAPPING":
                kind, note = f"struct {child.struct} *", "mapping"
            else:
                element = f"struct {child.struct}" if child.fields else child.type
                kind, note = "struct mf_list ", f"{'set' if child.list_kind == '{' else 'sequence'} of {element}"
            out.append(f"    {kind}{child.member}; /* {note} */")
        out.append("};")
    out.append(f"\nextern const struct mf_schema mf_schema_{schema.kind};\n"
               f"extern const struct mf_record mf_{schema.kind}_record;\n"
               f"extern const struct cyaml_schema_value mf_{schema.kind}_cyaml;\n\n#endif")
    return "\n".join(out) + "\n"


def target(schema: Schema, path: str, line: int) -> str:
    steps = schema.steps(path, line)
    return f'{{ "{path}", {len(steps)}, {{ {", ".join(map(str, steps))} }} }}'


def field_row(record: Field, child: Field) -> str:
    name = child.path.replace(".", "_")
    parts = [f'.name = "{child.name}"', f".name_size = {len(child.name)}", f".shape = MF_SHAPE_{child.shape}",
             f".offset = offsetof(struct {record.struct}, {child.member})", f".weight = MF_WEIGHT_{child.weight.upper()}"]
    if child.need:
        parts.append(f".need = {('', 'MF_NEED_RELEASE', 'MF_NEED_ALWAYS')[child.need]}")
    if child.fields:
        parts.append(f".record = &{child.struct}_record")
    else:
        parts.append(f".type = MF_TYPE_{child.type.upper()}")
    if child.choices:
        parts.append(f".choices = {name}_choices, .choice_count = {len(child.choices)}")
    if child.targets:
        parts.append(f".targets = {name}_targets, .target_count = {len(child.targets)}")
    if child.bounds:
        low, high = child.bounds
        parts.append(f".bounded = true, .minimum = {low or '-MF_LARGEST_BOUND'}, .maximum = {high or 'MF_LARGEST_BOUND'}")
    if child.may_be_empty:
        parts.append(".may_be_empty = true")
    parts.append(f'.documentation = "{child.documentation}"')
    return "    { " + ",\n      ".join(parts) + " },"


def constrained(schema: Schema, record: Field, text: str) -> str:
    """FIELD or FIELD=TEXT of a constraint."""
    name, _, value = text.partition("=")
    if name not in [child.name for child in record.fields]:
        schema.fail(record.line, f"a constraint names '{name}', which is not a field of '{record.path}'")
    return f"{{ {record.number_of(name)}, " + (f'"{value}"' if value else "NULL") + " }"


def alternatives(schema: Schema, record: Field, text: str) -> str:
    rows = [constrained(schema, record, item) for item in text.split("|")]
    if len(rows) > MOST_ALTERNATIVES:
        schema.fail(record.line, "too many alternatives")
    return f"{len(rows)}, {{ {', '.join(rows)} }}"


def constraint_row(schema: Schema, record: Field, text: str) -> str:
    word, _, rest = text.partition(" ")
    condition = "{ 0, NULL }"
    if word == "@when":
        when, _, rest = rest.partition(": ")
        condition = constrained(schema, record, when)
    kind = {"@exactly-one": "MF_EXACTLY_ONE", "@at-most-one": "MF_AT_MOST_ONE", "@when": "MF_WHEN"}[word]
    return f"    {{ {kind}, {condition}, {alternatives(schema, record, rest)} }},"


def write_table(schema: Schema) -> str:
    out = [banner(schema, "the table"), f'#include "{schema.header}"\n', "#include <stddef.h>\n",
           "#define MF_LARGEST_BOUND INT64_C(9007199254740991)\n"]
    for record in schema.records():
        for child in record.fields:
            name = child.path.replace(".", "_")
            if child.choices:
                texts = ", ".join(f'"{choice}"' for choice in child.choices)
                out.append(f"static const char *const {name}_choices[] = {{ {texts} }};")
            if child.targets:
                rows = ", ".join(target(schema, path, child.line) for path in child.targets)
                out.append(f"static const struct mf_target {name}_targets[] = {{ {rows} }};")
        struct = record.struct
        out.append(f"static const struct mf_field {struct}_fields[] = {{")
        out.extend(field_row(record, child) for child in record.fields)
        order = sorted(range(len(record.fields)), key=lambda number: record.fields[number].name)
        out.append(f"}};\nstatic const uint8_t {struct}_canonical[] = {{ {', '.join(map(str, order))} }};")
        if record.constraints:
            out.append(f"static const struct mf_constraint {struct}_constraints[] = {{")
            out.extend(constraint_row(schema, record, text) for text in record.constraints)
            out.append("};")
        names = [child.name for child in record.fields]
        is_root = record.parent is None
        out.append(
            f"{'' if is_root else 'static '}const struct mf_record {f'mf_{schema.kind}' if is_root else struct}_record = {{\n"
            f'    .name = "{record.path}",\n    .fields = {struct}_fields,\n    .field_count = {len(names)},\n'
            f"    .canonical = {struct}_canonical,\n    .size = sizeof(struct {struct}),\n"
            f"    .key = {names.index(record.key) if record.key else 'MF_NO_FIELD'},\n"
            f"    .typed_by = {names.index('type') if any(c.type == 'scalar' and not c.untyped for c in record.fields) else 'MF_NO_FIELD'},")
        if record.constraints:
            out.append(f"    .constraints = {struct}_constraints,\n    .constraint_count = {len(record.constraints)},")
        out.append("};\n")
    if schema.distinct:
        out.append("static const struct mf_distinct distinct[] = {")
        out.extend(f"    {{ {target(schema, first, line)}, {target(schema, second, line)} }},"
                   for first, second, line in schema.distinct)
        out.append("};")
    out.append(
        f"const struct mf_schema mf_schema_{schema.kind} = {{\n"
        f'    .name = "{schema.name}",\n    .record = &mf_{schema.kind}_record,\n    .cyaml = &mf_{schema.kind}_cyaml,\n'
        f"    .distinct = {'distinct' if schema.distinct else 'NULL'},\n    .distinct_count = {len(schema.distinct)},\n}};")
    return "\n".join(out) + "\n"


def cyaml_field(record: Field, child: Field) -> str:
    head = f'    {{ .key = "{child.name}", .data_offset = offsetof(struct {record.struct}, {child.member}'
    flags = "CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL"
    if child.shape == "SCALAR":
        return (head + ".text),\n      .value = { .type = CYAML_STRING, .flags = STRING_FLAGS, .data_size = 1, "
                ".string = { 0, CYAML_UNLIMITED } } },")
    if child.shape == "MAPPING":
        return (head + f"),\n      .value = {{ .type = CYAML_MAPPING, .flags = {flags}, .data_size = "
                f"sizeof(struct {child.struct}), .mapping = {{ {child.struct}_cyaml }} }} }},")
    entry = f"&{child.struct}_entry" if child.fields else "&string_entry"
    size = f"sizeof(struct {child.struct})" if child.fields else "sizeof(char *)"
    return (head + f".items),\n      .count_offset = offsetof(struct {record.struct}, {child.member}.count), "
            f".count_size = 4,\n      .value = {{ .type = CYAML_SEQUENCE, .flags = {flags}, .data_size = {size},\n"
            f"                 .sequence = {{ {entry}, 0, CYAML_UNLIMITED }} }} }},")


def write_cyaml(schema: Schema) -> str:
    out = [banner(schema, "libcyaml's schema, in which every scalar is a string"),
           f'#include "{schema.header}"\n\n#include "syntax/bind.h"\n\n#include <stddef.h>\n',
           "#define STRING_FLAGS (CYAML_FLAG_POINTER | CYAML_FLAG_OPTIONAL)\n"]
    if any(child.shape.startswith("SCALAR_") for record in schema.records() for child in record.fields):
        out.append(
            "static const cyaml_schema_value_t string_entry = { .type = CYAML_STRING, .flags = CYAML_FLAG_POINTER,\n"
            "    .data_size = 1, .string = { 0, CYAML_UNLIMITED } };\n")
    for record in schema.records():
        out.append(f"static const cyaml_schema_field_t {record.struct}_cyaml[] = {{")
        out.extend(cyaml_field(record, child) for child in record.fields)
        out.append("    CYAML_FIELD_END\n};")
        is_root = record.parent is None
        if is_root or record.list_kind:
            name = f"const cyaml_schema_value_t mf_{schema.kind}_cyaml" if is_root \
                else f"static const cyaml_schema_value_t {record.struct}_entry"
            out.append(f"{name} = {{ .type = CYAML_MAPPING, .flags = "
                       f"{'CYAML_FLAG_POINTER' if is_root else 'CYAML_FLAG_DEFAULT'},\n"
                       f"    .data_size = sizeof(struct {record.struct}), .mapping = {{ {record.struct}_cyaml }} }};")
    return "\n".join(out) + "\n"


def main() -> None:
    if len(sys.argv) != 5:
        sys.exit(__doc__)
    schema = Schema(Path(sys.argv[1]))
    for path, text in zip(sys.argv[2:], (write_structs(schema), write_table(schema), write_cyaml(schema))):
        Path(path).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
