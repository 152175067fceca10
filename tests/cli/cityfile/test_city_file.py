"""A city file is checked as a whole; every problem has its line and says what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli.cityfile import CityFileError, parse, read
from gateway.roles import ROLES
from tests.services.routing.office import CITY

SMALL = """\
city: 栖川市
agencies:
  - {id: government, name: 市政府办公室}
  - {id: housing, name: 住建局, parent: government}
columns:
  - id: mayor
    name: 市长信箱
    jurisdiction: 栖川市
    leader: 市长
    office: government
accounts:
  - {username: chen, name: 陈若溪, role: clerk, columns: [mayor]}
  - username: he
    name: 何清扬
    role: reviewer
    columns: all
    levels: [1, 2]
fields:
  - id: city
    name: 城乡建设
    fields:
      - id: city.heating
        name: 供暖
        fields: [{id: city.heating.fee, name: 收费}]
      - {id: city.water, name: 供水}
"""


def problems(text: str) -> list[str]:
    with pytest.raises(CityFileError) as caught:
        parse(text.encode())
    return [str(problem) for problem in caught.value.problems]


def test_a_small_file_says_nothing_of_how_a_column_is_run() -> None:
    (mayor,) = parse(SMALL.encode()).columns
    assert set(mayor) == {"id", "name", "jurisdiction", "leader", "office"}


def test_of_terms_a_file_says_what_it_mentions() -> None:
    text = SMALL.replace("office: government", "office: government\n    terms: {repeat_days: 30}")
    assert parse(text.encode()).columns[0]["terms"] == {"repeat_days": 30}


def test_accounts_come_with_their_scopes_all_being_none() -> None:
    clerk, reviewer = parse(SMALL.encode()).accounts
    assert (clerk.columns, clerk.agencies, clerk.levels, clerk.password) == (("mayor",), None, None, None)
    assert (reviewer.columns, reviewer.levels) == (None, (1, 2))


def test_an_account_may_have_an_address() -> None:
    text = SMALL.replace("role: clerk,", "role: clerk, email: chen@example.gov.cn,")
    assert [one.email for one in parse(text.encode()).accounts] == ["chen@example.gov.cn", None]


def test_fields_come_as_a_list_each_after_the_one_above_it() -> None:
    assert parse(SMALL.encode()).payload["fields"] == [
        {"field": "city", "name": "城乡建设", "parent": None},
        {"field": "city.heating", "name": "供暖", "parent": "city"},
        {"field": "city.heating.fee", "name": "收费", "parent": "city.heating"},
        {"field": "city.water", "name": "供水", "parent": "city"},
    ]


def test_a_file_without_fields_says_nothing_of_them() -> None:
    assert "fields" not in parse(SMALL.partition("fields:\n")[0].encode()).payload


def test_some_limits_given_leave_the_others_usual() -> None:
    text = SMALL.replace("office: government", "office: government\n    limits: {ordinary_days: 3}")
    limits = {"ordinary_days": 3, "complex_days": 10, "max_days": 15, "exceptions": []}
    assert parse(text.encode()).columns[0]["limits"] == limits


def test_a_limit_can_depend_on_kind_urgency_and_complexity() -> None:
    exceptions = "{exceptions: [{kind: complaint, urgency: urgent, complexity: complex, days: 3}]}"
    text = SMALL.replace("office: government", f"office: government\n    limits: {exceptions}")
    assert parse(text.encode()).columns[0]["limits"]["exceptions"] == [
        {"kind": "complaint", "urgency": "urgent", "complexity": "complex", "days": 3}
    ]


RULES = """\
rules:
  - name: 供水
    columns: [mayor]
    kinds: [request]
    fields: [city.water]
    territories: [栖川市]
    urgency: urgent
    lead: housing
    co_agencies: [government]
    working_days: 3
  - {name: 其他, lead: government}
"""


def test_rules_come_in_their_order_with_nothing_where_they_say_nothing() -> None:
    city = parse((SMALL + RULES).encode())
    assert city.payload["rules"] == [
        {
            "name": "供水",
            "columns": ["mayor"],
            "territories": ["栖川市"],
            "kinds": ["request"],
            "fields": ["city.water"],
            "urgency": "urgent",
            "complexity": None,
            "lead": "housing",
            "co_agencies": ["government"],
            "working_days": 3,
        },
        {
            "name": "其他",
            "columns": [],
            "territories": [],
            "kinds": [],
            "fields": [],
            "urgency": None,
            "complexity": None,
            "lead": "government",
            "co_agencies": [],
            "working_days": None,
        },
    ]


def test_a_file_without_rules_says_nothing_of_them() -> None:
    assert "rules" not in parse(SMALL.encode()).payload


NO_SUCH = "add it under `%s` or correct it"


@pytest.mark.parametrize(
    ("right", "wrong", "where", "said"),
    [
        ("lead: housing", "lead: housng", "[0].lead", f"housng is no agency of this file; {NO_SUCH % 'agencies'}"),
        ("[government]", "[housing]", "[0].co_agencies[0]", "housing leads already; leave it out here"),
        ("[mayor]", "[major]", "[0].columns[0]", f"major is no column of this file; {NO_SUCH % 'columns'}"),
        ("[city.water]", "[heat]", "[0].fields[0]", f"heat is no field of this file; {NO_SUCH % 'fields'}"),
        ("[栖川市]", "[栖江市]", "[0].territories[0]", "栖江市 is no column's jurisdiction; those there are: 栖川市"),
        ("[request]", "[wish]", "[0].kinds[0]", "must be one of consultation, suggestion, request, complaint, thanks"),
        ("urgency: urgent", "urgency: high", "[0].urgency", "must be one of ordinary, urgent"),
        ("name: 其他", "name: 供水", "[1].name", "供水 is rules[0] already; each needs its own name"),
        ("days: 3", "days: 0", "[0].working_days", "must be between 1 and 366"),
        ("    lead: housing\n", "", "[0].lead", "is missing"),
    ],
)
def test_what_a_rule_names_is_in_the_file(right: str, wrong: str, where: str, said: str) -> None:
    (problem,) = problems(SMALL + RULES.replace(right, wrong))
    assert problem.split(", ", 1)[1] == f"rules{where}: {said}"


def test_a_rule_may_name_any_field_where_the_file_says_no_fields() -> None:
    text = SMALL.split("fields:\n", maxsplit=1)[0] + RULES.replace("city.water", "heat")
    assert parse(text.encode()).payload["rules"][0]["fields"] == ["heat"]


def test_a_mistake_in_a_rule_has_its_line() -> None:
    (problem,) = problems(SMALL + RULES.replace("lead: housing", "lead: housng"))
    line = (SMALL + RULES).splitlines().index("    lead: housing") + 1
    assert problem.startswith(f"line {line}, rules[0].lead")


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert parse(SMALL.encode("utf-8-sig")).name == "栖川市"


WRONG = {
    "unknown key": ("leader: 市长", "leader: 市长\n    colour: red", "line 10, columns[0].colour: is no key here"),
    "misspelt required key": ("leader: 市长", "leder: 市长", "line 6, columns[0].leader: is missing"),
    "number for text": ("id: mayor", "id: 12", "line 6, columns[0].id: must be text; put it in quotes"),
    "capital in an id": ("id: mayor", "id: Mayor", "line 6, columns[0].id: must be 1 to 64 lower-case"),
    "digit first in an id": ("id: mayor", "id: 1mayor", "line 6, columns[0].id: must be 1 to 64 lower-case"),
    "too long a name": ("name: 市长信箱", f"name: {'长' * 101}", "line 7, columns[0].name: must be a name of 1 to 100"),
    "text for a number": (
        "office: government",
        "office: government\n    review_levels: three",
        "line 11, columns[0].review_levels: must be a whole number",
    ),
    "fraction": (
        "office: government",
        "office: government\n    title_limit: 50.5",
        "line 11, columns[0].title_limit: must be a whole number",
    ),
    "truth for a number": (
        "office: government",
        "office: government\n    title_limit: yes",
        "line 11, columns[0].title_limit: must be a whole number",
    ),
    "out of range": (
        "office: government",
        "office: government\n    review_levels: 0",
        "line 11, columns[0].review_levels: must be between 1 and 9",
    ),
    "text for a truth": (
        "office: government",
        'office: government\n    accepts: "no"',
        "line 11, columns[0].accepts: must be true or false",
    ),
    "limits out of order": (
        "office: government",
        "office: government\n    limits: {max_days: 3}",
        "line 11, columns[0].limits: `max_days` must be at least",
    ),
    "an exception past the most": (
        "office: government",
        "office: government\n    limits: {exceptions: [{kind: complaint, days: 20}]}",
        "line 11, columns[0].limits: `max_days` must be at least `ordinary_days`, `complex_days` and the `days`",
    ),
    "an exception about nothing": (
        "office: government",
        "office: government\n    limits: {exceptions: [{days: 3}]}",
        "line 11, columns[0].limits.exceptions[0]: must name a `kind`, an `urgency` or a `complexity`",
    ),
    "an exception about a kind there is not": (
        "office: government",
        "office: government\n    limits: {exceptions: [{kind: letter, days: 3}]}",
        "line 11, columns[0].limits.exceptions[0].kind: must be one of consultation, suggestion, request, complaint,",
    ),
    "exceptions that fit alike": (
        "office: government",
        "office: government\n    limits: {exceptions: [{kind: complaint, days: 3}, {urgency: urgent, days: 2}]}",
        "line 11, columns[0].limits.exceptions: kind complaint, urgency urgent, complexity ordinary: 3 and 2 days fit",
    ),
    "office that is no agency": (
        "office: government",
        "office: goverment",
        "line 10, columns[0].office: goverment is no agency of this file; add it under `agencies` or correct it",
    ),
    "parent that is no agency": (
        "parent: government",
        "parent: council",
        "line 4, agencies[1].parent: council is no agency",
    ),
    "ring of parents": (
        "name: 市政府办公室",
        "name: 市政府办公室, parent: housing",
        "line 3, agencies[0].parent: government → housing → government are each other's parents",
    ),
    "double id": (
        "id: housing",
        "id: government",
        "line 4, agencies[1].id: government is agencies[0] already; each needs its own id",
    ),
    "double user name": (
        "username: he",
        "username: chen",
        "line 13, accounts[1].username: chen is accounts[0] already",
    ),
    "unknown role": ("role: clerk", "role: mayor", "line 12, accounts[0].role: is no role; the roles are clerk,"),
    "column that is none": (
        "columns: [mayor]",
        "columns: [major]",
        "line 12, accounts[0].columns[0]: major is no column of this file",
    ),
    "agency that is none": (
        "role: clerk, columns: [mayor]",
        "role: handler, agencies: [nobody]",
        "line 12, accounts[0].agencies[0]: nobody is no agency of this file",
    ),
    "scope missing": ("    levels: [1, 2]\n", "", "line 13, accounts[1]: a reviewer needs `levels`"),
    "scope that limits nothing": (
        "columns: [mayor]}",
        "columns: [mayor], levels: [1]}",
        "line 12, accounts[0].levels: does not limit a clerk; leave it out",
    ),
    "scope of nothing": ("columns: [mayor]", "columns: []", "line 12, accounts[0].columns: must have at least one"),
    "one for a list": ("columns: [mayor]", "columns: mayor", "line 12, accounts[0].columns: must be `all`, or a list"),
    "level that no column has": (
        "office: government\naccounts:",
        "office: government\n    review_levels: 1\naccounts:",
        "line 18, accounts[1].levels[1]: none of the account's columns has more than 1 review levels",
    ),
    "address that is none": (
        "role: clerk",
        "role: clerk, email: 陈若溪",
        "line 12, accounts[0].email: must be an e-mail",
    ),
    "password in a real file": (
        "role: clerk",
        "role: clerk, password: secret-secret",
        "line 12, accounts[0].password: a password does not belong in a file",
    ),
    "field's id that is no code": ("id: city.water", "id: 供水", "line 25, fields[0].fields[1].id: must be 1 to 64"),
    "field's id twice": (
        "id: city.water",
        "id: city.heating.fee",
        "line 25, fields[0].fields[1].id: city.heating.fee is fields[0].fields[0].fields[0] already",
    ),
    "field's name twice": (
        "name: 供水",
        "name: 供暖",
        "line 25, fields[0].fields[1].name: 供暖 is fields[0].fields[0]",
    ),
    "field without a name": ("    name: 城乡建设\n", "", "line 19, fields[0].name: is missing"),
    "fourth level of fields": (
        "name: 收费}",
        "name: 收费, fields: [{id: x, name: 欠费}]}",
        "line 24, fields[0].fields[0].fields[0].fields: is no key here; the keys are id, name",
    ),
    "no fields below": (
        "        fields: [{id",
        "        fields: [] # [{id",
        "line 24, fields[0].fields[0].fields: must have",
    ),
    "no fields at all": ("fields:\n  - id: city", "fields:\n  # - id: city", "line 18, fields: must be a list"),
    "key twice": ("leader: 市长", "leader: 市长\n    leader: 副市长", "line 9, leader: stands here more than once"),
    "nothing after a key": ("leader: 市长", "leader:", "line 9, columns[0].leader: is empty"),
    "list for a mapping": (
        "{id: government, name: 市政府办公室}",
        "[government]",
        "line 3, agencies[0]: must be a mapping with the keys id, name, parent",
    ),
    "broken YAML": ("leader: 市长", "leader: [市长", "line 10: is not YAML here"),
    "impossible date": ("leader: 市长", "leader: 2024-13-40", "holds a value that cannot be"),
}


@pytest.mark.parametrize(("right", "wrong", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line(right: str, wrong: str, said: str) -> None:
    assert right in SMALL
    assert any(problem.startswith(said) for problem in problems(SMALL.replace(right, wrong, 1)))


def test_all_problems_are_said_at_once_in_the_order_of_the_file() -> None:
    text = SMALL.replace("id: housing", "id: HOUSING").replace("leader: 市长", "colour: red").replace("clerk", "clark")
    assert [problem.partition(":")[0] for problem in problems(text)] == [
        "line 4, agencies[1].id",
        "line 6, columns[0].leader",
        "line 9, columns[0].colour",
        "line 12, accounts[0].role",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"# nothing but a remark\n", "is empty"),
        (b"\xff\xfe\x00", "is not UTF-8 text"),
        (
            b"- a list",
            "must be a mapping with the keys city, demonstration, agencies, columns, rules, accounts, fields",
        ),
        (b"just a word", "must be a mapping"),
        (b"42", "must be a mapping"),
        (b"city: x\n\tagencies: []", "is not YAML here"),
        (b"city: !!python/object/apply:os.system ['true']", "is not a value"),
        (b"city: &a [*a]", "must be text"),
        (b"{[1]: 2}", "is not a value"),
        (b"[" * 3000, "is not YAML"),
        (b"city: " + b"x" * 1_000_001, "has at most 1,000,000 bytes"),
    ],
)
def test_what_is_no_city_file_at_all_is_said(content: bytes, said: str) -> None:
    with pytest.raises(CityFileError) as caught:
        parse(content, "city.yaml")
    assert any(said in str(problem) for problem in caught.value.problems)
    assert str(caught.value).startswith("city.yaml: ")


def test_a_file_is_named_in_what_is_said_about_it(tmp_path: Path) -> None:
    path = tmp_path / "ours.yaml"
    path.write_text(SMALL.replace("office: government", "office: nobody"), encoding="utf-8")
    with pytest.raises(CityFileError, match=r"^ours\.yaml: line 10, columns\[0\]\.office: nobody is no agency"):
        read(path)


def test_the_demonstration_has_an_account_for_every_role_and_reviewers_for_every_level() -> None:
    assert {account.role for account in CITY.accounts} == set(ROLES)
    assert {level for account in CITY.accounts for level in account.levels or ()} == {1, 2, 3}
    assert {account.password for account in CITY.accounts} == {"huiyin-demo"}
    assert CITY.demonstration
