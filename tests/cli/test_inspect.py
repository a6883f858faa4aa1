# SPDX-License-Identifier: Apache-2.0
"""What files of models say of themselves, as text and JSON; and files taken up into manifests."""
import json
import struct
import unittest
from pathlib import Path
from typing import Any, Dict, List

from common import CommandTest

IRIS = str(Path(__file__).parents[2] / "examples/iris-classifier/model/iris.onnx")


def safetensors(header: Dict[str, Any], numbers: int) -> bytes:
    text = json.dumps(header).encode()
    return struct.pack("<Q", len(text)) + text + bytes(numbers)


def tensor(dtype: str, shape: List[int], begin: int, end: int) -> Dict[str, Any]:
    return {"dtype": dtype, "shape": shape, "data_offsets": [begin, end]}


class Inspect(CommandTest):
    def test_an_onnx_file(self) -> None:
        shown = self.good("artifacts", "inspect", IRIS).out
        self.assertRegex(shown, r"\n +format +onnx\n +kind +weights\n")
        self.assertRegex(shown, r"\n +inputs +features float32 \[-1, 4\]\n +outputs +label int64 \[-1\]\n")
        self.assertNotIn("warning", shown)

    def test_as_json(self) -> None:
        self.write("a.safetensors", safetensors({"w": tensor("F16", [2, 3], 0, 12), "b": tensor("I8", [2], 12, 14)}, 14))
        document = json.loads(self.good("artifacts", "inspect", "--tensors", "--format=json", "a.safetensors", IRIS).out)
        first, second = document["files"]
        self.assertEqual([first["format"], first["parameters"], first["tensor_count"], first["runs_code"]],
                         ["safetensors", 8, 2, False])
        self.assertEqual(first["tensors"], [{"name": "b", "type": "int8", "shape": [2]},
                                            {"name": "w", "type": "float16", "shape": [2, 3]}])
        self.assertEqual(first["types"], [{"type": "float16", "tensors": 1, "parameters": 6},
                                          {"type": "int8", "tensors": 1, "parameters": 2}])
        self.assertEqual(second["inputs"], [{"name": "features", "type": "float32", "shape": [-1, 4]}])
        self.assertIn({"name": "producer", "value": "skl2onnx"}, second["properties"])

    def test_says_where_loading_runs_code(self) -> None:
        pickle = b"\x80\x04\x95."
        for name in ("model.pkl", "model.safetensors", "model"):
            shown = self.good("artifacts", "inspect", self.write(name, pickle)).out
            self.assertIn("warning: loading it can run code", shown)
            self.assertEqual("says another format" in shown, name == "model.safetensors")
        self.assertNotIn("parameters", self.good("artifacts", "inspect", "model.pkl").out)

    def test_a_bad_header_is_not_good_and_the_others_are_shown(self) -> None:
        self.write("bad.safetensors", safetensors({"w": tensor("F16", [2, 3], 0, 13)}, 13))
        result = self.fails(1, "its safetensors header is not good: a tensor has more or fewer bytes", "artifacts", "inspect",
                            "bad.safetensors", IRIS)
        self.assertIn("onnx", result.out)
        self.fails(1, "ends within its header", "artifacts", "inspect", self.write("empty.gguf", b"GGUF"))
        self.fails(2, "gone: No such file", "artifacts", "inspect", "gone")
        self.fails(2, "is no regular file", "artifacts", "inspect", ".")

    def test_what_a_file_says_is_made_printable(self) -> None:
        header = {"w\x1b[31m": tensor("I8", [], 0, 1), "__metadata__": {"\x1b]0;x\x07": "\u202eabc\n"}}
        self.write("a.safetensors", safetensors(header, 1))
        for form in ("text", "json"):
            shown = self.good("artifacts", "inspect", "--tensors", "--format", form, "a.safetensors").out
            self.assert_printable(shown.replace("\n", " ").replace("\t", " "))


class Add(CommandTest):
    def setUp(self) -> None:
        super().setUp()
        self.path("model").mkdir()
        self.write("model/w.safetensors", safetensors({"w": tensor("I8", [2], 0, 2)}, 2))
        self.write("model/config.json", "{}")
        self.write("release.yaml", "schema: manifest/v1\n")

    def artifacts(self, name: str = "release.yaml") -> List[Dict[str, Any]]:
        found: List[Dict[str, Any]] = json.loads(self.good("canonicalize", name).out)["artifacts"]
        return found

    def test_what_is_added_verifies(self) -> None:
        self.good("artifacts", "add", "--into", "release.yaml", "model")
        self.assertEqual([[a["name"], a["kind"], a["media_type"], len(a["files"])] for a in self.artifacts()],
                         [["model", "weights", "application/vnd.safetensors", 2]])
        self.good("artifacts", "verify", "release.yaml")
        self.write("model/config.json", "{} ")
        self.fails(1, "", "artifacts", "verify", "release.yaml")
        self.good("artifacts", "add", "--into=release.yaml", "model/")
        self.good("artifacts", "verify", "release.yaml")
        self.assertEqual(len(self.artifacts()), 1)

    def test_each_file_and_its_address(self) -> None:
        self.good("artifacts", "add", "--into", "release.yaml", "--each", "--uri-base", "https://x.example/m", ".")
        self.assertEqual([[a["name"], a["path"], a["kind"], a["uri"]] for a in self.artifacts()],
                         [["model-config.json", "model/config.json", "configuration", "https://x.example/m/model/config.json"],
                          ["model-w.safetensors", "model/w.safetensors", "weights",
                           "https://x.example/m/model/w.safetensors"]])
        self.good("artifacts", "verify", "release.yaml")

    def test_options_say_what_files_do_not(self) -> None:
        self.good("artifacts", "add", "--into", "release.yaml", "-o", "other.json", "--root=model", "--name=w", "--kind=other",
                  "--media-type=x/y", "--artifact-version=1", "--license=MIT", "--uri=https://x.example/w", "model/w.safetensors")
        self.assertEqual(self.read("release.yaml"), "schema: manifest/v1\n")
        entry = self.artifacts("other.json")[0]
        self.assertEqual([entry[key] for key in ("name", "kind", "media_type", "version", "license", "uri", "path")],
                         ["w", "other", "x/y", "1", "MIT", "https://x.example/w", "w.safetensors"])

    def test_the_rest_of_the_text_stays(self) -> None:
        head = "# A comment.\nschema: manifest/v1   # and one more\n"
        tail = "# The end.\nrelease: {id: x}  # kept\n"
        self.write("release.yaml", head + "artifacts:\n- name: z\n  path: z\n" + tail)
        self.good("artifacts", "add", "--into", "release.yaml", "model")
        text = self.read("release.yaml")
        self.assertTrue(text.startswith(head + "artifacts:\n"), text)
        self.assertTrue(text.endswith(tail), text)
        self.assertEqual([a["name"] for a in self.artifacts()], ["model", "z"])
        self.write("release.yaml", head + tail.rstrip("\n"))
        self.write("model/iris.onnx", Path(IRIS).read_bytes())
        self.good("artifacts", "add", "--into", "release.yaml", "--interface", "model")
        self.assertTrue(self.read("release.yaml").startswith(head + tail), text)
        for name in ("release.json", "other.yaml"):
            self.good("artifacts", "add", "--into", "release.yaml", "-o", name, "model")
            self.assertEqual(self.good("canonicalize", name).out, self.good("canonicalize", "release.yaml").out)
            self.good("artifacts", "add", "--into", name, "--each", "model")
            self.good("artifacts", "add", "--into", name, "--each", "-o", "third.yaml", "model")
            self.good("artifacts", "add", "--into", name, "--kind=code", "-o", "fourth.yaml", "model")
            self.good("artifacts", "add", "--into", name, "--kind=code", "-o", "fourth.json", "model")
            self.assertEqual(self.good("canonicalize", "fourth.json").out, self.good("canonicalize", "fourth.yaml").out)
            self.assertEqual(self.good("canonicalize", name).out, self.good("canonicalize", "third.yaml").out)

    def test_the_interface(self) -> None:
        self.write("model/iris.onnx", Path(IRIS).read_bytes())
        self.good("artifacts", "add", "--into", "release.yaml", "--interface", "model/iris.onnx")
        interface = json.loads(self.good("canonicalize", "release.yaml").out)["interface"]
        self.assertEqual(interface["inputs"], [{"name": "features", "shape": [-1, 4], "type": "float32"}])

    def test_warns_of_pickles(self) -> None:
        self.write("model/scaler.joblib", b"\x80\x04\x95.")
        self.assertIn("[MF3315]", self.good("artifacts", "add", "--into", "release.yaml", "model").err)

    def test_where_anything_is_wrong_nothing_is_written(self) -> None:
        self.write("bad.gguf", b"GGUF")
        self.fails(1, "MF3316", "artifacts", "add", "--into", "release.yaml", "model", "bad.gguf")
        self.fails(1, "MF3301", "artifacts", "add", "--into", "release.yaml", "model", "gone")
        self.fails(1, "MF3314", "artifacts", "add", "--into", "release.yaml", "release.yaml")
        self.fails(1, "would not be good", "artifacts", "add", "--into", "release.yaml", "--license", "none of these", "model")
        self.fails(2, "is not below", "artifacts", "add", "--into", "release.yaml", "--root", "model", "release.yaml")
        self.fails(2, "--into MANIFEST is needed", "artifacts", "add", "model")
        self.fails(2, "--name is for one artifact", "artifacts", "add", "--into=release.yaml", "--name=x", "--each", "model")
        self.fails(2, "--uri is for one artifact", "artifacts", "add", "--into=release.yaml", "--uri=x", "model", "bad.gguf")
        self.fails(2, "the root itself cannot be one artifact", "artifacts", "add", "--into=release.yaml", ".")
        self.fails(2, "--root is needed", "artifacts", "add", "--into=-", "model")
        self.assertEqual(self.read("release.yaml"), "schema: manifest/v1\n")


if __name__ == "__main__":
    unittest.main()
