from django.apps import AppConfig


class ScrubbingConfig(AppConfig):
    """A thin Django shell around the scrubbing engine."""

    name = "scrubbing"
