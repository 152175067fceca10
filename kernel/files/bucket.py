"""Blobs in a bucket of an S3 store: boto3, which waits in eventlet's hub where the standard library is patched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing
from typing import Any

from kernel.settings import SettingsError

CONNECT_SECONDS, READ_SECONDS = 3, 10
CLIENT_OPTIONS = frozenset({"endpoint_url", "region_name", "aws_access_key_id", "aws_secret_access_key"})
STYLE = "addressing_style"


class Bucket:
    """Objects under a prefix of a bucket."""

    waits = False
    """Reading and writing let others work meanwhile."""

    def __init__(self, bucket: str, prefix: str, options: Mapping[str, str]) -> None:
        """Connects lazily. Raises SettingsError where boto3 is missing or an option is unknown."""
        if unknown := sorted(options.keys() - CLIENT_OPTIONS - {STYLE}):
            raise SettingsError(f"HUIYIN_FILES_OPTIONS knows no {', '.join(unknown)}.")
        try:
            import boto3
            from botocore.config import Config
            from botocore.exceptions import BotoCoreError, ClientError
        except ImportError:
            raise SettingsError("HUIYIN_FILES needs boto3 for s3://: pip install 'huiyin[s3]'.") from None
        chosen = {name: value for name, value in options.items() if name in CLIENT_OPTIONS}
        config = Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"total_max_attempts": 2},
            s3={STYLE: options.get(STYLE, "auto")},
        )
        self._client: Any = boto3.session.Session().client("s3", config=config, **chosen)
        self._bucket = bucket
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        self._errors = (BotoCoreError, ClientError)

    def put(self, place: str, pieces: Iterable[bytes]) -> None:
        """Keep a blob: an object is there whole or not at all. Raises OSError."""
        self._try("put_object", Key=self._key(place), Body=b"".join(pieces))

    def read(self, place: str, lengths: Iterable[int]) -> Iterator[bytes]:
        """The blob in pieces of these lengths. Raises OSError, FileNotFoundError at the first piece."""
        with closing(self._try("get_object", Key=self._key(place))["Body"]) as body:
            for length in lengths:
                try:
                    yield body.read(length)
                except self._errors as error:
                    raise OSError(type(error).__qualname__) from None

    def drop(self, place: str) -> None:
        """Delete a blob, if it is there. Raises OSError."""
        self._try("delete_object", Key=self._key(place))

    def under(self, place: str) -> list[str]:
        """The names in a place. Raises OSError."""
        prefix = f"{self._key(place)}/"
        names: list[str] = []
        more: dict[str, str] = {}
        while True:
            page = self._try("list_objects_v2", Prefix=prefix, Delimiter="/", **more)
            names += [item["Key"].removeprefix(prefix) for item in page.get("Contents", ())]
            names += [item["Prefix"].removeprefix(prefix).rstrip("/") for item in page.get("CommonPrefixes", ())]
            if not page.get("IsTruncated"):
                return sorted(names)
            more = {"ContinuationToken": page["NextContinuationToken"]}

    def tidy(self, place: str) -> None:
        """A bucket has no empty places."""

    def _key(self, place: str) -> str:
        return f"{self._prefix}{place}"

    def _try(self, name: str, **given: Any) -> Any:
        try:
            return getattr(self._client, name)(Bucket=self._bucket, **given)
        except self._errors as error:
            code = getattr(error, "response", {}).get("Error", {}).get("Code", "")
            if code in {"NoSuchKey", "404"}:
                raise FileNotFoundError(code) from None
            raise OSError(f"{type(error).__qualname__} {code}".strip()) from None
