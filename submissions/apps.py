from importlib import import_module

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The life of a work sample."""

    name = "submissions"

    def ready(self) -> None:
        """Declare the tasks in every process: web processes send them too."""
        import_module("submissions.tasks")
