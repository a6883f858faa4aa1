#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Prints libmanifest/_declarations.py: what the public headers declare, as ctypes needs it.

    generate.py HEADER...        every header of include/libmanifest, and the version.h that was made of version.h.in

The headers keep to a small part of C (CONTRIBUTING.md), and that part is understood here: constants, `typedef int32_t`, opaque
structs, structs of options, pointers to functions, functions. Anything else ends this program with the line that it does not
understand, so nothing is left out in silence. The order of the arguments does not matter.
"""
import re
import sys
from pathlib import Path
from typing import Dict, List, NamedTuple, Optional, Tuple

SCALARS = {
    "double": "c_double",
    "int32_t": "c_int32",
    "int64_t": "c_int64",
    "size_t": "c_size_t",
    "uint8_t": "c_uint8",
    "uint32_t": "c_uint32",
    "uint64_t": "c_uint64",
}
WIDTH = 120


class Declarations:
    """What was found in the headers, by name."""

    def __init__(self) -> None:
        self.constants: Dict[str, str] = {}
        self.numbers: Dict[str, List[str]] = {}  # typedef int32_t NAME, and the constants that follow it
        self.documents: Dict[str, str] = {}
        self.opaque: List[str] = []
        self.structs: Dict[str, List[Tuple[str, str]]] = {}
        self.callbacks: Dict[str, List[str]] = {}
        self.functions: Dict[str, List[str]] = {}


class Token(NamedTuple):
    """One declaration of a header."""

    kind: str
    text: str
    comment: str


PATTERN = re.compile(
    r"/\*(?P<comment>.*?)\*/"
    r"|^#define[ \t]+(?P<define>(?:\\\n|[^\n])*)"
    r"|^#(?P<directive>[^\n]*)"
    r"|(?P<linkage>extern \"C\" \{)"
    r"|typedef struct (?P<struct>\w+) \{(?P<members>.*?)\} (?P=struct);"
    r"|(?P<typedef>typedef [^;{]*);"
    r"|(?P<function>MF_API [^;{]*);"
    r"|(?P<rest>\S[^\n]*)",
    re.M | re.S,
)


def understand(header: str, why: str) -> SystemExit:
    return SystemExit(f"{header}: cannot understand: {' '.join(why.split())}")


def tokens(header: str, text: str) -> List[Token]:
    found: List[Token] = []
    comment = ""
    for match in PATTERN.finditer(text):
        kind = match.lastgroup or ""
        if kind == "comment":
            comment = match["comment"]
            continue
        if kind == "members":
            body = re.sub(r"/\*.*?\*/", "", match["members"], flags=re.S)
            found.append(Token("struct", f"{match['struct']}:{body}", comment))
        elif kind in ("define", "typedef", "function"):
            found.append(Token(kind, " ".join(match[kind].replace("\\\n", " ").split()), comment))
        elif kind == "rest" and match["rest"] != "}":
            raise understand(header, match["rest"])
        comment = ""
    return found


def constant(value: str) -> Optional[str]:
    """A constant as Python spells it."""
    value = re.sub(r"^\((.*)\)$", r"\1", value)
    if value == "SIZE_MAX":
        return "ctypes.c_size_t(-1).value"
    if re.fullmatch(r'"[^"\\]*"', value):
        return value
    if re.fullmatch(r"[0-9a-fA-FxXuUlL()+*<|\s-]+", value):
        return re.sub(r"(?<=[0-9a-fA-F])[uUlL]+\b", "", value)
    return None


def first_sentences(comment: str) -> str:
    """The first paragraph of a comment, on one line, without the marks that its readers do not need."""
    lines = [re.sub(r"^\s*\*+ ?", "", line).strip() for line in comment.strip().splitlines()]
    paragraph: List[str] = []
    for line in lines:
        if line.startswith("@") or (not line and paragraph):
            break
        paragraph.append(line)
    return " ".join(paragraph).strip().replace("#", "").replace("\\", "").replace('"', "'")


def c_type(found: Declarations, header: str, text: str) -> str:
    """The ctypes type of a C type, in which the name of a parameter no longer stands."""
    words = text.replace("*", " * ").split()
    stars = words.count("*")
    base = [word for word in words if word not in ("*", "const", "struct")]
    if len(base) != 1:
        raise understand(header, text)
    name = base[0]
    if name == "void":
        if stars == 0:
            return "None"
        inner, stars = "c_void_p", stars - 1
    elif name == "char":
        # Text that the library hands out through a parameter has a size of its own: no pointer that would end it at a NUL.
        hands_out = stars == 2 and words[-1] == "*" and words[-2] == "*"
        if stars == 0:
            raise understand(header, text)
        inner, stars = ("ctypes.c_char", stars) if hands_out else ("c_char_p", stars - 1)
    elif name in SCALARS:
        inner = SCALARS[name]
    elif name in found.numbers:
        inner = "c_int32"
    elif name in found.opaque or name in found.structs or name in found.callbacks:
        inner = name
    else:
        raise understand(header, text)
    return "POINTER(" * stars + inner + ")" * stars


def parameters(found: Declarations, header: str, text: str) -> List[str]:
    """The types of a list of parameters."""
    if text.strip() in ("", "void"):
        return []
    types = []
    for parameter in text.split(","):
        match = re.fullmatch(r"\s*(.*?[\s*])(\w+)\s*", parameter, flags=re.S)
        if match is None:
            raise understand(header, parameter)
        types.append(c_type(found, header, match[1]))
    return types


def take_define(found: Declarations, header: str, token: Token, family: Optional[str]) -> None:
    name, _, value = token.text.partition(" ")
    if name.startswith("LIBMANIFEST_") or name == "MF_API":
        return
    text = constant(value.strip())
    if "(" in name or text is None:
        raise understand(header, f"#define {token.text}")
    found.constants[name] = text
    if family is not None and re.fullmatch(r"-?\w+", text):
        found.numbers[family].append(name)


def take_typedef(found: Declarations, header: str, token: Token) -> Optional[str]:
    """A typedef; the name of a new kind of number, to which the constants that follow belong."""
    number = re.fullmatch(r"typedef int32_t (mf_\w+)", token.text)
    opaque = re.fullmatch(r"typedef struct (mf_\w+) \1", token.text)
    callback = re.fullmatch(r"typedef int32_t \(\*(mf_\w+)\)\((.*)\)", token.text)
    if number is not None:
        found.numbers[number[1]] = []
        found.documents[number[1]] = first_sentences(token.comment)
        return number[1]
    if opaque is not None:
        found.opaque.append(opaque[1])
        found.documents[opaque[1]] = first_sentences(token.comment)
    elif callback is not None:
        found.callbacks[callback[1]] = ["c_int32", callback[2]]
    else:
        raise understand(header, token.text)
    return None


def take_names(found: Declarations, header: str, text: str) -> None:
    """First pass: constants and the names of types, since a header may use those of another."""
    family: Optional[str] = None
    for token in tokens(header, text):
        if token.kind == "define":
            take_define(found, header, token, family)
        elif token.kind == "typedef":
            family = take_typedef(found, header, token)
        else:
            family = None
            if token.kind == "struct":
                name, _, members = token.text.partition(":")
                found.structs[name] = [("", member) for member in members.split(";") if member.strip()]
                found.documents[name] = first_sentences(token.comment)


def take_functions(found: Declarations, header: str, text: str) -> None:
    for token in tokens(header, text):
        if token.kind == "function":
            match = re.fullmatch(r"MF_API (.*?[\s*])(mf_\w+)\((.*)\)", token.text)
            if match is None:
                raise understand(header, token.text)
            found.functions[match[2]] = [c_type(found, header, match[1]), *parameters(found, header, match[3])]


def take_members(found: Declarations) -> None:
    for name, members in found.structs.items():
        typed = []
        for _, member in members:
            match = re.fullmatch(r"\s*(.*?[\s*])(\w+)(?:\[(\w+)\])?\s*", member, flags=re.S)
            if match is None:
                raise understand(name, member)
            kind = c_type(found, name, match[1])
            if match[3] is not None:
                kind = f"{kind} * {match[3]}"
            typed.append((match[2], kind))
        found.structs[name] = typed
    for name, (result, listed) in found.callbacks.items():
        found.callbacks[name] = [result, *parameters(found, name, listed)]


def read(headers: List[str]) -> Declarations:
    found = Declarations()
    texts = {header: Path(header).read_text(encoding="utf-8") for header in sorted(headers, key=lambda name: Path(name).name)}
    for header, text in texts.items():
        take_names(found, header, text)
    take_members(found)
    for header, text in texts.items():
        take_functions(found, header, text)
    for required in ("MF_VERSION", "MF_VERSION_NUMBER"):
        if required not in found.constants:
            raise SystemExit(f"no header has {required}: give version.h as well")
    return found


def wrapped(head: str, items: List[str], tail: str) -> List[str]:
    """head + items + tail on one line, or with one indented line for each item."""
    line = head + ", ".join(items) + tail
    if len(line) <= WIDTH:
        return [line]
    indent = " " * (len(head) - len(head.lstrip()) + 4)
    return [head.rstrip(), *(f"{indent}{item}," for item in items), " " * (len(indent) - 4) + tail]


def class_name(name: str) -> str:
    return "".join(word.capitalize() for word in name[len("mf_"):].split("_"))


def member_names(family: str, names: List[str]) -> List[Tuple[str, str]]:
    """The constants of a kind of number, each with what is left without the words that all share."""
    split = [name.split("_") for name in names]
    shared = 1
    while len(names) > 1 and all(len(words) > shared + 1 and words[:shared + 1] == split[0][:shared + 1] for words in split):
        shared += 1
    if len(names) == 1:
        shared = len(split[0]) - 1
    return [("_".join(words[shared:]), name) for words, name in zip(split, names)]


def docstring(text: str, indent: str = "    ") -> List[str]:
    lines: List[str] = []
    line = indent + '"""'
    for word in text.split():
        if len(line) + len(word) > WIDTH - 4:
            lines.append(line)
            line = indent + word
        else:
            line += ("" if line.endswith('"""') else " ") + word
    return [*lines, line + '"""']


def ordered(structs: Dict[str, List[Tuple[str, str]]]) -> List[str]:
    """The structs, those that others hold first."""
    done: List[str] = []
    left = sorted(structs)
    while left:
        waiting = {name: set(left) & {word for _, kind in structs[name] for word in re.findall(r"\w+", kind)} for name in left}
        ready = [name for name in left if not waiting[name]]
        if not ready:
            raise SystemExit(f"structs that hold each other: {', '.join(left)}")
        done += ready
        left = [name for name in left if name not in ready]
    return done


HEAD = '''\
# SPDX-License-Identifier: Apache-2.0
"""What the public headers declare: made by scripts/generate-docs from include/libmanifest, not to be edited.

Everything that the C library exports stands here once: constants, the enumerations that they form, handles, structs of options,
types of callbacks, and for every function the types of its result and its parameters.
"""
import ctypes
import enum
from ctypes import CFUNCTYPE, POINTER, c_char_p, c_double, c_int32, c_int64, c_size_t, c_uint8, c_uint32, c_uint64, c_void_p
from typing import Any, Dict, Tuple
'''


def print_types(found: Declarations) -> List[str]:
    lines: List[str] = []
    for family, names in sorted(found.numbers.items()):
        if names:
            lines += ["", "", f"class {class_name(family)}(enum.IntEnum):", *docstring(found.documents[family]), ""]
            lines += [f"    {short} = {name}" for short, name in member_names(family, names)]
    for name in sorted(found.opaque):
        lines += ["", "", f"class {name}(ctypes.Structure):", *docstring(found.documents[name] or "Opaque.")]
    for name, types in sorted(found.callbacks.items()):
        lines += ["", ""] + wrapped(f"{name} = CFUNCTYPE(", types, ")")
    for name in ordered(found.structs):
        lines += ["", "", f"class {name}(ctypes.Structure):", *docstring(found.documents[name]), "", "    _fields_ = ["]
        lines += [f'        ("{member}", {kind}),' for member, kind in found.structs[name]] + ["    ]"]
    return lines


def print_all(found: Declarations) -> str:
    lines = [HEAD]
    lines += [f"{name} = {value}" for name, value in found.constants.items()]
    lines += print_types(found)
    lines += ["", "", "# Structs that callers fill. Those of options have a function NAME_init().", "STRUCTS: Dict[str, Any] = {"]
    lines += [f'    "{name}": {name},' for name in sorted(found.structs)] + ["}"]
    lines += ["", "# Functions: the type of the result, and those of the parameters.", "FUNCTIONS: Dict[str, Tuple[Any, Tuple[Any, ...]]] = {"]
    for name, (result, *types) in sorted(found.functions.items()):
        comma = "," if len(types) == 1 else ""
        line = f'    "{name}": ({result}, ({", ".join(types)}{comma})),'
        if len(line) <= WIDTH:
            lines.append(line)
        else:
            lines += [f'    "{name}": (', f"        {result},", *wrapped("        (", types, "),"), "    ),"]
    return "\n".join([*lines, "}", ""])


if __name__ == "__main__":
    sys.stdout.buffer.write(print_all(read(sys.argv[1:])).encode("utf-8"))
