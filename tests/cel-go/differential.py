#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Evaluates generated expressions with the library and with cel-go, and compares: type, value, or that there is none.

    differential.py TOOL SCRATCH [COUNT [SEED]]

TOOL is expression_tool, SCRATCH a directory for what is built. What we accept must give what cel-go gives. What we refuse must be
refused by cel-go too, or use something that our language leaves out: the list OUTSIDE says what that looks like. Prints TAP; skips
where there is no Go, or where the modules of go.mod are not in its cache.
"""
import os
import random
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Callable, Dict, List, Optional, Tuple

HERE = Path(__file__).resolve().parent

# Variables: type, and the value as both programs read it; a type without a value is a variable without data.
VARIABLES: Dict[str, str] = {
    "n": "int 4",
    "zero": "int 0",
    "least": "int -9223372036854775808",
    "most": "int 9223372036854775807",
    "p99": "double 1.25",
    "tiny": "double 5e-324",
    "huge": "double 1.7976931348623157e308",
    "yes": "bool true",
    "no": "bool false",
    "stage": "string x70726f64756374696f6e",
    "accent": "string xc3a9c3a8f09f9880",
    "empty": "string x",
    "environment.gpu_count": "int 2",
    "environment.architecture": "string x616d643634",
    "ints": "list(int) 1 2 -3",
    "doubles": "list(double) 0.5 -0.0 1e10",
    "bools": "list(bool) true false",
    "texts": "list(string) x61 xc3a9 x",
    "gone_int": "int",
    "gone_double": "double",
    "gone_bool": "bool",
    "gone_string": "string",
}
SCALARS = ["int", "double", "bool", "string"]
LITERALS: Dict[str, List[str]] = {
    "int": ["0", "1", "-1", "2", "7", "10", "0x1f", "9223372036854775807", "-9223372036854775808", "4611686018427387904", "007"],
    "double": ["0.0", "-0.0", "1.0", "0.1", ".5", "2.5e3", "-1e-7", "1e308", "4.9e-324", "123456789.125", "1E5", "(0.0 / 0.0)"],
    "bool": ["true", "false"],
    "string": [
        "''", '""', "'a'", "'b'", "'prod'", "'é'", "'\\u00e9'", "'\\U0001f600'", "'a\\nb'", '"\\""', "r'\\n'", "'''it's'''",
        "'\\x41\\101'", "'\\a\\b\\f\\r\\t\\v\\\\\\?\\`'", "'\\377'",
    ],
}
MUTATIONS = list(" ()[],.?:!-+*/%<>=&|'\"\\x0123789aeinru_\t") + ["==", "!=", "&&", "||", " in ", "size", ".size()", "//", "true", "é"]

# What our language leaves out, though cel-go takes it. Looked for outside of strings.
OUTSIDE: List[Tuple[str, str]] = [
    ("unsigned numbers", r"[0-9a-fA-F][uU]\b"),
    ("bytes", r"\b[rR]?[bB][rR]?\""),
    ("null", r"\bnull\b"),
    ("maps and messages", r"\{"),
    ("indexing", r"[\w)\]\"]\s*\["),
    ("lists of lists", r"\[[^\]]*\["),
    ("an even number of ! or - before anything", r"!\s*!|-\s*-"),
    ("a list that is a comma", r"\[\s*,"),
    ("conversions and other functions", r"\b(int|uint|double|string|bool|bytes|dyn|type|matches|timestamp|duration)\s*\("),
    ("types as values", r"\b(int|uint|double|string|bool|bytes|list|map|null_type|type)\b(?!\s*\()"),
    ("a name with a dot before it", r"(^|[^\w)\]\"\s])\s*\.\s*[A-Za-z_]"),
    ("a number directly before a word", r"\b(0x[0-9a-fA-F]+|[0-9.]+([eE][+-]?[0-9]+)?)[A-Za-z_]"),
    ("a number before a dot", r"[0-9]\s*\.\s*[A-Za-z_]"),
    ("variables of lists in lists", r"\[[^\]]*\b(ints|doubles|bools|texts)\b"),
    ("a carriage return in a string", r"\r"),
]
# The same within strings.
OUTSIDE_OF_STRINGS: List[Tuple[str, str]] = [
    ("escapes beyond Unicode", r"\\U(?!00(0[0-9a-fA-F]|10))"),
]


class Generator:
    """Makes expressions that are mostly well typed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def leaf(self, kind: str) -> str:
        names = [name for name, facts in VARIABLES.items() if facts.split(" ")[0] == kind]
        if kind.startswith("list("):
            if names and self.random.random() < 0.5:
                return self.random.choice(names)
            entries = [self.leaf(kind[5:-1]) for _ in range(self.random.randrange(4))]
            return "[" + ", ".join(entries) + (", " if entries and self.random.random() < 0.1 else "") + "]"
        if self.random.random() < 0.5:
            return self.random.choice(names)
        return self.random.choice(LITERALS[kind])

    def any_type(self) -> str:
        kind = self.random.choice(SCALARS)
        return f"list({kind})" if self.random.random() < 0.2 else kind

    def operand(self, kind: str, depth: int) -> str:
        text = self.make(kind, depth)
        return f"({text})" if self.random.random() < 0.85 else text

    def make(self, kind: str, depth: int) -> str:
        if self.random.random() < 0.02:
            kind = self.any_type()
        if depth <= 0 or self.random.random() < 0.15:
            return self.leaf(kind)
        return self.random.choice(self.shapes(kind))(kind, depth)

    def shapes(self, kind: str) -> List[Callable[[str, int], str]]:
        if kind == "int":
            return [self.choice, self.int_sum, self.int_sum, self.int_sum, self.size]
        if kind == "double":
            return [self.choice, self.double_sum, self.double_sum]
        if kind == "bool":
            return [self.choice, self.relation, self.relation, self.logic, self.logic, self.logic, self.membership, self.test]
        return [self.choice, self.joined, self.joined]

    def choice(self, kind: str, depth: int) -> str:
        condition = self.operand("bool", depth - 1)
        return f"{condition} ? {self.operand(kind, depth - 1)} : {self.operand(kind, depth - 1)}"

    def int_sum(self, kind: str, depth: int) -> str:
        if self.random.random() < 0.15:
            return "-" * self.random.choice([1, 1, 2, 3]) + self.operand(kind, depth - 1)
        return f"{self.operand(kind, depth - 1)} {self.random.choice('+-*/%')} {self.operand(kind, depth - 1)}"

    def double_sum(self, kind: str, depth: int) -> str:
        if self.random.random() < 0.15:
            return "-" + self.operand(kind, depth - 1)
        return f"{self.operand(kind, depth - 1)}{self.random.choice([' + ', '-', '*', ' / '])}{self.operand(kind, depth - 1)}"

    def size(self, kind: str, depth: int) -> str:
        of = self.random.choice(["string", self.any_type()])
        value = self.operand(of, depth - 1)
        return f"size({value})" if self.random.random() < 0.5 else f"({value}).size()"

    def joined(self, kind: str, depth: int) -> str:
        return f"{self.operand(kind, depth - 1)} + {self.operand(kind, depth - 1)}"

    def relation(self, kind: str, depth: int) -> str:
        of = self.any_type()
        signs = ["==", "!="] if of.startswith("list") else ["==", "!=", "<", "<=", ">", ">="]
        return f"{self.operand(of, depth - 1)} {self.random.choice(signs)} {self.operand(of, depth - 1)}"

    def logic(self, kind: str, depth: int) -> str:
        if self.random.random() < 0.2:
            return "!" * self.random.choice([1, 1, 1, 2, 3]) + self.operand("bool", depth - 1)
        signs = self.random.choice(["&&", "||"])
        return f" {signs} ".join(self.operand("bool", depth - 1) for _ in range(self.random.choice([2, 2, 3])))

    def membership(self, kind: str, depth: int) -> str:
        of = self.random.choice(SCALARS)
        return f"{self.operand(of, depth - 1)} in {self.operand(f'list({of})', depth - 1)}"

    def test(self, kind: str, depth: int) -> str:
        name = self.random.choice(["startsWith", "endsWith", "contains"])
        return f"({self.make('string', depth - 1)}).{name}({self.make('string', depth - 1)})"

    def mutate(self, text: str) -> str:
        for _ in range(self.random.choice([1, 1, 2, 3])):
            at = self.random.randrange(len(text) + 1)
            kind = self.random.randrange(3)
            piece = self.random.choice(MUTATIONS) if kind != 0 else ""
            text = text[:at] + piece + text[at + (kind != 1):]
        return text

    def expression(self) -> str:
        text = self.make(self.any_type(), self.random.choice([1, 2, 2, 3, 3, 4]))
        if self.random.random() < 0.2:
            text = self.mutate(text)
        return text.replace("\n", " ").strip() or "1"


def build(scratch: Path) -> Tuple[Optional[Path], str]:
    """Builds the program of cel-go from what is in the cache of modules; or says why not."""
    if shutil.which("go") is None:
        return None, "Go is not installed"
    program = scratch / "cel-go"
    environment = dict(os.environ, GOPROXY="off", GOTOOLCHAIN="local", GOFLAGS="-mod=readonly", GOWORK="off")
    ran = subprocess.run(["go", "build", "-o", str(program), "."], cwd=HERE, env=environment, capture_output=True, text=True)
    if ran.returncode != 0:
        return None, "the modules of cel-go are not in the cache: run 'go mod download' in tests/cel-go: " + ran.stderr.strip().replace("\n", " ")[:200]
    return program, ""


def answers(command: List[str], text: str) -> List[str]:
    ran = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    return ran.stdout.split("\n")[:-1]


def outside(expression: str) -> Optional[str]:
    """What of CEL that is not ours an expression uses."""
    string = r"""[rR]?('''.*?'''|\"\"\".*?\"\"\"|(?<![rR])'(\\.|[^'\\])*'|(?<![rR])"(\\.|[^"\\])*"|'[^']*'|"[^"]*")"""
    bare = re.sub(r"(\b[bB][rR]?|\b[rR][bB])?" + string, lambda match: ("b" if match.group(1) else "") + '""', expression)
    bare = re.sub(r"//.*", "", bare)
    within = (name for name, pattern in OUTSIDE_OF_STRINGS if re.search(pattern, expression))
    return next((name for name, pattern in OUTSIDE if re.search(pattern, bare)), next(within, None))


def disagreement(expression: str, ours: str, theirs: str, counts: Dict[str, int]) -> Optional[str]:
    word = ours.split(" ")[0]
    if word == "limit":
        counts["beyond our limits"] = counts.get("beyond our limits", 0) + 1
        return None
    if word == "refused":
        if theirs.startswith("refused"):
            counts["refused by both"] = counts.get("refused by both", 0) + 1
            return None
        reason = outside(expression)
        if reason is not None:
            counts["outside: " + reason] = counts.get("outside: " + reason, 0) + 1
            return None
    elif word == "failed" and theirs.startswith("failed"):
        counts["failed in both"] = counts.get("failed in both", 0) + 1
        return None
    elif ours == theirs:
        counts["same result"] = counts.get("same result", 0) + 1
        return None
    return f"{expression}\n#   ours:   {ours}\n#   cel-go: {theirs}"


def main(arguments: List[str]) -> int:
    tool, scratch = arguments[0], Path(arguments[1])
    count = int(arguments[2]) if len(arguments) > 2 else 5000
    seed = int(arguments[3]) if len(arguments) > 3 else 1
    scratch.mkdir(parents=True, exist_ok=True)
    program, reason = build(scratch)
    if program is None:
        print(f"1..0 # SKIP {reason}")
        return 0
    generator = Generator(seed)
    expressions = [generator.expression() for _ in range(count)]
    lines = [f"#var {name} {facts}" for name, facts in VARIABLES.items()] + expressions
    text = "\n".join(lines) + "\n"
    ours = answers([tool], text)
    theirs = answers([str(program)], text)
    counts: Dict[str, int] = {}
    found = [disagreement(*each, counts) for each in zip(expressions, ours, theirs)]
    problems = [problem for problem in found if problem is not None]
    print("1..2")
    print(f"{'ok' if len(ours) == len(theirs) == count else 'not ok'} 1 - both answer {count} expressions")
    for problem in problems[:20]:
        print("# " + problem)
    for name in sorted(counts):
        print(f"# {name}: {counts[name]}")
    print(f"{'not ok' if problems else 'ok'} 2 - {len(problems)} disagreements, seed {seed}")
    return 1 if problems or len(ours) != count or len(theirs) != count else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
