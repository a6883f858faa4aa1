# SPDX-License-Identifier: Apache-2.0
"""What changes on a terminal: colour, the offending line, and values that are escaped."""
import unittest
from typing import Dict, List, Tuple

from common import DRAFT, CommandTest, without_style

BAD = "schema: manifest/v1\nrelease:\n\tid: demo\n"
UNKNOWN = "schema: manifest/v1\nrelease: {id: demo, verison: 1.0.0}\n"


class Colour(CommandTest):
    def test_on_a_terminal_alone(self) -> None:
        self.write("a.yaml", UNKNOWN)
        validate = ["validate", "--profile", "draft", "a.yaml"]
        self.assertIn("\x1b[1;31merror: \x1b[0m", self.on_terminal(*validate).out)
        self.assertIn("\x1b[", self.on_terminal("show", self.write("b.yaml", DRAFT)).out)
        plain: List[Tuple[str, Dict[str, str]]] = [("xterm", {"NO_COLOR": "1"}), ("dumb", {}), ("", {})]
        for term, more in plain:
            for arguments in (validate, ["show", "b.yaml"], ["--help"], ["valdate"]):
                self.assertNotIn("\x1b", self.on_terminal(*arguments, term=term, more=more).out)
        self.assertIn("\x1b[", self.on_terminal(*validate, more={"NO_COLOR": ""}).out)
        self.assertNotIn("\x1b", self.run_command(*validate).out)

    def test_changes_nothing_else(self) -> None:
        self.write("b.yaml", DRAFT)
        for arguments in (["show", "b.yaml"], ["--help"], ["convert", "--help"], ["rules"]):
            self.assertEqual(without_style(self.on_terminal(*arguments).out), self.good(*arguments).out)


class Excerpt(CommandTest):
    def excerpt(self, text: str, *arguments: str) -> str:
        self.write("a.yaml", text)
        return self.on_terminal(*(arguments or ("validate", "--profile", "draft")), "a.yaml", term="dumb").out

    def test_line_and_mark(self) -> None:
        lines = self.excerpt(UNKNOWN).splitlines()
        self.assertTrue(lines[0].startswith("a.yaml:2:21: error: "), lines)
        self.assertEqual(lines[1], "     2 | release: {id: demo, verison: 1.0.0}")
        self.assertEqual(lines[2], "       |                     ^")

    def test_other_commands_show_it_too(self) -> None:
        lines = self.excerpt(UNKNOWN, "digest").splitlines()
        self.assertEqual(lines[2], "       |                     ^")

    def test_not_without_a_terminal(self) -> None:
        self.assertNotIn(" | ", self.run_command("validate", self.write("a.yaml", UNKNOWN)).out)

    def test_not_of_a_line_with_a_secret(self) -> None:
        out = self.excerpt("schema: manifest/v1\nenvironment:\n  variables:\n"
                           "  - {name: DB_PASSWORD, value: Tr0ub4dor}\n  - {name: PASSWORD, value: \"Tr0ub4dor\\u200b\"}\n"
                           "  - {name: A, value: \"b\\u200b\"}\n")
        self.assertIn("a.yaml:4:32: error: this looks like a password (T\u2026)", out)
        self.assertIn("a.yaml:5:29: error: character 10 is U+200B", out)
        self.assertNotIn("Tr0ub", out)
        self.assertIn("     6 |   - {name: A, value:", out)

    def test_mark_counts_characters(self) -> None:
        out = self.excerpt(UNKNOWN.replace("demo,", '"d\u00e9m\U0001f600",')).splitlines()
        marks = [out[i + 1].index("^") - out[i].index("verison") for i in range(len(out) - 1)
                 if "verison: 1" in out[i] and "^" in out[i + 1]]
        self.assertIn(0, marks)

    def test_control_characters_are_escaped(self) -> None:
        for evil, shown in (("\x1b[2J", "\\x1b[2J"), ("\x9b", "\\x9b"), ("\u202e", "\\u{202e}"), ("\x07", "\\x07")):
            out = self.excerpt(f"schema: manifest/v1\nrelease: {{id: '{evil}', verison: 1}}\n")
            self.assertIn(shown, out)
            self.assert_printable(out)
        self.assert_printable(self.excerpt(BAD))
        self.assert_printable(self.excerpt("schema: manifest/v1\r\nrelease: {verison: 1}\r\n"))

    def test_long_lines_are_cut(self) -> None:
        text = '{"schema":"manifest/v1",' + '"release":{"description":"' + "x" * 5000 + '","verison":"' + "y" * 5000 + '"}}'
        out = self.excerpt(text)
        lines = out.splitlines()
        self.assertLess(max(len(line) for line in lines[1:]), 82)
        self.assertIn("verison", lines[1])
        self.assertEqual(lines[2].index("^"), lines[1].index('"verison"'))

    def test_ends_of_the_document(self) -> None:
        for text in ("", "\n", "a", "a:", "schema: manifest/v1\nrelease: [", "{", "\u00e9"):
            self.assertIn("error: ", self.excerpt(text))


class Values(CommandTest):
    def test_get(self) -> None:
        self.write("a.yaml", DRAFT)
        self.assertEqual(self.on_terminal("get", "a.yaml", "/release/description").out, "First line.\nSecond line.\n\n")
        self.assertEqual(self.on_terminal("get", "a.yaml", "/release/model").out, '{"name":"demo","version":"1.0"}\n')

    def test_exact_bytes_are_for_files_and_pipes(self) -> None:
        evil = "\x9b2J\u202e\x7f"
        self.write("a.json", f'{{"a":"{evil}"}}')
        self.assertEqual(self.on_terminal("canonicalize", "--json", "a.json").out, '{"a":"\\x9b2J\\u{202e}\\x7f"}')
        self.assertEqual(self.good("canonicalize", "--json", "a.json").out, f'{{"a":"{evil}"}}')
        self.write(evil, "a: b")
        self.assert_printable(self.on_terminal("validate", "--format", "json", evil).out.replace("\t", ""))

    def test_names_of_files(self) -> None:
        name = "\u202e\x1b[2J.yaml"
        self.write(name, DRAFT)
        for arguments in (["validate", name], ["digest", name, name], ["get", name, "/release/expires"],
                          ["sign", "--key", name, name], ["verify", "--key", name, name]):
            self.assert_printable(without_style(self.on_terminal(*arguments).out))


if __name__ == "__main__":
    unittest.main()
