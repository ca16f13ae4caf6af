"""The services that other tests stand on are real and behave as said."""

import socket
import urllib.error
import urllib.request

import pytest

from tests import services

pytestmark = pytest.mark.slow


def test_postgres_answers_a_query(postgres_url):
    import psycopg

    with psycopg.connect(postgres_url) as connection:
        assert connection.execute("SELECT 1 + 1").fetchone() == (2,)


def test_redis_gives_back_what_was_put_in(redis_url):
    import redis

    with redis.Redis.from_url(redis_url) as client:
        client.set("word", "kept")
        assert client.get("word") == b"kept"


def test_s3_refuses_who_has_no_key(s3_storage):
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{s3_storage.endpoint}/")
    with refused.value as answer:
        assert answer.code == 403


def test_clamd_finds_eicar_in_a_stream(clamd_address):
    assert scanned(clamd_address, b"harmless") == b"stream: OK\0"
    found = scanned(clamd_address, b"text before " + services.EICAR_BODY)
    assert found == b"stream: Eicar-Body.UNOFFICIAL FOUND\0"


def scanned(address: str, content: bytes) -> bytes:
    host, port = address.split(":")
    with socket.create_connection((host, int(port))) as connection:
        connection.sendall(b"zINSTREAM\0" + len(content).to_bytes(4, "big") + content)
        connection.sendall((0).to_bytes(4, "big"))
        return connection.recv(4096)


@pytest.mark.browser
def test_browser_opens_a_page(page):
    page.set_content("<title>here</title>")
    assert page.title() == "here"
