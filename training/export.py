"""Turn trained weights into what ships: ``python -m training.export --weights FOLDER --out FOLDER``.

Writes ``names.onnx`` (weights as 8-bit integers), ``tokenizer.json`` and ``names.json``
(labels, temperature, window, version). The temperature is fitted on examples of the
generator under another seed, so that a score is a probability.
"""

import argparse
import json
import random
import shutil
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import AutoTokenizer

from training import fixed
from training.example import LABELS
from training.generate import generate
from training.train import IGNORED, WINDOW, Tagger, Windowed, base, loss, tensors, windowed

OPSET = 17
CALIBRATION_SEED = 10_007
CALIBRATION_EXAMPLES = 600
CALIBRATION_SHARE = 0.1


def temperature(model: Tagger) -> float:
    """Give the temperature under which held examples are the most likely."""
    tokenizer = AutoTokenizer.from_pretrained(base())
    examples = list(generate(CALIBRATION_SEED, CALIBRATION_SHARE))
    random.Random(CALIBRATION_SEED).shuffle(examples)
    items: list[Windowed] = [
        w for e in examples[:CALIBRATION_EXAMPLES] for w in windowed(e, tokenizer)
    ]
    seen = [_judged(model, items[i : i + 16]) for i in range(0, len(items), 16)]
    losses = {
        t / 20: sum(loss(logits / (t / 20), rights).item() * len(logits) for logits, rights in seen)
        for t in range(14, 50)
    }
    return min(losses, key=lambda t: losses[t])


def _judged(model: Tagger, items: Sequence[Windowed]) -> tuple[torch.Tensor, torch.Tensor]:
    ids, mask, written, rights = tensors(items)
    with torch.no_grad():
        logits = model(ids, mask, written)
    counted = rights != IGNORED
    return logits[counted][None], rights[counted][None]


def export(model: nn.Module, out: Path) -> None:
    """Write the model as ONNX with 8-bit weights."""
    ids = torch.randint(1000, 2000, (2, 16))
    inputs = ["input_ids", "attention_mask", "token_type_ids"]
    axes = {name: {0: "batch", 1: "length"} for name in (*inputs, "labels")}
    with tempfile.TemporaryDirectory() as folder:
        full = Path(folder) / "full.onnx"
        torch.onnx.export(
            model, (ids, torch.ones_like(ids), torch.zeros_like(ids)), str(full), input_names=inputs,
            output_names=["labels"], dynamic_axes=axes, opset_version=OPSET, dynamo=False,
        )  # fmt: skip
        quantize_dynamic(str(full), str(out), weight_type=QuantType.QInt8)


def write(model: Tagger, layers: int, out: Path) -> str:
    """Write everything that ships; gives the description."""
    out.mkdir(parents=True, exist_ok=True)
    export(model, out / "names.onnx")
    shutil.copyfile(base() / "tokenizer.json", out / "tokenizer.json")
    digest = sha256((out / "names.onnx").read_bytes()).hexdigest()
    told = json.dumps({
        "version": digest[:12], "labels": LABELS, "temperature": temperature(model), "window": WINDOW - 2,
        "layers": layers, "sha256": digest,
    }, indent=2)  # fmt: skip
    (out / "names.json").write_text(f"{told}\n", encoding="utf-8")
    return told


def main() -> None:
    """Load the weights and write the folder."""
    fixed.hashes()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    saved = torch.load(asked.weights / "names.pt", weights_only=True)
    model = Tagger(saved["layers"])
    model.load_state_dict(saved["weights"])
    model.eval()
    print(write(model, saved["layers"], asked.out))


if __name__ == "__main__":
    main()
