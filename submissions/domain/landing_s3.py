"""Parts in an S3 bucket, sent there by the browser with signatures for their exact size."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any, cast

from boto3.session import Session
from botocore.client import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files.storage import storages

from portal.storage_s3 import PrivateS3Storage
from portal.vault.stream import Source
from submissions.domain.landing import (
    SIGNED_SECONDS,
    STORAGE,
    SignedPart,
    check_all_there,
    key_for,
)
from submissions.domain.upload_errors import NoRoomError, PartsMissingError
from submissions.models import Upload

_GONE = frozenset({"NoSuchUpload", "NoSuchKey", "404", "NotFound"})


class S3Landing:
    """Multipart uploads; the bucket keeps the list of parts."""

    part_bytes = 16 * 1024 * 1024

    def begin(self, upload: Upload) -> str:
        try:
            made = self._client.create_multipart_upload(**self._object(upload), **_at_rest())
        except (BotoCoreError, ClientError):
            raise NoRoomError from None
        return str(made["UploadId"])

    def sign(self, upload: Upload, number: int) -> SignedPart:
        size = upload.size_of(number)
        parameters = {**self._multipart(upload), "PartNumber": number, "ContentLength": size}
        url = self._public.generate_presigned_url(
            "upload_part", Params=parameters, ExpiresIn=SIGNED_SECONDS, HttpMethod="PUT"
        )
        return SignedPart(number, size, url)

    def put(self, upload: Upload, number: int, source: Source) -> None:
        """The whole part is held in memory, as its sum has to be known before it is sent."""
        part = {**self._multipart(upload), "PartNumber": number}
        try:
            self._client.upload_part(**part, Body=source.read(upload.size_of(number)))
        except (BotoCoreError, ClientError):
            raise NoRoomError from None

    def parts(self, upload: Upload) -> dict[int, int]:
        return {part["PartNumber"]: part["Size"] for part in self._listed(upload)}

    def finish(self, upload: Upload) -> None:
        """Joins the parts. A first try may have joined them and died: then it is whole."""
        listed = self._listed(upload)
        try:
            if listed:
                check_all_there(upload, {part["PartNumber"]: part["Size"] for part in listed})
                self._join(upload, listed)
            found = self._client.head_object(**self._object(upload))
        except ClientError as error:
            if _code(error) in _GONE:
                raise PartsMissingError from None
            raise
        if found["ContentLength"] != upload.size:
            raise PartsMissingError

    def discard(self, upload: Upload) -> None:
        if upload.external_id:
            try:
                self._client.abort_multipart_upload(**self._multipart(upload))
            except ClientError as error:
                if _code(error) not in _GONE:
                    raise
        self._storage.delete(key_for(upload.pk))

    def _join(self, upload: Upload, listed: list[dict[str, Any]]) -> None:
        made = [{"PartNumber": part["PartNumber"], "ETag": part["ETag"]} for part in listed]
        self._client.complete_multipart_upload(
            **self._multipart(upload), MultipartUpload={"Parts": made}
        )

    @contextmanager
    def opened(self, upload: Upload) -> Iterator[Source]:
        body = self._client.get_object(**self._object(upload))["Body"]
        try:
            yield body
        finally:
            body.close()

    @cached_property
    def _storage(self) -> PrivateS3Storage:
        return cast("PrivateS3Storage", storages[STORAGE])

    @cached_property
    def _client(self) -> Any:
        return self._storage.client

    @cached_property
    def _public(self) -> Any:
        """A client that signs for the address browsers know; it never connects."""
        return client_for(settings.S3_PUBLIC_ENDPOINT, self._storage)

    def _object(self, upload: Upload) -> dict[str, Any]:
        return {"Bucket": self._storage.bucket_name, "Key": key_for(upload.pk)}

    def _multipart(self, upload: Upload) -> dict[str, Any]:
        return {**self._object(upload), "UploadId": upload.external_id}

    def _listed(self, upload: Upload) -> list[dict[str, Any]]:
        """All parts, page by page; none when the upload was joined already."""
        pages = self._client.get_paginator("list_parts").paginate(**self._multipart(upload))
        try:
            return [part for page in pages for part in page.get("Parts", [])]
        except ClientError as error:
            if _code(error) in _GONE:
                return []
            raise


def client_for(endpoint: str, storage: PrivateS3Storage) -> Any:
    """A client like the storage's own for another address of the same server."""
    return Session().client(
        "s3",
        endpoint_url=endpoint,
        aws_access_key_id=storage.access_key,
        aws_secret_access_key=storage.secret_key,
        region_name=storage.region_name,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )


def _at_rest() -> dict[str, str]:
    return {"ServerSideEncryption": settings.S3_ENCRYPTION} if settings.S3_ENCRYPTION else {}


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
