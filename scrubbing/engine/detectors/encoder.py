"""The small token classifier: texts in, labelled stretches out.

Runs an int8 ONNX graph in one thread. Needs onnxruntime, tokenizers and numpy, no torch.
"""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Self

import numpy as np
import numpy.typing as npt

from scrubbing.engine.detectors.plain_words import is_made
from scrubbing.engine.detectors.shapes import shapes, words
from scrubbing.engine.detectors.windows import Window, windows
from scrubbing.engine.knowledge.common import office_words

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

Floats = npt.NDArray[np.float32]

FOLDER = Path(__file__).resolve().parent.parent / "models"
OVERLAP = 32
BATCH_TOKENS = 512
"""Larger batches leave the processor's cache: 2,048 tokens were an eighth slower."""
SILENT = frozenset({"outside", "misc"})
"""Labels that are not reported."""
OUTSIDE = 0
TO_GIVEN_NAMES = 1.6
"""Factor on the caution for a word with a capital that is on the list of given names."""
APART = frozenset('";<>{}[]|=\t')
"""Marks that stand between two values and never within a name."""
SURE = 0.5
"""From this probability on a word belongs to a name; the policy's automatic threshold."""
MAYBE = 0.2
"""Below ``SURE`` and above this, a word is a suggestion for a person to look at."""


def folder() -> Path:
    """Give the folder of the model: the shipped one, or an operator's own."""
    return Path(os.environ.get("AIRLOCK_NAMES_MODEL", str(FOLDER)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``start`` to ``end`` of a text that carry one label."""

    start: int
    end: int
    label: str
    score: float


@dataclass(frozen=True, slots=True)
class Tokens:
    """A text's word pieces: ids and places, kept because the tokenizer makes them anew.

    ``shapes`` says of each how its word is written, ``lean`` how much of the caution counts for it.
    """

    ids: npt.NDArray[np.int64]
    offsets: Sequence[tuple[int, int]]
    shapes: npt.NDArray[np.int64]
    lean: Floats


@dataclass(frozen=True, slots=True)
class Encoder:
    """A loaded model. ``continues`` says of each token id whether it continues a word."""

    session: "InferenceSession"
    tokenizer: "Tokenizer"
    labels: tuple[str, ...]
    temperature: float
    size: int
    version: str
    reported: tuple[int, ...]
    continues: npt.NDArray[np.bool_]
    first: int
    last: int
    shaped: bool
    """Whether the model wants the shapes of words; one that an operator has may not."""
    plain: frozenset[str]
    """Ordinary words of eight languages, in small letters: no reason to lean towards a name."""
    given: frozenset[str]
    """Given names that are no ordinary word, in small letters."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Load model, tokenizer and description from a folder; the session has one thread."""
        # Heavy packages are loaded when a detector is built, not when a module is read.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 4
        session = onnxruntime.InferenceSession(
            str(path / "names.onnx"), options, providers=["CPUExecutionProvider"]
        )
        tokenizer = Tokenizer.from_file(str(path / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        told = json.loads((path / "names.json").read_text(encoding="utf-8"))
        words = tokenizer.get_vocab()
        continues = np.zeros(max(words.values()) + 1, dtype=np.bool_)
        continues[[index for word, index in words.items() if word.startswith("##")]] = True
        return cls(
            session=session,
            tokenizer=tokenizer,
            labels=tuple(told["labels"]),
            temperature=float(told["temperature"]),
            size=int(told["window"]),
            version=str(told["version"]),
            reported=tuple(
                index for index, label in enumerate(told["labels"]) if label not in SILENT
            ),
            continues=continues,
            first=int(words["[CLS]"]),
            last=int(words["[SEP]"]),
            shaped="token_type_ids" in {one.name for one in session.get_inputs()},
            plain=office_words() | _words(path / "plain_words.txt"),
            given=_words(path / "given_names.txt"),
        )

    def predict(self, texts: Sequence[str], cautions: Sequence[float]) -> list[tuple[Stretch, ...]]:
        """Give the labelled stretches of each text, in order of place, without overlap.

        A text's caution is taken from the logit of "outside" for all but ordinary words: more is
        found, rightly or not.
        """
        encoded = self.tokenizer.encode_batch(list(texts), add_special_tokens=False)
        tokens = [
            self._tokens(text, encoding.ids, encoding.offsets)
            for text, encoding in zip(texts, encoded, strict=True)
        ]
        cut = [
            window
            for index, (text, one) in enumerate(zip(texts, tokens, strict=True))
            for window in windows(
                index, len(one.ids), _breaks(text, one, self.size), self.size, OVERLAP
            )
        ]
        logits = [np.zeros((len(one.ids), len(self.labels)), np.float32) for one in tokens]
        for batch in _batches(cut):
            self._run(batch, tokens, logits)
        return [
            self._read(text, one, scores, caution)
            for text, one, scores, caution in zip(texts, tokens, logits, cautions, strict=True)
        ]

    def _tokens(self, text: str, ids: Sequence[int], offsets: Sequence[tuple[int, int]]) -> Tokens:
        found = np.asarray(ids, np.int64)
        placed = words(offsets, self.continues[found].tolist())
        written = shapes(text, placed) if self.shaped else []
        lean = [self._lean(text[start:end]) for start, end, count in placed for _ in range(count)]
        return Tokens(found, offsets, np.asarray(written, np.int64), np.asarray(lean, np.float32))

    def _lean(self, word: str) -> float:
        """Give how much of the caution counts for a word."""
        lowered = word.lower()
        if lowered in self.given and word != lowered:
            return TO_GIVEN_NAMES
        return 0.0 if lowered in self.plain or is_made(lowered) else 1.0

    def _run(
        self, batch: Sequence[Window], tokens: Sequence["Tokens"], logits: Sequence[Floats]
    ) -> None:
        width = max(window.end - window.start for window in batch) + 2
        ids = np.zeros((len(batch), width), np.int64)
        mask = np.zeros((len(batch), width), np.int64)
        written = np.zeros((len(batch), width), np.int64)
        for row, window in enumerate(batch):
            length = window.end - window.start
            ids[row, 0], ids[row, length + 1] = self.first, self.last
            ids[row, 1 : length + 1] = tokens[window.text].ids[window.start : window.end]
            mask[row, : length + 2] = 1
            if self.shaped:
                one = tokens[window.text].shapes
                written[row, 1 : length + 1] = one[window.start : window.end]
        fed = {"input_ids": ids, "attention_mask": mask}
        if self.shaped:
            fed["token_type_ids"] = written
        found = self.session.run(None, fed)[0]
        for row, window in enumerate(batch):
            begin, end = window.keep_from - window.start + 1, window.keep_to - window.start + 1
            logits[window.text][window.keep_from : window.keep_to] = found[row, begin:end]

    def _read(
        self, text: str, tokens: "Tokens", logits: Floats, caution: float
    ) -> tuple[Stretch, ...]:
        if not len(logits):
            return ()
        logits[:, OUTSIDE] -= caution * tokens.lean
        scaled = logits / self.temperature
        scaled -= scaled.max(axis=1, keepdims=True)
        odds = np.exp(scaled)
        odds /= odds.sum(axis=1, keepdims=True)
        reported = odds[:, self.reported].sum(axis=1)
        if reported.max() < MAYBE:
            return ()
        heads = np.flatnonzero(~self.continues[tokens.ids])
        if not len(heads) or heads[0]:
            heads = np.concatenate(([0], heads))
        sizes = np.diff(np.append(heads, len(odds)))
        words = np.add.reduceat(odds, heads, axis=0) / sizes[:, None]
        inside = words[:, self.reported].sum(axis=1)
        labels = np.asarray(self.reported)[words[:, self.reported].argmax(axis=1)]
        offsets = tokens.offsets
        marked = [
            Word(
                offsets[heads[i]][0],
                offsets[heads[i] + sizes[i] - 1][1],
                int(labels[i]),
                float(inside[i]),
            )
            for i in np.flatnonzero(inside >= MAYBE)
        ]
        return tuple(self._stretches(text, whole_names(text, marked, self.grows)))

    @property
    def grows(self) -> frozenset[int]:
        """Give the labels whose names take in a doubtful word beside them."""
        return frozenset(map(self.labels.index, ("person", "organization")))

    def _stretches(self, text: str, words: Iterable["Word"]) -> Iterable[Stretch]:
        """Join neighbouring words of one label and one certainty."""
        start = end = label = 0
        scores: list[float] = []
        for left, right, word, score in words:
            same = scores and word == label and (score >= SURE) == (scores[-1] >= SURE)
            if same and _bridged(text, start, end, left):
                end = right
                scores.append(score)
                continue
            if scores:
                yield self._stretch(start, end, label, scores)
            start, end, label, scores = left, right, word, [score]
        if scores:
            yield self._stretch(start, end, label, scores)

    def _stretch(self, start: int, end: int, label: int, scores: Sequence[float]) -> Stretch:
        return Stretch(start, end, self.labels[label], sum(scores) / len(scores))


def _words(path: Path) -> frozenset[str]:
    """Give a list of words that lies beside a model; none where it has no such list."""
    return frozenset(path.read_text(encoding="utf-8").split()) if path.is_file() else frozenset()


class Word(NamedTuple):
    """A word that may belong to a name: its place, its likeliest label, and how sure that is."""

    start: int
    end: int
    label: int
    score: float


def whole_names(text: str, marked: Sequence[Word], grows: frozenset[int]) -> Sequence[Word]:
    """Take a doubtful word with a capital for a part of the name it stands next to.

    A given name that the model knows is seldom followed by anything with a capital but a
    surname. A word that begins a sentence has its capital from there.
    """
    grown = list(marked)
    forth = range(len(marked))
    for before, after in [*pairwise(forth), *pairwise(reversed(forth))]:
        sure, doubtful = grown[before], grown[after]
        if sure.label not in grows or sure.score < SURE or doubtful.score >= SURE:
            continue
        first, second = sorted((sure, doubtful))
        between = text[first.end : second.start]
        if between in {" ", "-"} and text[doubtful.start].isupper() and (
            doubtful is second or not _begins(text, doubtful.start)
        ):  # fmt: skip
            grown[after] = doubtful._replace(label=sure.label, score=SURE)
    return grown


def _begins(text: str, start: int) -> bool:
    """Say whether a sentence or a line begins here."""
    before = text[:start].rstrip(" \"'«„“(")
    return not before or before[-1] in ".!?:;\n\t|>-•*"


def _bridged(text: str, start: int, end: int, left: int) -> bool:
    """Say whether two words of one label are one name: "Ann Lee", "O'Neil", "J. Lee"."""
    between = text[end:left]
    if any(text[at] in APART or _quotes(text, at) for at in (end - 1, left)):
        return False
    if between in {"", " ", "-", "'", "’", "&", " & "}:
        return True
    return between in {". ", "."} and end - max(start, text.rfind(" ", 0, end) + 1) <= 2  # noqa: PLR2004 - an initial


def _quotes(text: str, at: int) -> bool:
    """Say whether an apostrophe is a quotation mark: not between two letters."""
    return text[at] in "'’" and not (
        text[at - 1 : at].isalpha() and text[at + 1 : at + 2].isalpha()
    )


def _breaks(text: str, tokens: Tokens, size: int) -> list[int]:
    """Give the token indices at which a line or sentence begins; none for a short text."""
    if len(tokens.ids) <= size:
        return []
    starts = []
    for index, ((_, before), (left, _)) in enumerate(pairwise(tokens.offsets), start=1):
        if left > before and ("\n" in text[before:left] or text[before - 1] in ".!?;"):
            starts.append(index)
    return starts


def _batches(cut: Sequence[Window]) -> Iterable[Sequence[Window]]:
    """Group windows of like length, so that little is computed on padding."""
    portion: list[Window] = []
    for window in sorted(cut, key=lambda w: w.end - w.start):
        if portion and (len(portion) + 1) * (window.end - window.start + 2) > BATCH_TOKENS:
            yield portion
            portion = []
        portion.append(window)
    if portion:
        yield portion
