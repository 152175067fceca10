"""A list opens what it tells and nothing else, with all its keys fetched in one look."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from contracts import routing
from kernel.vault import Vault
from services.review import handlers, queries
from tests.services.review.desk import HANDLER, NUMBER, REVIEWER, Desk, accepted, assigned, column, uploaded
from tests.services.review.domain.facts import HOUSING, MAYOR, TUESDAY, file

NTH = "您好！第{}次答复。"
WRONG: dict[str, Any] = {"reason": "fact", "words": "日期写错了。"}


class Counting(Vault):
    """The service's own vault, which also notes what it was asked to open."""

    def __init__(self, vault: Vault) -> None:
        self.__dict__.update(vault.__dict__)
        self.opened: list[str] = []

    def unseal(self, wrapped: str | None, subject: str, sealed: str) -> str | None:
        """The text, and a note of it."""
        self.opened.append(sealed)
        return super().unseal(wrapped, subject, sealed)


Asked = Callable[..., tuple[Any, int, int]]


@pytest.fixture
def asked(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Asked:
    """Ask something: the answer, how many texts were opened for it, and how many keys were fetched one by one."""
    view = desk.service.store.view
    vault, one_key = Counting(view.vault), view.key
    looks: list[str] = []

    def key(subject: str) -> tuple[bool, str | None]:
        looks.append(subject)
        return one_key(subject)

    def ask(query: Any, **payload: Any) -> tuple[Any, int, int]:
        monkeypatch.setattr(view, "vault", vault)
        monkeypatch.setattr(view, "key", key)
        vault.opened.clear()
        looks.clear()
        answer = desk.ask(query, REVIEWER, number=NUMBER, **payload)
        return answer, len(vault.opened), len(looks)

    return ask


def corrected(desk: Desk, times: int) -> None:
    """The reply went out with a file, and was corrected so many times."""
    desk.hears(column(1), accepted(), assigned())
    for version in range(1, times + 2):
        if version > 1:
            desk.act(handlers.open_correction, HANDLER, **WRONG)
        desk.draft(NTH.format(version))
        if version == 1:
            desk.act(handlers.attach, HANDLER, **uploaded(file(1)))
        desk.submit()
        desk.act(handlers.pass_reply, REVIEWER, level=1, text_hash=desk.hash_that_stands())


def drafted(desk: Desk, times: int) -> None:
    """So many drafts were written of one reply."""
    desk.hears(column(1), accepted(), assigned())
    for number in range(1, times + 1):
        desk.draft(NTH.format(number))


def test_a_page_of_corrections_opens_the_words_of_that_page(desk: Desk, asked: Asked) -> None:
    corrected(desk, 5)
    answer, opened, looks = asked(queries.corrections, limit=2)
    assert ([item["words"] for item in answer["items"]], answer["total"]) == ([WRONG["words"]] * 2, 5)
    assert (opened, looks) == (2, 0)


def test_a_page_of_versions_fetches_their_keys_in_one_look(desk: Desk, asked: Asked) -> None:
    corrected(desk, 5)
    answer, opened, looks = asked(queries.versions, limit=3)
    assert [item["text"] for item in answer["items"]] == [NTH.format(each) for each in (6, 5, 4)]
    assert (opened, looks) == (2 * 3, 0)  # each a text and the name of a file


def test_a_reply_opens_the_newest_drafts_alone(desk: Desk, asked: Asked) -> None:
    drafted(desk, 9)
    answer, opened, looks = asked(queries.reply)
    assert [draft["text"] for draft in answer["drafts"]] == [NTH.format(each) for each in (7, 8, 9)]
    assert (answer["text"], answer["drafts_total"]) == (NTH.format(9), 9)
    assert (opened, looks) == (4, 0)


def test_a_reply_opens_the_newest_versions_and_corrections_alone(desk: Desk, asked: Asked) -> None:
    corrected(desk, 5)
    desk.hears(routing.ReopenedV1(NUMBER, MAYOR, 2, "mistake", TUESDAY), assigned(lead=HOUSING, round_=2, at=TUESDAY))
    answer, opened, looks = asked(queries.reply)
    assert (len(answer["versions"]), answer["versions_total"], len(answer["corrections"])) == (3, 6, 3)
    earlier = 2  # a text and the name of its file
    assert (opened, looks) == (2 * 3 + 3 + earlier, 0)


def test_one_draft_opens_itself_alone(desk: Desk, asked: Asked) -> None:
    drafted(desk, 9)
    answer, opened, looks = asked(queries.draft, draft=4)
    assert answer["text"] == NTH.format(4)
    assert (opened, looks) == (1, 0)


def test_a_difference_opens_the_two_texts_that_it_compares(desk: Desk, asked: Asked) -> None:
    drafted(desk, 9)
    answer, opened, looks = asked(queries.differences, **{"from": 2, "to": 7})
    assert (answer["from"]["draft"], answer["to"]["draft"]) == (2, 7)
    assert (opened, looks) == (2, 0)


def test_a_file_is_opened_without_the_texts_it_went_with(desk: Desk, asked: Asked) -> None:
    corrected(desk, 4)
    answer, opened, looks = asked(queries.attachment, attachment=file(1).attachment)
    assert answer["name"] == "方案.pdf"
    keys = 6  # the message's, and that of each version with which it went out
    assert (opened, looks) == (keys + 1, 0)
    answer, opened, looks = asked(queries.published_attachment, attachment=file(1).attachment)
    assert (answer["name"], opened, looks) == ("方案.pdf", 1, 0)
