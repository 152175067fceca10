"""A bulletin as DOCX and XLSX: every figure of its frozen content, none besides, and the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from docx import Document
from docx.oxml import parse_xml
from openpyxl import load_workbook

from gateway.documents.bulletin_letter import bulletin_letter
from gateway.documents.bulletin_phrases import file_name, full_title
from gateway.documents.bulletin_sheet import bulletin_sheet
from tests.gateway.bulletin_contents import (
    AS_OF,
    CITY,
    CONTENTS,
    CORRECTED,
    MAYOR,
    NOTHING,
    SPAN,
    Content,
    digest,
    told,
)

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
LISTS = ("kinds", "fields", "agencies", "columns", "trend")
every = pytest.mark.parametrize("content", [pytest.param(each, id=name) for name, each in CONTENTS.items()])


def paragraphs(told_: Mapping[str, Any]) -> list[str]:
    return [each.text for each in Document(BytesIO(bulletin_letter(told_))).paragraphs]


def tables(told_: Mapping[str, Any]) -> list[list[list[str]]]:
    document = Document(BytesIO(bulletin_letter(told_)))
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables]


def sheets(told_: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(bulletin_sheet(told_)))
    return {
        sheet.title: [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]
        for sheet in book.worksheets
    }


def printed(value: Any) -> str:
    return "—" if value is None else str(value)


def flat(figures: Mapping[str, Any]) -> Iterator[Any]:
    for value in figures.values():
        yield from flat(value) if isinstance(value, dict) else (value,)


def rows(content: Content, part: str) -> list[list[Any]]:
    """The figures of each row, as they are."""
    names = {"key", "name", "jurisdiction", "from", "to", "as_of"}
    return [[value for name, value in row.items() if name not in names] for row in content[part]]


def ends_with(found: list[Any], figures: list[Any]) -> bool:
    return found[-len(figures) :] == figures


@every
def test_every_row_of_the_content_is_in_the_document(content: Content) -> None:
    found = [row for table in tables(told(content)) for row in table]
    for part in LISTS:
        if part in {"kinds", "fields", "agencies"} and not content["completion"]["accepted"]:
            continue  # a sentence says that there was nothing
        for figures in rows(content, part):
            assert any(ends_with(row, [printed(each) for each in figures]) for row in found), (part, figures)
    for late in content["overdue"]:
        assert any(row[0] == late["number"] and row[-1] == str(late["days"]) for row in found)


@every
def test_every_row_of_the_content_is_in_the_workbook_as_numbers(content: Content) -> None:
    found = [row for sheet in sheets(told(content)).values() for row in sheet]
    for part in LISTS:
        for figures in rows(content, part):
            numbers = [float(each) if isinstance(each, str) else "—" if each is None else each for each in figures]
            assert any(ends_with(row, numbers) for row in found), (part, figures)
    for late in content["overdue"]:
        assert any(
            row[:1] == [late["number"]] and row[-2:] == [datetime.fromisoformat(late["due"]), late["days"]]
            for row in found
        )


@every
def test_every_figure_of_the_whole_is_in_both(content: Content) -> None:
    cells = [cell for table in tables(told(content)) for row in table for cell in row]
    document = "\n".join([*paragraphs(told(content)), *cells])
    listed = [row[2] for row in sheets(told(content))["总体"][8:]]
    figures = [
        each for part in ("workload", "completion", "timeliness", "satisfaction") for each in flat(content[part])
    ]
    assert listed == [float(each) if isinstance(each, str) else "—" if each is None else each for each in figures]
    for each in figures:
        assert re.search(rf"(?<![\d.]){re.escape(printed(each))}(?![\d.]*\d)", document), each


@every
def test_no_number_is_told_that_the_content_has_not(content: Content) -> None:
    """What is counted in the first parts is counted by stats; dates and the annex are told elsewhere."""
    said = paragraphs(told(content))
    start = said.index("一、总体情况")
    known = {printed(each) for each in _leaves(content)}
    dates = re.compile(r"\d+年(?:第|\d+月(?:\d+日(?:\d\d:\d\d)?)?|度)?|第\d版|2019-\d\d-\d\d")
    for text in said[start : said.index("附件：统计口径和核对方法")]:
        assert set(re.findall(r"\d+(?:\.\d+)?", dates.sub("", text))) <= known, text


def _leaves(value: Any) -> Iterator[Any]:
    match value:
        case dict():
            for each in value.values():
                yield from _leaves(each)
        case list():
            for each in value:
                yield from _leaves(each)
        case _:
            yield value


@every
@pytest.mark.parametrize("published_at", ["2019-04-12T02:00:00Z", None])
def test_a_bulletin_is_the_same_bytes_each_time(content: Content, published_at: str | None) -> None:
    of = told(content, published_at)
    assert bulletin_letter(of) == bulletin_letter(of)
    assert bulletin_sheet(of) == bulletin_sheet(of)


def test_the_document_says_whose_it_is_of_when_and_as_of_when() -> None:
    said = paragraphs(told(MAYOR))
    assert said[0] == "栖川市市长信箱2019年第一季度\n网民留言办理情况通报"
    assert said[2] == (
        "现将栖川市市长信箱2019年第一季度（2019年1月1日至2019年3月31日）网民留言办理情况通报如下。"
        "收到情况按收到日期统计，其余各项按受理日期统计，截止时间为2019年4月10日00:00（北京时间）。"
    )
    headings = [each for each in said if re.match("[一二三四五六七八九]、", each)]
    assert headings == [
        *(
            "一、总体情况",
            "二、按类型和领域",
            "三、承办单位办理情况",
            "四、按期办结与办理时间",
            "五、满意度",
            "六、与前期比较",
        ),
    ]
    signed = said.index("附件：统计口径和核对方法")
    assert said[signed + 2 : signed + 4] == ["栖川市市长信箱", "2019年4月12日"]
    assert not any("送审稿" in each for each in said)


@pytest.mark.parametrize(
    ("content", "called"),
    [
        (CITY, "全市2019年第一季度网民留言办理情况通报"),
        ({**CITY, "scope": {**CITY["scope"], "jurisdiction": "栖川市"}}, "栖川市2019年第一季度网民留言办理情况通报"),
        (NOTHING, "临栖区区长信箱2019年第一季度网民留言办理情况通报"),
        (SPAN, "栖川市市长信箱2018年12月20日至2019年2月14日网民留言办理情况通报"),
        (
            {**MAYOR, "period": {**MAYOR["period"], "kind": "half", "from": "2019-07-01"}},
            "栖川市市长信箱2019年下半年网民留言办理情况通报",
        ),
        ({**MAYOR, "period": {**MAYOR["period"], "kind": "year"}}, "栖川市市长信箱2019年网民留言办理情况通报"),
        (
            {**MAYOR, "period": {**MAYOR["period"], "kind": "month", "from": "2019-03-01"}},
            "栖川市市长信箱2019年3月网民留言办理情况通报",
        ),
    ],
)
def test_a_title_names_place_column_and_period(content: Content, called: str) -> None:
    assert full_title(content) == called


def test_who_signs_for_the_city_is_its_portal_office_and_its_columns_stand_by_place() -> None:
    said = paragraphs(told(CITY))
    assert "七、各栏目情况" in said
    assert "电子政务办" in said
    listed = tables(told(CITY))[-1]
    assert [row[0] for row in listed[1:]] == [
        *(
            "栖川市",
            "市委书记留言板",
            "市长信箱",
            "临栖区",
            "临栖区委书记留言板",
            "临栖区区长信箱",
            "望川县",
            "望川县县长信箱",
        ),
    ]
    assert "各栏目" in sheets(told(CITY))
    assert "各栏目" not in sheets(told(MAYOR))


def test_a_bulletin_of_nothing_reads_well() -> None:
    said = paragraphs(told(NOTHING))
    for sentence in (
        "本期没有收到留言。",
        "本期没有受理留言。",
        "本期没有受理留言，没有需要承办的留言。",
        "本期没有受理留言，按期办结率无法计算。",
        "截至2019年4月10日00:00，没有收到满意度评价，满意率无法计算。",
        "与2018年第四季度相比，受理件数持平。各期均在期末之后同样长的时间截止，可以相互比较。",
    ):
        assert sentence in said
    assert "None" not in "".join(said)
    assert not charts(bulletin_letter(told(NOTHING)))


def test_the_overdue_are_named_and_where_there_are_none_it_is_said() -> None:
    assert ["20190122-000017", "栖川市住房和城乡建设局", "2019年2月11日", "58"] in tables(told(MAYOR))[5]
    assert ["20190311-000004", "市长信箱", "（待转办）", "2019年3月19日", "22"] in tables(told(CITY))[5]
    assert "截至2019年4月10日00:00，没有超时未办的留言。" in paragraphs(told(SPAN))
    assert sheets(told(SPAN))["超时未办"][-1] == ["没有超时未办的留言。"]


def test_a_correction_says_why_and_what_changed_in_words() -> None:
    said = paragraphs(told(CORRECTED))
    assert said[1] == "（第2版，更正第1版）"
    assert "七、更正说明" in said
    assert "本通报是第2版，更正第1版。更正原因：一件留言的办结时间登记有误。" in said
    assert tables(told(CORRECTED))[-1] == [
        ["项目", "更正前", "更正后"],
        ["受理与办结·办结", "93", "94"],
        ["受理与办结·办结率（%）", "95.88", "96.91"],
        ["办理时效·办理自然日·平均", "7.4", "7.35"],
        ["类型构成·投诉·办结", "26", "27"],
        ["领域构成·（无）·占比（%）", "5.1", "5.15"],
        ["承办单位办理情况·栖川市住房和城乡建设局·办结", "35", "36"],
        ["承办单位办理情况·water·承办", "1", "—"],
        ["超时未办事项·20190122-000017·办理期限", "2019-02-12", "2019-02-11"],
        ["与前四期比较·2019年第一季度·办结", "93", "94"],
    ]
    listed = sheets(told(CORRECTED))["更正"]
    assert ["受理与办结·办结率（%）", 95.88, 96.91] in listed
    assert ["承办单位办理情况·water·承办", 1, "—"] in listed


def test_a_draft_is_marked_on_every_page_and_in_every_sheet() -> None:
    draft = told(MAYOR, None)
    document = Document(BytesIO(bulletin_letter(draft)))
    section = document.sections[0]
    for header in (section.header, section.even_page_header):
        assert header.paragraphs[0].text == "送审稿（未发布）"
    assert "（未发布）" in paragraphs(draft)
    assert all(sheet[0][0].endswith("（送审稿（未发布））") for sheet in sheets(draft).values())
    published = Document(BytesIO(bulletin_letter(told(MAYOR)))).sections[0]
    assert published.header.paragraphs[0].text == ""


def test_the_annex_says_how_anyone_can_check_it() -> None:
    said = "\n".join(paragraphs(told(MAYOR)))
    for each in (
        digest(MAYOR),
        AS_OF,
        "受理（intake）至第1234条",
        "2019Q1-mayor，第1版；统计口径第1版",
        "自2019-01-01起，至2019-04-01",
    ):
        assert each in said
    for sheet in sheets(told(MAYOR)).values():
        assert ["校验码", digest(MAYOR)] in sheet
        assert ["截止时间", "2019年4月10日00:00（北京时间）"] in sheet


def charts(file: bytes) -> list[Any]:
    with ZipFile(BytesIO(file)) as archive:
        names = [name for name in archive.namelist() if re.search(r"charts/chart\d+\.xml$", name)]
        return [parse_xml(archive.read(name)) for name in names]


def points(series: Any, part: str) -> dict[int, str | None]:
    return {
        int(each.get("idx", "")): each.findtext(f"{CHART}v") for each in series.iterfind(f"{CHART}{part}//{CHART}pt")
    }


@pytest.mark.parametrize("written", [bulletin_letter, bulletin_sheet])
def test_the_chart_holds_the_figures_of_the_trend(written: Any) -> None:
    (chart,) = charts(written(told(MAYOR)))
    series = list(chart.iter(f"{CHART}ser"))
    assert [points(each, "tx")[0] for each in series] == ["受理", "办结", "办结率（%）"]
    for each, figure in zip(series, ("accepted", "closed", "completion_rate"), strict=True):
        expected = {place: str(row[figure]) for place, row in enumerate(MAYOR["trend"]) if row[figure] is not None}
        assert points(each, "val") == expected
        assert list(points(each, "cat").values())[-1] == "2019年第一季度"


@pytest.mark.parametrize("written", [bulletin_letter, bulletin_sheet])
def test_the_chart_is_drawn_from_cells_that_hold_the_same(written: Any) -> None:
    file = written(told(MAYOR))
    (chart,) = charts(file)
    with ZipFile(BytesIO(file)) as archive:
        embedded = [name for name in archive.namelist() if name.endswith(".xlsx")]
        book = load_workbook(BytesIO(archive.read(embedded[0]) if embedded else file))
    for reference in chart.iter(f"{CHART}numRef", f"{CHART}strRef"):
        sheet, _, area = (reference.findtext(f"{CHART}f") or "").rpartition("!")
        found = book[sheet.strip("'")][area.replace("$", "")]
        cells = [cell for row in found for cell in row] if isinstance(found, tuple) else [found]
        cached = {int(each.get("idx", "")): each.findtext(f"{CHART}v") for each in reference.iter(f"{CHART}pt")}
        held = {place: cell.value for place, cell in enumerate(cells) if cell.value not in {None, "—"}}
        assert {place: str(value) for place, value in held.items()} == cached


def test_the_chart_in_the_document_finds_its_workbook() -> None:
    with ZipFile(BytesIO(bulletin_letter(told(MAYOR)))) as archive:
        (chart,) = (parse_xml(archive.read("word/charts/chart1.xml")),)
        relations = parse_xml(archive.read("word/charts/_rels/chart1.xml.rels"))
        assert "word/embeddings/Microsoft_Excel_Sheet1.xlsx" in archive.namelist()
        assert b'Extension="xlsx"' in (types := archive.read("[Content_Types].xml")) or b"Sheet1.xlsx" in types
    (outside,) = chart.iter(f"{CHART}externalData")
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    (relation,) = relations
    assert relation.get("Id") == outside.get(f"{{{office}}}id")
    assert relation.get("Type") == f"{office}/package"
    assert relation.get("Target") == "../embeddings/Microsoft_Excel_Sheet1.xlsx"


@every
def test_a_workbook_has_no_formulas_and_texts_stay_texts(content: Content) -> None:
    book = load_workbook(BytesIO(bulletin_sheet(told(content))))
    for sheet in book.worksheets:
        assert sheet.freeze_panes
        assert sheet.print_title_rows
        assert not [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    rates = [row[-1] for row in book["承办单位"].iter_rows(min_row=10) if isinstance(row[-1].value, int | float)]
    assert {cell.number_format for cell in rates} <= {"0", "0.0", "0.00"}
    days = (row[2].value for row in book["趋势"].iter_rows(min_row=9))
    begun = next(each for each in days if isinstance(each, datetime))
    assert begun == datetime.combine(date(2018, 1, 1), datetime.min.time())


def test_a_document_says_when_it_was_published_and_by_whom() -> None:
    core = Document(BytesIO(bulletin_letter(told(MAYOR)))).core_properties
    assert (core.title, core.subject, core.author) == (full_title(MAYOR), "2019Q1-mayor", "栖川市市长信箱")
    assert core.modified == datetime.fromisoformat("2019-04-12T02:00:00Z")
    properties = load_workbook(BytesIO(bulletin_sheet(told(MAYOR)))).properties
    assert (properties.title, properties.creator) == (full_title(MAYOR), "栖川市市长信箱")
    assert properties.modified == datetime(2019, 4, 12, 2, 0)  # noqa: DTZ001 - as the format has it


def test_a_file_is_named_by_bulletin_version_and_whether_it_is_a_draft() -> None:
    assert file_name(told(MAYOR), "docx") == "办理情况通报-2019Q1-mayor.docx"
    assert file_name(told(CORRECTED), "xlsx") == "办理情况通报-2019Q1-mayor-第2版.xlsx"
    assert file_name(told(CITY, None), "docx") == "办理情况通报-2019Q1-送审稿.docx"
