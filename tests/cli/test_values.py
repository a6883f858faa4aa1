# SPDX-License-Identifier: Apache-2.0
"""get and set: one value of a manifest."""
import json
import os
import unittest

from common import DRAFT, CommandTest


class Get(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.write("a.yaml", DRAFT)

    def test_scalars(self) -> None:
        for path, value in (("/release/id", "demo-1.0.0"), ("/release/model/version", "1.0"),
                            ("/configuration/parameters/batch_size/value", "8"),
                            ("/release/description", "First line.\nSecond line.\n")):
            self.assertEqual(self.good("get", "a.yaml", path).out, value + "\n")
        self.assertEqual(self.good("get", "-", "/release/id", stdin=DRAFT).out, "demo-1.0.0\n")

    def test_lists_and_mappings_are_json(self) -> None:
        self.assertEqual(self.good("get", "a.yaml", "/release/model").out, '{"name":"demo","version":"1.0"}\n')
        self.assertEqual(json.loads(self.good("get", "a.yaml", "/configuration/parameters").out),
                         [{"name": "batch_size", "type": "int", "value": 8, "minimum": 1}])
        self.assertEqual(self.good("get", "a.yaml", "").out.encode(), self.good("canonicalize", "a.yaml").bytes + b"\n")

    def test_absent(self) -> None:
        for path in ("/release/expires", "/configuration/parameters/other/value", "/artifacts", "/build/steps/0/name"):
            self.assertEqual(self.fails(1, f"a.yaml has no value at {path}", "get", "a.yaml", path).out, "")

    def test_refuses(self) -> None:
        self.fails(2, "error: ", "get", "a.yaml", "/release/verison")
        self.fails(2, "error: ", "get", "a.yaml", "release")
        self.fails(1, "error: ", "get", self.write("bad.yaml", "a: b"), "/release/id")
        self.fails(2, "cannot open missing", "get", "missing", "/release/id")


class Set(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.write("a.yaml", DRAFT)

    def assert_changes(self, text: str, path: str, value: str, old: str, new: str) -> None:
        """Setting the value replaces one piece of the text and leaves every other byte."""
        self.assertEqual(text.count(old), 1, old)
        self.write("a.yaml", text)
        result = self.good("set", "a.yaml", path, value)
        self.assertEqual((result.out, result.err), ("", ""))
        self.assertEqual(self.read("a.yaml"), text.replace(old, new))
        self.assertEqual(self.good("get", "a.yaml", path).out, value + "\n")

    def test_keeps_comments_and_layout(self) -> None:
        self.assert_changes(DRAFT, "/release/id", "demo-2.0.0", "demo-1.0.0   #", "demo-2.0.0   #")
        self.assert_changes(DRAFT, "/configuration/parameters/batch_size/value", "16", "value: 8  ", "value: 16  ")
        self.assert_changes(DRAFT.replace("\n", "\r\n"), "/release/version", "1.0.1", "version: 1.0.0", "version: 1.0.1")

    def test_quoted_values(self) -> None:
        self.good("set", "a.yaml", "/release/model/version", "3.10")
        self.assertRegex(self.read("a.yaml"), r"""version: (?P<q>["'])3\.10(?P=q)\}""")
        self.good("set", "a.yaml", "/release/model/name", "other")
        self.assertRegex(self.read("a.yaml"), r'\{name: "?other"?, ')
        self.assertEqual(self.good("get", "a.yaml", "/release/model").out, '{"name":"other","version":"3.10"}\n')
        self.assertEqual(self.read("a.yaml").count("#"), DRAFT.count("#"))

    def test_values_that_need_quotes_get_them(self) -> None:
        text = DRAFT.replace("version: '1.0'", "version: v1")
        for value in ("no", "1.0", "~", "a: b", "a #b", "- x", "it's", '"', "{", "'", "@x", "*a", "&a", "!t", "%d"):
            self.write("a.yaml", text)
            self.good("set", "a.yaml", "/release/model/version", "--", value)
            self.assertEqual(self.good("get", "a.yaml", "/release/model/version").out, value + "\n")
            self.assertEqual(self.read("a.yaml").count("# after the value"), 1)

    def test_block_scalars(self) -> None:
        self.good("set", "a.yaml", "/release/description", "One line.")
        self.assertEqual(self.good("get", "a.yaml", "/release/description").out, "One line.\n")
        before, after = DRAFT.split("    description: |\n")[0], DRAFT[DRAFT.index("configuration:"):]
        self.assertTrue(self.read("a.yaml").startswith(before))
        self.assertTrue(self.read("a.yaml").endswith("\n" + after))
        self.good("set", "a.yaml", "/release/description", "Two\nlines: with # signs")
        self.assertEqual(self.good("get", "a.yaml", "/release/description").out, "Two\nlines: with # signs\n")
        self.assertTrue(self.read("a.yaml").endswith("\n" + after))

    def test_list_items(self) -> None:
        text = DRAFT + "build:\n  steps:\n  - name: train\n    command: [python, -m, train] # argv\n    description: Trains.\n"
        self.assert_changes(text, "/build/steps/0/command/2", "fit", "-m, train]", "-m, fit]")
        text = text.replace("[python, -m, train]", "\n    - python # 0\n    - train # 1\n   ")
        self.assert_changes(text, "/build/steps/0/command/1", "fit", "- train # 1", "- fit # 1")

    def test_json(self) -> None:
        text = '{ "schema" : "manifest/v1",\n  "release":{"id":"a",   "version":"1.0.0"}}'
        self.write("a.json", text)
        self.good("set", "a.json", "/release/id", "b")
        self.assertEqual(self.read("a.json"), text.replace('"a"', '"b"'))

    def test_negative_numbers_are_values(self) -> None:
        self.good("set", "a.yaml", "/configuration/parameters/batch_size/minimum", "-1")
        self.assertEqual(self.read("a.yaml"), DRAFT.replace("minimum: 1", "minimum: -1"))

    def test_adds_what_is_absent(self) -> None:
        result = self.good("set", "a.yaml", "/release/license", "Apache-2.0")
        self.assertIn("note: there was no value to replace; the manifest was written anew", result.err)
        self.assertEqual(self.good("get", "a.yaml", "/release/license").out, "Apache-2.0\n")
        self.assertNotIn("#", self.read("a.yaml"))
        self.assertTrue(self.read("a.yaml").startswith("schema: manifest/v1\n"))
        self.good("set", "a.yaml", "/release/labels/team/value", "red")
        self.assertEqual(self.good("get", "a.yaml", "/release/labels").out, '[{"name":"team","value":"red"}]\n')
        self.good("convert", "--to", "json", "a.yaml", "-o", "a.json")
        self.good("set", "a.json", "/release/labels/team/value", "blue")
        self.good("set", "a.json", "/release/labels/site/value", "north")
        self.assertEqual(json.loads(self.read("a.json"))["release"]["labels"][0]["name"], "site")

    def test_renames_entries_in_place(self) -> None:
        text = DRAFT + "environment:\n  platform:\n    cpu_features: [avx2, fma]   # of the kernels\n"
        self.write("a.yaml", text)
        for path, value, old, new in (
                ("/configuration/parameters/batch_size/name", "rows", "name: batch_size", "name: rows"),
                ("/environment/platform/cpu_features/fma", "sse2", "avx2, fma]", "avx2, sse2]")):
            self.assertEqual(text.count(old), 1, old)
            text = text.replace(old, new)
            result = self.good("set", "a.yaml", path, value)
            self.assertEqual((result.out, result.err), ("", ""))
            self.assertEqual(self.read("a.yaml"), text)
        self.assertEqual(self.good("get", "a.yaml", "/configuration/parameters/rows/value").out, "8\n")
        for path, value in (("/environment/platform/cpu_features/sse2", "avx2"),
                            ("/environment/platform/cpu_features/sse2", "no name"),
                            ("/configuration/parameters/rows/name", "")):
            self.fails(1, "would not be good with that value", "set", "a.yaml", path, value)
            self.assertEqual(self.read("a.yaml"), text)

    def test_output(self) -> None:
        self.good("set", "a.yaml", "/release/version", "1.0.1", "-o", "b.yaml")
        self.assertEqual(self.read("a.yaml"), DRAFT)
        self.assertEqual(self.read("b.yaml"), DRAFT.replace("version: 1.0.0", "version: 1.0.1"))
        result = self.good("set", "-", "/release/version", "1.0.1", stdin=DRAFT)
        self.assertEqual(result.out, self.read("b.yaml"))
        self.assertEqual(self.good("set", "a.yaml", "/release/version", "1.0.1", "-o-").out, result.out)

    def test_keeps_permissions_and_links(self) -> None:
        os.symlink("a.yaml", self.path("link.yaml"))
        for mode in (0o600, 0o664, 0o777):
            self.path("a.yaml").chmod(mode)
            self.good("set", "link.yaml", "/release/version", f"1.0.{mode}")
            self.assertEqual(self.path("a.yaml").stat().st_mode & 0o7777, mode)
        self.assertTrue(self.path("link.yaml").is_symlink())
        self.assertEqual(self.names(), ["a.yaml", "link.yaml"])
        self.write("closed.yaml", "old")
        self.path("closed.yaml").chmod(0)
        self.good("set", "a.yaml", "/release/version", "2.0.0", "-o", "closed.yaml")
        self.assertEqual(self.path("closed.yaml").stat().st_mode & 0o077, 0)

    def test_refuses_and_changes_nothing(self) -> None:
        for status, path, value in ((1, "/release/id", "Not A Name"), (1, "/release/version", ""),
                                    (1, "/configuration/parameters/batch_size/value", "many"),
                                    (1, "/schema", "manifest/v2"), (2, "/release/verison", "1.0.0"), (2, "/release", "x"),
                                    (2, "/configuration/parameters", "x"), (2, "release", "x"),
                                    (1, "/release/license", "\x1b[2J"), (1, "/release/description", "\x1b[2J")):
            result = self.fails(status, "error: ", "set", "a.yaml", path, value)
            self.assertEqual(self.read("a.yaml"), DRAFT, (path, value))
            self.assert_printable(result.out, result.err)
        self.fails(2, "No such file or directory", "set", "a.yaml", "/release/version", "1.0.1", "-o", "missing/b.yaml")
        self.fails(2, "Is a directory", "set", "a.yaml", "/release/version", "1.0.1", "-o", ".")
        self.fails(1, "error: ", "set", self.write("bad.yaml", "a: b\n"), "/release/version", "1.0.1")
        self.fails(2, "cannot open missing", "set", "missing", "/release/version", "1.0.1")


if __name__ == "__main__":
    unittest.main()
