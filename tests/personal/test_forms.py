"""The finder: planted personal data is always found, ordinary numbers never are."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from personal.forms import Personal, Unnamed, found_in, masked, sure_kinds
from personal.reading import plain, readings
from services.intake.queries.publictext import CHECKS

NOBODY = Unnamed()
WANG = Unnamed("王小明", "13800138000", "wang@example.com")

# what stands before and after: people put no blank between their words and a number
BEFORE = st.sampled_from(
    ["", "我的电话是", "身份证号：", "请联系", "（", "您好！我叫李四，", "卡号 ", "tel:", "住在清泉路", "，"]
)
AFTER = st.sampled_from(["，请回复。", "。", "）谢谢", " 谢谢", "\n希望尽快解决", "的业主", "；"])
SENTENCES = st.sampled_from(
    [
        "2019年3月5日，国发〔2019〕12号文件要求在15个工作日内答复。",
        "该小区共有1200户，物业费每平方米2.5元，合计300000元。",
        "坐地铁3号线到体育馆站，再换乘102路公交。",
        "根据第684号令第12条第3款，罚款15000元。",
        "2018-12-31交房，至今365天，已拨打12345和12315，也打过110。",
        "建筑面积89.56平方米，容积率2.8，三室两厅，3室2厅。",
        "编号20190307-482913的留言，10月5号答复说3号门明年开。",
        "公司注册资本5000万元，2019年营业额1.2亿元，同比增长12.5%。",
    ]
)


def check_digit(body: str) -> str:
    """The eighteenth character, as GB 11643 computes it."""
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    return "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]


def luhn_digit(body: str) -> str:
    """The last digit of a card."""
    doubled = (int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body)))
    return str(-sum(value - 9 if value > 9 else value for value in doubled) % 10)


def grouped(digits: str, sign: str) -> str:
    return sign.join(digits[at : at + 4] for at in range(0, len(digits), 4))


def digits(length: int) -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=length, max_size=length)


def full_width(text: str) -> str:
    return text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})


id_numbers = st.builds(
    lambda place, born, order, small: (
        (number := f"{place}{born:%Y%m%d}{order}") + (check_digit(number).lower() if small else check_digit(number))
    ),
    st.sampled_from(["110105", "430102", "440524", "513436", "650102"]),
    st.dates(date(1930, 1, 1), date(2020, 12, 31)),
    digits(3),
    st.booleans(),
)
cards = st.builds(
    lambda prefix, rest, sign: grouped(f"{prefix}{rest}{luhn_digit(prefix + rest)}", sign),
    st.sampled_from(["622202", "621700", "436742"]),
    st.one_of(digits(9), digits(12)),
    st.sampled_from(["", " "]),
)
mobiles = st.builds(
    lambda head, rest, before, form: before + form(f"1{head}{rest}"),
    st.sampled_from(["38", "59", "77", "88", "99"]),
    digits(8),
    st.sampled_from(["", "+86", "86-", "+86 "]),
    st.sampled_from([str, lambda d: f"{d[:3]} {d[3:7]} {d[7:]}", lambda d: f"{d[:3]}-{d[3:7]}-{d[7:]}", full_width]),
)
landlines = st.builds(
    lambda area, first, rest, sign: f"{area}{sign}{first}{rest}",
    st.sampled_from(["010", "0731", "021", "0755"]),
    st.sampled_from("2345678"),
    digits(7),
    st.sampled_from(["-", " ", "", "--"]),
)
emails = st.from_regex(r"[a-z][a-z0-9_.]{0,8}[a-z0-9]@[a-z0-9]{2,8}\.(com|cn|com\.cn)", fullmatch=True)
plates = st.builds(
    lambda province, city, sign, rest: f"{province}{city}{sign}{rest}",
    st.sampled_from("京湘粤沪新"),
    st.sampled_from("ABCDE"),
    st.sampled_from(["", "·", " "]),
    st.one_of(
        st.from_regex(r"[0-9][0-9A-HJ-NP-Z]{4}", fullmatch=True),
        st.from_regex(r"[DF][0-9A-HJ-NP-Z][0-9]{4}", fullmatch=True),
        st.from_regex(r"[0-9]{5}[DF]", fullmatch=True),
    ),
)
houses = st.builds(
    lambda building, entrance, room: f"{building}{entrance}{room}",
    st.sampled_from(["3栋", "12号楼", "A座", "七栋", "B3栋", "三号楼"]),
    st.sampled_from(["", "2单元", "一单元"]),
    st.sampled_from(["501室", "1203", "12楼1203室", "三〇一室", "301号房"]),
)
PLANTED = {
    Personal.ID_NUMBER: id_numbers,
    Personal.BANK_CARD: cards,
    Personal.PHONE: st.one_of(mobiles, landlines),
    Personal.EMAIL: emails,
    Personal.PLATE: plates,
    Personal.ADDRESS: houses,
}
SURE = {Personal.ID_NUMBER, Personal.BANK_CARD, Personal.PHONE, Personal.EMAIL}


@pytest.mark.parametrize("kind", PLANTED, ids=str)
@given(data=st.data())
def test_what_is_planted_in_a_text_is_found_and_nothing_of_it_is_left(kind: Personal, data: st.DataObject) -> None:
    planted = data.draw(PLANTED[kind])
    before, after = data.draw(BEFORE), data.draw(AFTER)
    if kind is Personal.EMAIL and before == "tel:":
        before = "邮箱："
    text = f"{data.draw(SENTENCES)}{before}{planted}{after}{data.draw(SENTENCES)}"
    start = text.index(f"{before}{planted}{after}") + len(before)
    end = start + len(planted)
    findings = found_in(text, NOBODY, CHECKS)
    covering = [found for found in findings if found.start <= start and end <= found.end]
    assert [found.kind for found in covering] == [kind]
    assert covering[0].sure is (kind in SURE)
    assert planted not in masked(text, findings)


# zero width, directions, selectors, a soft hyphen, tags, fillers, marks on top of a sign, a control character
UNSEEN = st.sampled_from(
    "\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\u061c\u202a\u202e\u2066\u2069\ufe00\ufe0f\U000e0100\u180b\u00ad\u034f"
    "\U000e0020\u3164\u115f\uffa0\u0332\u20e3\u0001\u2800"
)
OTHER_DIGITS = st.sampled_from([0xFF10, 0x1D7CE, 0x1D7EC, 0x0660, 0x0966])


@pytest.mark.parametrize("kind", PLANTED, ids=str)
@given(data=st.data())
def test_nothing_that_nobody_sees_hides_anything_wherever_it_is_put(kind: Personal, data: st.DataObject) -> None:
    planted = data.draw(PLANTED[kind])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(planted)))
        planted = planted[:at] + data.draw(UNSEEN) + planted[at:]
    before, after = data.draw(SENTENCES), data.draw(SENTENCES)
    text = f"{before}\u200b，{planted}，{after}"
    start = len(before) + 2
    findings = found_in(text, NOBODY, CHECKS)
    assert [found.kind for found in findings] == [kind]
    seen = planted.strip("".join({sign for sign in planted if not plain(sign).text}))
    assert findings[0].start <= start + planted.index(seen)
    assert findings[0].end >= start + planted.index(seen) + len(seen)
    assert masked(text, findings).startswith(f"{before}\u200b，")
    assert masked(text, findings).endswith(f"，{after}")
    assert not re.search(r"[0-9]{3}|@[a-z0-9]", masked(text, findings)[len(before) : -len(after)])


@pytest.mark.parametrize("kind", [Personal.ID_NUMBER, Personal.BANK_CARD, Personal.PHONE], ids=str)
@given(data=st.data())
def test_digits_of_another_width_or_script_are_digits(kind: Personal, data: st.DataObject) -> None:
    zero = data.draw(OTHER_DIGITS)
    planted = data.draw(PLANTED[kind]).translate({code: zero + code - 0x30 for code in range(0x30, 0x3A)})
    (found,) = found_in(f"，{planted}，", NOBODY, CHECKS)
    assert (found.kind, found.start, found.end) == (kind, 1, len(planted) + 1)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("电话138\u200b0013\u200d8000\u2060。", "电话***********\u2060。"),
        ("1️⃣3️⃣8️⃣0️⃣0️⃣1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣", "***********️⃣"),
        ("138\u00a00013\u00a08000和138–0013–8000", "***********和***********"),
        ("138—0013—8000、138·0013·8000、138ー0013ー8000", "***********、***********、***********"),
        ("138−0013〜8000，0731——88881234。", "***********，***********。"),
        ("①③⑧00138000，¹³⁸00138000", "***********，***********"),
        ("13800\u280013 8000和138\u202800138000", "***********和***********"),
        ("①13800138000②13900139000", "①***********②***********"),
        ("②0731-88881234", "②***********"),
        ("共50m²，电话86530000——办公室", "共50m²，电话***********——办公室"),
        ("电话86530000—86530009，住址——3-2-501——二楼", "电话***********—86530009，住址——*-*-*——二楼"),
        ("⑩没有什么③", "⑩没有什么③"),
        ("\u200b没有什么\ufeff", "\u200b没有什么\ufeff"),
        ("我叫王\u200b小明", "我叫王某某"),
    ],
)
def test_what_is_written_stays_as_it_was_around_what_is_found(text: str, left: str) -> None:
    assert masked(text, found_in(text, WANG, CHECKS)) == left


LOOSE = st.sampled_from(["—", "–", "―", "·", "ー", "−", "〜", "\u00a0", "\u2028", "\u2029", "\u3000"])
NUMBERED = st.sampled_from(["⓪①②③④⑤⑥⑦⑧⑨", "⁰¹²³⁴⁵⁶⁷⁸⁹", "₀₁₂₃₄₅₆₇₈₉", "⓿❶❷❸❹❺❻❼❽❾"])


@given(LOOSE, NUMBERED, st.text("0123456789", min_size=8, max_size=8), st.integers(0, 11))
def test_any_dash_and_any_digits_hide_no_phone_and_it_is_found_where_it_stands(
    dash: str, digits: str, rest: str, plain_ones: int
) -> None:
    number = f"138{rest}"
    changed = "".join(sign if at < plain_ones else digits[int(sign)] for at, sign in enumerate(number))
    for planted in (changed, f"{number[:3]}{dash}{number[3:7]}{dash}{number[7:]}", f"138{dash}{changed[3:]}"):
        text = f"\u2800请\u200b拨打{planted}，谢谢"
        assert masked(text, found_in(text, NOBODY, CHECKS)) == "\u2800请\u200b拨打***********，谢谢"


@given(st.text(st.one_of(st.characters(), NUMBERED.flatmap(st.sampled_from), LOOSE), max_size=100))
def test_both_readings_of_a_text_have_the_same_characters_at_the_same_places(text: str) -> None:
    first, *apart = readings(text)
    assert first == plain(text)
    for read in apart:
        assert list(read.places) == list(first.places)
        assert all(
            sign in {plain(text[place]).text, text[place]} for place, sign in zip(read.places, read.text, strict=True)
        )


@given(st.text(max_size=100))
def test_each_character_that_is_read_stands_where_it_was_written(text: str) -> None:
    read = plain(text)
    assert len(read.text) == len(read.places)
    assert plain(read.text).text == read.text
    assert all(read.text[at] == plain(text[place]).text for at, place in enumerate(read.places))


@given(st.lists(SENTENCES, min_size=1, max_size=4))
def test_dates_amounts_and_document_numbers_are_left_alone(sentences: list[str]) -> None:
    text = "".join(sentences)
    assert found_in(text, NOBODY, CHECKS) == []


@given(st.lists(st.one_of(SENTENCES, *PLANTED.values()), max_size=6).map("，".join))
def test_a_masked_text_holds_nothing_more_to_find(text: str) -> None:
    assert found_in(masked(text, found_in(text, WANG, CHECKS)), WANG, CHECKS) == []


@given(st.text(max_size=200))
def test_whatever_is_written_findings_are_in_order_inside_the_text_and_do_not_meet(text: str) -> None:
    findings = found_in(text, WANG, CHECKS)
    places = [place for found in findings for place in (found.start, found.end)]
    assert places == sorted(places)
    assert all(0 <= found.start < found.end <= len(text) for found in findings)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("住清泉路12号3栋2单元501室", "住清泉路*号*栋*单元*室"),
        ("三号楼停水三天了", "*号楼停水三天了"),
        ("联系电话: 8888 1234，座机0731-88881234转802", "联系电话: ***********，座机***********"),
        ("湘A12345、粤BD12345和京A·F123挂", "湘A*****、粤B*****和京A*****"),
        ("卡号 6222021234567890123", "卡号 ****************"),
        ("身份证110105491231002", "身份证***************"),
        ("我住3-2-501，不是2019-12-05", "我住*-*-*，不是2019-12-05"),
        ("共有5栋楼，修了三座桥，第3单元的课文", "共有5栋楼，修了三座桥，第3单元的课文"),
        ("在解放路5号线车站", "在解放路5号线车站"),
        ("我叫王小明，王小明的手机", "我叫王某某，王某某的手机"),
        ("mail WANG2@Example.COM.", "mail ***@***."),
    ],
)
def test_what_is_left_of_a_text(text: str, left: str) -> None:
    assert masked(text, found_in(text, WANG, CHECKS)) == left


def test_a_word_that_is_everybodys_is_no_name() -> None:
    assert found_in("我们业主都同意", replace(NOBODY, name="业主"), CHECKS) == []
    assert found_in("王先生", replace(NOBODY, name="王"), CHECKS) == []


def test_the_contact_that_was_given_is_found_in_any_form() -> None:
    writer = replace(NOBODY, phone="微信wx_lao-li", email="lao-li at qq")
    found = found_in("加微信wx_lao-li或者lao-li at qq", writer, CHECKS)
    assert [one.kind for one in found] == [Personal.PHONE, Personal.EMAIL]


def test_an_id_number_with_a_slip_in_it_is_found_and_not_sure() -> None:
    (found,) = found_in("身份证号430102199003071235", NOBODY, CHECKS)
    assert (found.kind, found.sure) == (Personal.ID_NUMBER, False)
    assert sure_kinds([found]) == ()
