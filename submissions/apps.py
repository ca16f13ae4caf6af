from importlib import import_module

from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The life of a work sample."""

    name = "submissions"

    def ready(self) -> None:
        """Declare the tasks in every process: web processes send them too."""
        from portal.accounts import erasure
        from portal.programmes import versions
        from submissions.domain import people, terms_told
        from submissions.domain.review import employers

        import_module("submissions.tasks")
        versions.published.connect(terms_told.tell, dispatch_uid="submissions.terms_told")
        erasure.erasing.connect(people.check_may_leave, dispatch_uid="submissions.check_may_leave")
        erasure.exporting.connect(people.tell, dispatch_uid="submissions.tell")
        erasure.erasing.connect(employers.forget, dispatch_uid="submissions.employers_forget")
        erasure.exporting.connect(employers.tell, dispatch_uid="submissions.employers_tell")
