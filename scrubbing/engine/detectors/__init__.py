"""Finding what identifies. ``build`` gives the detectors; nothing heavy is imported before."""

from scrubbing.engine.types import Detector, Role, Unit


def build() -> tuple[Detector, ...]:
    """Load every detector, in the order in which the registry runs them."""
    # Models and Presidio load here and not when this module is read.
    from scrubbing.engine.detectors import names, second, secrets, tables
    from scrubbing.engine.detectors.patterns import detector as patterns

    return (names.build(), patterns.build(), secrets.build(), tables.Columns(), *second.build())


def warm(detectors: tuple[Detector, ...]) -> None:
    """Run every detector once on a sentence of ours, so that a forked child pays nothing."""
    unit = Unit(
        "warm", "Invoice no. 20417 for Ana Silva, 12 High Street, +44 20 7946 0018.", Role.BODY
    )
    for detector in detectors:
        detector.detect((unit,))
