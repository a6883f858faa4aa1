# SPDX-License-Identifier: Apache-2.0
"""validate --format sarif: the log has what SARIF 2.1.0 asks of it, by the sections of that standard, whatever is judged."""
import json
import os
import re
import unittest
import urllib.parse
from typing import Any, Dict, Iterator, List, Set, Tuple

from common import DRAFT, CommandTest, Text
from test_validate import BAD, NAMES

RELATED = DRAFT + "environment: {resources: {memory: {request: 2Gi, limit: 1Gi}}}\n"
ROOT = "%SRCROOT%"
LEVELS = ("none", "note", "warning", "error")

# RFC 3986, appendix A: a relative-path reference whose first segment has no colon, and a file URI without a host.
SEGMENT = r"(?:[A-Za-z0-9._~-]|%[0-9A-F]{2})+"
RELATIVE = re.compile(rf"{SEGMENT}(?:/{SEGMENT})*")
FILE = re.compile(rf"file://(?:/{SEGMENT})+")

Object = Dict[str, Any]


def objects(value: Any, name: str = "") -> Iterator[Tuple[str, Object]]:
    """Every object below a value, with the name of the member that holds it or its array."""
    if isinstance(value, dict):
        yield name, value
        for key, member in value.items():
            yield from objects(member, key)
    elif isinstance(value, list):
        for entry in value:
            yield from objects(entry, name)


class Sarif(CommandTest):
    def log(self, status: int, *arguments: Text, stdin: Text = b"") -> Object:
        """The one run of the log, which keeps to the standard."""
        result = self.run_command("validate", "--profile", "draft", "--format", "sarif", *arguments, stdin=stdin)
        self.assertEqual(result.status, status, result.err)
        document = json.loads(result.bytes)
        self.check_log(document)
        run: Object = document["runs"][0]
        self.assertEqual(run["invocations"][0]["exitCode"], status)
        return run

    def check_log(self, document: Object) -> None:
        self.assertEqual(document["version"], "2.1.0", "3.13.2: version is 2.1.0")
        self.assertTrue(document["$schema"].endswith("/sarif-schema-2.1.0.json"), "3.13.3: the URI of the schema")
        self.assertEqual(len(document["runs"]), 1, "3.13.4: an array of runs")
        run = document["runs"][0]
        self.assertLessEqual({"tool", "results"}, set(run), "3.14.6, 3.14.23: a run has a tool, and results once it is complete")
        self.assertEqual(run["columnKind"], "unicodeCodePoints", "3.14.27: what a column counts")
        self.check_driver(run["tool"]["driver"])
        self.check_bases(run["originalUriBaseIds"])
        self.check_invocations(run)
        for result in run["results"]:
            self.check_result(result, run["tool"]["driver"]["rules"])
        for name, value in objects(document):
            self.check_object(name, value, run["originalUriBaseIds"])

    def check_driver(self, driver: Object) -> None:
        self.assertEqual(driver["name"], "manifest", "3.19.8: a component has a name")
        self.assertRegex(driver["version"], r"\A\d+\.\d+\.\d+\Z", "3.19.13: and a version")
        self.assertRegex(driver["semanticVersion"], r"\A\d+\.\d+\.\d+\Z", "3.19.12: by SemVer 2.0")
        self.assertTrue(urllib.parse.urlsplit(driver["informationUri"]).netloc, "3.19.17: an absolute URI")
        for descriptor in driver["rules"] + driver["notifications"]:
            self.assertTrue(descriptor["id"], "3.49.3: a descriptor has an id")
            for member in ("shortDescription", "fullDescription", "help"):
                self.assertTrue(descriptor[member]["text"], "3.12.3: a message string has a text that is not empty")
        ids = [rule["id"] for rule in driver["rules"]]
        self.assertEqual(len(ids), len(set(ids)))
        for rule in driver["rules"]:
            self.assertRegex(rule["id"], r"\AMF\d{4}\Z", "3.49.3: stable and opaque")
            self.assertRegex(rule["name"], r"\A[A-Z][A-Za-z0-9]+\Z", "3.49.7: an identifier that people understand")
            self.assertNotIn("\n", rule["shortDescription"]["text"], "3.49.9: one line")
            self.assertIn(rule["defaultConfiguration"]["level"], LEVELS, "3.50.3")
            tags = rule["properties"]["tags"]
            self.assertEqual(len(tags), len(set(tags)), "3.8.2: tags are distinct")
            outside = re.sub(r"```.*?```|`[^`\n]*`", "", rule["help"]["markdown"], flags=re.S)
            self.assertNotRegex(outside, r"</?[a-z!]", "3.11.4.2: no HTML in Markdown")

    def check_bases(self, bases: Object) -> None:
        for base in bases.values():
            self.assertNotIn("uriBaseId", base, "3.14.14: without a uri there is no uriBaseId")
            self.assertNotIn("uri", base, "3.14.14: left out, so that the log is the same on every machine")

    def check_invocations(self, run: Object) -> None:
        invocation, = run["invocations"]
        troubles = invocation["toolExecutionNotifications"]
        bad = any(trouble["level"] == "error" for trouble in troubles)
        self.assertIs(invocation["executionSuccessful"], not bad, "3.20.14: says whether the tool did its work")
        descriptors = run["tool"]["driver"]["notifications"]
        for trouble in troubles:
            self.assertTrue(trouble["message"]["text"], "3.58.5: a notification has a message")
            self.assertIn(trouble["level"], LEVELS, "3.58.6")
            reference = trouble["descriptor"]
            self.assertEqual(descriptors[reference["index"]]["id"], reference["id"], "3.52.4: both name one descriptor")

    def check_result(self, result: Object, rules: List[Object]) -> None:
        self.assertEqual(rules[result["ruleIndex"]]["id"], result["ruleId"], "3.27.6: the index of the rule with that id")
        self.assertIn(result["level"], LEVELS, "3.27.10")
        self.assertTrue(result["message"]["text"], "3.27.11: a result has a message")
        self.assertEqual(len(result["locations"]), 1, "3.27.12: one location, where the mistake is mended")
        for print_name, value in result["partialFingerprints"].items():
            self.assertRegex(print_name, r"/v\d+\Z", "3.27.17: a versioned name")
            self.assertIsInstance(value, str)
        ids = [location["id"] for location in result.get("relatedLocations", [])]
        self.assertEqual(len(ids), len(set(ids)), "3.28.2: ids are distinct within a result")
        links = [int(link) for link in re.findall(r"(?<!\\)\]\((\d+)\)", result["message"]["text"])]
        self.assertEqual(links, ids, "3.11.6: links lead to locations of the result")

    def check_object(self, name: str, value: Object, bases: Object) -> None:
        self.assertNotIn(None, value.values(), "3.6: what is absent is left out")
        if name == "artifactLocation":
            if value["uri"].startswith("file:"):
                self.assertRegex(value["uri"], rf"\A{FILE.pattern}\Z", "3.10.1: RFC 3986")
                self.assertNotIn("uriBaseId", value, "3.4.4: an absolute URI has no base")
            else:
                self.assertRegex(value["uri"], rf"\A{RELATIVE.pattern}\Z", "3.4.3: a relative-path reference")
                self.assertIn(value["uriBaseId"], bases, "3.4.4: a relative one says to what")
            self.assertFalse({".", ".."} & set(value["uri"].split("/")), "3.10.2: no . and .. segments")
        elif name == "region":
            self.assertGreaterEqual(value["startLine"], 1, "3.30.5")
            self.assertGreaterEqual(value["startColumn"], 1, "3.30.6")
        elif name == "logicalLocations":
            self.assertTrue(value["fullyQualifiedName"].endswith("/" + value["name"]), "3.33.4: the rightmost component")
        elif name == "message":
            singles = re.sub(r"\{\{|\}\}", "", value["text"])
            self.assertNotRegex(singles, r"[{}]", "3.11.5: braces are doubled")


class Good(Sarif):
    def test_nothing_found(self) -> None:
        run = self.log(0, self.write("a.yaml", DRAFT))
        self.assertEqual((run["results"], run["tool"]["driver"]["rules"]), ([], []))
        self.assertIs(run["invocations"][0]["executionSuccessful"], True)

    def test_is_the_same_every_time_and_everywhere(self) -> None:
        outputs: Set[bytes] = set()
        for directory in ("d", "e/f"):
            os.makedirs(self.path(directory))
            self.write(f"{directory}/bad.yaml", BAD)
            self.directory, before = self.path(directory), self.directory
            outputs.add(self.run_command("validate", "--format", "sarif", "bad.yaml", "missing.yaml").bytes)
            self.directory = before
        self.assertEqual(len(outputs), 1)


class Results(Sarif):
    def test_findings(self) -> None:
        run = self.log(1, self.write("bad.yaml", BAD))
        first, second = run["results"]
        self.assertEqual(first["level"], "error")
        self.assertEqual(first["locations"], [{
            "physicalLocation": {"artifactLocation": {"uri": "bad.yaml", "uriBaseId": ROOT},
                                 "region": {"startLine": 4, "startColumn": 3}},
            "logicalLocations": [{"name": "verison", "fullyQualifiedName": "/release/verison"}]}])
        self.assertEqual(second["locations"][0]["physicalLocation"]["region"], {"startLine": 5, "startColumn": 32})

    def test_says_the_same_as_json(self) -> None:
        self.write("bad.yaml", BAD)
        self.write("related.yaml", RELATED)
        out = self.run_command("validate", "--profile", "draft", "--format", "json", "bad.yaml", "related.yaml").out
        expected = [(file["file"], finding["code"], finding["severity"], finding["path"], finding["line"], finding["column"])
                    for file in json.loads(out)["files"] for finding in file["findings"]]
        found = []
        for result in self.log(1, "bad.yaml", "related.yaml")["results"]:
            location = result["locations"][0]
            physical = location["physicalLocation"]
            found.append((physical["artifactLocation"]["uri"], result["ruleId"], result["level"],
                          location["logicalLocations"][0]["fullyQualifiedName"], physical["region"]["startLine"],
                          physical["region"]["startColumn"]))
        self.assertEqual(found, expected)

    def test_related_values(self) -> None:
        result, = self.log(1, self.write("a.yaml", RELATED))["results"]
        related, = result["relatedLocations"]
        self.assertEqual(related["logicalLocations"][0]["fullyQualifiedName"], "/environment/resources/memory/limit")
        self.assertEqual(related["physicalLocation"]["region"]["startLine"],
                         result["locations"][0]["physicalLocation"]["region"]["startLine"])
        self.assertTrue(related["message"]["text"])

    def test_rules_are_those_of_the_results(self) -> None:
        self.write("bad.yaml", BAD)
        run = self.log(1, "bad.yaml", self.write("related.yaml", RELATED), "bad.yaml")
        self.assertEqual({rule["id"] for rule in run["tool"]["driver"]["rules"]},
                         {result["ruleId"] for result in run["results"]})
        for rule in run["tool"]["driver"]["rules"]:
            explained = self.good("rules", rule["id"]).out
            self.assertIn(rule["shortDescription"]["text"], explained)
            self.assertIn(" ".join(rule["fullDescription"]["text"].split()), " ".join(explained.split()))

    def test_columns_count_code_points(self) -> None:
        result = self.log(1, self.write("a.yaml", "schema: manifest/v1\nrelease: {\"\u00e9\U0001f600\": 1, id: demo}\n"))["results"]
        region = result[0]["locations"][0]["physicalLocation"]["region"]
        self.assertEqual(region, {"startLine": 2, "startColumn": 11})
        result = self.log(1, self.write("a.yaml", "schema: manifest/v1\nrelease: {description: \"\u00e9\U0001f600\", x: 1}\n"))["results"]
        regions = [one["locations"][0]["physicalLocation"]["region"]["startColumn"] for one in result]
        self.assertIn(30, regions)

    def test_more_findings_than_are_shown(self) -> None:
        keys = "".join(f"x{i}: 1\n" for i in range(120))
        run = self.log(1, self.write("a.yaml", "schema: manifest/v1\n" + keys))
        self.assertEqual(len(run["results"]), 100)
        trouble, = run["invocations"][0]["toolExecutionNotifications"]
        self.assertEqual((trouble["level"], trouble["descriptor"]["id"]), ("warning", "more-findings"))


class Fingerprints(Sarif):
    def prints(self, text: str) -> List[str]:
        return [result["partialFingerprints"]["codeAndPath/v1"] for result in self.log(1, self.write("a.yaml", text))["results"]]

    def test_lines_may_move(self) -> None:
        for text in (BAD, RELATED):
            self.assertEqual(self.prints(text), self.prints("# more\n\n# lines\n" + text))

    def test_of_different_findings_are_different(self) -> None:
        found = self.prints(BAD)
        self.assertEqual(len(found), len(set(found)))
        self.assertNotEqual(found, self.prints(BAD.replace("verison", "versoin")))

    def test_of_findings_alike_are_different(self) -> None:
        twice = "schema: manifest/v1\nrelease:\n" + "  idd: x\n" * 3
        found = self.prints(twice)
        self.assertEqual(len(found), len(set(found)), found)


class Places(Sarif):
    def uris(self, status: int, *arguments: Text) -> List[str]:
        run = self.log(status, *arguments)
        places = [value["uri"] for name, value in objects(run) if name == "artifactLocation"]
        self.assertTrue(places)
        return places

    def test_names(self) -> None:
        for name in NAMES:
            expected = urllib.parse.quote(name, safe="-._~")
            self.path(os.fsdecode(name)).write_text(BAD, encoding="utf-8")
            self.assertEqual(set(self.uris(1, "--", b"./" + name)), {expected})
            self.path(os.fsdecode(name)).unlink()
            self.assertEqual(self.uris(2, "--", b"./" + name), [expected])

    def test_paths(self) -> None:
        os.makedirs(self.path("d/e"))
        os.makedirs(self.path("g"))
        os.symlink("../d/e", self.path("g/link"))
        self.write("d/e/bad.yaml", BAD)
        self.write("d/bad.yaml", BAD)
        here = os.path.realpath(self.directory)
        for path, uri in (("d/e/bad.yaml", "d/e/bad.yaml"), ("./d//e/./bad.yaml", "d/e/bad.yaml"),
                          (f"{here}/d/e/bad.yaml", "d/e/bad.yaml"), ("d/../d/e/bad.yaml", "d/e/bad.yaml"),
                          ("g/link/../bad.yaml", "d/bad.yaml"), ("g/link/bad.yaml", "g/link/bad.yaml"),
                          (f"../{os.path.basename(here)}/d/bad.yaml", "d/bad.yaml")):
            self.assertEqual(set(self.uris(1, path)), {uri}, path)

    def test_outside(self) -> None:
        self.write("bad.yaml", BAD)
        os.mkdir(self.path("d"))
        outside = "file://" + urllib.parse.quote(os.path.realpath(self.directory), safe="/-._~")
        self.directory = self.path("d")
        self.assertEqual(set(self.uris(1, "../bad.yaml")), {f"{outside}/bad.yaml"})
        self.assertEqual(self.uris(2, "../missing.yaml"), [f"{outside}/missing.yaml"])
        self.assertEqual(self.uris(2, "x/../../y/./../missing.yaml"), [f"{outside}/missing.yaml"])
        self.assertEqual(self.uris(2, "/../no//such/./file"), ["file:///no/such/file"])
        self.assertEqual(self.uris(2, "/no/such/file"), ["file:///no/such/file"])

    def test_standard_input(self) -> None:
        run = self.log(1, "-", stdin=BAD)
        self.assertEqual({value["uri"] for name, value in objects(run) if name == "artifactLocation"}, {"file:///dev/stdin"})

    def test_directories(self) -> None:
        os.makedirs(self.path("a b/c"))
        self.write("a b/c/bad.yaml", BAD)
        self.assertEqual(set(self.uris(1, "a b")), {"a%20b/c/bad.yaml"})
        self.assertEqual(set(self.uris(1, ".")), {"a%20b/c/bad.yaml"})


class Troubles(Sarif):
    def test_files_that_cannot_be_read(self) -> None:
        self.write("bad.yaml", BAD)
        with open(self.path("large.yaml"), "wb") as file:
            file.truncate(17 * 1024 * 1024)
        os.mkdir(self.path("empty"))
        run = self.log(2, "missing.yaml", "bad.yaml", "large.yaml", "empty")
        self.assertEqual(len(run["results"]), 2)
        troubles = run["invocations"][0]["toolExecutionNotifications"]
        self.assertEqual([trouble["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for trouble in troubles],
                         ["missing.yaml", "large.yaml", "empty"])
        for trouble, message in zip(troubles, ("No such file", "larger than the limit", "there is no manifest in empty")):
            self.assertIn(message, trouble["message"]["text"])
            self.assertEqual((trouble["level"], trouble["descriptor"]["id"]), ("error", "not-judged"))

    def test_empty_document(self) -> None:
        run = self.log(1, self.write("empty.yaml", ""))
        self.assertEqual(len(run["results"]), 1)
        self.assertNotIn("logicalLocations", run["results"][0]["locations"][0])


class Explanations(Sarif):
    def test_are_no_html(self) -> None:
        """Help is shown as Markdown, in which no HTML may stand (3.11.4.2); what any rule says may be help."""
        page = self.good("rules", "--format", "markdown").out
        outside = re.sub(r"```.*?```|`[^`\n]*`", "", page, flags=re.S)
        self.assertNotRegex(outside, r"</?[A-Za-z!]")
        self.assertEqual(page.count("```") % 2, 0)


class Hostile(Sarif):
    def test_messages(self) -> None:
        """What a document says can make neither placeholders nor links of its own."""
        for evil in ("{0}", "{", "}}", "[click](https://evil.example)", "[x](0)", "](1)", "\\[x](1)", "a\\", "<script>", "%0A"):
            name = json.dumps(evil)
            for result in self.log(1, self.write("a.yaml", f"schema: manifest/v1\nrelease: {{{name}: 1, id: {name}}}\n"))["results"]:
                self.assertNotRegex(result["message"]["text"], r"(?<!\\)\]\((?!\d+\)\Z)")

    def test_control_characters(self) -> None:
        for evil in ("\x1b[2J", "\x9b2J", "\u202e", "\x07", "\r", "\u2028"):
            self.write("a.yaml", f"schema: manifest/v1\n\"{evil}\": 1\nrelease: {{id: '{evil}', \"{evil}\": 2}}\n")
            result = self.run_command("validate", "--format", "sarif", "a.yaml")
            self.assert_printable(result.out.replace("\t", ""))
            self.log(1, "a.yaml")

    def test_no_text_of_the_document(self) -> None:
        """Logs are uploaded: a secret in a line with a finding stays out of them."""
        text = "schema: manifest/v1\nrelease: {description: hunter2-hunter2, id: demo-1.0.0, verison: 1}\n"
        self.assertNotIn("hunter2", json.dumps(self.log(1, self.write("a.yaml", text))))


if __name__ == "__main__":
    unittest.main()
