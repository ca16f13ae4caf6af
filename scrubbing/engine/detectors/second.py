"""A second model that an operator hands in: what only it sees is a suggestion.

``AIRLOCK_SECOND_MODEL`` names a folder, one of two kinds:

- a Hugging Face token classifier as ONNX: ``model.onnx`` (or ``onnx/model.onnx``),
  ``tokenizer.json`` and ``config.json`` with ``id2label``;
- a spaCy pipeline: ``config.cfg`` and ``meta.json``, as they lie in a wheel such as
  ``en_core_web_sm``.

Whatever it finds is scored below every policy's threshold, so that it is shown to the
contractor and the reviewer and removes nothing by itself.
"""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from scrubbing.engine.detectors.windows import windows
from scrubbing.engine.types import Kind, Role, Span, Unit

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from spacy.language import Language
    from tokenizers import Tokenizer

VARIABLE = "AIRLOCK_SECOND_MODEL"
HIGHEST = 0.2
"""The score of what the second model is wholly sure of: a suggestion under any policy."""
LEAST = 0.5
"""Probability from which on the second model's own finding is worth a look."""
WINDOW, OVERLAP = 254, 32
PLAIN_SCORE = 0.85
"""spaCy gives no probability: its share of right spans, measured on the sets of benchmarks/."""
LANGUAGE = frozenset(
    {Role.BODY, Role.NOTE, Role.COMMENT, Role.OCR, Role.CELL, Role.HEADING, Role.HEADER, Role.NAME}
)
"""Where people write; keys, links and code are left to the other detectors."""
KINDS: dict[str, Kind] = {
    **dict.fromkeys(("per", "pers", "person", "name", "patient", "doctor", "hcw", "first_name", "last_name", "firstname", "lastname", "givenname", "surname"), Kind.PERSON),
    **dict.fromkeys(("org", "organization", "organisation", "company", "hospital", "corporation"), Kind.ORGANIZATION),
    **dict.fromkeys(("loc", "location", "gpe", "fac", "city", "country", "state"), Kind.LOCATION),
    **dict.fromkeys(("address", "street", "street_address", "zipcode", "postcode", "zip"), Kind.ADDRESS),
    **dict.fromkeys(("date", "time", "date_time", "datetime"), Kind.DATE_TIME),
    **dict.fromkeys(("norp", "nrp", "demographic", "age"), Kind.DEMOGRAPHIC),
    **dict.fromkeys(("id", "code", "idnum", "account", "accountnumber"), Kind.REFERENCE),
    **dict.fromkeys(("email", "email_address"), Kind.EMAIL),
    **dict.fromkeys(("phone", "phone_number", "telephonenum"), Kind.PHONE),
    **dict.fromkeys(("username", "user_name"), Kind.USERNAME),
}  # fmt: skip
"""Labels as other models name them, without their ``B-`` or ``I-``."""
ARTICLE = re.compile(r"(?:the|an?|der|die|das|la|le|les|el|il|de|het)\s+", re.IGNORECASE)
"""Other models count it to the name; alone it would be shown as a name of its own."""
TAG = re.compile(r"^(?:[BIESLU]-)?(.+)$")


@dataclass(frozen=True, slots=True)
class Seen:
    """Characters ``start`` to ``end`` that the model calls ``kind`` with a probability."""

    start: int
    end: int
    kind: Kind
    probability: float


@dataclass(frozen=True, slots=True)
class Second:
    """The detector: the same texts are read once; every score is at most ``HIGHEST``."""

    read: Callable[[Sequence[str]], Sequence[Sequence[Seen]]]
    name: str = "second"
    kinds: tuple[Kind, ...] = tuple(dict.fromkeys(KINDS.values()))

    def detect(self, units: Sequence[Unit]) -> Sequence[Span]:
        """Find what the second model sees in the units in which people write."""
        asked: dict[str, list[Unit]] = {}
        for unit in units:
            if unit.role in LANGUAGE and unit.text.strip():
                asked.setdefault(unit.text, []).append(unit)
        texts = list(asked)
        return [
            Span(
                unit.locator, _start(text, seen), seen.end, seen.kind,
                round(seen.probability * HIGHEST, 3), self.name,
            )
            for text, found in zip(texts, self.read(texts), strict=True)
            for seen in found
            for unit in asked[text]
        ]  # fmt: skip


def _start(text: str, seen: Seen) -> int:
    article = ARTICLE.match(text, seen.start, seen.end)
    return article.end() if article else seen.start


def build() -> tuple[Second, ...]:
    """Load the operator's model; nothing where none is named. A folder that is neither kind raises."""
    named = os.environ.get(VARIABLE)
    if not named:
        return ()
    folder = Path(named)
    if (folder / "meta.json").is_file() and (folder / "config.cfg").is_file():
        return (Second(Pipeline.load(folder).read),)
    if (folder / "config.json").is_file() and (folder / "tokenizer.json").is_file():
        return (Second(Classifier.load(folder).read),)
    raise ValueError(f"{VARIABLE} names a folder that holds neither a token classifier nor a spaCy pipeline.")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Pipeline:
    """A spaCy pipeline with a recogniser of names."""

    language: "Language"

    @classmethod
    def load(cls, folder: Path) -> "Pipeline":
        """Load the pipeline's recogniser and what it needs, from disk."""
        # spaCy takes a second to import: paid by those who hand a pipeline in.
        import spacy

        language = spacy.load(folder)
        for name in ("tagger", "parser", "attribute_ruler", "lemmatizer"):
            if name in language.pipe_names:
                language.disable_pipe(name)
        return cls(language)

    def read(self, texts: Sequence[str]) -> list[list[Seen]]:
        """Give what the pipeline finds in each text."""
        return [
            [
                Seen(entity.start_char, entity.end_char, KINDS[entity.label_.lower()], PLAIN_SCORE)
                for entity in document.ents
                if entity.label_.lower() in KINDS
            ]
            for document in self.language.pipe(texts)
        ]


@dataclass(frozen=True, slots=True)
class Classifier:
    """A Hugging Face token classifier, run by onnxruntime in one thread."""

    session: "InferenceSession"
    tokenizer: "Tokenizer"
    kinds: Sequence[Kind | None]
    around: tuple[Sequence[int], Sequence[int]]
    inputs: frozenset[str] = field(default=frozenset())

    @classmethod
    def load(cls, folder: Path) -> "Classifier":
        """Load model, tokenizer and labels; the session has one thread."""
        # Heavy packages are loaded when a detector is built, not when a module is read.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 4
        path = folder / "model.onnx"
        path = path if path.is_file() else folder / "onnx" / "model.onnx"
        session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])  # fmt: skip
        tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        labels = json.loads((folder / "config.json").read_text(encoding="utf-8"))["id2label"]
        kinds = [_kind(labels[str(index)]) for index in range(len(labels))]
        empty = tokenizer.encode("").ids
        half = len(empty) // 2
        inputs = frozenset(one.name for one in session.get_inputs())
        return cls(session, tokenizer, kinds, (empty[:half], empty[half:]), inputs)

    def read(self, texts: Sequence[str]) -> list[list[Seen]]:
        """Give what the model finds in each text."""
        return [list(self._read(text)) for text in texts]

    def _read(self, text: str) -> Iterator[Seen]:
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        seen: Seen | None = None
        for window in windows(0, len(encoding.ids), (), WINDOW, OVERLAP):
            odds = self._odds(encoding.ids[window.start : window.end])
            for index in range(window.keep_from, window.keep_to):
                row = odds[index - window.start]
                label = int(row.argmax())
                kind, probability = self.kinds[label], float(row[label])
                start, end = encoding.offsets[index]
                if kind is None or probability < LEAST or end <= start:
                    continue
                if seen and seen.kind is kind and text[seen.end : start].strip("-'.") in {"", " "}:
                    seen = Seen(seen.start, end, kind, min(seen.probability, probability))
                    continue
                if seen:
                    yield _whole(text, seen)
                seen = Seen(start, end, kind, probability)
        if seen:
            yield _whole(text, seen)

    def _odds(self, ids: Sequence[int]) -> "np.ndarray[tuple[int, int], np.dtype[np.float64]]":
        before, after = self.around
        row = np.asarray([[*before, *ids, *after]], np.int64)
        given = {"input_ids": row, "attention_mask": np.ones_like(row), "token_type_ids": np.zeros_like(row)}  # fmt: skip
        found = self.session.run(None, {n: v for n, v in given.items() if n in self.inputs})[0][0]
        part = found[len(before) : len(before) + len(ids)].astype(np.float64)
        raised = np.exp(part - part.max(axis=1, keepdims=True))
        return np.asarray(raised / raised.sum(axis=1, keepdims=True))


def _kind(label: str) -> Kind | None:
    match = TAG.match(label)
    return KINDS.get(match[1].lower()) if match else None


def _whole(text: str, seen: Seen) -> Seen:
    """Widen to whole words and leave out blanks: a model may see but a piece of one."""
    start, end = seen.start, seen.end
    while start < end and text[start].isspace():
        start += 1
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return Seen(start, end, seen.kind, seen.probability)
