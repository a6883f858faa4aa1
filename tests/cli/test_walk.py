# SPDX-License-Identifier: Apache-2.0
"""validate on directories: which files are manifests, in which order, and what is trouble."""
import json
import os
import unittest
from typing import Any, Dict, List

from common import DRAFT, CommandTest, Result, Text

CANONICAL = '{"configuration":{"parameters":[]},"release":{"schema":"x"},"schema":"manifest/v1"}'

# Declare a manifest, whatever else is wrong with them.
MANIFESTS = [
    DRAFT,
    "schema: manifest/v1\n",
    "schema: manifest/v1",
    "schema: manifest/v2\n",
    "schema:   'manifest/v1' # comment\n",
    '"schema": "manifest/v1"\n',
    "'schema' : manifest/v1\n",
    "schema:\n  manifest/v1\n",
    "release: {}\nschema: manifest/v1\n",
    "release:\n  id: x\n\n# comment\nschema: manifest/v1\n",
    "# comment\n\n---\nschema: manifest/v1\n",
    "%YAML 1.2\n---\nschema: manifest/v1\n",
    "\ufeffschema: manifest/v1\n",
    "  release: {}\n  schema: manifest/v1\n",
    "schema: manifest/v1\r\nrelease: {}\r\n",
    "schema: manifest/v1\nrelease: [\n",
    "release: |\n  schema: other/v1\nschema: manifest/v1\n",
    "{schema: manifest/v1}",
    "--- {schema: manifest/v1}",
    "{release: it's, schema: manifest/v1}",
    "{ # comment\n  schema: manifest/v1}",
    '{"schema":"manifest/v1"}',
    '{ "release" : { "a" : [1, {"b": "}"}] } , "schema"\n:\n"manifest/v1"',
    '{"a":"\\"}","schema":"manifest/v1"',
    CANONICAL,
]

# Do not.
OTHERS = [
    "",
    "\n",
    "# schema: manifest/v1\n",
    "schema: other/v1\n",
    "schema: manifest\n",
    "schemas: manifest/v1\n",
    "a:\n  schema: manifest/v1\n",
    "a: |\n  schema: manifest/v1\n",
    "- schema: manifest/v1\n",
    "  a:\n    schema: manifest/v1\n",
    "schema manifest/v1\n",
    "text: schema: manifest/v1\n",
    "[]",
    "[{\"schema\": \"manifest/v1\"}]",
    "{}",
    "{\"a\": {\"schema\": \"manifest/v1\"}}",
    "{\"a\": \"schema\", \"b\": \"manifest/v1\"}",
    "{\"a\": [\"schema\"], \"b\": \",schema:manifest/v1\"}",
    "{} {\"schema\": \"manifest/v1\"}",
    "{\"schema",
    "schema",
    "schema:",
    "schema: ",
    "'schema: manifest/v1\n",
    "]}{schema: manifest/v1}",
    "\x00\x01\x02",
    '{"payloadType":"application/vnd.in-toto+json","payload":"","signatures":[]}',
]


class Walk(CommandTest):
    def put(self, name: str, contents: Text = DRAFT) -> None:
        self.path(name).parent.mkdir(parents=True, exist_ok=True)
        self.write(name, contents)

    def walk(self, *arguments: str) -> Result:
        return self.run_command("validate", "--profile", "draft", *arguments)

    def document(self, *arguments: str) -> Dict[str, Any]:
        result: Dict[str, Any] = json.loads(self.walk("--format", "json", *arguments).out)
        return result

    def files(self, *arguments: str) -> List[str]:
        return [file["file"] for file in self.document(*arguments)["files"]]


class Which(Walk):
    def test_what_declares_a_manifest(self) -> None:
        for number, text in enumerate(MANIFESTS):
            self.put(f"d/m{number:02}.yaml", text)
        found = self.files("d")
        for number, text in enumerate(MANIFESTS):
            self.assertIn(f"d/m{number:02}.yaml", found, repr(text))

    def test_what_does_not(self) -> None:
        self.put("d/a.yaml")
        for number, text in enumerate(OTHERS):
            self.put(f"d/o{number:02}.yaml", text)
        document = self.document("d")
        self.assertEqual([file["file"] for file in document["files"]], ["d/a.yaml"])
        self.assertEqual(document["summary"]["passed_over"], len(OTHERS))

    def test_prefixes(self) -> None:
        """A text that is cut anywhere neither crashes nor declares what it does not have."""
        for directory, text in (("yaml", DRAFT), ("json", CANONICAL)):
            whole = text.encode()
            sizes = range(0, len(whole), 3)
            first = whole.index(b"manifest/") + len(b"manifest/")
            for size in sizes:
                self.put(f"{directory}/{size}.yaml", whole[:size])
            self.assertEqual(set(self.files(directory)), {f"{directory}/{size}.yaml" for size in sizes if size >= first})

    def test_extensions(self) -> None:
        for name in ("a.yaml", "b.yml", "c.json", "d.yaml.txt", "e", "yaml", "f.YAML", "g.toml", ".yaml"):
            self.put(f"d/{name}", '{"schema": "manifest/v1"}')
        self.assertEqual(self.files("d"), ["d/a.yaml", "d/b.yml", "d/c.json"])

    def test_named_files_are_always_judged(self) -> None:
        self.put("other.yaml", "a: b\n")
        self.put(".hidden.yaml")
        self.put("text.txt")
        self.assertEqual(self.walk("other.yaml").status, 1)
        self.assertEqual(self.walk(".hidden.yaml").status, 0)
        self.assertEqual(self.walk("text.txt").status, 0)

    def test_manifests_only(self) -> None:
        self.put("other.yaml", "a: b\n")
        self.put("good.txt")
        result = self.walk("--manifests-only", "other.yaml", "good.txt")
        self.assertEqual((result.status, result.out.splitlines()[-1]),
                         (0, "1 file (draft): 1 good, 0 not good; 0 errors, 0 warnings, 0 notes; 1 other file passed over"))
        self.assertEqual(self.walk("--manifests-only", "missing.yaml").status, 2)
        self.assertEqual(self.walk("--manifests-only", "other.yaml").status, 0)
        self.put("broken.yaml", "schema: manifest/v1\nx: [\n")
        self.assertEqual(self.walk("--manifests-only", "broken.yaml").status, 1)

    def test_large_files(self) -> None:
        self.put("d/a.yaml")
        for name, text in (("data.json", b'{"a":"'), ("release.json", b'{"schema":"manifest/v1","a":"')):
            with open(self.path(f"d/{name}"), "wb") as file:
                file.write(text)
                file.truncate(17 * 1024 * 1024)
        document = self.document("d")
        self.assertEqual([file["file"] for file in document["files"]], ["d/a.yaml", "d/release.json"])
        self.assertIn("larger than the limit", document["files"][1]["error"])
        self.assertEqual(document["summary"]["passed_over"], 1)


class Order(Walk):
    def test_is_that_of_bytes_in_each_directory(self) -> None:
        names = ["B.yaml", "a.yaml", "a/b.yaml", "a/c/d.yaml", "a/z.yaml", "a-b.yaml", "b.yaml", "\u00e9.yaml"]
        for name in reversed(names):
            self.put(f"d/{name}")
        self.assertEqual(self.files("d"), [f"d/{name}" for name in
                                           ["B.yaml", "a/b.yaml", "a/c/d.yaml", "a/z.yaml", "a-b.yaml", "a.yaml", "b.yaml",
                                            "\u00e9.yaml"]])

    def test_operands_keep_theirs(self) -> None:
        for name in ("x/a.yaml", "y/a.yaml", "a.yaml"):
            self.put(name)
        self.assertEqual(self.files("y", "a.yaml", "x"), ["y/a.yaml", "a.yaml", "x/a.yaml"])

    def test_how_names_are_written(self) -> None:
        self.put("d/e/a.yaml")
        for directory, name in ((".", "d/e/a.yaml"), ("d", "d/e/a.yaml"), ("d/", "d/e/a.yaml"), ("./d", "./d/e/a.yaml"),
                                (str(self.path("d")), str(self.path("d/e/a.yaml"))), ("d/../d", "d/../d/e/a.yaml")):
            self.assertEqual(self.files(directory), [name])

    def test_summary(self) -> None:
        self.put("d/a.yaml")
        self.put("d/b.yaml", "schema: manifest/v1\nx: 1\n")
        self.put("d/c.yaml", "a: b\n")
        self.put("d/d.json", "[]")
        result = self.walk("d")
        self.assertEqual(result.status, 1)
        self.assertRegex(result.out.splitlines()[-1],
                         r"\A2 files \(draft\): 1 good, 1 not good; \d errors?, 0 warnings, 0 notes; 2 other files passed over\Z")


class Trouble(Walk):
    def test_no_manifest(self) -> None:
        self.put("d/other.yaml", "a: b\n")
        os.mkdir(self.path("e"))
        for directory in ("d", "e"):
            result = self.walk(directory)
            self.assertEqual(result.status, 2)
            self.assertIn(f"there is no manifest in {directory}: no .yaml, .yml or .json file", result.err)
        self.put("f/a.yaml")
        self.assertEqual(self.walk("f", "e").status, 2)

    def test_hidden_ones_and_links_are_left_out(self) -> None:
        self.put("d/a.yaml")
        self.put("d/.git/b.yaml")
        self.put("d/.c.yaml")
        self.put("outside/e.yaml")
        os.symlink("../outside", self.path("d/out"))
        os.symlink("../outside/e.yaml", self.path("d/e.yaml"))
        os.symlink(".", self.path("d/loop"))
        os.symlink("nowhere", self.path("d/nowhere.yaml"))
        self.assertEqual(self.files("d"), ["d/a.yaml"])
        self.assertEqual(self.files("d/out", "d/e.yaml"), ["d/out/e.yaml", "d/e.yaml"])
        self.assertEqual(self.files("d/.git"), ["d/.git/b.yaml"])

    def test_no_regular_files(self) -> None:
        self.put("d/a.yaml")
        os.mkfifo(self.path("d/pipe.yaml"))
        os.mkdir(self.path("d/directory.yaml"))
        self.put("d/directory.yaml/b.yaml")
        self.assertEqual(self.files("d"), ["d/a.yaml", "d/directory.yaml/b.yaml"])

    def test_what_may_not_be_read(self) -> None:
        if os.geteuid() == 0:
            self.skipTest("root may read everything")
        self.put("d/a.yaml")
        self.put("d/b.yaml")
        self.put("d/closed/c.yaml")
        os.chmod(self.path("d/b.yaml"), 0)
        os.chmod(self.path("d/closed"), 0)
        self.addCleanup(os.chmod, self.path("d/closed"), 0o700)
        result = self.walk("d")
        self.assertEqual(result.status, 2)
        self.assertIn("cannot open d/b.yaml: Permission denied", result.err)
        self.assertIn("cannot open d/closed: Permission denied", result.err)
        self.assertIn("d/a.yaml: good", result.out)

    def test_deep_trees(self) -> None:
        """Paths that are too long for the system are trouble, however deep the tree goes."""
        directory = os.open(self.directory, os.O_RDONLY)
        for _ in range(30):
            os.mkdir("n" * 200, dir_fd=directory)
            deeper = os.open("n" * 200, os.O_RDONLY, dir_fd=directory)
            os.close(directory)
            directory = deeper
        os.close(directory)
        self.put("a.yaml")
        result = self.walk(".")
        self.assertEqual(result.status, 2)
        self.assertIn("File name too long", result.err)
        self.assertIn("a.yaml: good", result.out)


if __name__ == "__main__":
    unittest.main()
