"""Law 7: what is sealed opens for its subject only, and for nobody once the subject is erased."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import text

from kernel.clock import FixedClock
from kernel.service import Service
from kernel.settings import SettingsError
from kernel.tables import to_micros
from kernel.unit import Reading, Unit
from kernel.vault import Erased, SealBroken, Vault, _closed, _opened
from tests.kernel import library
from tests.kernel.conftest import MASTER_KEY, World
from tests.kernel.library import NOON, Acquire, context


def note(unit: Unit, payload: Any) -> dict[str, Any]:
    """A handler that seals a title."""
    title = unit.seal(payload["book"], payload["title"])
    unit.execute(library.BOOK, payload["book"], Acquire(title, NOON))
    if payload.get("fail"):
        raise library.NotOurs
    return {"sealed": title}


def erase(unit: Unit, payload: Any) -> dict[str, Any]:
    unit.erase(payload["book"])
    return {}


def read(reading: Reading, payload: Any) -> dict[str, Any]:
    return {"text": reading.unseal(payload["book"], payload["sealed"])}


def keys(service: Service) -> list[tuple[str, bool, bool]]:
    """(subject, has a key, was erased)."""
    statement = text("SELECT subject, wrapped IS NOT NULL, erased_at IS NOT NULL FROM vault_keys ORDER BY subject")
    return [(row[0], bool(row[1]), bool(row[2])) for row in service.store.read(lambda c: c.execute(statement).all())]


def test_a_sealed_text_is_unreadable_in_the_database_and_readable_to_the_service(lending: Service) -> None:
    sealed = lending.handle(note, {"book": "1", "title": "回音 secret"}, context())["sealed"]
    assert sealed.startswith("v1:")
    stored = lending.store.read(lambda c: c.execute(text("SELECT data FROM journal")).scalar_one())
    assert "secret" not in stored
    assert lending.ask(read, {"book": "1", "sealed": sealed}, context()) == {"text": "回音 secret"}
    assert lending.store.unseal("1", sealed) == "回音 secret"


def test_a_subject_has_one_key_for_all_its_texts(lending: Service) -> None:
    first = lending.handle(note, {"book": "1", "title": "one"}, context())["sealed"]
    second = lending.handle(note, {"book": "1", "title": "two"}, context())["sealed"]
    assert keys(lending) == [("1", True, False)]
    assert [lending.store.unseal("1", each) for each in (first, second)] == ["one", "two"]


def test_the_texts_of_a_list_are_read_with_keys_that_were_fetched_together(lending: Service) -> None:
    sealed = {book: lending.handle(note, {"book": book, "title": book}, context())["sealed"] for book in "123"}
    lending.handle(erase, {"book": "2"}, context())

    def listed(reading: Reading, _: Any) -> dict[str, Any]:
        reading.will_unseal(["1", "2", "3", "unknown"])
        return {book: reading.unseal(book, each) for book, each in sealed.items()}

    assert lending.ask(listed, {}, context()) == {"1": "1", "2": None, "3": "3"}


def test_a_unit_that_fails_leaves_no_key(lending: Service) -> None:
    with pytest.raises(library.NotOurs):
        lending.handle(note, {"book": "1", "title": "one", "fail": True}, context())
    assert keys(lending) == []


def test_a_unit_can_read_what_it_has_sealed(lending: Service) -> None:
    def both(unit: Unit, payload: Any) -> dict[str, Any]:
        return {"text": unit.unseal("1", unit.seal("1", "one")), "again": unit.unseal("1", unit.seal("1", "two"))}

    assert lending.handle(both, {}, context()) == {"text": "one", "again": "two"}


@pytest.mark.parametrize("world", ["sqlite"], indirect=True)
def test_an_erased_key_is_nowhere_in_the_files_once_nobody_reads(world: World, lending: Service) -> None:
    folder = Path(world.url("library").removeprefix("sqlite:///")).parent

    def found(key: str) -> list[str]:
        return sorted(each.name for each in folder.glob("library.db*") if key.encode() in each.read_bytes())

    for book in ("1", "2"):
        lending.handle(note, {"book": book, "title": "one"}, context())
    first, second = (lending.store.view.key(book)[1] or "" for book in ("1", "2"))
    assert found(first)
    lending.handle(erase, {"book": "1"}, context())
    assert found(first) == []
    with lending.database.engine.connect() as reader:
        reader.execute(text("SELECT * FROM vault_keys")).all()
        lending.handle(erase, {"book": "2"}, context())
    assert found(second)
    lending.handle(note, {"book": "3", "title": "one"}, context())
    assert found(second) == []


def test_erasing_again_does_not_change_when_it_was_erased(world: World) -> None:
    clock = FixedClock(NOON)
    lending = world.service(library.LIBRARY, clock)
    lending.handle(erase, {"book": "1"}, context())
    clock.at = library.later(5)
    lending.handle(erase, {"book": "1"}, context())
    erased = text("SELECT erased_at FROM vault_keys WHERE subject = '1'")
    assert lending.store.read(lambda c: c.execute(erased).scalar_one()) == to_micros(NOON)


def test_erasing_deletes_the_key_for_every_process(world: World, lending: Service) -> None:
    other = world.service(library.LIBRARY)
    sealed = lending.handle(note, {"book": "1", "title": "one"}, context())["sealed"]
    assert other.store.unseal("1", sealed) == "one"
    lending.handle(erase, {"book": "1"}, context())
    assert keys(lending) == [("1", False, True)]
    assert lending.store.unseal("1", sealed) is None
    assert other.store.unseal("1", sealed) is None
    assert lending.journal.head()[0] == 1


def test_an_erased_subject_takes_no_new_text(lending: Service) -> None:
    lending.handle(erase, {"book": "1"}, context())
    with pytest.raises(Erased):
        lending.handle(note, {"book": "1", "title": "one"}, context())
    assert lending.journal.head()[0] == 0


def test_erasing_within_the_unit_that_sealed_leaves_no_key(lending: Service) -> None:
    def both(unit: Unit, payload: Any) -> dict[str, Any]:
        sealed = unit.seal("1", "one")
        unit.erase("1")
        return {"text": unit.unseal("1", sealed)}

    assert lending.handle(both, {}, context()) == {"text": None}
    assert keys(lending) == [("1", False, True)]


def test_two_units_that_make_a_key_for_one_subject_agree_on_one(world: World, lending: Service) -> None:
    other = world.service(library.LIBRARY)
    runs: list[int] = []

    def slow(unit: Unit, payload: Any) -> dict[str, Any]:
        sealed = unit.seal("1", "mine")
        runs.append(1)
        if len(runs) == 1:
            other.handle(lambda unit, _: {"sealed": unit.seal("1", "theirs")}, {}, context())
        return {"sealed": sealed}

    sealed = lending.handle(slow, {}, context())["sealed"]
    assert lending.store.unseal("1", sealed) == "mine"
    assert keys(lending) == [("1", True, False)]


def test_a_sealed_text_does_not_open_under_another_subject_or_another_master_key(lending: Service) -> None:
    sealed = lending.handle(note, {"book": "1", "title": "one"}, context())["sealed"]
    lending.handle(note, {"book": "2", "title": "two"}, context())
    with pytest.raises(SealBroken):
        lending.store.unseal("2", sealed)
    wrapped = lending.store.view.key("1")[1]
    with pytest.raises(SealBroken):
        Vault(bytes(32)).unseal(wrapped, "1", sealed)


def test_a_key_moved_to_another_subject_opens_nothing_there() -> None:
    vault = Vault(MASTER_KEY)
    key = vault.new_key("1")
    sealed = vault.seal(key, "1", "one")
    with pytest.raises(SealBroken):
        vault.unseal(key, "2", sealed)


def test_a_text_moved_to_another_subject_does_not_open_even_where_the_keys_are_the_same() -> None:
    plain_key, cipher = bytes(32), AESGCM(bytes(32))
    assert _opened(cipher, "1", _closed(cipher, "1", plain_key)) == plain_key
    with pytest.raises(SealBroken):
        _opened(cipher, "2", _closed(cipher, "1", plain_key))


def test_a_database_does_not_open_to_another_master_key_than_its_first(world: World, lending: Service) -> None:
    stranger = replace(lending.settings, key=bytes(32))
    lending.migrate()
    lending.migrate()
    with pytest.raises(SettingsError, match="HUIYIN_MASTER_KEY is not the key of this database"):
        world.wired(library.LIBRARY, stranger).migrate()
    world.service(library.LIBRARY).migrate()


def test_a_database_from_before_there_were_marks_is_known_by_its_sealed_keys(world: World, lending: Service) -> None:
    lending.handle(note, {"book": "1", "title": "one"}, context())
    with lending.database.engine.begin() as connection:
        connection.execute(text("DROP TABLE master_key_seal"))
    with pytest.raises(SettingsError, match="HUIYIN_MASTER_KEY"):
        world.wired(library.LIBRARY, replace(lending.settings, key=bytes(32))).migrate()
    lending.migrate()


@pytest.mark.parametrize("broken", ["v1:", "v1:AAAA", "v2:AAAA", "", "v1:" + "A" * 64, "v1:ä"])
def test_a_broken_seal_does_not_open(broken: str) -> None:
    vault = Vault(MASTER_KEY)
    with pytest.raises(SealBroken):
        vault.unseal(vault.new_key("1"), "1", broken)


def test_derived_codes_are_the_same_again_and_unlike_for_other_labels_and_keys() -> None:
    vault = Vault(MASTER_KEY)
    assert vault.derive("20260302-000001") == Vault(MASTER_KEY).derive("20260302-000001")
    assert len({vault.derive("a"), vault.derive("b"), Vault(bytes(32)).derive("a")}) == 3
    assert vault.derive("golden").hex() == "81fdc7cf80fdfa77ee77073e2222c093fdf09afd46ee5514a44c1e4b9ff0b283"
