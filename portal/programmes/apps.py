from django.apps import AppConfig


class ProgrammesConfig(AppConfig):
    name = "portal.programmes"
    label = "programmes"

    def ready(self) -> None:
        from portal.accounts import erasure
        from portal.programmes import people

        erasure.erasing.connect(people.forget, dispatch_uid="programmes.forget")
        erasure.exporting.connect(people.tell, dispatch_uid="programmes.tell")
