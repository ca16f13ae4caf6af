from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Holds the commands of the ground floor; it has no models."""

    name = "portal"
