"""The contract explains itself: every field, every value of a choice, every place in an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from marshmallow import Schema

from gateway.glossary import ADDRESSES, CHOICES, EXACTLY, EXAMPLES, WORDS

Named = tuple[str, dict[str, Any]]


@pytest.fixture
def contract(client: FlaskClient) -> dict[str, Any]:
    found: dict[str, Any] = client.get("/api/v1/openapi.json").json or {}
    return found


def fields(contract: dict[str, Any]) -> Iterator[Named]:
    """Every field of every schema, as Schema.field; an upload's form has a schema of its own."""
    for schema, described in contract["components"]["schemas"].items():
        for field, said in described.get("properties", {}).items():
            yield f"{schema}.{field}", said


def operations(contract: dict[str, Any]) -> Iterator[Named]:
    for path, item in contract["paths"].items():
        for method in set(item) & {"get", "post", "put", "delete"}:
            yield f"{method.upper()} {path}", item[method]


def parameters(contract: dict[str, Any]) -> Iterator[Named]:
    """Every query parameter, header and place in an address."""
    shared = contract["components"]["parameters"]
    for path, item in contract["paths"].items():
        for where in [item, *(item[method] for method in set(item) & {"get", "post", "put", "delete"})]:
            for each in where.get("parameters", []):
                said = shared[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each
                yield f"{path} {said['name']}", said


def values(said: dict[str, Any]) -> list[str]:
    shape = said.get("schema", said)
    return [each for each in shape.get("enum") or shape.get("items", {}).get("enum") or [] if isinstance(each, str)]


def plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.lower())


def test_every_field_and_every_parameter_is_explained(contract: dict[str, Any]) -> None:
    everything = [*fields(contract), *parameters(contract)]
    assert sorted({name for name, said in everything if not said.get("description")}) == []


def test_a_code_in_an_answer_is_explained_where_no_choice_is_declared(contract: dict[str, Any]) -> None:
    schemas = contract["components"]["schemas"]
    assert schemas["MessageLine"]["properties"]["state"]["description"].startswith(
        "Where the message stands. waiting: not decided on yet; in_progress: accepted and being handled; "
    )
    assert schemas["ListedCase"]["properties"]["state"]["description"] == (
        "Where the case stands. waiting: not decided on yet; assigned: with an agency; closed: done; "
        "handed_over: with another system"
    )
    assert schemas["Happening"]["properties"]["role"]["description"] == "Role in which it was done"


def test_an_explanation_says_more_than_the_name(contract: dict[str, Any]) -> None:
    echoes = [
        name
        for name, said in fields(contract)
        if plain(said.get("description", "")) in {plain(name.split(".")[1]), plain(name)}
    ]
    assert echoes == []


def test_every_value_of_a_choice_is_explained(contract: dict[str, Any]) -> None:
    everything = [*fields(contract), *parameters(contract)]
    unexplained = {
        f"{name}:{value}"
        for name, said in everything
        for value in values(said)
        if f"{value}:" not in said["description"]
    }
    assert unexplained == set()


UNITS = re.compile(r"\b(days?|years?|Days?|Years?)\b")


def test_every_length_of_time_has_its_unit(contract: dict[str, Any]) -> None:
    lengths = {
        name: said["description"]
        for name, said in fields(contract)
        if name.rsplit(".", 1)[1].endswith(("_days", "_days_left")) and said.get("type") != "array"
    }
    assert {name for name, said in lengths.items() if not UNITS.search(said)} == set()
    assert lengths


def declared(parent: type[Schema] = Schema) -> Iterator[str]:
    """Every field of every schema there is, also of those that others extend, as Schema.field."""
    for schema in parent.__subclasses__():
        if schema.__module__.startswith("gateway."):
            yield from (
                f"{schema.__name__}.{field.data_key or name}" for name, field in schema._declared_fields.items()
            )
        yield from declared(schema)


def test_every_word_of_the_glossary_is_used(contract: dict[str, Any]) -> None:
    places = {said["name"] for _, said in parameters(contract)}
    exact = set(declared())
    names = {name.split(".")[1] for name in exact}
    assert set(WORDS) - names == set()
    assert set(EXAMPLES) - names - exact == set()
    assert set(EXACTLY) - exact == set()
    assert set(ADDRESSES) - places == set()


def test_every_choice_of_the_glossary_is_one(contract: dict[str, Any]) -> None:
    known = {value for _, said in [*fields(contract), *parameters(contract)] for value in values(said)}
    assert {choice.rpartition(":")[2] for choice in CHOICES} - known == set()


def test_every_example_has_the_form_that_is_asked_for(contract: dict[str, Any]) -> None:
    wrong = {
        name
        for name, said in fields(contract)
        if isinstance(example := said.get("example"), str)
        and not (
            re.search(said.get("pattern", ""), example)
            and said.get("minLength", 0) <= len(example) <= said.get("maxLength", len(example))
        )
    }
    assert wrong == set()


def drawn(contract: dict[str, Any], operation: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What the pages draw examples from: the body that is sent, and the answers that are no refusal."""
    bodies = [operation.get("requestBody", {})]
    bodies += [answer for status, answer in operation["responses"].items() if status[0] == "2"]
    for body in bodies:
        for type_, content in body.get("content", {}).items():
            if type_ == "application/json":
                yield contract["components"]["schemas"][content["schema"]["$ref"].rsplit("/", 1)[1]]


def test_what_is_sent_and_answered_is_drawn_from_a_schema_with_fields(contract: dict[str, Any]) -> None:
    shapes = [(name, shape) for name, operation in operations(contract) for shape in drawn(contract, operation)]
    assert len(shapes) > len(contract["paths"])
    assert [name for name, shape in shapes if not shape.get("properties")] == []


def test_a_field_says_what_it_means_with_each_of_its_values_and_by_example(contract: dict[str, Any]) -> None:
    message = contract["components"]["schemas"]["NewMessage"]["properties"]
    assert message["kind"]["description"] == (
        "What the citizen wants by writing. consultation: a question; suggestion: a proposal to the government; "
        "request: help in a matter of one's own; complaint: something or somebody is complained about; thanks: praise"
    )
    assert (message["title"]["description"], message["title"]["example"]) == (
        "What the matter is about, in a line",
        "路灯不亮",
    )
