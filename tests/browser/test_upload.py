"""The drop zone in a real browser: whole files, folders, repositories, cuts and pauses."""

import hashlib
import io
import re
import secrets
import tarfile
import time

import pytest
from playwright.sync_api import expect

from portal.programmes.roles import Role
from submissions.domain import drafts, landing
from submissions.domain.landing_local import LocalLanding
from submissions.models import Artefact, Shape, Upload, UploadPart, UploadState
from submissions.states import FileState
from tests.browser.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

PART = 50_000
DATA = secrets.token_bytes(420_000)
PARTS = 9
PART_URL = re.compile(r"/parts/\d+$")


@pytest.fixture(autouse=True)
def small_parts(monkeypatch, settings, tmp_path):
    monkeypatch.setattr(LocalLanding, "part_bytes", PART)
    settings.AIRLOCK_WORK_DIR = str(tmp_path / "work")


@pytest.fixture
def files_page(visit, programme, everybody):
    contractor = everybody[Role.CONTRACTOR]
    draft = drafts.create(contractor, programme)
    page = visit(contractor)
    page.goto(f"/submissions/{draft.pk}/files/")
    return page


@pytest.fixture
def memo(tmp_path):
    file = tmp_path / "memo.docx"
    file.write_bytes(DATA)
    return file


def choose(page, path, *, folder=False):
    page.locator(
        f"input[type=file][{'webkitdirectory' if folder else 'multiple'}]"
    ).last.set_input_files(path)


def uploaded(page):
    # The row says "Uploaded", and soon what the server says of the file instead.
    expect(page.get_by_role("status").filter(has_text="1 of 1 uploads done.")).to_be_visible()


def landed(artefact):
    with landing.opened(artefact) as source:
        return b"".join(iter(lambda: source.read(1 << 20), b""))


def test_file_is_uploaded_in_parts(files_page, memo):
    choose(files_page, memo)
    uploaded(files_page)
    artefact = Artefact.objects.get()
    assert artefact.state == FileState.LANDED
    assert hashlib.sha256(landed(artefact)).digest() == hashlib.sha256(DATA).digest()
    assert UploadPart.objects.count() == PARTS
    assert files_page.evaluate("Object.keys(localStorage).length") == 0


def test_upload_that_was_cut_goes_on_after_a_reload(files_page, memo):
    files_page.route(
        PART_URL,
        lambda route: route.abort() if UploadPart.objects.count() >= 4 else route.continue_(),
    )
    choose(files_page, memo)
    expect(files_page.locator(".file-row progress")).to_be_visible()
    deadline = time.monotonic() + 15
    while UploadPart.objects.count() < 4:
        assert time.monotonic() < deadline
        files_page.wait_for_timeout(50)
    before = set(UploadPart.objects.values_list("pk", flat=True))
    assert 4 <= len(before) < PARTS
    kept = files_page.evaluate("JSON.stringify(localStorage)")
    assert "memo" not in kept
    files_page.unroute(PART_URL)
    files_page.on("dialog", lambda dialog: dialog.accept())
    files_page.reload()
    expect(files_page.get_by_text("An upload was cut")).to_be_visible()
    choose(files_page, memo)
    uploaded(files_page)
    assert before <= set(UploadPart.objects.values_list("pk", flat=True))
    assert Upload.objects.count() == 1
    assert landed(Artefact.objects.get()) == DATA


def test_upload_survives_a_connection_that_fails_now_and_then(files_page, memo):
    failures = iter([True, True, False, True])
    files_page.route(
        PART_URL,
        lambda route: route.abort() if next(failures, False) else route.continue_(),
    )
    choose(files_page, memo)
    uploaded(files_page)
    assert landed(Artefact.objects.get()) == DATA


def test_upload_is_paused_resumed_and_cancelled_by_keyboard(files_page, memo):
    held = []
    files_page.route(PART_URL, lambda route: held.append(route))  # noqa: PLW0108 - Playwright marks what it is given
    choose(files_page, memo)
    pause = files_page.get_by_role("button", name="Pause: memo.docx")
    pause.focus()
    files_page.keyboard.press("Enter")
    resume = files_page.get_by_role("button", name="Resume: memo.docx")
    expect(resume).to_be_focused()
    expect(files_page.get_by_text("Paused.")).to_be_visible()
    look(files_page, "uploading")
    files_page.unroute(PART_URL)
    resume.focus()
    files_page.keyboard.press("Enter")
    uploaded(files_page)
    assert landed(Artefact.objects.get()) == DATA


def test_cancelled_upload_leaves_nothing(files_page, memo, settings):
    files_page.route(PART_URL, lambda _route: None)
    choose(files_page, memo)
    files_page.get_by_role("button", name="Cancel: memo.docx").click()
    expect(files_page.locator(".file-row")).to_have_count(0)
    assert Artefact.objects.get().state == FileState.REMOVED
    assert files_page.evaluate("Object.keys(localStorage).length") == 0


class Held:
    """Requests that the test lets go on when it wants to; answers have their order."""

    def __init__(self, page, pattern):
        self.page, self.pattern, self.routes = page, pattern, []
        page.route(pattern, self.keep)

    def keep(self, route):
        self.routes.append(route)

    def wait(self):
        deadline = time.monotonic() + 15
        while not self.routes:
            assert time.monotonic() < deadline, "nothing was asked"
            self.page.wait_for_timeout(20)

    def let_go(self):
        for route in self.routes:
            route.continue_()
        self.page.unroute(self.pattern)


@pytest.mark.parametrize("asked", ["uploads", "sign", r"parts/\d+"], ids=["start", "sign", "part"])
def test_upload_cancelled_while_the_portal_is_asked_leaves_nothing(files_page, memo, asked):
    """What was asked is answered last: with a contract, or that this upload has ended."""
    held = Held(files_page, re.compile(f"/{asked}$"))
    choose(files_page, memo)
    held.wait()
    cancel = files_page.get_by_role("button", name="Cancel: memo.docx")
    if asked == "uploads":
        cancel.click()
        held.let_go()
    else:
        with files_page.expect_response(re.compile("/abort$")):
            cancel.click()
        held.let_go()
    expect(files_page.locator(".file-row")).to_have_count(0)
    expect(files_page.get_by_role("status").filter(has_text="1 of 1 uploads done.")).to_be_visible()
    assert Artefact.objects.get().state == FileState.REMOVED
    assert Upload.objects.get().state == UploadState.ABORTED
    assert files_page.evaluate("Object.keys(localStorage).length") == 0


def test_upload_is_cancelled_though_the_portal_stumbles(files_page, memo):
    held = Held(files_page, PART_URL)
    answers = iter([503, 500])

    def stumble(route):
        status = next(answers, None)
        route.continue_() if status is None else route.fulfill(status=status, body="{}")

    files_page.route(re.compile("/abort$"), stumble)
    choose(files_page, memo)
    held.wait()
    files_page.get_by_role("button", name="Cancel: memo.docx").click()
    expect(files_page.locator(".file-row")).to_have_count(0, timeout=30_000)
    assert Artefact.objects.get().state == FileState.REMOVED


def test_upload_cancelled_before_it_began_never_begins(files_page, memo):
    files_page.evaluate("""() => {
        const digest = crypto.subtle.digest.bind(crypto.subtle);
        const held = new Promise((resolve) => { window.letGo = resolve; });
        crypto.subtle.digest = async (...what) => (await held, digest(...what));
    }""")
    choose(files_page, memo)
    files_page.get_by_role("button", name="Cancel: memo.docx").click()
    files_page.evaluate("() => window.letGo()")
    expect(files_page.locator(".file-row")).to_have_count(0)
    assert Upload.objects.count() == 0
    assert files_page.evaluate("Object.keys(localStorage).length") == 0


def test_upload_paused_while_permission_is_asked_sends_nothing(files_page, memo):
    sent = []
    files_page.on("request", lambda request: PART_URL.search(request.url) and sent.append(request))
    held = Held(files_page, re.compile("/sign$"))
    choose(files_page, memo)
    held.wait()
    files_page.get_by_role("button", name="Pause: memo.docx").click()
    held.let_go()
    expect(files_page.get_by_text("Paused.")).to_be_visible()
    # Another question and its answer come after the one that was held.
    files_page.evaluate("() => fetch(window.location.href).then((answer) => answer.text())")
    assert sent == []
    files_page.get_by_role("button", name="Resume: memo.docx").click()
    uploaded(files_page)
    assert len(sent) == PARTS
    assert landed(Artefact.objects.get()) == DATA


def test_refused_file_says_why_with_a_code(files_page, tmp_path):
    empty = tmp_path / "empty.docx"
    empty.touch()
    choose(files_page, empty)
    expect(files_page.locator(".file-row .error-code")).to_have_text("empty")
    expect(files_page.get_by_role("status").filter(has_text="1 with a problem")).to_be_visible()
    look(files_page, "upload-refused")


def make_folder(tmp_path):
    files = {
        "project/readme.md": b"hello",
        "project/empty.txt": b"",
        "project/src/main.py": b"print(1)\n" * 5000,
        "project/Gespr\u00e4ch/\u8b70\u4e8b\u9332.txt": "é".encode() * 600,
        f"project/{'long-' * 18}folder/{'name-' * 20}.txt": b"x" * 512,
    }
    for path, data in files.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return files


def test_folder_is_one_archive_that_every_tar_reads(files_page, tmp_path):
    files = make_folder(tmp_path)
    choose(files_page, tmp_path / "project", folder=True)
    uploaded(files_page)
    artefact = Artefact.objects.get()
    assert artefact.shape == Shape.FOLDER
    with tarfile.open(fileobj=io.BytesIO(landed(artefact))) as archive:
        members = archive.getmembers()
        found = {member.name: archive.extractfile(member).read() for member in members}
    assert found == files
    # In the browser's order of characters, so the same folder gives the same bytes.
    assert [member.name for member in members] == sorted(files)
    assert {(m.mtime, m.uid, m.gid, m.mode, m.uname) for m in members} == {(0, 0, 0, 0o644, "")}


def test_repository_is_recognised_before_anything_is_sent(files_page, tmp_path):
    make_folder(tmp_path)
    (tmp_path / "project" / ".git").mkdir()
    (tmp_path / "project" / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    choose(files_page, tmp_path / "project", folder=True)
    expect(files_page.get_by_text("This folder is a git repository.")).to_be_visible()
    expect(files_page.get_by_role("button", name="Upload it: project")).to_be_focused()
    look(files_page, "upload-repository")
    assert Upload.objects.count() == 0
    files_page.keyboard.press("Enter")
    uploaded(files_page)
    assert Artefact.objects.get().shape == Shape.REPOSITORY


def test_files_are_uploaded_without_javascript(browser, live_server, programme, everybody, memo):
    from django.conf import settings

    from tests.factories.sign_in import client_of

    contractor = everybody[Role.CONTRACTOR]
    draft = drafts.create(contractor, programme)
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = client_of(contractor).cookies[settings.SESSION_COOKIE_NAME]
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto(f"/submissions/{draft.pk}/files/")
    page.get_by_label("Files").set_input_files(memo)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("A file was uploaded.")).to_be_visible()
    assert landed(Artefact.objects.get()) == DATA
    context.close()
