"""Every refusal and failure has its document, its status and its sentence in both languages."""

import dataclasses
import importlib
import pkgutil
import re
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from babel.messages import Message
from flask.testing import FlaskClient
from marshmallow import fields as marshmallow_fields

import gateway
import kernel
import services as services_package
from gateway import translations
from gateway.problems import SENTENCES
from kernel.decider import Refusal
from kernel.errors import KernelError, Refused
from tests.gateway.fake_services import FakeServices

PLACE = re.compile(r"%\((\w+)\)s")
As = Callable[[str], dict[str, str]]
CONTEXT = {"code", "request_id"}


def descendants(parent: type[Any]) -> Iterator[type[Any]]:
    for child in parent.__subclasses__():
        yield child
        yield from descendants(child)


def is_ours(module: str) -> bool:
    """Whether people can meet it; a call that says not who asks is refused to programs only (kernel.transport.rpc)."""
    return module.split(".", maxsplit=1)[0] in {"kernel", "services", "gateway"} and module != "kernel.transport.rpc"


def refusals() -> list[type[Any]]:
    """Every refusal and kernel error there is in the code."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        for package in (services_package, kernel, gateway):
            for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
                skipped = ("migrations", "transport", "__main__", "testing", ".service", "gateway.server")
                if not any(part in module.name for part in skipped):
                    importlib.import_module(module.name)
    found = {*descendants(Refusal), *descendants(KernelError)} - {Refused}
    return sorted((kind for kind in found if is_ours(kind.__module__)), key=lambda kind: kind.__name__)


def test_every_refusal_has_its_row() -> None:
    assert {kind.code for kind in refusals() if kind.code not in SENTENCES} == set()


def test_every_sentence_uses_only_values_that_its_refusal_has() -> None:
    wrong = {}
    for kind in refusals():
        if issubclass(kind, Refusal):
            values = {field.name for field in dataclasses.fields(kind)}
            if missing := set(PLACE.findall(SENTENCES[kind.code].detail)) - values - CONTEXT:
                wrong[kind.code] = missing
    assert wrong == {}


def test_no_row_is_left_over_from_a_refusal_that_is_gone() -> None:
    codes = {str(kind.code) for kind in refusals()}
    own = {code for code in SENTENCES if code.startswith("gateway.")}
    assert set(SENTENCES) - codes - own - {"kernel.internal"} == set()


def test_every_row_is_a_client_error_or_says_that_the_fault_is_ours() -> None:
    statuses = {sentence.status for sentence in SENTENCES.values()}
    assert statuses <= {400, 401, 403, 404, 405, 406, 409, 412, 413, 415, 422, 428, 429, 500, 503}
    ours = {code for code, sentence in SENTENCES.items() if sentence.status == 500}
    assert ours == {"gateway.unexpected", "kernel.internal"}


def test_the_chinese_is_complete_and_up_to_date() -> None:
    source = {text for text, _ in translations.texts()}
    catalogue = {str(message.id): str(message.string) for message in translations.catalogue() if message.id}
    assert source - set(catalogue) == set(), "run python -m gateway.translations"
    assert set(catalogue) - source == set(), "run python -m gateway.translations"
    assert {text for text, chinese in catalogue.items() if not chinese} == set()


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    assert translations.MO.read_bytes() == translations.compiled(translations.catalogue())


def placeholders(message: Message) -> tuple[set[str], set[str]]:
    place = re.compile(r"%\(\w+\)[sd]")
    return set(place.findall(str(message.id))), set(place.findall(str(message.string)))


def test_chinese_sentences_have_chinese_punctuation() -> None:
    chinese = [str(message.string) for message in translations.catalogue() if message.id]
    assert [text for text in chinese if re.search("[\u4e00-\u9fff）」][,;:!?]", text)] == []


def test_both_languages_name_the_same_values() -> None:
    catalogue = [message for message in translations.catalogue() if message.id]
    assert {str(m.id) for m in catalogue if placeholders(m)[0] != placeholders(m)[1]} == set()


def test_what_marshmallow_says_is_translated_too() -> None:
    catalogue = {str(message.id) for message in translations.catalogue()}
    used = (
        marshmallow_fields.String,
        marshmallow_fields.Integer,
        marshmallow_fields.Boolean,
        marshmallow_fields.List,
        marshmallow_fields.Field,
    )
    said = {text for kind in used for text in kind.default_error_messages.values()}
    assert said - {"Must be a whole number."} - catalogue == set()


def test_a_problem_is_a_document_of_rfc_9457(client: FlaskClient) -> None:
    answer = client.get("/api/v1/nothing")
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert {"type", "title", "status", "detail", "code", "values", "request_id"} == set(answer.json)
    assert (answer.json["type"], answer.json["status"]) == ("urn:huiyin:problem:gateway.not_found", 404)
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("", "这里没有内容"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "这里没有内容"),
        ("en-GB,en;q=0.9", "There is nothing here"),
        ("de, en;q=0.5", "There is nothing here"),
        ("de", "这里没有内容"),
        ("nonsense;;;=", "这里没有内容"),
    ],
)
def test_the_language_is_chinese_unless_the_reader_prefers_english(
    client: FlaskClient, language: str, title: str
) -> None:
    answer = client.get("/api/v1/nothing", headers={"Accept-Language": language})
    assert answer.json is not None
    assert answer.json["title"] == title


@pytest.mark.parametrize("language", ["zh-CN", "en"])
def test_every_row_can_be_written_with_whatever_values(
    client: FlaskClient, services: FakeServices, language: str
) -> None:
    for code, sentence in SENTENCES.items():
        services.refuse_next = Refused(code, {"at": None, "by": ["a", "b"], "100%": "%s", "column": "%(column)s"})
        answer = client.get("/api/v1/columns", headers={"Accept-Language": language})
        assert answer.json is not None
        assert (answer.status_code, answer.json["code"]) == (sentence.status, code)


@pytest.mark.parametrize(
    ("code", "values", "said"),
    [
        ("routing.not_a_working_day", {"date": "2026-11-28", "name": ""}, "2026-11-28 不是工作日（周末），"),
        ("routing.not_a_working_day", {"date": "2026-10-01", "name": "国庆节"}, "2026-10-01 不是工作日（国庆节），"),
        ("routing.already_urged", {"level": "letter", "day": "2026-11-27"}, "2026-11-27 已发出“催办通知书”，"),
    ],
)
def test_values_are_said_as_the_office_says_them(
    client: FlaskClient, services: FakeServices, code: str, values: dict[str, str], said: str
) -> None:
    services.refuse_next = Refused(code, values)
    answer = client.get("/api/v1/columns")
    assert answer.json is not None
    assert answer.json["detail"].startswith(said)


BY_NAME: list[tuple[Refused, tuple[str, str]]] = [
    (
        Refused("routing.agency_has_returned", {"lead": "housing"}),
        ("市住建局（housing）", "市住建局 (housing) returned this case"),
    ),
    (
        Refused("routing.unknown_column", {"column": "nowhere"}),
        ("没有栏目 nowhere。", "There is no column nowhere."),
    ),
    (
        Refused("routing.parent_cycle", {"agencies": ["housing", "water"]}),
        ("市住建局（housing）、water", "市住建局 (housing), water"),
    ),
    (
        Refused("review.out_of_scope", {"because": "column", "wanted": ["mayor"], "granted": ["east"]}),
        ("市长信箱（mayor）", "This belongs to 市长信箱 (mayor). Your columns: 东城区区长留言板 (east)."),
    ),
    (
        Refused("routing.out_of_scope", {"because": "agency", "wanted": ["water"], "granted": ["housing"]}),
        ("市住建局（housing）", "This is not with your agency (市住建局 (housing)) at present."),
    ),
    (
        Refused("review.out_of_scope", {"because": "role", "wanted": ["reviewer"], "granted": ["clerk"]}),
        ("这一操作由以下岗位负责：审核岗。您的岗位是：受理岗。", "This is for: reviewer. You are signed in as: "),
    ),
    (
        Refused("review.out_of_scope", {"because": "level", "wanted": ["2"], "granted": ["1"]}),
        ("这一操作由第2级审核负责。您负责的审核级别是：第1级。", "This is for review level 2. Your level: 1."),
    ),
]


@pytest.mark.parametrize(("refused", "said"), BY_NAME)
def test_staff_read_agencies_and_columns_by_name_with_the_code_and_programs_the_code(
    client: FlaskClient, services: FakeServices, as_: As, refused: Refused, said: tuple[str, str]
) -> None:
    told = []
    for language in ("zh-CN", "en"):
        number = services.written()
        services.refuse_next = refused
        headers = {**as_("clerk"), "Accept-Language": language}
        told.append(client.get(f"/api/v1/desk/messages/{number}", headers=headers).json or {})
    assert [answer["values"] for answer in told] == [refused.values()] * 2
    for answer, part in zip(told, said, strict=True):
        assert part in answer["detail"]


def test_a_citizen_reads_the_name_alone(client: FlaskClient, services: FakeServices) -> None:
    services.refuse_next = Refused("intake.column_closed", {"column": "east"})
    told = client.get("/api/v1/columns").json or {}
    assert told["detail"].startswith("栏目 东城区区长留言板 ")
    assert told["values"] == {"column": "east"}


def test_while_routing_is_away_the_code_is_told_and_routing_asked_once(
    client: FlaskClient, services: FakeServices, as_: As
) -> None:
    staff = as_("clerk")
    services.away = {"routing"}
    for code, values in (
        ("routing.agency_has_returned", {"lead": "housing"}),
        ("routing.unknown_column", {"column": "east"}),
    ):
        number = services.written()
        services.refuse_next = Refused(code, values)
        told = client.get(f"/api/v1/desk/messages/{number}", headers=staff).json or {}
        assert (told["code"], told["values"]) == (code, values)
        (said,) = values.values()
        assert said in told["detail"]
        assert "（" not in told["detail"]
    assert [(service, method) for service, method, *_ in services.calls if service == "routing"] == [
        ("routing", "agencies")
    ]


def test_a_refusal_nobody_knows_is_still_a_refusal(client: FlaskClient, services: FakeServices) -> None:
    services.refuse_next = Refused("intake.of_tomorrow", {"why": "new"})
    answer = client.get("/api/v1/columns")
    assert answer.json is not None
    assert (answer.status_code, answer.json["code"], answer.json["values"]) == (
        409,
        "intake.of_tomorrow",
        {"why": "new"},
    )


def test_a_bug_is_told_by_its_number_and_nothing_else(
    client: FlaskClient, services: FakeServices, capsys: pytest.CaptureFixture[str]
) -> None:
    services.crash_next = ValueError("王小明 13800138000")
    answer = client.get("/api/v1/columns")
    assert answer.status_code == 500
    assert answer.json is not None
    assert answer.json["code"] == "gateway.unexpected"
    written = capsys.readouterr()
    assert answer.json["request_id"] in written.out + written.err
    assert "13800138000" not in answer.text + written.out + written.err
