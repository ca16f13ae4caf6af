from django.apps import AppConfig


class ScrubbingConfig(AppConfig):
    """A thin Django shell around the scrubbing engine."""

    name = "scrubbing"

    def ready(self) -> None:
        from scrubbing import checks  # registers what production looks at before it starts

        del checks
