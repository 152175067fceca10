"""Files through the whole system in one process: sealed in a folder or in a bucket, and gone with an erasure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest
import urllib3
from moto.server import ThreadedMotoServer

from tests.gateway import uploaded
from tests.support.embedded import Embedded
from tests.support.waiting import until
from tests.support.walk import submit
from tests.system.conftest import TEAM, signed_in

pytestmark = [pytest.mark.process, pytest.mark.timeout(600)]

OPTIONS = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}


@pytest.fixture(params=["folder", "bucket"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The names of what is in the store; the system is told of it by its settings."""
    if request.param == "folder":
        yield lambda: [path.name for path in (tmp_path / "home" / "files").rglob("*") if path.is_file()]
        return
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    options = {**OPTIONS, "endpoint_url": f"http://{host}:{port}"}
    client: Any = boto3.client("s3", **options)
    client.create_bucket(Bucket="huiyin")
    monkeypatch.setenv("HUIYIN_FILES", "s3://huiyin/files")
    written = ", ".join(f'"{name}": "{value}"' for name, value in options.items())
    monkeypatch.setenv("HUIYIN_FILES_OPTIONS", f"{{{written}}}")
    yield lambda: [item["Key"] for item in client.list_objects_v2(Bucket="huiyin").get("Contents", ())]
    server.stop()


def test_a_citizens_picture_is_cleaned_sealed_read_and_erased(blobs: Any, tmp_path: Path) -> None:
    system = Embedded(tmp_path / "home")
    system.start()
    try:
        door, http = signed_in(system), urllib3.PoolManager(timeout=30)
        written = submit(door, TEAM.column)
        number, own = written["number"], {"X-Query-Code": written["query_code"]}
        url = f"{system.url}/api/v1/messages/{number}/attachments"
        sent = {"file": ("照片.jpg", uploaded.photograph())}
        made = http.request("POST", url, fields=sent, headers=own)
        assert made.status == 201, made.data
        told = made.json()
        got = http.request("GET", f"{url}/{told['attachment']}", headers=own)
        assert hashlib.sha256(got.data).hexdigest() == told["digest"]
        assert b"SpyPhone" not in got.data
        large = http.request("POST", url, fields={"file": ("a.txt", b"a" * 9_000_000)}, headers=own)
        assert large.status == 201, large.data
        again = http.request("GET", f"{url}/{large.json()['attachment']}", headers=own)
        assert again.data == b"a" * 9_000_000
        desk = f"/desk/messages/{number}/attachments"
        assert door.call("GET", desk, account=TEAM.clerk)["total"] == 2
        assert len(blobs()) == 2
        door.sign_in("office")
        door.call("POST", f"/desk/messages/{number}/erasure", account="office")
        assert http.request("GET", url, headers=own).json()["items"] == []
        until(lambda: blobs() == [], "the blobs are deleted", seconds=100)
    finally:
        system.stop()
