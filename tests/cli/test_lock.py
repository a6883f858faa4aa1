# SPDX-License-Identifier: Apache-2.0
"""Lock files: what they pin, and whether a manifest says the same."""
import base64
import hashlib
import json
import os
import unittest
from pathlib import Path
from typing import Any, Dict, List

from common import SOURCE, CommandTest

TESTDATA = os.environ.get("MF_TESTDATA", "")
# The hashes of these are of something else than archives, or weak: a list of digests does not have them all.
WEAK = ("go/", "conda/")
H = hashlib.sha256(b"an archive").hexdigest()
G = hashlib.sha256(b"another archive").hexdigest()
LOCK = f"numpy==2.1.0 ; python_version >= '3.10' \\\n  --hash=sha256:{H}\nA_b==1 --hash=sha256:{H} --hash=sha256:{G}\n"


def hashes_of(digests: List[str], name: str) -> str:
    """SHA-256 of the sorted hashes with line feeds between them, in the spelling of the file that they are from."""
    if "package-lock" in name:
        digests = ["sha512-" + base64.b64encode(bytes.fromhex(each[7:])).decode() for each in digests]
    return hashlib.sha256("\n".join(sorted(digests)).encode()).hexdigest()


class Show(CommandTest):
    def json(self, *arguments: str) -> Any:
        return json.loads(self.good("lock", "show", "--format", "json", *arguments).out)

    def test_as_json(self) -> None:
        self.assertEqual(self.json(self.write("requirements.txt", LOCK)), [
            {"name": "a-b", "version": "1", "ecosystem": "pypi", "purl": "pkg:pypi/a-b@1",
             "digests": sorted([f"sha256:{G}", f"sha256:{H}"]), "dependencies": []},
            {"name": "numpy", "version": "2.1.0", "ecosystem": "pypi", "purl": "pkg:pypi/numpy@2.1.0",
             "digests": [f"sha256:{H}"], "dependencies": []}])

    def test_as_text(self) -> None:
        out = self.good("lock", "show", self.write("requirements.txt", LOCK)).out
        self.assertRegex(out, r"(?m)^  Package +Version +Ecosystem +Digests +Condition$")
        self.assertRegex(out, r"(?m)^  a-b +1 +pypi +2$")
        self.assertRegex(out, r"(?m)^  numpy +2\.1\.0 +pypi +1 +python_version >= '3\.10'$")
        self.assertTrue(out.endswith("requirements.txt: requirements, 2 packages\n"), out)

    def test_says_what_cannot_be_verified(self) -> None:
        self.write("requirements.txt", "numpy==2.1.0\n-e ./tools\n")
        result = self.good("lock", "show", "requirements.txt")
        self.assertIn("requirements.txt:1:1: warning: ", result.err)
        self.assertIn("[MF3206]", result.err)
        self.assertRegex(result.out, r"(?m)^  numpy +2\.1\.0 +pypi +none$")
        self.assertRegex(result.out, r"(?m)^  - +pypi +none +editable \./tools$")
        self.assertIn("2 packages, 2 of them without a digest", result.out)
        self.assertEqual(self.good("lock", "show", "-q", "requirements.txt").err, "")

    def test_from_standard_input_in_a_named_format(self) -> None:
        self.assertEqual(self.good("lock", "show", "--lock-format=requirements", "-", stdin="").out,
                         "(standard input): requirements, 0 packages\n")
        self.fails(1, "[MF3202]", "lock", "show", "-", stdin="")
        self.fails(1, "[MF3201]", "lock", "show", "--lock-format", "npm", "-", stdin=LOCK)
        self.fails(2, "no such format", "lock", "show", "--lock-format", "yarn", "-", stdin=LOCK)

    def test_a_file_with_an_error_is_not_shown(self) -> None:
        for text in (LOCK + "b=1\n", LOCK[:-3], "x \x1b[31m==1\n", "{\"lockfileVersion\": 3, \"packages\": {", "[[package]\n"):
            result = self.fails(1, "error: ", "lock", "show", self.write("file.lock", text))
            self.assertEqual(result.out, "")
            self.assert_printable(result.err)
            self.path("file.lock").unlink()

    def test_what_a_file_says_is_made_printable(self) -> None:
        text = 'version = 4\n[[package]]\nname = "a"\nversion = "1.0.0"\nsource = "git+https://x.example/\\u001b]0;x?rev=1"\n'
        result = self.run_command("lock", "show", self.write("Cargo.lock", text))
        self.assert_printable(result.out, result.err)

    def test_files_that_cannot_be_read(self) -> None:
        with open(self.path("large.lock"), "wb") as file:
            file.truncate(2 * 1024 ** 3)
        self.fails(1, "larger than the limit", "lock", "show", "large.lock")
        self.fails(2, "cannot open gone.lock", "lock", "show", "gone.lock")

    def test_real_files_as_others_read_them(self) -> None:
        folder = Path(TESTDATA, "lockfiles")
        if not TESTDATA or not folder.is_dir():
            self.skipTest(f"there is no public test data in '{TESTDATA}'")
        judged = 0
        for path in sorted((folder / "expected").glob("*.json")):
            expected = json.loads(path.read_text(encoding="utf-8"))
            found: List[Dict[str, Any]] = self.json("--quiet", str(folder / expected["file"]))
            self.assertEqual(len(found), expected["n_packages"], path.name)
            self.assertEqual([each["purl"] or "" for each in found], sorted(each["purl"] or "" for each in found))
            if not expected["file"].startswith(WEAK):
                self.compare(found, expected["packages"], path.name)
                judged += 1
        self.assertGreaterEqual(judged, 12)

    def compare(self, found: List[Dict[str, Any]], expected: List[Dict[str, Any]], name: str) -> None:
        """Version and number of hashes of each package; npm has names of its own, the paths of packages."""
        # A file may give every hash twice; as a digest it counts once.
        known = {each["hashes_sha256"] for each in expected}
        twice = [each for each in found if hashes_of(each["digests"], name) not in known]
        self.assertLessEqual(len(twice), 1, name)
        self.assertEqual(sorted((each["version"] or "", hashes_of(each["digests"] * (2 if each in twice else 1), name))
                                for each in found),
                         sorted((each["version"] or "", each["hashes_sha256"]) for each in expected), name)
        if "package-lock" not in name:
            self.assertEqual(sorted(each["name"] for each in found),
                             sorted(each["name"].lower().replace("_", "-").replace(".", "-") if "Cargo" not in name
                                    else each["name"] for each in expected), name)


class Example(CommandTest):
    def test_real_lock_file(self) -> None:
        for name in ("requirements.lock", "requirements-train.lock"):
            path = Path(SOURCE, "examples", "iris-classifier", name).resolve()
            result = self.good("lock", "show", "--format", "json", str(path))
            self.assertTrue(all(package["digests"] for package in json.loads(result.out)))
            self.assertEqual(result.err, "")


if __name__ == "__main__":
    unittest.main()
