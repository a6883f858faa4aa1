# SPDX-License-Identifier: Apache-2.0
"""Commands that read whole documents: init, validate, canonicalize, digest, convert, show, schema, rules."""
import hashlib
import json
import os
import unittest

from common import DIGEST, DRAFT, FILLED_IN, CommandTest, filled_in

BAD = """\
schema: manifest/v1
release:
  id: demo-1.0.0
  verison: 1.0.0
  model: {name: demo, version: 3.10}
"""


class Init(CommandTest):
    def test_draft_passes_draft(self) -> None:
        text = self.good("init").out
        self.assertEqual(self.good("init", "--profile", "draft").out, text)
        for name, contents in (("a.yaml", text), ("b.yaml", filled_in(text))):
            self.assertIn("good (draft), 0 warnings",
                          self.good("validate", "--profile", "draft", self.write(name, contents)).out)

    def test_release_passes_release_once_filled_in(self) -> None:
        text = self.good("init", "--profile", "release").out
        self.good("validate", "--profile", "draft", self.write("a.yaml", text))
        self.assertEqual(self.run_command("validate", "a.yaml").status, 1)
        self.assertIn("b.yaml: good (release), 0 warnings",
                      self.good("validate", self.write("b.yaml", filled_in(text))).out)

    def test_unfilled_release_misses_fields_and_nothing_else(self) -> None:
        name = self.write("a.yaml", self.good("init", "--profile", "release").out)
        report = json.loads(self.run_command("validate", "--format", "json", name).out)["files"][0]
        self.assertGreater(report["errors"], 5)
        self.assertEqual({finding["code"] for finding in report["findings"]}, {"MF1301", "MF1304"})

    def test_writes_a_file(self) -> None:
        self.assertEqual(self.good("init", "-o", "new.yaml").out, "")
        self.assertEqual(self.read("new.yaml"), self.good("init").out)

    def test_refuses(self) -> None:
        self.write("there.yaml", "mine")
        os.symlink("nowhere", self.path("link.yaml"))
        self.fails(2, "there.yaml is there already", "init", "-o", "there.yaml")
        self.fails(2, "link.yaml is there already", "init", "-o", "link.yaml")
        self.fails(2, "No such file or directory", "init", "-o", "missing/new.yaml")
        self.fails(2, "is there already", "init", "-o", ".")
        self.assertEqual(self.read("there.yaml"), "mine")


class Validate(CommandTest):
    def test_good(self) -> None:
        name = self.release()
        self.assertEqual(self.good("validate", name).out, "release.yaml: good (release), 0 warnings\n")
        self.assertEqual(self.good("validate", "--profile", "draft", name).out,
                         "release.yaml: good (draft), 0 warnings\n")

    def test_standard_input(self) -> None:
        self.assertEqual(self.good("validate", "--profile", "draft", "-", stdin=DRAFT).out,
                         "(standard input): good (draft), 0 warnings\n")

    def test_findings(self) -> None:
        result = self.run_command("validate", "--profile", "draft", self.write("bad.yaml", BAD))
        self.assertEqual((result.status, result.err), (1, ""))
        lines = result.out.splitlines()
        self.assertEqual(len(lines), 3)
        self.assertRegex(lines[0], r'\Abad\.yaml:4:3: error: .*"?verison"?.*version.* \[MF\d{4}\] \(/release/verison\)\Z')
        self.assertRegex(lines[1],
                         r"\Abad\.yaml:5:32: error: .*quotes.* \[MF\d{4}\] \(/release/model/version\)\Z")
        self.assertEqual(lines[2], "bad.yaml: not good (draft), 2 errors, 0 warnings")

    def test_draft_is_no_release(self) -> None:
        result = self.run_command("validate", self.write("a.yaml", DRAFT))
        self.assertEqual(result.status, 1)
        self.assertRegex(result.out, r"(?m)^a\.yaml: not good \(release\), \d+ errors, \d+ warnings$")

    def test_values_that_need_quotes(self) -> None:
        for value in ("no", "3.10", "!explain || batch_size < 8", "!a && b", "!(a)", "!a", "[!a || b]"):
            text = DRAFT.replace("    version: 1.0.0\n", f"    version: 1.0.0\n    license: {value}\n")
            result = self.run_command("validate", "--profile", "draft", self.write("a.yaml", text))
            self.assertEqual(result.status, 1, value)
            self.assertIn("quotes", result.out, value)

    def test_files_that_cannot_be_read(self) -> None:
        self.fails(2, "cannot open missing.yaml: No such file or directory", "validate", "missing.yaml")
        with open(self.path("large.yaml"), "wb") as file:
            file.truncate(17 * 1024 * 1024)
        self.fails(1, "larger than the limit", "validate", "large.yaml")
        with open(self.path("large.yaml"), "rb") as file:
            self.fails(1, "larger than the limit", "validate", "-", stdin=file.read())

    def test_what_is_no_manifest(self) -> None:
        for contents in ("", "\x00", "[]", "{", "a: b: c", "\ufeffschema: manifest/v1\n", "--- a\n--- b\n", "&a {}"):
            result = self.run_command("validate", "--profile", "draft", self.write("x", contents))
            self.assertEqual(result.status, 1, repr(contents))
            self.assertIn("x: not good (draft)", result.out)

    def test_control_characters_stay_out(self) -> None:
        for evil in ("\x1b[2J", "\x9b2J", "\u202e", "\x07", "\r"):
            for text in (f"schema: manifest/v1\n{evil}: 1\n", f'schema: manifest/v1\n"{evil}x": 1\n',
                         f"schema: manifest/v1\nrelease: {{id: 'a{evil}b'}}\n",
                         json.dumps({"schema": "manifest/v1", evil: 1, "release": {"id": evil}})):
                self.write("evil", text)
                commands = (["validate", "--profile", "draft", "evil"], ["digest", "evil"],
                            ["validate", "--format", "json", "evil"], ["canonicalize", "--json", "evil"])
                for arguments in commands:
                    result = self.run_command(*arguments)
                    if "--json" not in arguments:  # whose bytes are exact
                        self.assertEqual(result.status, 1, (text, arguments))
                        self.assert_printable(result.out.replace("\t", ""))
                    self.assert_printable(result.err)
        name = b"\x1b[2J\x9b.yaml"
        self.path(os.fsdecode(name)).write_text(DRAFT, encoding="utf-8")
        for command in ("validate", "digest", "show"):
            result = self.run_command(command, name)
            self.assert_printable(result.out, result.err)


class Canonical(CommandTest):
    def test_canonical_bytes_and_digest(self) -> None:
        name = self.release()
        canonical = self.good("canonicalize", name).bytes
        self.assertFalse(canonical.endswith(b"\n"))
        self.assertEqual(json.dumps(json.loads(canonical), ensure_ascii=False, sort_keys=True,
                                    separators=(",", ":")).encode(), canonical)
        digest = "sha256:" + hashlib.sha256(canonical).hexdigest()
        self.assertEqual(self.good("digest", name).out, digest + "\n")
        self.assertEqual(self.good("digest", "-", stdin=canonical).out, digest + "\n")
        self.assertEqual(self.good("digest", name, name).out, f"{digest}  {name}\n" * 2)

    def test_any_json(self) -> None:
        text = '{ "b": 1.0, "a": [1e3, "\\u20ac"] }\n'
        expected = '{"a":[1000,"\u20ac"],"b":1}'
        self.assertEqual(self.good("canonicalize", "--json", "-", stdin=text).out, expected)
        self.assertEqual(self.good("canonicalize", self.write("a", text), "--json").out, expected)

    def test_refuses(self) -> None:
        self.fails(1, 'x.json:2:2: error: ', "canonicalize", "--json", self.write("x.json", '{"a":1,\n "a":2}'))
        for text in ("", "{", "[1,]", '{"a":1}}', '"\\ud800"', "1e400", "9007199254740993", "\ufeff{}"):
            result = self.fails(1, "x:", "canonicalize", "--json", self.write("x", text))
            self.assertEqual(result.out, "")
        self.fails(1, "error: ", "canonicalize", self.write("x", BAD))
        self.fails(1, "error: ", "canonicalize", self.write("x", '{"a":1}'))
        self.fails(2, "cannot open y", "canonicalize", "y")

    def test_digest_of_some(self) -> None:
        self.write("good.yaml", DRAFT)
        self.write("bad.yaml", BAD)
        result = self.fails(1, "bad.yaml:4:3: error: ", "digest", "good.yaml", "bad.yaml")
        self.assertRegex(result.out, r"\Asha256:[0-9a-f]{64}  good\.yaml\n\Z")
        result = self.fails(2, "cannot open missing", "digest", "missing", "bad.yaml", "good.yaml")
        self.assertRegex(result.out, r"\Asha256:[0-9a-f]{64}  good\.yaml\n\Z")


class Convert(CommandTest):
    def test_keeps_the_digest(self) -> None:
        name = self.release()
        digest = self.good("digest", name).out
        self.good("convert", "--to", "json", name, "-o", "a.json")
        self.good("convert", "--to", "yaml", "a.json", "-o", "b.yaml")
        self.assertEqual(json.loads(self.read("a.json"))["schema"], "manifest/v1")
        self.assertTrue(self.read("b.yaml").startswith("schema: manifest/v1\n"))
        for converted in ("a.json", "b.yaml"):
            self.assertEqual(self.good("digest", converted).out, digest)
        self.assertEqual(self.good("convert", "--to", "yaml", name).out, self.read("b.yaml"))
        self.assertEqual(self.good("convert", "--to", "yaml", "-", stdin=self.read("a.json")).out, self.read("b.yaml"))

    def test_name_decides_the_format(self) -> None:
        self.write("a.yaml", '{"schema": "manifest/v1", "release": {id: demo}}')
        self.assertIn('"demo"', self.good("convert", "--to", "json", "a.yaml").out)
        os.rename(self.path("a.yaml"), self.path("a.json"))
        self.fails(1, "a.json:1:", "convert", "--to", "json", "a.json")

    def test_output_replaces_what_a_link_names(self) -> None:
        self.write("a.yaml", DRAFT)
        self.write("target.json", "old")
        self.path("target.json").chmod(0o640)
        os.symlink("target.json", self.path("link.json"))
        self.good("convert", "--to", "json", "a.yaml", "-o", "link.json")
        self.assertTrue(self.path("link.json").is_symlink())
        self.assertEqual(json.loads(self.read("target.json"))["schema"], "manifest/v1")
        self.assertEqual(self.path("target.json").stat().st_mode & 0o777, 0o640)

    def test_devices_and_pipes_are_written_to(self) -> None:
        self.write("a.yaml", DRAFT)
        expected = self.good("convert", "--to", "json", "a.yaml").out
        self.good("convert", "--to", "json", "a.yaml", "-o", "/dev/null")
        self.assertFalse(os.path.isfile("/dev/null"))
        self.assertEqual(self.good("convert", "--to", "json", "a.yaml", "-o", "/dev/stdout").out, expected)
        self.assertFalse(os.path.isfile("/dev/stdout"))

    def test_refuses(self) -> None:
        self.write("a.yaml", DRAFT)
        self.write("bad.yaml", BAD)
        os.mkdir(self.path("directory"))
        self.fails(2, "cannot write directory: Is a directory", "convert", "--to", "json", "a.yaml", "-o", "directory")
        self.fails(2, "missing/a.json", "convert", "--to", "json", "a.yaml", "-o", "missing/a.json")
        self.fails(1, "bad.yaml:4:3: error: ", "convert", "--to", "json", "bad.yaml", "-o", "new.json")
        self.fails(2, "cannot open missing", "convert", "--to", "json", "missing", "-o", "new.json")
        self.fails(2, "--to is one of yaml|json", "convert", "--to", "toml", "a.yaml")


class Show(CommandTest):
    def test_overview(self) -> None:
        name = self.release()
        out = self.good("show", name).out
        digest = self.good("digest", name).out.strip()
        self.assertTrue(out.startswith("my-model-1.0.0 (version 1.0.0)\nWhat the model does, and for whom.\n\n"), out)
        for line in (r"  Owner +my-team, mailto:my-team@example\.com", rf"  Digest +{digest}",
                     r"  Platform +linux/amd64", r"  Resources +cpu 500m to 2, memory 1Gi to 2Gi",
                     r"  Dependencies +0 packages, 1 lock file", r"  Image +registry\.example\.com/my-team/my-model@.*",
                     rf"  model +weights +1\.0\.0 +120\.6 KiB +sha256:{FILLED_IN}", r"  golden-input +dataset +1\.0\.0 +4\.0 KiB .*",
                     r"  batch_size +int +32 +1 to 256 +deploy +Rows that are scored at once\.", "Rollout: canary",
                     r"  +1 +5 % +30m +healthy", r"  +2 +100 % +2h +healthy +needed", rf"  Rollback +automatic to sha256:{FILLED_IN}"):
            self.assertRegex(out, rf"(?m)^{line}$")
        self.assertNotRegex(out, r"(?m) $")
        self.assert_printable(out)

    def test_columns_are_aligned(self) -> None:
        lines = self.good("show", self.release()).out.splitlines()
        rows = lines[lines.index("Artifacts") + 1:lines.index("Parameters") - 1]
        self.assertEqual(len({row.rindex("DIGEST") if "DIGEST" in row else row.rindex("sha256:") for row in rows}), 1)

    def test_drafts(self) -> None:
        self.assertIn("demo-1.0.0 (version 1.0.0)", self.good("show", self.write("a.yaml", DRAFT)).out)
        self.assertIn("(standard input)", self.good("show", "-", stdin="schema: manifest/v1\n").out)
        self.assertRegex(self.good("show", "-", stdin=self.good("init").out).out, DIGEST)

    def test_refuses(self) -> None:
        self.assertEqual(self.fails(1, "bad.yaml:4:3: error: ", "show", self.write("bad.yaml", BAD)).out, "")
        self.fails(2, "cannot open missing", "show", "missing")


class Reference(CommandTest):
    def test_schema(self) -> None:
        schema = json.loads(self.good("schema").out)
        self.assertEqual(schema["$schema"], "https://json-schema.org/draft/2020-12/schema")
        self.assertIn("release", schema["properties"])
        for name, field in (("manifest", "release"), ("rules", "disable"), ("overrides", "parameters"), ("parity", "ignore"),
                            ("configuration", "manifest")):
            schema = json.loads(self.good("schema", name).out)
            self.assertEqual(schema["properties"]["schema"]["const"], f"{name}/v1")
            self.assertIn(field, schema["properties"])
            self.assertEqual(self.good("schema", f"{name}/v1").out, self.good("schema", name).out)
        for name in ("rulez", "rules/v2", "", "/"):
            self.assertEqual(self.fails(2, "there is no format", "schema", name).out, "")
        self.assertIn("parity/v1", self.fails(2, "there is no format", "schema", "rulez").err)

    def test_rules(self) -> None:
        lines = self.good("rules").out.splitlines()
        self.assertRegex(lines[0], r"\A  CODE +SEVERITY +PROFILE +SECTION +TITLE\Z")
        codes = [line.split()[0] for line in lines[1:]]
        self.assertGreater(len(codes), 10)
        self.assertEqual(codes, sorted(set(codes)))
        for code in codes:
            out = self.good("rules", code.lower()).out
            self.assertRegex(out, rf"\A{code}: .+\n(error|warning|note) in profile (draft|release), section .+\n\n.+\n")

    def test_markdown(self) -> None:
        out = self.good("rules", "--format", "markdown").out
        self.assertTrue(out.startswith("# "))
        for line in self.good("rules").out.splitlines()[1:]:
            self.assertRegex(out, rf"(?m)^### {line.split()[0]}\n\n\*\*.+\n\n.+$")

    def test_refuses(self) -> None:
        self.fails(2, "there is no rule 'XX'", "rules", "XX")
        code = self.good("rules").out.splitlines()[1].split()[0]
        self.fails(2, "did you mean MF", "rules", code + "9")
        self.fails(2, "--format markdown prints all rules", "rules", "--format", "markdown", code)


if __name__ == "__main__":
    unittest.main()
