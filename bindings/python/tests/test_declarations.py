# SPDX-License-Identifier: Apache-2.0
"""The table of declarations is what the library exports, and what a C compiler makes of the headers."""
import ctypes
import os
import re
import shlex
import shutil
import subprocess
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any, Dict, List, Set

import pytest
from libmanifest import _declarations as c
from libmanifest import _errors


def constants() -> Dict[str, Any]:
    return {name: value for name, value in vars(c).items() if name.startswith("MF_")}


def test_table_equals_the_version_script(source: Path) -> None:
    script = re.sub(r"#.*", "", (source / "lib" / "libmanifest.map").read_text(encoding="utf-8"))
    assert set(c.FUNCTIONS) == set(re.findall(r"\b(mf_\w+);", script))


def test_table_equals_the_exported_symbols() -> None:
    if shutil.which("nm") is None or "LIBMANIFEST_LIBRARY" not in os.environ:
        pytest.skip("needs nm, and the library in LIBMANIFEST_LIBRARY")
    listed = subprocess.run(["nm", "-D", "--defined-only", os.environ["LIBMANIFEST_LIBRARY"]], check=True, capture_output=True,
                            text=True).stdout
    exported: Set[str] = {line.split()[-1].split("@")[0] for line in listed.splitlines() if line.split()[-2] != "A"}
    assert set(c.FUNCTIONS) == exported


def test_compiler_agrees_about_sizes_offsets_and_constants(source: Path, tmp_path: Path) -> None:
    if "COMPILER" not in os.environ:
        pytest.skip("no compiler is named in COMPILER")
    lines: List[str] = []
    expected: List[str] = []

    def ask(expression: str, value: int) -> None:
        lines.append(f'    printf("%lld\\n", (long long)({expression}));')
        expected.append(f"{expression} {value}")

    for name, struct in c.STRUCTS.items():
        ask(f"sizeof({name})", ctypes.sizeof(struct))
        for field in struct._fields_:
            ask(f"offsetof({name}, {field[0]})", getattr(struct, field[0]).offset)
            ask(f"sizeof((({name} *)0)->{field[0]})", getattr(struct, field[0]).size)
    for name, value in constants().items():
        if isinstance(value, int) and name != "MF_ZERO_TERMINATED":
            ask(name, value)
        elif isinstance(value, str):
            ask(f"strcmp({name}, {chr(34)}{value}{chr(34)})", 0)
    program = tmp_path / "sizes.c"
    program.write_text("#include <libmanifest/libmanifest.h>\n#include <stdio.h>\n#include <string.h>\nint main(void)\n{\n"
                       + "\n".join(lines) + "\n    return 0;\n}\n", encoding="utf-8")
    includes = [f"-I{source / 'include'}", f"-I{os.environ['MF_BUILD_INCLUDE']}"]
    subprocess.run([*shlex.split(os.environ["COMPILER"]), *includes, "-o", str(tmp_path / "sizes"), str(program)], check=True)
    answers = subprocess.run([str(tmp_path / "sizes")], check=True, capture_output=True, text=True).stdout.split()
    assert len(answers) > 100
    assert [f"{line.rsplit(' ', 1)[0]} {answer}" for line, answer in zip(expected, answers)] == expected


def shape(kind: Any) -> str:
    """What an ABI knows of a type."""
    if kind is None:
        return "void"
    if kind is ctypes.c_double:
        return "double"
    if issubclass(kind, (ctypes.c_char_p, ctypes.c_void_p, ctypes._Pointer, getattr(ctypes, "_CFuncPtr"))):
        return "pointer"
    return f"{ctypes.sizeof(kind) * 8} {'signed' if kind(-1).value == -1 else 'unsigned'}"


def recorded_shapes(root: ElementTree.Element) -> Dict[str, str]:
    shapes: Dict[str, str] = {}
    aliases: Dict[str, str] = {}
    for element in root.iter():
        identity = element.get("id", "")
        if element.tag == "pointer-type-def":
            shapes[identity] = "pointer"
        elif element.tag == "type-decl":
            name = element.get("name", "")
            sign = "unsigned" if "unsigned" in name else "signed"
            shapes[identity] = name if name in ("void", "double") else f"{element.get('size-in-bits')} {sign}"
        elif element.tag in ("typedef-decl", "qualified-type-def"):
            aliases[identity] = element.get("type-id", "")
    for identity in aliases:
        target = identity
        while target in aliases:
            target = aliases[target]
        shapes[identity] = shapes.get(target, "?")
    return shapes


def test_recorded_abi_agrees_about_parameters(source: Path) -> None:
    """abidw read the debug information of the compiler: it knows nothing of our reading of the headers."""
    root = ElementTree.parse(source / "tests" / "abi" / "libmanifest-0.1.abi").getroot()
    shapes = recorded_shapes(root)
    seen = 0
    for function in root.iter("function-decl"):
        name = function.get("mangled-name") or function.get("name", "")
        if name not in c.FUNCTIONS or function.find("return") is None:
            continue
        kinds = [function.find("return"), *function.findall("parameter")]
        recorded = [shapes[kind.get("type-id", "")] for kind in kinds if kind is not None]
        result, parameters = c.FUNCTIONS[name]
        assert [shape(kind) for kind in (result, *parameters)] == recorded, name
        seen += 1
    assert seen == len(c.FUNCTIONS)


def test_every_error_has_its_exception() -> None:
    codes = {int(status) for status in c.Status if status < 0}
    missing = [c.Status(code).name for code in codes - set(_errors.CLASSES)]
    assert not missing, "give each of these a class in libmanifest/_errors.py"
    assert all(issubclass(kind, _errors.Error) and kind.__doc__ for kind in _errors.CLASSES.values())


def test_enumerations_hold_every_member() -> None:
    assert [(member.name, member.value) for member in c.Severity] == [("NOTE", 1), ("WARNING", 2), ("ERROR", 3)]
    assert c.Kind.SEQUENCE == c.MF_KIND_SEQUENCE and c.HashAlgorithm.BLAKE2B_256 == c.MF_HASH_BLAKE2B_256
    assert "ZERO_TERMINATED" not in c.Status.__members__


@pytest.mark.parametrize(("header", "line"), [
    ("#define MF_TWICE(x) ((x) * 2)\n", "MF_TWICE"),
    ("MF_API long mf_odd(void);\n", "long"),
    ("MF_API mf_unknown *mf_odd(void);\n", "mf_unknown"),
    ("MF_API int32_t mf_odd(int32_t);\n", "int32_t"),
    ("typedef enum { A } mf_odd;\n", "enum"),
    ("typedef int64_t mf_odd;\n", "mf_odd"),
    ("union mf_odd { int32_t a; };\n", "union"),
    ("typedef struct mf_odd {\n    int32_t a : 3;\n} mf_odd;\n", "a :"),
    ("int mf_odd(void);\n", "int mf_odd"),
    ("#define MF_STRANGE sizeof(int)\n", "MF_STRANGE"),
])
def test_generator_refuses_what_it_does_not_understand(source: Path, tmp_path: Path, header: str, line: str) -> None:
    path = tmp_path / "odd.h"
    path.write_text('#define MF_VERSION "0.1.0"\n#define MF_VERSION_NUMBER (0 * 1000000 + 1 * 1000 + 0)\n' + header, encoding="utf-8")
    ran = subprocess.run([shutil.which("python3") or "python3", str(source / "bindings" / "python" / "generate.py"), str(path)],
                         capture_output=True, text=True, check=False)
    assert ran.returncode != 0 and ran.stdout == "" and "cannot understand" in ran.stderr and line in ran.stderr


def test_generator_understands_a_header_of_every_kind(source: Path, tmp_path: Path) -> None:
    path = tmp_path / "kinds.h"
    path.write_text("""
#define MF_VERSION "0.1.0"
#define MF_VERSION_NUMBER (0 * 1000000 + 1 * 1000 + 0)
/** Colours. */
typedef int32_t mf_colour;
#define MF_COLOUR_RED 1
#define MF_COLOUR_DARK_RED 2
#define MF_FLAG (1u << 3)
typedef struct mf_thing mf_thing;
typedef int32_t (*mf_told)(void *context, const char *text, uint64_t n);
typedef struct mf_paint_options {
    size_t size; /* of this */
    mf_colour colour;
    const char *const *names;
    mf_told told;
    uint8_t salt[16];
} mf_paint_options;
MF_API mf_colour mf_thing_colour(const mf_thing *thing,
                                 const char **ret_name, const mf_paint_options *options);
MF_API void mf_nothing(void);
""", encoding="utf-8")
    ran = subprocess.run([shutil.which("python3") or "python3", str(source / "bindings" / "python" / "generate.py"), str(path)],
                         capture_output=True, text=True, check=True)
    made: Dict[str, Any] = {}
    exec(compile(ran.stdout, "made", "exec"), made)
    assert [member.name for member in made["Colour"]] == ["RED", "DARK_RED"] and made["MF_FLAG"] == 8
    result, parameters = made["FUNCTIONS"]["mf_thing_colour"]
    assert result is ctypes.c_int32 and made["FUNCTIONS"]["mf_nothing"] == (None, ())
    assert [kind.__name__ for kind in parameters] == ["LP_mf_thing", "LP_LP_c_char", "LP_mf_paint_options"]
    assert ctypes.sizeof(made["mf_paint_options"]) == 48
