"""``detect``: spans that a policy would remove, a line of JSON per line of JSON."""

import argparse

from scrubbing.engine import calls
from scrubbing.engine.cli.scrub import policy_from
from scrubbing.engine.limits import MEBIBYTE, Limits

SECONDS_PER_MEBIBYTE = 300.0


def run(options: argparse.Namespace) -> int:
    """Read all lines, write as many."""
    policy = policy_from(options.policy)
    size = options.jsonl.stat().st_size
    bounds = Limits(wall_seconds=120.0 + SECONDS_PER_MEBIBYTE * size / MEBIBYTE)
    request = {"policy": policy, "suggestions": bool(options.suggestions)}
    calls.call("detect", request, options.jsonl, limits=bounds, out_path=options.out)
    return 0
