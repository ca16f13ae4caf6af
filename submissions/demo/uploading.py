"""Uploads as a browser makes them: HTTP requests to the portal's own views, part by part."""

from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen
from uuid import UUID

from django.conf import settings
from django.test import Client

from portal.accounts.models import User
from submissions.models import Shape


class UploadFailedError(RuntimeError):
    """A request of the upload was refused; the code says why."""


def send(person: User, submission_id: UUID, path: Path, shape: Shape) -> None:
    """One file through start, sign, PUT of every part, and complete."""
    client = Client(HTTP_HOST=settings.ALLOWED_HOSTS[0])
    client.force_login(person, backend=settings.AUTHENTICATION_BACKENDS[0])
    wanted = {"name": path.name, "size": path.stat().st_size, "shape": shape.value}
    upload = _post(client, f"/api/submissions/{submission_id}/uploads", wanted)
    numbers = list(range(1, upload["part_count"] + 1))
    signed = _post(client, upload["sign_url"], {"numbers": numbers})
    with path.open("rb") as file:
        for part in signed["parts"]:
            _put(client, part, file.read(part["size"]))
    _post(client, upload["complete_url"], {})


def _post(client: Client, url: str, body: dict[str, Any]) -> Any:
    return _answer(client.post(url, body, content_type="application/json"))


def _put(client: Client, part: dict[str, Any], data: bytes) -> Any:
    headers = part["headers"]
    if part["url"].startswith(("http://", "https://")):
        return _put_outside(part["url"], headers, data)
    answer = client.put(part["url"], data, content_type="application/octet-stream", headers=headers)
    return _answer(answer)


def _put_outside(url: str, headers: dict[str, str], data: bytes) -> None:
    """A part to the S3 server, at the address that the portal signed."""
    request = Request(url, data, headers, method="PUT")  # noqa: S310 - http by the line above
    with urlopen(request, timeout=60):  # noqa: S310 - the same
        pass


def _answer(response: Any) -> Any:
    if response.status_code >= 300:  # noqa: PLR2004 - what is not a success
        raise UploadFailedError(response.json().get("code", str(response.status_code)))
    return response.json()
