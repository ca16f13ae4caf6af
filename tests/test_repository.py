"""The rules of the house, kept by a test."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OUR_CODE = ("portal", "submissions", "scrubbing")
TOP_LEVEL = {
    *("manage.py", "pyproject.toml", "requirements.lock", "requirements-test.lock"),
    *("docker-compose.yml", "Dockerfile", ".dockerignore", ".gitignore", ".gitattributes"),
    *("README.md", "LICENSE", "NOTICE", "SECURITY.md", "CONTRIBUTING.md", "CHANGELOG.md"),
    *(".pre-commit-config.yaml", ".ci", "docs", "benchmarks", "training", "templates", "static"),
    *("tests", *OUR_CODE),
}
VAGUE = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}
"""Names that say nothing about what is inside."""
WORDS = {"scrubbing/engine/knowledge/common.py", "scrubbing/engine/replace/pools.py"}
"""Lists of words: common ones, and those that stand-ins are drawn from."""
SAYS_ITSELF = {"noqa: PLR2004", "noqa: T201"}
"""A number that its line explains; a command that prints."""
EXPAT = {"scrubbing/engine/xmlsearch.py"}
"""It reads what another parser wrote, so it needs another one; it refuses every document type."""


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


TRACKED = tracked()
PYTHON = [file for file in TRACKED if file.suffix == ".py"]
OURS = [file for file in PYTHON if file.relative_to(ROOT).parts[0] in OUR_CODE]


@pytest.fixture(scope="module")
def trees() -> dict[Path, ast.Module]:
    """Every file of ours, parsed: made for the tests that ask, not whenever tests are collected."""
    return {file: ast.parse(file.read_text()) for file in OURS}


def shown(files: set[Path] | list[Path]) -> list[str]:
    return sorted(str(file.relative_to(ROOT)) for file in files)


def is_words(file: Path) -> bool:
    return str(file.relative_to(ROOT)) in WORDS


def test_rules_look_at_something():
    assert len(OURS) > 50


def test_top_level_holds_what_it_should():
    found = {file.relative_to(ROOT).parts[0] for file in TRACKED}
    assert found - TOP_LEVEL == set()


def test_modules_are_named_for_what_they_hold():
    named = [file for file in OURS if file.stem in VAGUE and not is_words(file)]
    assert shown(named) == []


def test_modules_stay_small():
    long = [
        file
        for file in OURS
        if "migrations" not in file.parts
        and not is_words(file)
        and file.read_text().count("\n") > 500
    ]
    assert shown(long) == []


@pytest.mark.slow
def test_no_relative_imports(trees):
    relative = [
        file
        for file, tree in trees.items()
        if any(isinstance(node, ast.ImportFrom) and node.level for node in ast.walk(tree))
    ]
    assert shown(relative) == []


def test_suppressed_checks_say_why():
    unexplained = re.compile(r"#\s*(noqa(: [A-Z0-9, ]+)?|type: ignore(\[[a-z-, ]+\])?)\s*$")
    lines = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in OURS
        if "migrations" not in file.parts
        for number, line in enumerate(file.read_text().splitlines(), 1)
        if (found := unexplained.search(line)) and found[1] not in SAYS_ITSELF
    ]
    assert lines == []


@pytest.mark.slow
def test_no_code_unpickles_evaluates_or_uses_a_shell(trees):
    forbidden = {"pickle", "cPickle", "marshal", "shelve", "dill", "cloudpickle"}
    found = []
    for file, tree in trees.items():
        for node in ast.walk(tree):
            match node:
                case ast.Import(names=names) if {n.name.split(".")[0] for n in names} & forbidden:
                    found.append(file)
                case ast.ImportFrom(module=str(module)) if module.split(".")[0] in forbidden:
                    found.append(file)
                case ast.Call(func=ast.Name(id="eval" | "exec")):
                    found.append(file)
                case ast.keyword(arg="shell", value=ast.Constant(value=True)):
                    found.append(file)
                case ast.Call(func=ast.Attribute(value=ast.Name(id="os"), attr="system" | "popen")):
                    found.append(file)
    assert shown(set(found)) == []


@pytest.mark.slow
def test_xml_is_read_by_parsers_that_resolve_nothing(trees):
    found = []
    for file, tree in trees.items():
        for node in ast.walk(tree):
            match node:
                case ast.ImportFrom(module="xml.sax.saxutils"):
                    pass  # escapes text, parses nothing
                case ast.ImportFrom(module="xml.parsers") if str(file.relative_to(ROOT)) in EXPAT:
                    pass
                case ast.ImportFrom(module=str(module)) if module.startswith("xml."):
                    found.append(file)
                case ast.Import(names=names) if any(n.name.startswith("xml.") for n in names):
                    found.append(file)
                case ast.Call(func=ast.Attribute(attr="XMLParser"), keywords=keywords):
                    given = {k.arg: getattr(k.value, "value", None) for k in keywords}
                    if (
                        given.get("resolve_entities") is not False
                        or given.get("no_network") is False
                    ):
                        found.append(file)
    assert shown(set(found)) == []


@pytest.mark.slow
def test_tests_do_not_wait_by_sleeping():
    """Only the poll of ``wait_until`` and programs that must outlast something sleep."""
    allowed = {
        *("tests/services.py", "tests/portal/sample_tasks.py"),
        "tests/scrubbing/engine/sandbox/hostile.py",
    }
    found = [
        file
        for file in PYTHON
        if file.relative_to(ROOT).parts[0] == "tests"
        and str(file.relative_to(ROOT)) not in allowed
        and any(
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "sleep"
            for node in ast.walk(ast.parse(file.read_text()))
        )
    ]
    assert shown(found) == []


def test_no_place_of_the_makers_machine_is_named():
    absolute = re.compile(rb"(?<![\w.])/(?:work|root)/[\w-]+/")
    allowed = {Path(__file__)}
    found = [
        file
        for file in TRACKED
        if file not in allowed
        and file.suffix in {".py", ".md", ".toml", ".yml", ".html", ".js", ".css", ".lock", ""}
        and absolute.search(file.read_bytes())
    ]
    assert shown(found) == []


def test_templates_load_nothing_from_elsewhere_and_hold_no_code():
    outside = re.compile(r"(src|href)=[\"'](https?:)?//(?![^\"']*\{\{)", re.IGNORECASE)
    inline = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|\sstyle=|\son[a-z]+=|<style", re.IGNORECASE)
    found = [
        f"{file.relative_to(ROOT)}"
        for file in TRACKED
        if file.suffix == ".html"
        and file.relative_to(ROOT).parts[0] == "templates"
        and (
            re.search(r"<(script|link|img)[^>]*" + outside.pattern, file.read_text())
            or inline.search(file.read_text())
        )
    ]
    assert found == []


IMPORT_ALL = """
import importlib, importlib.metadata, pathlib, re, sys
failed = {}
seen = 0
for dist in sys.argv[1:]:
    files = importlib.metadata.files(dist) or []
    tops = {f.parts[0] for f in files if f.suffix == ".py" and len(f.parts) == 2 and f.parts[1] == "__init__.py"}
    tops |= {f.stem for f in files if f.suffix == ".py" and len(f.parts) == 1}
    tops |= {f.name.split(".")[0] for f in files if f.suffix == ".so" and len(f.parts) == 1}
    for top in sorted(tops):
        if not top.isidentifier() or top.startswith("_"):
            continue
        try:
            importlib.import_module(top)
            seen += 1
        except Exception as error:
            failed[top] = repr(error)
maps = pathlib.Path("/proc/self/maps").read_text()
outside = {line.split()[-1] for line in maps.splitlines() if re.search(r"\\.so", line)}
print(seen)
print(failed)
print(sorted(p for p in outside if not p.startswith(sys.prefix) and not p.startswith(sys.base_prefix)))
"""
OF_EVERY_LINUX = re.compile(
    r"/(ld-linux[\w-]*|lib(c|m|dl|pthread|rt|util|gcc_s|stdc\+\+|resolv|nss_\w+|crypt|z|bz2|lzma"
    r"|fribidi|ffi|ssl|crypto|sqlite3|expat|uuid|tirpc|nsl|readline|tinfo|ncursesw|atomic|gomp))[.-][^/]*$"
)
"""Libraries that Python itself and any C++ extension use; Debian's slimmest image has them.
Pillow looks for fribidi and does without it."""


@pytest.mark.slow
def test_every_runtime_package_imports_without_packages_of_the_system():
    """No libGL, no libmagic, no libheif of the machine: a bare Python with pip is enough."""
    names = re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text(), re.MULTILINE)
    environ = {
        name: value
        for name, value in os.environ.items()
        if name not in {"LD_LIBRARY_PATH", "LD_PRELOAD", "MAGIC", "PYTHONPATH"}
    }
    environ |= {"DJANGO_SETTINGS_MODULE": "portal.settings.test", "HOME": "/nonexistent"}
    run = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", IMPORT_ALL, *names],
        cwd=ROOT,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    seen, failed, outside = run.stdout.splitlines()[-3:]
    assert int(seen) > 80
    assert ast.literal_eval(failed) == {}
    foreign = [path for path in ast.literal_eval(outside) if not OF_EVERY_LINUX.search(path)]
    assert foreign == []
