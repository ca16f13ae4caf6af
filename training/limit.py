"""The limit of speed: ``python -m training.limit``.

Measures how many 8-bit operations a second one thread of this CPU does on matrices of the
encoder's own shapes, and says how many characters a second the model could read if nothing
but its matrix products cost anything.
"""

import time

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

LAYERS, WIDTH, INNER = 6, 384, 1536
WINDOW = 160
ROWS = 1920
CHARACTERS_PER_TOKEN = 4.5
"""Of English prose (TAB dev); other languages have fewer."""
SHAPES = ((WIDTH, INNER), (INNER, WIDTH), (WIDTH, WIDTH))


def operations_per_token(layers: int = LAYERS) -> float:
    """Give additions and multiplications of one token's way through the encoder."""
    weights = 4 * WIDTH * WIDTH + 2 * WIDTH * INNER
    attention = 2 * WINDOW * WIDTH
    return 2.0 * layers * (weights + attention)


def rate(inner: int, outer: int, seconds: float = 1.0) -> float:
    """Give 8-bit operations per CPU-second of a product of these sizes."""
    left = helper.make_tensor_value_info("a", TensorProto.UINT8, [ROWS, inner])
    out = helper.make_tensor_value_info("c", TensorProto.INT32, [ROWS, outer])
    weights = np.random.default_rng(0).integers(-127, 127, (inner, outer), dtype=np.int8)
    stored = onnx.numpy_helper.from_array(weights, "b")
    node = helper.make_node("MatMulInteger", ["a", "b"], ["c"])
    graph = helper.make_graph([node], "product", [left], [out], [stored])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), options, providers=["CPUExecutionProvider"]
    )
    given = {"a": np.random.default_rng(1).integers(0, 255, (ROWS, inner), dtype=np.uint8)}
    session.run(None, given)
    begun, count = time.process_time(), 0
    while time.process_time() - begun < seconds:
        session.run(None, given)
        count += 1
    return 2.0 * ROWS * inner * outer * count / (time.process_time() - begun)


def main() -> None:
    """Print the rates and the limits."""
    rates = [rate(*shape) for shape in SHAPES]
    for (inner, outer), each in zip(SHAPES, rates, strict=True):
        print(f"{inner} x {outer}: {each / 1e9:,.0f} thousand million operations per CPU-s")
    typical = sorted(rates)[1]
    for layers in (LAYERS, 4, 3):
        needed = operations_per_token(layers)
        limit = typical / needed * CHARACTERS_PER_TOKEN
        print(f"{layers} layers: {needed / 1e6:.1f} million a token, at most {limit:,.0f} characters per CPU-s")  # fmt: skip


if __name__ == "__main__":
    main()
