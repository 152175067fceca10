"""What was stored once can be read for ever: a golden file for each stored event, only ever added to."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kernel.testing import roundtrip
from services.review.domain import events as e
from services.review.domain import replytemplate as t
from services.review.domain import wordlist as w
from services.review.schema import REPLY, TEMPLATES, WORDS
from tests.services.review.stored import OF_TEMPLATES, OF_WORDS, ONE_OF_EACH

GOLDEN = Path(__file__).parent / "golden"


@pytest.mark.parametrize(("name", "event"), ONE_OF_EACH.items(), ids=ONE_OF_EACH)
def test_an_event_is_stored_as_its_golden_file_says_and_read_back(name: str, event: e.Event) -> None:
    golden = json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8"))
    stored_as, data = REPLY.types.encode(event)
    assert {"type": stored_as, "data": json.loads(data)} == golden
    assert REPLY.types.decode(golden["type"], json.dumps(golden["data"])) == event
    assert roundtrip(REPLY.types, event) == event


def test_every_stored_type_has_a_golden_file_and_every_file_is_read() -> None:
    assert {path.stem for path in GOLDEN.glob("*.json")} == set(ONE_OF_EACH)
    assert {REPLY.types.name(event) for event in ONE_OF_EACH.values()} == REPLY.types.names


@pytest.mark.parametrize(("name", "event"), OF_WORDS.items(), ids=OF_WORDS)
def test_an_event_of_a_word_list_is_stored_as_its_golden_file_says(name: str, event: w.Event) -> None:
    golden = json.loads((GOLDEN / "words" / f"{name}.json").read_text(encoding="utf-8"))
    stored_as, data = WORDS.types.encode(event)
    assert {"type": stored_as, "data": json.loads(data)} == golden
    assert roundtrip(WORDS.types, event) == event
    assert {path.stem for path in (GOLDEN / "words").glob("*.json")} == set(OF_WORDS) == WORDS.types.names


@pytest.mark.parametrize(("name", "event"), OF_TEMPLATES.items(), ids=OF_TEMPLATES)
def test_an_event_of_a_template_is_stored_as_its_golden_file_says(name: str, event: t.Event) -> None:
    golden = json.loads((GOLDEN / "templates" / f"{name}.json").read_text(encoding="utf-8"))
    stored_as, data = TEMPLATES.types.encode(event)
    assert {"type": stored_as, "data": json.loads(data)} == golden
    assert roundtrip(TEMPLATES.types, event) == event
    assert {path.stem for path in (GOLDEN / "templates").glob("*.json")} == set(OF_TEMPLATES) == TEMPLATES.types.names
