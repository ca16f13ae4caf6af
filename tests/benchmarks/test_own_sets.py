"""The sets of our own measure nothing if the model has seen them."""

import re
from collections.abc import Iterator

import pytest
from faker import Faker

from benchmarks import own_names, own_sets
from training import dev_texts, grammar, prose, templates, values, worktexts


def surnames_of_training() -> Iterator[str]:
    """All surnames that the generator can draw from a list."""
    locales = {locale for group in values.LOCALES.values() for locale in group} | set(
        values.FOREIGN
    )
    for locale in locales:
        for provider in Faker(locale).factories[0].get_providers():
            for name in dir(provider):
                held = getattr(provider, name)
                if name.startswith("last_name") and not callable(held):
                    yield from map(str.casefold, held)
    yield from map(str.casefold, values.ROMANISED["last"])
    for heads, tails in worktexts.MOULDS.values():
        yield from (f"{head}{tail}".casefold() for head in heads.split() for tail in tails.split())


def surnames_of_the_sets() -> set[str]:
    own = {name for names in own_names.LAST.values() for name in names}
    return {name.casefold() for name in own | {last for _, last in own_names.FOREIGN}}


@pytest.mark.slow
def test_own_sets_share_no_surname_with_training() -> None:
    training = set(surnames_of_training())
    assert len(training) > 10_000
    assert surnames_of_the_sets() & training == set()


def shape(template: str) -> str:
    return " ".join(re.sub(r"\{+\w*\}+", "_", template).casefold().split())


def test_own_sets_share_no_template_with_training() -> None:
    known = [
        *templates.TEMPLATES.values(),
        *prose.FRAMES.values(),
        *worktexts.WORK_TEXTS.values(),
    ]
    parts = [*grammar.PARTS.values()]
    known += [one.frames.split("|") + one.nobody.split("|") for one in parts]
    known += [headings.split("|") for headings in grammar.WITH_NAMES.values()]
    training = {shape(t) for group in known for t in group}
    groups = [
        own_sets.MAIL, own_sets.FILE_NAMES, own_sets.CODE, own_sets.DOCS, own_sets.HEADED, own_sets.RESUMES,
        *own_sets.SENTENCES.values(),
    ]  # fmt: skip
    assert {shape(t) for group in groups for t in group} & training == set()


@pytest.mark.slow
def test_texts_that_thresholds_are_set_on_share_nothing_with_either_side() -> None:
    tuned = {name.casefold() for _, names in dev_texts.PEOPLE.values() for name in names.split()}
    assert tuned & (set(surnames_of_training()) | surnames_of_the_sets()) == set()
    frames = {shape(t) for group in dev_texts.NAMED.values() for t in group.split("|")}
    measured = {shape(t) for group in own_sets.SENTENCES.values() for t in group}
    assert frames & measured == set()
    assert set(dev_texts.HEADINGS) & set(own_sets.TITLES) == set()


def test_own_sets_know_where_their_names_stand() -> None:
    people = [own_names.FIRST, own_names.LAST, own_names.FOREIGN, own_names.FIRMS]
    known = str(people).casefold()
    words = [
        word
        for make in own_sets.NAMED.values()
        for text in make()
        for start, end in text.names
        for word in text.text[start:end].casefold().replace(",", " ").replace(".", " ").split()
    ]
    assert [word for word in words if word not in known] == []
