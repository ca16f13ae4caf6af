"""The same five places as buckets of an S3 server; apart, because boto3 is slow to load."""

from collections.abc import Iterator
from typing import Any, cast

from botocore.exceptions import ClientError
from django.core.files.storage import storages
from storages.backends.s3 import S3Storage

from portal.storage import Listed, NoAddressError, checked_key

LANDING = "landing"


class PrivateS3Storage(S3Storage):  # type: ignore[misc] # the package has no types
    """A bucket of its own. Presigned addresses are made for single upload parts alone."""

    def url(self, name: str, *_: Any, **__: Any) -> str:
        del name
        raise NoAddressError

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The key itself: it was drawn at random, so nothing can be written over."""
        del max_length
        return checked_key(name)

    def delete(self, name: str) -> None:
        super().delete(checked_key(name))

    def listed(self) -> Iterator[Listed]:
        """Every object of the bucket, page by page."""
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket_name)
        for page in pages:
            for found in page.get("Contents", []):
                yield Listed(found["Key"], found["LastModified"])

    @property
    def client(self) -> Any:
        """boto3's client for this bucket's server."""
        return self.connection.meta.client


def prepare_bucket(name: str) -> bool:
    """Makes the storage's bucket; False where it was there."""
    storage = _storage(name)
    try:
        storage.client.head_bucket(Bucket=storage.bucket_name)
    except ClientError:
        storage.client.create_bucket(Bucket=storage.bucket_name)
        return True
    return False


def prepare_landing(portal_url: str) -> None:
    """Browsers of the portal may send parts; whatever is left is deleted after a day."""
    storage = _storage(LANDING)
    bucket = {"Bucket": storage.bucket_name}
    storage.client.put_bucket_cors(
        **bucket,
        CORSConfiguration={
            "CORSRules": [
                {
                    "AllowedOrigins": [portal_url.rstrip("/")],
                    "AllowedMethods": ["PUT"],
                    "AllowedHeaders": ["content-type"],
                    "ExposeHeaders": ["ETag"],
                    "MaxAgeSeconds": 3600,
                }
            ]
        },
    )
    storage.client.put_bucket_lifecycle_configuration(
        **bucket,
        LifecycleConfiguration={
            "Rules": [
                {
                    "ID": "one-day",
                    "Status": "Enabled",
                    "Filter": {"Prefix": ""},
                    "Expiration": {"Days": 1},
                    "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                }
            ]
        },
    )


def _storage(name: str) -> PrivateS3Storage:
    return cast("PrivateS3Storage", storages[name])
