"""The same five places as buckets of an S3 server; apart, because boto3 is slow to load."""

from typing import Any

from storages.backends.s3 import S3Storage

from portal.storage import NoAddressError, checked_key


class PrivateS3Storage(S3Storage):  # type: ignore[misc] # the package has no types
    """A bucket of its own. Presigned addresses are made for single upload parts alone."""

    def url(self, name: str, *_: Any, **__: Any) -> str:
        del name
        raise NoAddressError

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        del max_length
        return checked_key(name)

    def delete(self, name: str) -> None:
        super().delete(checked_key(name))
