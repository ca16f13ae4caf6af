from importlib import import_module

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The life of a work sample."""

    name = "submissions"

    def ready(self) -> None:
        """Registers the tasks, so that the domain can wake them by name."""
        from submissions import tasks  # noqa: F401 - importing is registering

    def ready(self) -> None:
        """Declare the tasks in every process: web processes send them too."""
        import_module("submissions.tasks")
