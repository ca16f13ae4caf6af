"""Archives without detection: what is read, what is left out, and what is written anew."""

import gzip
import io
import re
import stat
import tarfile
import zipfile
from dataclasses import replace

import pytest
from PIL import Image

from scrubbing.engine import inner, pipeline, registry
from scrubbing.engine.errors import Bomb, Broken, Encrypted, ScrubError, UnsafePath
from scrubbing.engine.formats.archive import members
from scrubbing.engine.formats.archive.contents import PLACEHOLDER, PLACEHOLDER_SUFFIX
from scrubbing.engine.formats.archive.handler import ArchiveHandler, GzipHandler
from scrubbing.engine.formats.text import TextHandler
from scrubbing.engine.knowledge import merge
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.sevenzip import writing
from scrubbing.engine.sevenzip.reading import MAGIC, Content
from scrubbing.engine.types import Box, Edit, Extraction, Kind, Place, Untrusted
from scrubbing.engine.verify.raw import RawSearch
from tests.scrubbing.engine.sevenzip.packing import unpacked

ARCHIVE, GZIP = ArchiveHandler(), GzipHandler()
CANARY = "Zelda Quarrington"
MARK = re.compile(r"Zelda[ _-]Quarrington", re.IGNORECASE)
NEEDLES = tuple(merge([], [CANARY], [], b"k" * 32).needles())
UNKNOWN = bytes(range(256)) * 8
"""Neither text nor a format that anything reads."""
Files = dict[str, bytes]


def zipped(files: Files, comment: bytes = b"") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2024, 5, 6, 7, 8, 10)), data)
        archive.comment = comment
    return target.getvalue()


def entry(name: str, data: bytes = b"", **fields: object) -> tuple[tarfile.TarInfo, bytes]:
    info = tarfile.TarInfo(name)
    info.size = len(data)
    for field, value in fields.items():
        setattr(info, field, value)
    return info, data


def tarred(*entries: tuple[tarfile.TarInfo, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def tarred_files(files: Files) -> bytes:
    return tarred(*(entry(name, data) for name, data in files.items()))


def seven(files: Files) -> bytes:
    return writing.write(Content(name, data) for name, data in files.items())


PACKERS = [zipped, tarred_files, seven]


def content(data: bytes) -> Files:
    """What is in an archive, by another way than the handler's."""
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return {name: packed.read(name) for name in packed.namelist()}
    if data.startswith(MAGIC):
        return unpacked(data)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:") as archive:
        return {m.name: archive.extractfile(m).read() for m in archive}  # type: ignore[union-attr] # files alone


def read(data: bytes) -> Extraction:
    return ARCHIVE.extract(Untrusted("a.zip", data), Tools())


def edits_of(units) -> list[Edit]:
    return [
        Edit(unit.locator, match.start(), match.end(), "Lena", Kind.PERSON)
        for unit in units
        for match in MARK.finditer(unit.text)
    ]


def scrub(data: bytes) -> bytes:
    untrusted = Untrusted("a.zip", data)
    return ARCHIVE.rewrite(untrusted, edits_of(read(data).units), (), Tools())


def seen(data: bytes) -> bool:
    return bool(RawSearch(NEEDLES, ()).find(data))


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize(
    "path",
    ["../a.txt", "b/../../a.txt", "/etc/a.txt", "C:/a.txt", "..\\a.txt", f"{'x' * 256}.txt"],
)
def test_a_path_that_leads_outside_refuses_the_archive(pack, path):
    data = pack({"a.txt": b"x\n", path: b"y\n"})
    with pytest.raises(UnsafePath):
        read(data)
    with pytest.raises(UnsafePath):
        scrub(data)


def test_backslashes_and_dots_of_a_path_are_put_in_one_spelling():
    assert content(scrub(zipped({"b\\.\\c.txt": b"x\n"}))) == {"b/c.txt": b"x\n"}


def test_links_and_devices_of_a_tar_are_left_out():
    data = tarred(
        entry("a.txt", b"x\n"),
        entry("link", type=tarfile.SYMTYPE, linkname=f"/home/{CANARY}"),
        entry("hard", type=tarfile.LNKTYPE, linkname="a.txt"),
        entry("device", type=tarfile.CHRTYPE),
        entry("pipe", type=tarfile.FIFOTYPE),
        entry("folder", type=tarfile.DIRTYPE),
    )
    assert seen(data)
    assert content(scrub(data)) == {"a.txt": b"x\n"}
    assert not seen(scrub(data))


def test_links_of_a_zip_are_left_out():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("a.txt", b"x\n")
        link = zipfile.ZipInfo("link")
        link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, f"/home/{CANARY}")
    assert content(scrub(target.getvalue())) == {"a.txt": b"x\n"}


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize(
    "side",
    [".DS_Store", "__MACOSX/._a.txt", "~$letter.docx", ".idea/workspace.xml", "b/Thumbs.db"],
)
def test_files_that_systems_leave_behind_are_left_out(pack, side):
    assert content(scrub(pack({"a.txt": b"x\n", side: b"y\n"}))) == {"a.txt": b"x\n"}


GIT_CONFIG = f"""[remote "origin"]
\turl = git@git.example.com:vex/shop.git
\tpushurl = https://git.example.com/vex/shop.git
[user]
\tname = {CANARY}
\temail = zelda@example.com
"""
REFLOG = f"{'0' * 40} {'1' * 40} Ada Byron <ada@example.org> 1700000000 +0100\tcommit: start\n"


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize("folder", [".git", "shop/.git", "shop/.GIT"])
def test_a_repositorys_own_folder_is_left_out_and_says_who_owns_it(pack, folder):
    own = {f"{folder}/config": GIT_CONFIG.encode(), f"{folder}/logs/HEAD": REFLOG.encode()}
    data = pack({"shop/a.py": b"x = 1\n", **own, f"{folder}/objects/ab/cd": b"\x01blob"})
    found = {(fact.name, fact.untrusted_value) for fact in read(data).facts}
    assert found == {
        ("git_remote", "git@git.example.com:vex/shop.git"),
        ("git_remote", "https://git.example.com/vex/shop.git"),
        ("git_author", CANARY),
        ("git_author", "zelda@example.com"),
        ("git_author", "Ada Byron"),
        ("git_author", "ada@example.org"),
    }
    assert content(scrub(data)) == {"shop/a.py": b"x = 1\n"}


@pytest.mark.parametrize("pack", PACKERS)
def test_a_line_stands_for_a_member_that_cannot_be_read(pack):
    out = content(scrub(pack({"a.txt": b"x\n", "tool.exe": UNKNOWN, "empty.txt": b""})))
    wanted = {"a.txt": b"x\n", f"tool.exe{PLACEHOLDER_SUFFIX}": PLACEHOLDER.encode()}
    assert out == {**wanted, "empty.txt": b""}


@pytest.mark.parametrize("pack", PACKERS)
def test_an_archive_in_an_archive_is_scrubbed_inside(pack):
    inner = {f"{CANARY}.txt": f"by {CANARY}\n".encode()}
    for name, data in (
        ("b.zip", zipped(inner)), ("b.tar", tarred_files(inner)), ("b.7z", seven(inner)),
    ):  # fmt: skip
        out = content(scrub(pack({name: data})))
        assert list(out) == [name]
        assert content(out[name]) == {"Lena.txt": b"by Lena\n"}


def nested(deep: int) -> bytes:
    data = b"x\n"
    for level in range(deep):
        data = zipped({"a.zip" if level else "a.txt": data})
    return data


def test_an_archive_too_deep_inside_others_refuses_them_all():
    with pytest.raises(ScrubError) as refused:
        read(nested(12))
    assert refused.value.code == "too_deep"


@pytest.mark.parametrize("pack", PACKERS)
def test_a_name_is_scrubbed_the_same_in_every_path(pack):
    data = pack({f"{CANARY}/a.txt": b"1\n", f"{CANARY}/b/{CANARY}.txt": b"2\n", "c.txt": b"3\n"})
    wanted = {"Lena/a.txt": b"1\n", "Lena/b/Lena.txt": b"2\n", "c.txt": b"3\n"}
    assert content(scrub(data)) == wanted


def test_an_edit_of_one_member_is_not_made_in_another():
    data = zipped({"a.txt": f"{CANARY}\n".encode(), "b.txt": f"{CANARY}\n".encode()})
    first = [e for e in edits_of(read(data).units) if e.locator.startswith("0!")]
    out = ARCHIVE.rewrite(Untrusted("a.zip", data), first, (), Tools())
    assert content(out) == {"a.txt": b"Lena\n", "b.txt": f"{CANARY}\n".encode()}


@pytest.mark.parametrize("pack", PACKERS)
def test_two_names_that_become_one_both_stay(pack):
    data = pack({"Zelda Quarrington.txt": b"1\n", "zelda_quarrington.txt": b"2\n"})
    out = content(scrub(data))
    assert sorted(out) == ["Lena-2.txt", "Lena.txt"]
    assert sorted(out.values()) == [b"1\n", b"2\n"]


def test_a_stand_in_makes_no_folder():
    data = zipped({f"{CANARY}.txt": b"x\n"})
    edits = [Edit(e.locator, e.start, e.end, "../Lena", e.kind) for e in edits_of(read(data).units)]
    out = ARCHIVE.rewrite(Untrusted("a.zip", data), edits, (), Tools())
    assert content(out) == {".._Lena.txt": b"x\n"}


def test_nothing_beside_paths_and_bytes_goes_through_a_zip():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        info = zipfile.ZipInfo("a.txt", (2024, 5, 6, 7, 8, 10))
        info.comment = CANARY.encode()
        info.extra = b"\x99\x99" + len(CANARY).to_bytes(2, "little") + CANARY.encode()
        info.create_system, info.external_attr = 3, (stat.S_IFREG | 0o750) << 16
        archive.writestr(info, b"x\n")
        archive.comment = f"packed by {CANARY}".encode()
    assert target.getvalue().count(CANARY.encode()) == 4
    out = scrub(target.getvalue())
    assert not seen(out)
    with zipfile.ZipFile(io.BytesIO(out)) as archive:
        (info,) = archive.infolist()
        assert (info.comment, info.extra, archive.comment) == (b"", b"", b"")
        assert (info.date_time, info.external_attr >> 16) == ((1980, 1, 1, 0, 0, 0), 0o100755)


def test_nothing_beside_paths_and_bytes_goes_through_a_tar():
    headers = {"comment": CANARY, "SCHILY.xattr.user.owner": CANARY}
    fields = {"uname": CANARY, "gname": CANARY, "uid": 1234, "gid": 5678, "mtime": 1700000000}
    data = tarred(entry("a.txt", b"x\n", pax_headers=headers, **fields))
    assert data.count(CANARY.encode()) == 4
    out = scrub(data)
    assert not seen(out)
    with tarfile.open(fileobj=io.BytesIO(out)) as archive:
        (info,) = archive.getmembers()
        kept = (info.uname, info.gname, info.uid, info.gid, info.mtime, info.pax_headers)
    assert kept == ("", "", 0, 0, 0, {})


@pytest.mark.parametrize("pack", PACKERS)
def test_canary_in_names_and_members_is_seen_and_gone(pack):
    data = pack({f"{CANARY}/x.txt": f"by {CANARY}\n".encode(), "b.md": f"# {CANARY}\n".encode()})
    assert seen(data)
    assert set(MARK.findall("\n".join(ARCHIVE.texts(data, Tools())))) == {CANARY}
    assert not seen(scrub(data))
    assert MARK.findall("\n".join(ARCHIVE.texts(scrub(data), Tools()))) == []


@pytest.mark.parametrize("pack", PACKERS)
def test_the_same_files_in_another_order_give_the_same_bytes(pack):
    files = {"b.txt": b"1\n", "a.txt": b"2\n", f"{CANARY}.txt": b"3\n"}
    backwards = dict(reversed(files.items()))
    assert scrub(pack(files)) == scrub(pack(backwards)) == scrub(pack(files))


def test_of_a_path_that_stands_twice_the_last_counts():
    data = tarred(entry("a.txt", b"first\n"), entry("./a.txt", b"last\n"))
    assert content(scrub(data)) == {"a.txt": b"last\n"}


@pytest.mark.parametrize("pack", PACKERS)
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"README.md": b"1\n", "readme.md": b"2\n"},
            {"README.md": b"1\n", "readme-2.md": b"2\n"},
        ),
        (
            {f"{CANARY}.txt": b"1\n", "lena.TXT": b"2\n"},
            {"Lena.txt": b"1\n", "lena-2.TXT": b"2\n"},
        ),
        (
            {f"{CANARY}/a.txt": b"1\n", f"{CANARY.upper()}/A.txt": b"2\n"},
            {"Lena/A.txt": b"2\n", "Lena/a-2.txt": b"1\n"},
        ),
    ],
)
def test_names_that_differ_by_case_alone_stay_apart_on_every_system(pack, files, expected):
    assert content(scrub(pack(files))) == expected


def test_a_tar_holds_no_more_than_the_bound_in_all(monkeypatch):
    data = tarred_files({f"{number}.txt": b"x" * 1000 for number in range(4)})
    monkeypatch.setattr(members, "MAX_UNPACKED", 4000)
    assert len(read(data).units) > 0
    monkeypatch.setattr(members, "MAX_UNPACKED", 3999)
    with pytest.raises(Broken) as caught:
        read(data)
    assert caught.value.detail == "tar size"


def test_a_tar_that_claims_more_than_it_is_is_refused_before_it_is_read():
    info, _ = entry("a.txt")
    info.size = 10**12
    with pytest.raises(Broken) as caught:
        read(info.tobuf(tarfile.PAX_FORMAT) + b"x" * 4096)
    assert caught.value.detail == "tar size"


def test_a_member_with_a_password_refuses_the_archive():
    data = bytearray(zipped({"a.txt": b"x\n"}))
    for head, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(head) + at] |= 1
    with pytest.raises(Encrypted):
        read(bytes(data))


def test_a_tar_that_ends_early_is_broken():
    with pytest.raises(Broken):
        read(tarred_files({"a.txt": b"x" * 2000})[:1500])


def test_gzip_keeps_the_inner_file_and_drops_its_header():
    packed = io.BytesIO()
    with gzip.GzipFile(f"{CANARY}.txt", "wb", fileobj=packed, mtime=1700000000) as stream:
        stream.write(f"by {CANARY}\n".encode())
    data = packed.getvalue()
    assert data.count(CANARY.encode()) == 1
    untrusted = Untrusted("a.txt.gz", data)
    edits = edits_of(GZIP.extract(untrusted, Tools()).units)
    out = GZIP.rewrite(untrusted, edits, (), Tools())
    assert (gzip.decompress(out), out[3:8]) == (b"by Lena\n", b"\0" * 5)
    assert not seen(out)
    assert set(MARK.findall("\n".join(GZIP.texts(data, Tools())))) == {CANARY}


def test_a_tar_in_a_gzip_is_scrubbed_inside():
    data = gzip.compress(tarred_files({f"{CANARY}.txt": f"by {CANARY}\n".encode()}))
    untrusted = Untrusted("a.tgz", data)
    edits = edits_of(GZIP.extract(untrusted, Tools()).units)
    out = GZIP.rewrite(untrusted, edits, (), Tools())
    assert content(gzip.decompress(out)) == {"Lena.txt": b"by Lena\n"}
    assert set(MARK.findall("\n".join(GZIP.texts(data, Tools())))) == {CANARY}


def test_a_gzip_with_less_or_more_than_one_stream_is_broken():
    data = gzip.compress(b"x\n")
    for spoiled in (data[:-4], data + gzip.compress(b"more\n")):
        with pytest.raises(Broken):
            GZIP.extract(Untrusted("a.txt.gz", spoiled), Tools())


def test_a_gzip_that_unpacks_to_far_too_much_is_a_bomb():
    data = gzip.compress(b"\0" * 80_000_000)
    with pytest.raises(Bomb):
        GZIP.extract(Untrusted("a.txt.gz", data), Tools())


@pytest.mark.parametrize("pack", PACKERS)
def test_what_an_inner_file_says_of_owners_is_said_by_the_archive(pack):
    inner = zipped({".git/config": b"[user]\n\tname = Ada Byron\n", "a.txt": b"x\n"})
    facts = [(fact.name, fact.untrusted_value) for fact in read(pack({"b.zip": inner})).facts]
    assert facts == [("git_author", "Ada Byron")]


@pytest.mark.parametrize("pack", PACKERS)
def test_the_order_of_members_tells_nothing_of_their_old_names(pack):
    out = content(scrub(pack({"Mike.txt": b"1\n", f"{CANARY}.txt": b"2\n"})))
    assert list(out) == ["Lena.txt", "Mike.txt"]


def paths_after(files: Files, declared: str) -> list[str]:
    """The paths of an archive that went through both passes."""
    untrusted = Untrusted("a.zip", zipped(files))
    reading = pipeline.read(untrusted, shipped())
    known = merge([reading], [declared], [], b"k" * 32)
    return list(content(pipeline.clean(untrusted, reading, known, shipped()).cleaned.data))


@pytest.mark.slow
def test_a_value_that_parts_of_a_path_make_together_goes_from_them():
    files = {"part/2025/valve.v2.txt": b"x", "part/2025/b.txt": b"y", "part/2024/valve.txt": b"z"}
    after = paths_after(files, "part-2025-valve")
    (changed,) = set(after) - {"part/2024/valve.txt", "part/2025/b.txt"}
    assert (len(after), changed.count("/"), changed.endswith(".v2.txt")) == (3, 2, True)
    assert re.search(r"part|2025|valve", changed) is None


def test_members_are_read_and_written_once_however_many_rounds_there_are(monkeypatch):
    """The same bytes under the same name, with the same edits; other edits are other work."""
    done = []

    class Counting(TextHandler):
        def extract(self, untrusted, toolbox):
            done.append(("read", untrusted.data))
            return super().extract(untrusted, toolbox)

        def rewrite(self, untrusted, edits, boxes, toolbox):
            done.append(("write", untrusted.data))
            return super().rewrite(untrusted, edits, boxes, toolbox)

    counting = {**registry.by_format(), "txt": Counting()}
    monkeypatch.setattr(registry, "by_format", lambda: counting)
    data = zipped({"a.txt": b"by Zelda", "b.txt": b"nothing here"})
    edit = Edit("0!t:1", 3, 8, "Rhea", Kind.PERSON)
    upload = Untrusted("a.zip", data)
    locator = next(
        u.locator for u in ARCHIVE.extract(upload, Tools()).units if u.text == "by Zelda"
    )
    edit = replace(edit, locator=locator)
    done.clear()
    with inner.remembering():
        first = ARCHIVE.rewrite(upload, [edit], (), Tools())
        assert sorted(done) == [
            ("read", b"by Zelda"), ("read", b"nothing here"),
            ("write", b"by Zelda"), ("write", b"nothing here"),
        ]  # fmt: skip
        done.clear()
        assert ARCHIVE.rewrite(upload, [edit], (), Tools()) == first
        assert done == []
        ARCHIVE.rewrite(upload, [replace(edit, replacement="Ida")], (), Tools())
        assert done == [("write", b"by Zelda")]
        done.clear()
        Tools(budget=registry.budget_for(9)).extract(Untrusted("b.txt", b"nothing here"))
        assert done == [("read", b"nothing here")]
    ARCHIVE.rewrite(upload, [edit], (), Tools())
    assert len(done) == 5


def test_areas_in_pictures_of_members_are_counted_in_every_round():
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "PNG")
    upload = Untrusted("a.zip", zipped({"b.zip": zipped({"a.png": picture.getvalue()})}))
    area = Box("0!0!area:1", Kind.MANUAL, 1.0, Place(page=1, box=(1, 1, 9, 9)))
    with inner.remembering():
        for _ in range(2):
            tools = Tools()
            ARCHIVE.rewrite(upload, (), [area], tools)
            assert tools.trace.drawn == {1}
