"""The compose file and the image: checked, as Docker is not there to run them."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[1]
COMPOSE = ROOT / "docker-compose.yml"
ONCE = {"migrate"}
"""Services that run once and end."""
OPEN_DEFAULTS = {
    "AIRLOCK_VERSION",
    "AIRLOCK_WORK_SIZE",
    "AIRLOCK_SCRUBBERS",
    "AIRLOCK_SCRUB_MEMORY",
}
"""Variables that may have a default: sizes and names, no secrets."""


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load(COMPOSE.read_text())


def follows_schema(file: Path) -> bool:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    return subprocess.run([*check, str(file)], capture_output=True, check=False).returncode == 0


@pytest.mark.slow
def test_compose_file_follows_the_schema_and_a_misspelt_key_does_not(tmp_path):
    assert follows_schema(COMPOSE)
    misspelt = tmp_path / "docker-compose.yml"
    misspelt.write_text(COMPOSE.read_text().replace("\n    healthcheck:", "\n    healtcheck:", 1))
    assert misspelt.read_text() != COMPOSE.read_text()
    assert not follows_schema(misspelt)


def test_services_are_those_of_the_real_stack(compose):
    assert set(compose["services"]) == {
        *("proxy", "web", "worker-scrub", "worker-default", "beat", "migrate"),
        *("postgres", "postgres-keys", "redis", "seaweedfs", "clamav"),
    }


def test_every_service_that_stays_has_a_health_check(compose):
    without = {name for name, s in compose["services"].items() if "healthcheck" not in s}
    assert without == ONCE


def test_no_variable_but_sizes_has_a_default(compose):
    text = COMPOSE.read_text()
    names = set(re.findall(r"(?<!\$)\$\{?([A-Z_0-9]+)", text))
    demanded = set(re.findall(r"\$\{([A-Z_0-9]+):\?[^}]+\}", text))
    assert {"POSTGRES_PASSWORD", "AIRLOCK_MASTER_KEYS", "DJANGO_SECRET_KEY"} <= demanded
    assert names - demanded == OPEN_DEFAULTS
    assert set(re.findall(r"\$\{([A-Z_0-9]+)\}", text)) == set()


def test_no_service_runs_as_root_but_the_scanner_that_changes_by_itself(compose):
    users = {name: str(s.get("user", "")).split(":")[0] for name, s in compose["services"].items()}
    # The image of clamav starts as root and gives that up itself.
    assert {name for name, user in users.items() if user in {"", "0", "root"}} == {"clamav"}


def test_services_of_ours_write_to_volumes_and_memory_only(compose):
    for name in ("web", "worker-scrub", "worker-default", "beat", "migrate"):
        service = compose["services"][name]
        assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
        assert any(entry.startswith("/work:mode=0700") for entry in service["tmpfs"])


def test_scrubbing_has_no_way_out(compose):
    assert compose["services"]["worker-scrub"]["networks"] == ["inside"]
    assert compose["networks"]["inside"] == {"internal": True}


def test_only_the_proxy_has_ports_outside(compose):
    assert {name for name, s in compose["services"].items() if "ports" in s} == {"proxy"}


def test_volumes_and_configs_that_are_used_are_those_that_are_named(compose):
    services = compose["services"].values()
    volumes = {v.split(":")[0] for s in services for v in s.get("volumes", [])}
    configs = {c["source"] for s in services for c in s.get("configs", [])}
    assert volumes == set(compose["volumes"])
    assert configs == set(compose["configs"])


def test_build_targets_are_stages_of_the_image(compose):
    stages = set(re.findall(r"^FROM \S+ AS (\S+)", (ROOT / "Dockerfile").read_text(), re.MULTILINE))
    targets = {s["build"]["target"] for s in compose["services"].values() if "build" in s}
    assert targets <= stages
    assert targets == {"airlock", "proxy", "objects"}


def test_image_does_not_run_as_root_and_takes_locked_packages_only():
    final = (ROOT / "Dockerfile").read_text()
    assert re.findall(r"^USER (\S+)", final, re.MULTILINE)[-1] == "10001:10001"
    assert "--no-deps --require-hashes -r requirements.lock" in final


def test_every_variable_that_production_demands_is_set(compose):
    import ast

    source = (ROOT / "portal/settings/production.py").read_text()
    demanded = ast.literal_eval(re.search(r"_REQUIRED = (\(.*?\n\))", source, re.DOTALL)[1])
    assert set(demanded) <= set(compose["services"]["web"]["environment"])
