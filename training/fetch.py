"""Fetch the public treebanks by hash: ``python -m training.fetch --out FOLDER``.

Every file is named by its commit and checked by its sha256; one that lies there already and
is right is not fetched again. Licences: the model card. The other sources of ``--data``
(TAB, presidio-research, WNUT17, Broad Twitter, SEC contracts) are JSON lines of their own.
"""

import argparse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

HOST = "https://raw.githubusercontent.com"
SECONDS = 120


@dataclass(frozen=True, slots=True)
class File:
    """A file: the name it gets here, its path there, and its digest."""

    name: str
    path: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """A repository at a commit, with the files that are taken from it."""

    repository: str
    commit: str
    files: tuple[File, ...]

    def links(self) -> Iterator[tuple[File, str]]:
        """Give each file with its address."""
        for file in self.files:
            yield file, f"{HOST}/{self.repository}/{self.commit}/{file.path}"


ORIGINS = (
    Origin("UniversalDependencies/UD_Dutch-Alpino", "95e374a608d114ec6c6b32f0fbd5f324d29ef286", (
        File("ud_nl_alpino_dev.conllu", "nl_alpino-ud-dev.conllu", "3d6ad878d8b7b362fd756da22ae230951233be1e5596743af772150c89ba346d"),
        File("ud_nl_alpino_test.conllu", "nl_alpino-ud-test.conllu", "f5b5000fcbb6745d42f7cccf3986bb2550f9b56a171b0d4808fb45d2df7972a2"),
    )),
    Origin("UniversalDependencies/UD_Dutch-LassySmall", "7880e0bc4c8138607c8e9724db2294dc89d4e2b5", (
        File("ud_nl_lassy_dev.conllu", "nl_lassysmall-ud-dev.conllu", "5e756efff04efc3f410778dab0d0a2c151b1d1507c98a054af7fc208e722f458"),
        File("ud_nl_lassy_test.conllu", "nl_lassysmall-ud-test.conllu", "26e0e40c67e80fbe9f905fb1fe952dc609bd6c1a6c82dbcb3079ae474a01e8f3"),
    )),
    Origin("UniversalDependencies/UD_French-GSD", "830e2782304af08b3cc1c9250475343e04274d81", (
        File("ud_fr_gsd_dev.conllu", "fr_gsd-ud-dev.conllu", "3e7531b645e5bd6fe37bb619cdd8292e87f5937e64cd8627b4094324eb830e6b"),
        File("ud_fr_gsd_test.conllu", "fr_gsd-ud-test.conllu", "5d1743c7a9ce2908943d4a430ed9a77755e2a8d7e32d42ee0f1d6a0b528f0be8"),
    )),
    Origin("UniversalDependencies/UD_French-PUD", "c245786cfb3020d43bcfc96215ae531a1b07bcbc", (
        File("ud_fr_pud.conllu", "fr_pud-ud-test.conllu", "793540702db111d2bfe04f846edddb23e7a2a432294fe17cb612dd795fb0301f"),
    )),
    Origin("UniversalDependencies/UD_German-GSD", "297fcf350481058d0737a27f0f8fd03b2eadd67a", (
        File("ud_de_gsd_dev.conllu", "de_gsd-ud-dev.conllu", "00431f2624cbbf66796c097a9303bbc8f8e8ca88ef35c4c5664aa396b2d674c9"),
        File("ud_de_gsd_test.conllu", "de_gsd-ud-test.conllu", "bceb8e867ba3ee7f1449d44fb31538d63a514f07e6763e7d9a5ffe794407bed4"),
    )),
    Origin("UniversalDependencies/UD_Italian-MarkIT", "b01ee41ef48d6bca6bb392a79367a0f5b6ca3780", (
        File("ud_it_markit_dev.conllu", "it_markit-ud-dev.conllu", "633b6186f47ecfebfcff4ff9c7e19a0cbffd1f655f14fc1e9265b12bda597f97"),
        File("ud_it_markit_test.conllu", "it_markit-ud-test.conllu", "9048ed0064e3989e2c37377755a28c25c7e462b1ad916e5808dc0a7ce95fc3fc"),
        File("ud_it_markit_train.conllu", "it_markit-ud-train.conllu", "4f6fc3423acb00d49e1e167bd21b11ebbc23e22275fd6f5eeb4d75cfbbccc5c6"),
    )),
    Origin("UniversalDependencies/UD_Italian-PUD", "71d932aa096368331ba2fd9bc906ec8dd853da8e", (
        File("ud_it_pud.conllu", "it_pud-ud-test.conllu", "ad5d302bdfd05194155d9ad43dc54c3cb915076d66b3eb6ef33eca9a11f1372a"),
    )),
    Origin("UniversalDependencies/UD_Polish-PUD", "a726e5866e7f134763d734e6d915b8faf10f552f", (
        File("ud_pl_pud.conllu", "pl_pud-ud-test.conllu", "6dccca751cf1b701196d238b8f2a259afbddc07f45322839feb4acd99b7e90fb"),
    )),
    Origin("UniversalDependencies/UD_Spanish-GSD", "57c045644664e5c1e169263cc4e3b95e40c078ba", (
        File("ud_es_gsd_dev.conllu", "es_gsd-ud-dev.conllu", "d5018974cb6a4adb03435f76ac4914a388f4fc763b35b6c4a6a2dc27874b0dff"),
        File("ud_es_gsd_test.conllu", "es_gsd-ud-test.conllu", "37612cb7cc13eab62e6f95b06504a31f252ecc56acb52a06d142bf872318b872"),
    )),
    Origin("UniversalDependencies/UD_Spanish-PUD", "818a82b8628c9cbec78750c7e83ccba34b9ce22b", (
        File("ud_es_pud.conllu", "es_pud-ud-test.conllu", "48a7b5c7f409100b24eba90c7397e01f6fecaaf3207315a9a1bda029f77e98d3"),
    )),
    Origin("UniversalNER/UNER_English-PUD", "07ea0553144e3fcf3d6633efe2a075b725a0d262", (
        File("uner_en_pud.iob2", "en_pud-ud-test.iob2", "71fc0e18011e930f9a1a2fb68089d732eb2035a5840677d300626c8a1dedd2fb"),
    )),
    Origin("UniversalNER/UNER_German-PUD", "47eb039b6d80079b280ba70efe4136413fb7af9c", (
        File("uner_de_pud.iob2", "de_pud-ud-test.iob2", "352c09251cf1c376d2786261813041c976c1aa7ce9bcf78388a4342a30bd00d4"),
    )),
    Origin("UniversalNER/UNER_Portuguese-Bosque", "f2c2ad67aed900385fbe5d655af41f439c9b3333", (
        File("uner_pt_bosque_dev.iob2", "pt_bosque-ud-dev.iob2", "0e6cb1db280e6677e2fd4380d695039791b5cb70bb5100376166aae5690da01a"),
        File("uner_pt_bosque_test.iob2", "pt_bosque-ud-test.iob2", "45cf232ff7677cb6f4020dad96dbf8412d1f2cca38d81164ac96ee8c03b6b09f"),
        File("uner_pt_bosque_train.iob2", "pt_bosque-ud-train.iob2", "1d8762040667fc15f4ec83801e20d14d10ebea2b90c16c312f3ba03da2d1f860"),
    )),
    Origin("UniversalNER/UNER_Portuguese-PUD", "cda2cf86b68d45e896aab97ceca5e91d43a86db7", (
        File("uner_pt_pud.iob2", "pt_pud-ud-test.iob2", "e91d2e88c4e0b8007f2db01fbea8f101e83e6756ba21256aaf420e8af65fda8a"),
    )),
    Origin("davidsbatista/NER-datasets", "db7ff3ca4ba1df39907f8bdc036a556fed5ecde7", (
        File("germeval_dev.tsv", "GermEval2014/NER-de-dev.tsv", "d69d1347847e3ac0d1bfd14d7e5c0713dcb82899624301ced6df807dbb070056"),
        File("germeval_test.tsv", "GermEval2014/NER-de-test.tsv", "9405e49532379f3aee048851d116b35823d31c04e9521b87a9c4e6572c269097"),
    )),
)  # fmt: skip


def missing(folder: Path) -> Iterator[tuple[File, str]]:
    """Give the files, with their addresses, that a folder lacks or has otherwise."""
    for origin in ORIGINS:
        for file, link in origin.links():
            path = folder / file.name
            if not path.is_file() or sha256(path.read_bytes()).hexdigest() != file.sha256:
                yield file, link


def main() -> None:
    """Fetch what is missing; stop at the first file that is not what it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    folder = parser.parse_args().out
    folder.mkdir(parents=True, exist_ok=True)
    for file, link in missing(folder):
        with urllib.request.urlopen(link, timeout=SECONDS) as answer:
            data: bytes = answer.read()
        if sha256(data).hexdigest() != file.sha256:
            raise SystemExit(f"{file.name} is not the file it should be; nothing was kept.")
        (folder / file.name).write_bytes(data)
        print(file.name, len(data), flush=True)


if __name__ == "__main__":
    main()
