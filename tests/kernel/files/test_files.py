"""The file store: sealed in pieces, whole or not there, and a store that is away holds nobody up."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from kernel import files as module
from kernel.errors import Unavailable
from kernel.files import Files, Place
from kernel.files.bucket import Bucket
from kernel.files.cipher import PIECE, pieces_of, sealed_size
from kernel.files.folder import Folder
from kernel.files.sweeping import Sweep, drop_gone
from kernel.settings import Settings, SettingsError
from kernel.vault import SealBroken

NOW = datetime(2024, 3, 1, 1, 2, tzinfo=UTC)
NUMBER = "20240301-048213"
OPTIONS = {"region_name": "us-east-1", "aws_access_key_id": "a", "aws_secret_access_key": "b"}


@pytest.fixture(scope="module")
def s3() -> Iterator[str]:
    """The address of an S3 server of our own."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["folder", pytest.param("bucket", marks=pytest.mark.process)])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Folder | Bucket:
    """A store in a folder, and one in a bucket."""
    if request.param == "folder":
        return Folder(tmp_path)
    address = request.getfixturevalue("s3")
    name = f"bucket-{os.urandom(4).hex()}"
    boto3.client("s3", endpoint_url=address, **OPTIONS).create_bucket(Bucket=name)
    return Bucket(name, "huiyin/files", {**OPTIONS, "endpoint_url": address})


@pytest.fixture
def files(blobs: Folder | Bucket) -> Files:
    return Files(blobs)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 5])
def test_what_is_kept_is_read_again_and_is_nowhere_in_the_clear(
    files: Files, blobs: Folder | Bucket, size: int
) -> None:
    content = b"".join(f"{n:08d}".encode() for n in range(size // 8 + 1))[:size]
    kept = files.keep("intake", NUMBER, content, NOW)
    assert b"".join(files.read(str(kept.place), kept.key, size)) == content
    (raw,) = blobs.read(str(kept.place), [sealed_size(size) + 1])
    assert len(raw) == sealed_size(size) == size + 16 * pieces_of(size)
    assert size < 16 or content[:16] not in raw


def test_each_file_has_a_key_and_a_place_of_its_own(files: Files) -> None:
    first, second = (files.keep("intake", NUMBER, b"the same", NOW) for _ in range(2))
    assert first.key != second.key
    assert first.place != second.place
    assert Place.of(str(first.place)) == first.place
    with pytest.raises(SealBroken):
        files.read(str(first.place), second.key, 8)
    with pytest.raises(SealBroken):
        files.read(str(second.place), first.key, 8)


@pytest.mark.parametrize(
    "text", ["", "intake", "intake/2024-13-01/20240301-048213." + "0" * 32, "../2024-03-01/20240301-048213." + "0" * 32]
)
def test_what_names_no_place_is_none(text: str) -> None:
    assert Place.of(text) is None


def test_a_blob_that_was_altered_cut_short_or_moved_does_not_open(tmp_path: Path) -> None:
    files = Files(Folder(tmp_path))
    content = bytes(PIECE + 100)
    kept = files.keep("intake", NUMBER, content, NOW)
    path = tmp_path / str(kept.place)
    whole = path.read_bytes()
    for altered in (whole[:-1], whole[: PIECE + 16], b"x" + whole[1:], whole[PIECE + 16 :] + whole[: PIECE + 16]):
        path.write_bytes(altered)
        with pytest.raises(SealBroken):
            list(files.read(str(kept.place), kept.key, len(content)))
    moved = kept.place.__class__("intake", NOW.date(), NUMBER, "0" * 32)
    (tmp_path / str(moved)).write_bytes(whole)
    with pytest.raises(SealBroken):
        files.read(str(moved), kept.key, len(content))


def test_a_blob_is_deleted_once_and_for_all(files: Files) -> None:
    kept = files.keep("intake", NUMBER, b"content", NOW)
    dropped: list[tuple[str, str]] = []
    gone = [(NUMBER, kept.place.id, str(kept.place))]
    assert drop_gone(files, gone, lambda *it: dropped.append(it)) == 1
    assert drop_gone(files, gone, lambda *it: dropped.append(it)) == 1  # nothing is there, which is no error
    assert dropped == [(NUMBER, kept.place.id)] * 2
    with pytest.raises(Unavailable):
        files.read(str(kept.place), kept.key, 7)


def test_what_nobody_knows_is_swept_a_day_later_and_what_is_known_stays(files: Files) -> None:
    known = files.keep("intake", NUMBER, b"known", NOW)
    files.keep("intake", NUMBER, b"unknown", NOW)
    files.keep("intake", NUMBER, b"too young", NOW + timedelta(days=1))
    other = files.keep("review", NUMBER, b"another service's", NOW)
    sweep = Sweep("intake")

    def of(_: str) -> list[str]:
        return [known.place.id]

    assert sweep.sweep(files, NOW + timedelta(days=1), of) == 0
    assert sweep.sweep(files, NOW + timedelta(days=2), of) == 1
    assert sweep.sweep(files, NOW + timedelta(days=2), of) == 0
    assert files.of_day("intake", date(2024, 3, 1)) == [str(known.place)]
    assert files.of_day("review", date(2024, 3, 1)) == [str(other.place)]
    assert sweep.sweep(files, NOW + timedelta(days=3), of) == 1
    assert files.days("intake")[0] == date(2024, 3, 1)


def test_a_draft_that_a_power_cut_left_is_swept_and_an_empty_day_goes(tmp_path: Path) -> None:
    files = Files(Folder(tmp_path))
    day = tmp_path / "intake" / "2024-03-01"
    day.mkdir(parents=True)
    (day / f"{NUMBER}.{'0' * 32}.part").write_bytes(b"half")
    assert Sweep("intake").sweep(files, NOW + timedelta(days=2), lambda _: []) == 1
    assert not day.exists()


def test_a_blob_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    def cut_short() -> Iterator[bytes]:
        yield b"half"
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        Folder(tmp_path).put("intake/2024-03-01/x", cut_short())
    assert not (tmp_path / "intake/2024-03-01/x").exists()


class Hanging(Folder):
    """A folder that answers only when it is let go."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.let_go = threading.Event()

    def put(self, place: str, pieces: Iterable[bytes]) -> None:
        """After a while."""
        self.let_go.wait(60)
        super().put(place, pieces)


def test_a_store_that_hangs_is_given_up_and_takes_only_so_many_threads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    hanging = Hanging(tmp_path)
    threads: list[threading.Thread] = []

    def given_up(call: Callable[[], Any]) -> Any:
        threads.append(threading.Thread(target=call))
        threads[-1].start()
        raise TimeoutError

    files = Files(hanging, given_up)
    for _ in range(20):
        with pytest.raises(Unavailable):
            files.keep("intake", NUMBER, b"content", NOW)
    assert len(threads) == module.AT_ONCE
    hanging.let_go.set()
    for thread in threads:
        thread.join(60)
    for _ in range(3):  # the turns are free again
        with pytest.raises(Unavailable):
            files.keep("intake", NUMBER, b"content", NOW)
    assert len(threads) == module.AT_ONCE + 3
    for thread in threads:
        thread.join(60)


@pytest.mark.process
def test_a_bucket_that_is_away_is_said_to_be() -> None:
    files = Files(Bucket("bucket", "", {**OPTIONS, "endpoint_url": "http://127.0.0.1:9"}))
    with pytest.raises(Unavailable):
        files.keep("intake", NUMBER, b"content", NOW)
    with pytest.raises(Unavailable):
        files.days("intake")


def test_the_store_is_where_the_settings_say(tmp_path: Path) -> None:
    kept = Files.of(Settings(home=tmp_path)).keep("intake", NUMBER, b"content", NOW)
    assert (tmp_path / "files" / str(kept.place)).exists()
    elsewhere = Files.of(Settings(home=tmp_path, files=str(tmp_path / "shared"))).keep("intake", NUMBER, b"x", NOW)
    assert (tmp_path / "shared" / str(elsewhere.place)).exists()


@pytest.mark.process
def test_a_bucket_is_where_the_settings_say(s3: str) -> None:
    client = boto3.client("s3", endpoint_url=s3, **OPTIONS)
    client.create_bucket(Bucket="named")
    options = {**OPTIONS, "endpoint_url": s3}
    written = "{" + ", ".join(f'"{name}": "{value}"' for name, value in options.items()) + "}"
    kept = Files.of(Settings(files="s3://named/a/b", files_options=written)).keep("intake", NUMBER, b"content", NOW)
    assert client.head_object(Bucket="named", Key=f"a/b/{kept.place}")["ContentLength"] == sealed_size(7)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"files": "ftp://host/x"}, "HUIYIN_FILES must be a folder or s3://bucket/prefix, not ftp://host/x."),
        ({"files": "s3:///x"}, "HUIYIN_FILES must be a folder or s3://bucket/prefix, not s3:///x."),
        ({"files_options": "endpoint"}, "HUIYIN_FILES_OPTIONS must be JSON"),
        ({"files_options": '["a"]'}, "HUIYIN_FILES_OPTIONS must be JSON"),
    ],
)
def test_a_wrong_setting_is_said_in_one_sentence(changes: dict[str, str], sentence: str) -> None:
    with pytest.raises(SettingsError, match=sentence.replace("(", r"\(")):
        Settings(**changes)  # type: ignore[arg-type]


def test_an_unknown_option_is_said_in_one_sentence() -> None:
    with pytest.raises(SettingsError, match="HUIYIN_FILES_OPTIONS knows no colour"):
        Files.of(Settings(files="s3://bucket", files_options='{"colour": "red"}'))


def test_a_cluster_has_to_be_told() -> None:
    cluster = Settings(amqp_uri="amqp://x", database_url_template="postgresql://h/{service}", key=bytes(32))
    with pytest.raises(SettingsError, match="HUIYIN_FILES is needed with HUIYIN_AMQP_URI"):
        Files.of(cluster)
