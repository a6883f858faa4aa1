# SPDX-License-Identifier: Apache-2.0
"""Lock files: what they pin, and whether a manifest says the same."""
import base64
import hashlib
import json
import os
import unittest
from pathlib import Path
from typing import Any, Dict, List

from common import DRAFT, SOURCE, CommandTest, without_style

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


class LockTest(CommandTest):
    """A release in a directory: a lock file and a manifest that names it."""

    def setUp(self) -> None:
        super().setUp()
        self.write("requirements.txt", LOCK)
        self.write("release.yaml", DRAFT)

    def imports(self, *arguments: str) -> str:
        return self.good("lock", "import", "requirements.txt", "--into", "release.yaml", *arguments).err

    def value(self, path: str, name: str = "release.yaml") -> Any:
        return json.loads(self.good("get", name, path).out)


class Import(LockTest):
    def test_everything_else_stays_as_it_is(self) -> None:
        self.assertEqual(self.imports(), "release.yaml: 2 packages: 2 added, 0 changed, 0 removed\n")
        text = self.read("release.yaml")
        self.assertTrue(text.startswith(DRAFT), text)
        self.assertEqual(self.value("/dependencies/lockfiles"), [
            {"name": "requirements", "path": "requirements.txt", "format": "requirements", "size": len(LOCK),
             "digest": "sha256:" + hashlib.sha256(LOCK.encode()).hexdigest()}])
        self.assertEqual(self.value("/dependencies/packages"), [
            {"purl": "pkg:pypi/a-b@1", "scope": "runtime", "lockfile": "requirements",
             "digests": sorted([f"sha256:{G}", f"sha256:{H}"])},
            {"purl": "pkg:pypi/numpy@2.1.0", "scope": "runtime", "lockfile": "requirements", "digests": [f"sha256:{H}"]}])
        self.good("lock", "check", "release.yaml")

    def test_twice_is_as_once(self) -> None:
        self.imports()
        before = self.path("release.yaml").stat()
        text = self.read("release.yaml")
        self.assertIn("0 added, 0 changed, 0 removed", self.imports())
        self.assertEqual(self.read("release.yaml"), text)
        self.assertEqual(self.path("release.yaml").stat().st_mtime_ns, before.st_mtime_ns)

    def test_a_new_lock_file_replaces_the_old_one(self) -> None:
        self.imports("--name", "python", "--scope", "build")
        self.write("requirements.txt", f"numpy==2.2.0 --hash=sha256:{G}\nnew==1 --hash=sha256:{G}\n")
        self.fails(1, "", "lock", "check", "release.yaml")
        self.assertEqual(self.imports(), "release.yaml: 2 packages: 2 added, 0 changed, 2 removed\n")
        self.assertEqual([(each["purl"], each["scope"]) for each in self.value("/dependencies/packages")],
                         [("pkg:pypi/new@1", "build"), ("pkg:pypi/numpy@2.2.0", "build")])
        self.good("lock", "check", "release.yaml")

    def test_comments_around_the_lists_stay(self) -> None:
        text = DRAFT + ("dependencies: # all of them\n"
                        "    # the lock files\n"
                        "    lockfiles:\n"
                        "        - name: x   # by hand\n"
                        "          path: requirements.txt\n"
                        "    # the packages\n"
                        "    packages:\n"
                        "    - {purl: 'pkg:deb/debian/a@1', scope: runtime} # in the list\n"
                        "    # about what follows\n"
                        "    tested:\n"
                        "    - {name: a, versions: [{component: python, version: '3.12.5'}]} # tested\n")
        self.write("release.yaml", text)
        self.assertNotIn("anew", self.imports())
        after = self.read("release.yaml")
        for kept in ("dependencies: # all of them\n    # the lock files\n    lockfiles:\n        - name: x\n          path: requ",
                     "\n    # the packages\n    packages:\n    - purl: pkg:deb/debian/a@1\n      scope: runtime\n    - purl:",
                     "\n    # about what follows\n    tested:\n", "# tested\n"):
            self.assertIn(kept, after)
        self.good("lock", "check", "release.yaml")

    def test_lists_in_brackets_and_lists_that_are_missing(self) -> None:
        for dependencies in ("dependencies: {packages: [], lockfiles: []} # c\n",
                             "dependencies:\n  packages: [{purl: 'pkg:npm/a@1'}] # c\n",
                             "dependencies:\n  # c\n  tested: []\n",
                             "dependencies:\n   lockfiles: [{name: 'n', path: 'requirements.txt'}] # c\n",
                             "dependencies: {}  # c\n"):
            for ending in ("", "\n", "# the end"):
                self.write("release.yaml", DRAFT + dependencies.rstrip("\n") + "\n" + ending)
                err = self.imports()
                self.good("lock", "check", "release.yaml")
                text = self.read("release.yaml")
                self.assertTrue("anew" in err or (text.startswith(DRAFT) and "# c" in text), err + text)

    def test_json_stays_json(self) -> None:
        self.write("release.json", json.dumps({"schema": "manifest/v1", "release": {"id": "a-1"}}))
        self.assertNotIn("note", self.good("lock", "import", "requirements.txt", "--into", "release.json").err)
        self.assertEqual(len(json.loads(self.read("release.json"))["dependencies"]["packages"]), 2)
        self.good("lock", "check", "release.json")

    def test_places(self) -> None:
        os.mkdir(self.path("src"))
        os.rename(self.path("requirements.txt"), self.path("src/requirements.txt"))
        self.good("lock", "import", "src/requirements.txt", "--into", "release.yaml", "-q")
        self.assertEqual(self.good("get", "release.yaml", "/dependencies/lockfiles/requirements/path").out,
                         "src/requirements.txt\n")
        os.rename(self.path("release.yaml"), self.path("src/release.yaml"))
        self.fails(2, "say with --path where", "lock", "import", "/dev/null", "--lock-format=requirements",
                   "--into", "src/release.yaml")
        out = self.good("lock", "import", "-", "--path", "x.txt", "--name", "x", "--into", "src/release.yaml", "-o", "-",
                        "-q", stdin=LOCK).out
        self.assertIn("path: x.txt", out)
        self.assertNotIn("x.txt", self.read("src/release.yaml"))

    def test_is_replaced_at_once(self) -> None:
        self.path("release.yaml").chmod(0o640)
        os.symlink("release.yaml", self.path("link.yaml"))
        self.good("lock", "import", "requirements.txt", "--into", "link.yaml")
        self.assertTrue(self.path("link.yaml").is_symlink())
        self.assertEqual(self.path("release.yaml").stat().st_mode & 0o777, 0o640)
        self.assertEqual(len(self.value("/dependencies/packages")), 2)

    def test_refuses(self) -> None:
        before = self.read("release.yaml")
        self.write("bad.txt", LOCK + "b=1\n")
        for status, message, arguments in (
                (2, "--into MANIFEST is needed", ["requirements.txt"]),
                (2, "cannot both be standard input", ["-", "--into", "-"]),
                (2, "say with --path", ["-", "--into", "release.yaml"]),
                (1, "[MF3201]", ["bad.txt", "--into", "release.yaml"]),
                (2, "cannot open gone.txt", ["gone.txt", "--into", "release.yaml"]),
                (2, "cannot open gone.yaml", ["requirements.txt", "--into", "gone.yaml"]),
                (2, "needs a path", ["requirements.txt", "--into", "release.yaml", "--path", "../x"]),
                (2, "cannot be the name", ["requirements.txt", "--into", "release.yaml", "--name", "a b"]),
                (2, "the scope of packages is", ["requirements.txt", "--into", "release.yaml", "--scope", "all"]),
                (1, "error: ", ["requirements.txt", "--into", "bad.txt"])):
            self.fails(status, message, "lock", "import", *arguments, stdin=LOCK)
        self.assertEqual(self.read("release.yaml"), before)
        self.imports()
        self.fails(2, "give this one a name", "lock", "import", self.write("other.txt", LOCK), "--into", "release.yaml")

    def test_real_files(self) -> None:
        folder = Path(TESTDATA, "lockfiles")
        if not TESTDATA or not folder.is_dir():
            self.skipTest(f"there is no public test data in '{TESTDATA}'")
        for path in sorted(folder.glob("*/*.*")):
            if path.parent.name in ("expected", "LICENSES"):
                continue
            self.write("lock.file", path.read_bytes())
            self.write("release.yaml", DRAFT)
            self.good("lock", "import", "-q", "lock.file", "--into", "release.yaml")
            result = self.good("lock", "check", "--format", "json", "release.yaml")
            outcome = json.loads(result.out)
            packages = self.value("/dependencies/packages")
            self.assertEqual(outcome["packages"], len(packages), path.name)
            self.assertEqual(outcome["verified"], sum(1 for each in packages if "digests" in each), path.name)


class Check(LockTest):
    def check(self, status: int, *arguments: str) -> str:
        result = self.run_command("lock", "check", *arguments)
        self.assertEqual(result.status, status, result.out + result.err)
        self.assert_printable(result.out.replace("\t", ""))
        return result.out

    def test_good(self) -> None:
        self.imports()
        self.assertEqual(self.check(0, "release.yaml"), "release.yaml: good, 0 errors; 1 lock file, 2 packages, 2 verified\n")
        self.assertEqual(self.check(0, "-q", "release.yaml"), "")

    def test_every_disagreement_is_found(self) -> None:
        self.imports()
        self.write("requirements.txt", f"numpy==2.2.0 --hash=sha256:{H}\nA_b==1 --hash=sha256:{'0' * 64}\nc==1\n")
        out = self.check(1, "release.yaml")
        for code in ("MF3504", "MF3505", "MF3508", "MF3510", "MF3511"):
            self.assertEqual(out.count(f"[{code}]"), 1, out)
        self.assertRegex(out, r"(?m)^release\.yaml:\d+:\d+: error: the lock file requirements, in line 1, pins pkg:pypi/numpy@2\.2\.0")
        self.assertTrue(out.endswith("release.yaml: not good, 5 errors; 1 lock file, 1 package, 0 verified\n"), out)

    def test_what_has_no_hash_is_not_verified(self) -> None:
        self.write("requirements.txt", f"numpy==2.1.0\na==1 --hash=sha256:{H}\n")
        self.imports("-q")
        out = self.check(0, "release.yaml")
        self.assertIn("warning: pkg:pypi/numpy@2.1.0 is not verified", out)
        self.assertIn("2 packages, 1 verified", out)
        self.check(1, "--fail-on", "warning", "release.yaml")

    def test_nothing_to_compare_is_not_good(self) -> None:
        self.assertIn("[MF3501]", self.check(1, "release.yaml"))

    def test_vanished_and_leading_out(self) -> None:
        self.imports()
        os.rename(self.path("requirements.txt"), self.path("gone"))
        self.assertIn("[MF3502]", self.check(1, "release.yaml"))
        os.symlink("/etc/passwd", self.path("requirements.txt"))
        self.assertIn("leads out of the directory [MF3503]", self.check(1, "release.yaml"))
        self.path("requirements.txt").unlink()
        os.mkfifo(self.path("requirements.txt"))
        self.assertIn("[MF3503]", self.check(1, "release.yaml"))
        self.path("requirements.txt").unlink()
        with open(self.path("requirements.txt"), "wb") as file:
            file.truncate(2 * 1024 ** 3)
        self.assertIn("more than the limit", self.check(1, "release.yaml"))

    def test_cut_off_anywhere(self) -> None:
        self.imports()
        for size in range(0, len(LOCK), 7):
            self.write("requirements.txt", LOCK[:size])
            self.assertIn("[MF3504]", self.check(1, "release.yaml"))

    def test_as_json(self) -> None:
        self.imports()
        self.assertEqual({key: value for key, value in json.loads(self.check(0, "--format=json", "release.yaml")).items()
                          if key != "report"}, {"good": True, "lock_files": 1, "packages": 2, "verified": 2})
        self.write("requirements.txt", LOCK + "c==1\n")
        outcome = json.loads(self.check(1, "--format=json", "release.yaml"))
        self.assertFalse(outcome["good"])
        self.assertEqual([each["code"] for each in outcome["report"]["findings"]], ["MF3508", "MF3504", "MF3505"])

    def test_for_tools(self) -> None:
        self.imports()
        self.assertEqual(json.loads(self.check(0, "--format=sarif", "release.yaml"))["runs"][0]["results"], [])
        self.write("requirements.txt", LOCK + "c==1\n")
        run = json.loads(self.check(1, "--format=sarif", "release.yaml"))["runs"][0]
        self.assertEqual([each["ruleId"] for each in run["results"]], ["MF3508", "MF3504", "MF3505"])
        self.assertEqual(run["invocations"][0]["exitCode"], 1)
        self.assertEqual(self.check(1, "--format=github", "release.yaml").count("::error file=release.yaml,line="), 3)

    def test_root(self) -> None:
        self.imports()
        os.mkdir(self.path("src"))
        os.rename(self.path("requirements.txt"), self.path("src/requirements.txt"))
        self.check(1, "release.yaml")
        self.check(0, "--root", "src", "release.yaml")
        self.assertEqual(self.good("lock", "check", "--root", "src", "-", stdin=self.read("release.yaml")).status, 0)
        self.fails(2, "--root is needed", "lock", "check", "-", stdin=self.read("release.yaml"))
        self.fails(2, "cannot open the directory gone", "lock", "check", "--root", "gone", "release.yaml")
        self.fails(2, "cannot open gone.yaml", "lock", "check", "gone.yaml")
        self.fails(2, "--format is one of", "lock", "check", "--format", "xml", "release.yaml")

    def test_on_a_terminal(self) -> None:
        self.imports()
        shown = without_style(self.on_terminal("lock", "check", "release.yaml").out)
        self.assertEqual(shown, "release.yaml: good, 0 errors; 1 lock file, 2 packages, 2 verified\n")


class Example(CommandTest):
    def test_real_lock_file(self) -> None:
        for name in ("requirements.lock", "requirements-train.lock"):
            path = Path(SOURCE, "examples", "iris-classifier", name).resolve()
            result = self.good("lock", "show", "--format", "json", str(path))
            self.assertTrue(all(package["digests"] for package in json.loads(result.out)))
            self.assertEqual(result.err, "")

    def test_its_manifest_agrees_and_stays_as_it_is(self) -> None:
        example = Path(SOURCE, "examples", "iris-classifier")
        self.assertIn("good, 0 errors; 2 lock files, 15 packages, 15 verified",
                      self.good("lock", "check", str((example / "manifest.yaml").resolve())).out)
        for name in ("manifest.yaml", "requirements.lock", "requirements-train.lock"):
            self.write(name, (example / name).read_bytes())
        before = self.read("manifest.yaml")
        for name in ("requirements.lock", "requirements-train.lock"):
            self.good("lock", "import", name, "--into", "manifest.yaml")
        self.assertEqual(self.read("manifest.yaml"), before)


if __name__ == "__main__":
    unittest.main()
