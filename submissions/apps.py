from django.apps import AppConfig


class SubmissionsConfig(AppConfig):
    """The life of a work sample."""

    name = "submissions"
