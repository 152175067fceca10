"""What a page is made of, for assertions about it."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_VOID = {"input", "link", "meta", "br", "rect", "use", "path"}


class Reader(HTMLParser):
    """Its tags with their attributes in order, its text, and its tables by the id of their caption."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self._open: list[str] = []
        self._words: list[str] = []
        self._tables: list[tuple[str, list[list[str]]]] = []
        self._captions: dict[str, str] = {}
        self._cell: list[str] | None = None
        self.feed(text)

    @property
    def text(self) -> str:
        """Everything that is written on it, with one blank where there are any."""
        return squeezed(" ".join(self._words))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """The attributes of every tag of this name."""
        return [attributes for name, attributes in self.tags if name == tag]

    def tables(self) -> dict[str, list[list[str]]]:
        """Each table's rows, heads too, as they are read."""
        return dict(self._tables)

    def captions(self) -> dict[str, str]:
        """Each table's caption."""
        return self._captions

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self.tags.append((tag, attributes))
        if tag not in _VOID:
            self._open.append(tag)
        if tag == "caption":
            self._tables.append((str(attributes["id"]).removesuffix("-caption"), []))
        if tag == "tr":
            self._tables[-1][1].append([])
        if tag in {"td", "th", "caption"}:
            self._cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in {"td", "th"} and self._cell is not None:
            self._tables[-1][1][-1].append(squeezed("".join(self._cell)))
            self._cell = None
        if tag == "caption" and self._cell is not None:
            self._captions[self._tables[-1][0]] = squeezed("".join(self._cell))
            self._cell = None
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        if not {"style", "script"} & set(self._open):
            self._words.append(data)
        if self._cell is not None:
            self._cell.append(data)


def squeezed(text: str) -> str:
    """The text with one blank where there are any."""
    return re.sub(r"\s+", " ", text).strip()
