"""Office files as the same bytes each time: the parts of their archive carry no time of writing."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Any, Final
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl.writer.excel import ExcelWriter

LONG_AGO: Final = datetime(1980, 1, 1, tzinfo=UTC)
"""Where the format's calendar begins."""


def packed(archive: bytes) -> bytes:
    """The archive with the same parts in the same order, each dated when the format's calendar begins."""
    target = BytesIO()
    with ZipFile(BytesIO(archive)) as source, ZipFile(target, "w", ZIP_DEFLATED) as copy:
        for name in source.namelist():
            part = ZipInfo(name, LONG_AGO.timetuple()[:6])
            part.compress_type = ZIP_DEFLATED
            copy.writestr(part, source.read(name))
    return target.getvalue()


def workbook(book: Any, at: datetime) -> bytes:
    """A workbook of openpyxl as a file dated `at`; openpyxl itself dates it when it is written."""
    book.properties.created = book.properties.modified = at.astimezone(UTC).replace(tzinfo=None)
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()
    return packed(written.getvalue())
