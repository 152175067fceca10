"""/bulletins: the list, and a bulletin whole, corrected or not."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from gateway.documents import bulletin_words
from gateway.portal.chart import chart
from tests.gateway.fake_bulletins import content, digest_of
from tests.gateway.fake_services import FakeServices
from tests.gateway.portal.reader import Reader

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
TOLD = "按受理日期，自2019-01-01起，至2019-04-01（不含）；截止2019-04-10 00:00:00（北京时间）"


def test_the_list_says_of_each_bulletin_what_it_counts_and_as_of_when(client: FlaskClient) -> None:
    page = Reader(client.get("/bulletins").text)
    at = "2019-04-10 00:00:00（北京时间）"
    assert page.tables()["list"] == [
        ["通报", "受理", "办结", "办结率（%）", "截止时间", "发布时间", "版本"],
        ["全市 2019年第一季度", "104", "102", "98.08", at, "2019-04-11", "1"],
        ["市长信箱 2019年第一季度", "104", "102", "98.08", at, "2019-04-11", "2 有更正"],
    ]
    assert "共2期" in page.text
    links = [link["href"] for link in page.all("a")]
    assert "/bulletins/2019Q1" in links
    assert "/bulletins/2019Q1-mayor" in links


def test_the_list_is_of_one_column_and_one_period_if_wanted(client: FlaskClient, services: FakeServices) -> None:
    page = Reader(client.get("/bulletins?column=mayor&period=2019Q1").text)
    assert len(page.tables()["list"]) == 2
    asked = [payload for _, method, payload, _ in services.calls if method == "bulletins"]
    assert asked == [{"column": "mayor", "period": "2019Q1", "limit": 30}]
    assert [field["value"] for field in page.all("input")] == ["2019Q1"]


def test_a_long_list_has_pages(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gateway.portal.bulletins.AT_ONCE", 1)
    page = Reader(client.get("/bulletins?period=2019Q1").text)
    following = next(str(link["href"]) for link in page.all("a") if link.get("rel") == "next")
    assert following == "/bulletins?period=2019Q1&after=1"
    second = Reader(client.get(following).text)
    assert second.tables()["list"][1][0] == "市长信箱 2019年第一季度"
    links = [link["href"] for link in second.all("a")]
    assert "/bulletins?period=2019Q1" in links
    assert not [link for link in second.all("a") if link.get("rel") == "next"]


def test_where_nothing_is_found_the_list_says_so(client: FlaskClient) -> None:
    assert "没有找到符合条件的已发布通报" in client.get("/bulletins?period=2020").text


def test_a_period_that_is_none_is_said_above_the_form(client: FlaskClient) -> None:
    answer = client.get("/bulletins?period=spring")
    assert answer.status_code == 422
    assert "统计期请写成2019Q1、2019-03、2019H1、2019或20190101-20190215" in answer.text
    assert 'value="spring"' in answer.text


def test_a_bulletin_is_told_whole(client: FlaskClient) -> None:
    page = Reader(client.get("/bulletins/2019Q1-mayor").text)
    tables = page.tables()
    assert tables["kinds"][1:] == [
        ["投诉", "64", "61.54", "63", "98.44"],
        ["求助", "40", "38.46", "39", "97.5"],
    ]
    assert tables["fields"][1:] == [["道路交通", "100", "96.15", "98", "98"], ["（无）", "4", "3.85", "4", "100"]]
    assert tables["agencies"] == [
        ["承办单位", "承办", "办结", "在办", "超时未办", "办结率（%）"],
        ["住房和城乡建设局", "103", "102", "0", "1", "99.03"],
        ["（待转办）", "1", "0", "1", "0", "0"],
    ]
    assert tables["overdue"] == [
        ["留言编号", "栏目", "承办单位", "办理期限", "超时天数"],
        ["20190211-000007", "市长信箱", "住房和城乡建设局", "2019-02-25", "43"],
    ]
    assert tables["days"][1:] == [["办理自然日", "4.5", "4", "9"], ["办理工作日", "3.2", "4", "9"]]
    assert [row[0] for row in tables["trend"][1:]] == [
        *("2018年第一季度", "2018年第二季度", "2018年第三季度", "2018年第四季度", "2019年第一季度"),
    ]
    assert tables["trend"][2][1:8] == ["36", "16", "0", "0", "—", "—", "—"]
    assert {page.captions()[name] for name in ("kinds", "fields", "agencies", "overdue", "trend")} == {
        f"{bulletin_words.PARTS[name]} {TOLD}" for name in ("kinds", "fields", "agencies", "overdue", "trend")
    }
    for told in ("收到 140", "受理 104", "按期办结率（%） 98.04", "满意率（%） —"):
        assert told in page.text


def test_the_city_s_bulletin_has_its_columns(client: FlaskClient) -> None:
    page = Reader(client.get("/bulletins/2019Q1").text)
    assert page.tables()["columns"][1] == ["市长信箱", "140", "120", "104", "102", "1", "1", "98.08", "98.04", "—"]
    assert "columns" not in Reader(client.get("/bulletins/2019Q1-mayor").text).tables()


def test_a_correction_says_what_changed_and_why(client: FlaskClient) -> None:
    page = Reader(client.get("/bulletins/2019Q1-mayor").text)
    assert "本版更正第1版" in page.text
    assert "补录一件纸质办结材料" in page.text
    assert page.tables()["correction"][1:] == [
        ["受理与办结·办结", "101", "102"],
        ["承办单位办理情况·住房和城乡建设局·办结", "101", "102"],
        [
            *("与前四期比较·2018年第一季度·截止时间", "2018-04-09 00:00:00（北京时间）"),
            "2019-04-10 00:00:00（北京时间）",
        ],
        ["超时未办事项·20190211-000007·超时天数", "—", "43"],
    ]


def test_earlier_versions_stay_and_point_to_the_newest(client: FlaskClient) -> None:
    newest = Reader(client.get("/bulletins/2019Q1-mayor").text)
    assert [row[0] for row in newest.tables()["versions"][1:]] == ["第2版", "第1版"]
    assert "后来已经更正" not in newest.text
    first = Reader(client.get("/bulletins/2019Q1-mayor?version=1").text)
    assert "这是第1版，后来已经更正" in first.text
    assert "/bulletins/2019Q1-mayor" in [link["href"] for link in first.all("a")]
    assert "correction" not in first.tables()


def test_the_digest_is_there_with_what_computes_it_anew(client: FlaskClient) -> None:
    text = client.get("/bulletins/2019Q1-mayor").text
    assert digest_of(content("2019Q1-mayor", 2)) in text
    assert "/api/v1/bulletins/2019Q1-mayor?version=2" in text


def test_files_are_of_the_version_on_the_page(client: FlaskClient) -> None:
    page = Reader(client.get("/bulletins/2019Q1-mayor?version=1").text)
    links = [link["href"] for link in page.all("a")]
    for ending in (".docx", ".xlsx", ""):
        assert f"/api/v1/bulletins/2019Q1-mayor{ending}?version=1" in links


@pytest.mark.parametrize(
    "address", ["/bulletins/2019Q2-mayor", "/bulletins/2019Q1-mayor?version=9", "/bulletins/spring"]
)
def test_a_bulletin_that_there_is_not_is_a_page_that_says_where_to_go_on(client: FlaskClient, address: str) -> None:
    answer = client.get(address, headers=BROWSER)
    assert (answer.status_code, answer.mimetype) == (404, "text/html")
    page = Reader(answer.text)
    assert page.all("html")[0]["lang"] == "zh-CN"
    assert "/bulletins" in [link["href"] for link in page.all("a")]


def test_a_bulletin_is_english_for_who_reads_english(client: FlaskClient) -> None:
    page = Reader(client.get("/bulletins/2019Q1-mayor?lang=en").text)
    assert page.tables()["correction"][1:] == [
        ["Accepted and closed · Closed", "101", "102"],
        ["Agencies · 住房和城乡建设局 · Closed", "101", "102"],
        [
            "Compared with the four periods before · 2018Q1 · Cut-off",
            *("2018-04-09 00:00:00 (Beijing time)", "2019-04-10 00:00:00 (Beijing time)"),
        ],
        ["Overdue matters · 20190211-000007 · Days overdue", "—", "43"],
    ]
    assert page.tables()["kinds"][1][0] == "Complaint"
    assert page.tables()["agencies"][2][0] == "(not assigned yet)"
    assert page.tables()["trend"][5][0] == "First quarter of 2019"


def test_the_chart_shows_the_numbers_of_its_table(client: FlaskClient) -> None:
    page = Reader(client.get("/bulletins/2019Q1-mayor").text)
    assert [bar["width"] for bar in page.all("rect") if bar["class"] == "bar accepted"][:5] == [
        *("184.6", "0.0", "221.5", "233.1", "240.0"),
    ]
    assert "2018年第二季度: 受理 0; 办结 0;" in page.text


def test_a_chart_of_nothing_has_no_bars() -> None:
    empty = [{"accepted": 0, "closed": 0, "completion_rate": None}] * 5
    drawn = chart(empty, ["一", "二", "三", "四", "五"])
    assert {bar.length for group in drawn.groups for bar in group.bars} == {0}


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/bulletins/zzz", 404),
        ("POST", "/statistics", 405),
        ("POST", "/bulletins", 405),
        ("GET", "/statistics/x", 404),
    ],
)
def test_whatever_goes_wrong_where_pages_are_is_a_page(
    client: FlaskClient, method: str, path: str, status: int
) -> None:
    for accept in ("*/*", "text/html,application/xhtml+xml,*/*;q=0.8"):
        answer = client.open(path, method=method, headers={"Accept": accept})
        assert (answer.status_code, answer.mimetype) == (status, "text/html")
    told = client.open(path, method=method, headers={"Accept": "application/json"})
    assert (told.status_code, told.mimetype) == (status, "application/problem+json")


@pytest.mark.parametrize("period", ["2019-00", "2019-13"])
def test_a_month_that_there_is_not_is_no_period(client: FlaskClient, period: str) -> None:
    assert client.get(f"/bulletins?period={period}").status_code == 422
    assert client.get(f"/api/v1/bulletins?period={period}").status_code == 422
    assert client.get("/api/v1/bulletins?period=2019-12").status_code == 200
