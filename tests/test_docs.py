"""The documents lead to each other: every one is reached from the README, and no link leads nowhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parents[1]
LINK = re.compile(r"\]\(([^)\s]+)\)")
DOCUMENTS = sorted([HOME / "README.md", HOME / "CHANGELOG.md", *(HOME / "docs").rglob("*.md")])


def links(document: Path) -> list[tuple[Path, str]]:
    """The files of the house that a document links to, each with the place in it."""
    found = [link.partition("#") for link in LINK.findall(document.read_text("utf-8")) if "://" not in link]
    return [((document.parent / file).resolve() if file else document, place) for file, _, place in found]


def places(document: Path) -> set[str]:
    """The headings of a document, as links name them."""
    titles = re.findall(r"^#+ (.*)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).strip().replace(" ", "-") for title in titles}


def name(document: Path) -> str:
    return str(document.relative_to(HOME))


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_no_link_leads_nowhere(document: Path) -> None:
    assert [name(file) for file, _ in links(document) if not file.exists()] == []
    wrong = [(name(file), place) for file, place in links(document) if place and place not in places(file)]
    assert wrong == []


def test_every_document_is_reached_from_the_readme() -> None:
    reached, coming = set[Path](), [HOME / "README.md"]
    while coming:
        document = coming.pop()
        if document not in reached and document in DOCUMENTS:
            reached.add(document)
            coming += [file for file, _ in links(document)]
    assert set(DOCUMENTS) - reached == set()
    guides = set((HOME / "docs").glob("*.md"))
    assert guides - {file for file, _ in links(HOME / "README.md")} == set()
