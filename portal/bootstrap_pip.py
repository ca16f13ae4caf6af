"""Hands pip's settings on to uv, which reads none of pip's files and variables."""

import ast
import subprocess
from collections.abc import Mapping


def uv_environment(pip: list[str], environ: Mapping[str, str]) -> dict[str, str]:
    """The variables that make uv look where pip looks; what is set for uv already stays."""
    listed = subprocess.run(
        [*pip, "config", "list"], capture_output=True, text=True, check=False
    ).stdout
    return from_pip(parse_pip_config(listed), environ)


def parse_pip_config(listed: str) -> dict[str, str]:
    """``pip config list`` as option → value.

    A variable beats a file, a command's own section beats the global one, as in pip.
    """
    found: dict[str, tuple[int, str]] = {}
    for line in listed.splitlines():
        place, equals, quoted = line.partition("=")
        section, dot, option = place.strip().rpartition(".")
        rank = {"global": 0, "install": 1, ":env:": 2}.get(section)
        if not equals or not dot or rank is None:
            continue
        value = _unquoted(quoted)
        if rank >= found.get(option, (0, ""))[0]:
            found[option] = (rank, value)
    return {option: value for option, (_, value) in found.items()}


def from_pip(options: Mapping[str, str], environ: Mapping[str, str]) -> dict[str, str]:
    """uv's variables for pip's options."""
    wanted: dict[str, str] = {}
    for option, name in _SAME_MEANING.items():
        if option in options:
            wanted[name] = " ".join(options[option].split())
    if "find-links" in options:
        wanted["UV_FIND_LINKS"] = ",".join(options["find-links"].split())
    if "proxy" in options:
        wanted |= dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"), options["proxy"])
    if options.get("no-index", "").lower() in {"1", "true", "yes", "on"}:
        wanted["UV_NO_INDEX"] = "1"
    if bundle := options.get("cert") or environ.get("REQUESTS_CA_BUNDLE"):
        wanted["SSL_CERT_FILE"] = bundle
    # pip takes the best version of all indexes; the hashes of the lock make that safe.
    wanted["UV_INDEX_STRATEGY"] = "unsafe-best-match"
    return {name: value for name, value in wanted.items() if not _already_set(name, environ)}


_SAME_MEANING = {
    "index-url": "UV_DEFAULT_INDEX",
    "extra-index-url": "UV_INDEX",
    "trusted-host": "UV_INSECURE_HOST",
    "client-cert": "SSL_CLIENT_CERT",
    "timeout": "UV_HTTP_TIMEOUT",
    "default-timeout": "UV_HTTP_TIMEOUT",
}


def _already_set(name: str, environ: Mapping[str, str]) -> bool:
    return bool(environ.get(name) or environ.get(name.lower()))


def _unquoted(text: str) -> str:
    try:
        return str(ast.literal_eval(text.strip()))
    except (ValueError, SyntaxError):
        return text.strip()
