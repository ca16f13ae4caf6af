from importlib import import_module

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The life of a work sample."""

    name = "submissions"

    def ready(self) -> None:
        """Declare the tasks in every process: web processes send them too."""
        from portal.accounts import erasure
        from submissions.domain import people

        import_module("submissions.tasks")
        erasure.erasing.connect(people.check_may_leave, dispatch_uid="submissions.check_may_leave")
        erasure.exporting.connect(people.tell, dispatch_uid="submissions.tell")
