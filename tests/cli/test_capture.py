# SPDX-License-Identifier: Apache-2.0
"""Facts of a system as a manifest: whole trees of distributions, hostile ones, databases of rpm, and this very host."""
import json
import os
import shutil
import socket
import sqlite3
import struct
import subprocess
import sys
import unittest
from pathlib import Path
from typing import Any, Dict, List, Optional, Tuple

from common import CommandTest, Result

STRING, INT32 = 6, 4
# Tags of headers of rpm.
TAGS: Dict[str, Tuple[int, int]] = {"name": (1000, STRING), "version": (1001, STRING), "release": (1002, STRING),
                                    "epoch": (1003, INT32), "arch": (1022, STRING)}


def header(more: Optional[List[Tuple[int, int, int, bytes]]] = None, **fields: object) -> bytes:
    """A header as the database of rpm keeps it: counts, an index with a region of its own in front, data."""
    entries: List[Tuple[int, int, int, bytes]] = [(63, 7, 16, bytes(16))]
    for name, value in fields.items():
        tag, kind = TAGS[name]
        data = struct.pack(">I", value) if kind == INT32 else str(value).encode() + b"\0"
        entries.append((tag, kind, 1, data))
    index, data = b"", b""
    for tag, kind, count, contents in entries + (more or []):
        if kind == INT32:
            data += bytes(-len(data) % 4)
        index += struct.pack(">IIII", tag, kind, len(data), count)
        data += contents
    return struct.pack(">II", len(index) // 16, len(data)) + index + data


BASH = header(name="bash", version="5.2.26", release="1.fc39", arch="x86_64")
SHADOW = header(name="shadow-utils", version="4.14.0", release="2.fc39", epoch=2, arch="x86_64")
KEY = header(name="gpg-pubkey", version="18b8e74c", release="62f2920f")
BASH_PURL = "pkg:rpm/fedora/bash@5.2.26-1.fc39?arch=x86_64&distro=fedora-39"
SHADOW_PURL = "pkg:rpm/fedora/shadow-utils@4.14.0-2.fc39?arch=x86_64&distro=fedora-39&epoch=2"
SCHEMA = "CREATE TABLE 'Packages' (hnum INTEGER PRIMARY KEY AUTOINCREMENT, blob BLOB NOT NULL)"
DATABASE = "usr/lib/sysimage/rpm/rpmdb.sqlite"
CURL = ("Package: curl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 7.88.1-10+deb12u12\n"
        "Description: tool\n more\n\n")
CURL_PURL = "pkg:deb/debian/curl@7.88.1-10%2Bdeb12u12?arch=amd64&distro=debian-12"


class CaptureTest(CommandTest):
    def tree(self, name: str, contents: "str | bytes" = "") -> Path:
        path = self.path("root") / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
        return path

    def distribution(self, identity: str, version: str) -> None:
        self.tree("etc/os-release", f'ID={identity}\nVERSION_ID="{version}"\n')

    def capture(self, *arguments: str) -> Tuple[Dict[str, Any], Result]:
        """What was captured, which must be a good draft."""
        result = self.good("capture", "--root", "root", "--format", "json", *arguments)
        self.write("captured.json", result.bytes)
        self.good("validate", "--profile", "draft", "captured.json")
        return json.loads(result.out), result

    def packages(self, *arguments: str) -> Tuple[List[str], Result]:
        document, result = self.capture(*arguments)
        return [package["purl"] for package in document.get("dependencies", {}).get("packages", [])], result


class Systems(CaptureTest):
    def test_a_debian_image(self) -> None:
        self.distribution("debian", "12")
        self.tree("var/lib/dpkg/status", CURL + CURL.replace("ok installed", "ok half-configured").replace("curl", "b"))
        document, result = self.capture("--image")
        self.assertEqual(document["dependencies"]["packages"],
                         [{"purl": CURL_PURL, "scope": "runtime", "in_image": True}])
        self.assertEqual(document["environment"]["platform"]["distribution"], {"name": "debian", "version": "12"})
        self.assertIn("root: warning: var/lib/dpkg/status: package 'b' is left out", result.err)
        self.assertIn("[MF3407] (/dependencies/packages)", result.err)
        self.assertEqual(result.err.count("MF3409"), 1)
        self.assertEqual(self.capture("--quiet")[1].err, "")

    def test_an_alpine_image(self) -> None:
        self.distribution("alpine", "3.19.1")
        self.tree("lib/apk/db/installed", "C:Q1x=\nP:musl\nV:1.2.4-r2\nA:x86_64\nF:lib\n\n")
        self.assertEqual(self.packages()[0], ["pkg:apk/alpine/musl@1.2.4-r2?arch=x86_64&distro=alpine-3.19.1"])

    def test_an_empty_tree_is_captured_as_nothing(self) -> None:
        self.path("root").mkdir()
        document, result = self.capture()
        self.assertEqual(document, {"schema": "manifest/v1"})
        self.assertIn("MF3401", result.err)

    def test_the_order_in_which_files_were_made_does_not_show(self) -> None:
        names = [f"p{number}" for number in range(50)]
        captured = []
        for order in (names, names[::-1]):
            self.distribution("debian", "12")
            for name in order:
                self.tree(f"var/lib/dpkg/status.d/{name}", f"Package: {name}\nVersion: 1\nArchitecture: all\n")
            captured.append((self.capture()[1].bytes, self.capture()[1].err))
            shutil.rmtree(self.path("root"))
        self.assertEqual(captured[0], captured[1])

    def test_this_host_twice_is_the_same_bytes(self) -> None:
        first, second = self.good("capture"), self.good("capture")
        self.assertEqual(first.bytes, second.bytes)
        self.write("host.yaml", first.bytes)
        self.good("validate", "--profile", "draft", "host.yaml")


class Hostile(CaptureTest):
    def test_nothing_outside_the_root_is_read(self) -> None:
        self.write("secret", "ID=outside\n")
        (self.path("root") / "etc").mkdir(parents=True)
        for target in (str(self.path("secret")), "../../secret", "/../../../secret"):
            link = self.path("root") / "etc/os-release"
            link.symlink_to(target)
            document, _ = self.capture()
            self.assertEqual(document, {"schema": "manifest/v1"})
            link.unlink()

    def test_links_fifos_sockets_and_directories_are_not_opened(self) -> None:
        self.distribution("debian", "12")
        status = self.path("root") / "var/lib/dpkg/status"
        status.parent.mkdir(parents=True)
        status.symlink_to("loop")
        (status.parent / "loop").symlink_to("status")
        self.assertIn("MF3406", self.packages()[1].err)
        status.unlink()
        os.mkfifo(status)
        self.assertIn("MF3406", self.packages()[1].err)
        status.unlink()
        with socket.socket(socket.AF_UNIX) as listener:
            here = os.getcwd()
            os.chdir(status.parent)
            try:
                listener.bind("status")
            finally:
                os.chdir(here)
            self.assertIn("MF3406", self.packages()[1].err)
        status.unlink()
        status.mkdir()
        self.assertIn("MF3406", self.packages()[1].err)

    def test_a_giant_database_is_not_read(self) -> None:
        self.distribution("debian", "12")
        os.truncate(self.tree("var/lib/dpkg/status", CURL), 1 << 42)
        packages, result = self.packages()
        self.assertEqual(packages, [])
        self.assertIn("MF3404", result.err)

    def test_a_directory_in_the_place_of_a_file_on_the_way(self) -> None:
        self.tree("etc", "a file")
        self.tree("var", "a file")
        self.assertEqual(self.packages()[0], [])

    @unittest.skipIf(os.geteuid() == 0, "root may read everything")
    def test_a_file_without_permission_is_named(self) -> None:
        self.distribution("debian", "12")
        self.tree("var/lib/dpkg/status", CURL).chmod(0)
        self.assertIn("MF3402", self.packages()[1].err)

    def test_control_characters_reach_no_terminal(self) -> None:
        self.distribution("debian", "12")
        self.tree("var/lib/dpkg/status", "Package: a\x1b]0;x\x07\nVersion: 1\n\nPackage: \u202ee\nVersion: 1\n\n" + CURL)
        packages, result = self.packages()
        self.assertEqual(packages, [CURL_PURL])
        self.assertNotRegex(result.err, "[\x00-\x09\x0b-\x1f\u202e]")


class Rpm(CaptureTest):
    def setUp(self) -> None:
        super().setUp()
        self.distribution("fedora", "39")
        self.tree(DATABASE)
        self.reads = "MF3405" not in self.packages()[1].err
        if not self.reads:
            print("skipped: built without libsqlite3", file=sys.stderr)

    def database(self, *blobs: bytes, schema: str = SCHEMA, log: bool = False) -> Path:
        path = self.path("root") / DATABASE
        path.unlink()
        connection = sqlite3.connect(path)
        if log:
            connection.execute("PRAGMA journal_mode = WAL")
        connection.execute(schema)
        for blob in blobs:
            connection.execute("INSERT INTO Packages (blob) VALUES (?)", (blob,))
        connection.commit()
        connection.close()
        return path

    def found(self) -> Tuple[List[str], str]:
        packages, result = self.packages()
        return packages, result.err

    def test_packages_are_found(self) -> None:
        if not self.reads:
            return
        for log in (False, True):
            self.database(BASH, SHADOW, KEY, log=log)
            packages, err = self.found()
            self.assertEqual(packages, [BASH_PURL, SHADOW_PURL])
            self.assertNotIn("MF3403", err)

    def test_the_database_is_not_touched(self) -> None:
        path = self.database(BASH, log=True)
        before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(os.listdir(path.parent)))
        self.found()
        self.assertEqual((path.read_bytes(), path.stat().st_mtime_ns, sorted(os.listdir(path.parent))), before)

    def test_red_hat_has_another_name(self) -> None:
        if not self.reads:
            return
        self.distribution("rhel", "9.3")
        self.database(BASH)
        self.assertEqual(self.found()[0], ["pkg:rpm/redhat/bash@5.2.26-1.fc39?arch=x86_64&distro=rhel-9.3"])

    def test_headers_that_are_none_are_left_out(self) -> None:
        if not self.reads:
            return
        bad = [b"", b"\0", bytes(8), BASH[:-1], BASH[:40], b"\xff" * 64, struct.pack(">II", 0xffffffff, 0xffffffff),
               struct.pack(">II", 1, 0) + bytes(16), struct.pack(">IIIIIIII", 1, 1, 1000, 6, 0, 1, 0, 0),
               struct.pack(">IIIIII", 1, 1, 1000, 6, 0xffffffff, 1) + b"a",
               struct.pack(">IIIIII", 1, 2, 1000, 6, 0, 1) + b"ab", struct.pack(">IIIIII", 1, 2, 1003, 4, 0, 1) + b"ab",
               struct.pack(">IIIIII", 1, 4, 1003, 6, 0, 1) + b"abc\0", header(name="no-version", arch="noarch"),
               header(version="1", release="1"), header(name="x\x1b[0m", version="1", release=""),
               header(name="a", version="1" * 2000, release="1"), "text".encode()]
        self.database(*bad, BASH)
        packages, err = self.found()
        self.assertEqual(packages, [BASH_PURL])
        self.assertIn("MF3403", err)
        self.assertIn("MF3407", err)

    def test_a_database_cut_off_or_overwritten_does_no_harm(self) -> None:
        if not self.reads:
            return
        many = [header(name=f"package-{number}", version="1", release="1", arch="noarch",
                       more=[(5000, 7, 2000, bytes(2000))]) for number in range(40)]
        whole = self.database(*many).read_bytes()
        path = self.path("root") / DATABASE
        for size in (1, 15, 16, 99, 100, 512, 4095, 4096, 4097, 8192, len(whole) // 2, len(whole) - 1):
            path.write_bytes(whole[:size])
            packages, err = self.found()
            self.assertLessEqual(len(packages), 39 if size < len(whole) - 1 else 40)
            self.assertIn("MF3403", err, size)
        for offset in range(0, len(whole), 4093):
            path.write_bytes(whole[:offset] + b"\xff\x00\x7f" + whole[offset + 3:])
            self.assertLessEqual(len(self.found()[0]), 40)

    def test_schemas_that_compute_are_refused(self) -> None:
        if not self.reads:
            return
        endless = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x AS hnum, zeroblob(9) AS blob FROM c"
        for schema in (f"CREATE VIEW Packages AS {endless}", "CREATE TABLE Other (a)",
                       "CREATE TABLE Packages (hnum INTEGER PRIMARY KEY, a, blob AS (zeroblob(100000000)))",
                       "CREATE TABLE Packages (a)"):
            self.database(schema=schema)
            packages, err = self.found()
            self.assertEqual(packages, [])
            self.assertIn("MF3403", err, schema)

    def test_changes_that_are_only_in_the_log_are_named(self) -> None:
        if not self.reads:
            return
        path = self.database(BASH)
        path.with_name("rpmdb.sqlite-wal").write_bytes(b"")
        self.assertNotIn("MF3403", self.found()[1])
        path.with_name("rpmdb.sqlite-wal").write_bytes(b"x")
        packages, err = self.found()
        self.assertEqual(packages, [BASH_PURL])
        self.assertIn("MF3403", err)

    def test_older_databases_are_named(self) -> None:
        (self.path("root") / DATABASE).unlink()
        for name in ("Packages", "Packages.db"):
            file = self.tree("var/lib/rpm/" + name, b"\0" * 64)
            packages, err = self.found()
            self.assertEqual(packages, [])
            self.assertIn("MF3405", err)
            file.unlink()


class Command(CaptureTest):
    def setUp(self) -> None:
        super().setUp()
        self.distribution("debian", "12")
        self.tree("var/lib/dpkg/status", CURL)

    def test_the_form_is_that_of_the_option_or_of_the_file(self) -> None:
        self.assertTrue(self.good("capture", "--root", "root").out.startswith("schema: manifest/v1\n"))
        self.good("capture", "--root", "root", "-o", "a.json")
        self.good("capture", "--root", "root", "-o", "a.yaml")
        self.good("capture", "--root", "root", "-o", "b.yaml", "--format", "json")
        self.assertTrue(self.read("a.json").startswith("{"))
        self.assertTrue(self.read("a.yaml").startswith("schema:"))
        self.assertEqual(self.read("b.yaml"), self.read("a.json"))

    def test_into_a_manifest(self) -> None:
        self.write("manifest.yaml", "schema: manifest/v1\nrelease: {id: demo-1.0.0}\n"
                   "environment: {platform: {kernel: 6.1.0, distribution: {name: other, version: '1'}}}\n"
                   f"dependencies: {{packages: [{{purl: '{CURL_PURL}', scope: build}}]}}\n")
        self.good("capture", "--root", "root", "--into", "manifest.yaml", "-o", "other.json")
        self.assertIn("name: other", self.read("manifest.yaml"))
        self.good("capture", "--root", "root", "--into", "manifest.yaml")
        for name in ("manifest.yaml", "other.json"):
            self.assertEqual(self.good("get", name, "/release/id").out, "demo-1.0.0\n")
            self.assertEqual(self.good("get", name, "/environment/platform/distribution/name").out, "debian\n")
            self.assertEqual(self.good("get", name, "/environment/platform/kernel").out, "6.1.0\n")
            self.assertEqual(self.good("get", name, "/dependencies/packages").out,
                             json.dumps([{"purl": CURL_PURL, "scope": "build"}], separators=(",", ":")) + "\n")

    def test_variables_are_those_of_the_command(self) -> None:
        os.environ["MF_CAPTURE_ONE"], os.environ["MF_CAPTURE_TOKEN"] = "1", "swordfish"
        self.addCleanup(os.environ.pop, "MF_CAPTURE_ONE")
        self.addCleanup(os.environ.pop, "MF_CAPTURE_TOKEN")
        self.assertNotIn("variables", self.capture()[0]["environment"])
        document, result = self.capture("--variable", "MF_CAPTURE_*", "--variable", "MF_NOT_THERE")
        self.assertEqual(document["environment"]["variables"], [{"name": "MF_CAPTURE_ONE", "value": "1"}])
        self.assertIn("MF_NOT_THERE: there is no such variable", result.err)
        self.assertIn("MF_CAPTURE_TOKEN", result.err)
        self.assertNotIn("swordfish", result.out + result.err)

    def test_what_goes_wrong_has_its_status(self) -> None:
        self.fails(2, "cannot open the directory nothing", "capture", "--root", "nothing")
        self.fails(2, "cannot open the directory root/etc/os-release", "capture", "--root", "root/etc/os-release")
        self.fails(2, "nothing.yaml", "capture", "--root", "root", "--into", "nothing.yaml")
        self.write("bad.yaml", "schema: manifest/v1\nnothing: 1\n")
        self.fails(1, "MF1", "capture", "--root", "root", "--into", "bad.yaml")
        self.fails(2, "--format", "capture", "--root", "root", "--format", "toml")
        self.fails(2, "is too much", "capture", "root")

    def test_this_host_agrees_with_dpkg_query(self) -> None:
        if shutil.which("dpkg-query") is None:
            print("skipped: dpkg-query is not installed", file=sys.stderr)
            return
        listed = subprocess.run(["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package} ${Version}\n"],
                                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, timeout=60, check=True)
        expected = sorted(line.split(" ")[1].lower() for line in listed.stdout.splitlines() if line.startswith("installed "))
        document = json.loads(self.good("capture", "--format", "json").out)
        found = [package["purl"] for package in document.get("dependencies", {}).get("packages", [])]
        names = sorted(purl.split("/")[2].split("@")[0].replace("%2B", "+") for purl in found if purl.startswith("pkg:deb/"))
        self.assertEqual(names, expected)


if __name__ == "__main__":
    unittest.main()
