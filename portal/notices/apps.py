from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "portal.notices"
    label = "notices"

    def ready(self) -> None:
        """Declare the task in every process, and hear of people who leave."""
        from importlib import import_module

        from portal.accounts import erasure
        from portal.notices import telling

        import_module("portal.notices.tasks")
        erasure.erasing.connect(telling.forget, dispatch_uid="notices.forget")
        erasure.exporting.connect(telling.export, dispatch_uid="notices.export")
