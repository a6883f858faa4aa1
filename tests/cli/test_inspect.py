# SPDX-License-Identifier: Apache-2.0
"""What files of models say of themselves, as text and JSON."""
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


if __name__ == "__main__":
    unittest.main()
