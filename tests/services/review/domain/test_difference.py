"""What changed between two texts: whatever they are, the pieces make up both; and a reader takes them in."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from services.review.domain.difference import Segment, difference, tokens

WORDS = st.sampled_from(
    ["路灯", "已", "修复", "，", "。", "\n", "3月15日", "1,200.50元", "LED", " ", "的", "\u3000", "👍", "é"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=80).map("".join))
BEFORE = "网友您好：您反映的路灯问题我局将于3月15日前修复，费用1200元。"
AFTER = "网友您好：您反映的幸福路路灯问题我局已于3月18日修复，费用1,250元。"


def same(text: str) -> Segment:
    return Segment("equal", text, text)


@given(TEXTS, TEXTS)
def test_the_pieces_make_up_both_texts(before: str, after: str) -> None:
    segments = difference(before, after)
    assert "".join(segment.before for segment in segments) == before
    assert "".join(segment.after for segment in segments) == after
    for segment in segments:
        assert segment.before or segment.after
        assert (segment.before == segment.after) == (segment.op == "equal")
        assert (segment.op == "insert") == (not segment.before)
        assert (segment.op == "delete") == (not segment.after)


@given(TEXTS, TEXTS)
def test_two_pieces_side_by_side_are_not_both_changed_or_both_the_same(before: str, after: str) -> None:
    ops = [segment.op == "equal" for segment in difference(before, after)]
    assert all(one != other for one, other in itertools.pairwise(ops))


@given(TEXTS)
def test_a_text_differs_in_nothing_from_itself(text: str) -> None:
    assert difference(text, text) == ((same(text),) if text else ())


@given(TEXTS)
def test_the_tokens_of_a_text_are_the_text(text: str) -> None:
    assert "".join(tokens(text)) == text


def test_a_date_and_an_amount_change_as_a_whole() -> None:
    assert difference(BEFORE, AFTER) == (
        same("网友您好：您反映的"),
        Segment("insert", "", "幸福路"),
        same("路灯问题我局"),
        Segment("replace", "将", "已"),
        same("于3月"),
        Segment("replace", "15日前", "18日"),
        same("修复，费用"),
        Segment("replace", "1200元", "1,250元"),
        same("。"),
    )


def test_a_sentence_that_was_written_anew_is_one_piece() -> None:
    before = "我局高度重视，立即组织力量开展现场核查。\n特此答复。"
    after = "养护单位三月二日到场，更换灯头五只。\n特此答复。"
    first, rest = difference(before, after)
    assert (first.op, first.before, first.after) == ("replace", before[:-7], after[:-7])
    assert rest == same("。\n特此答复。")


def test_a_paragraph_that_moved_leaves_the_rest_alone() -> None:
    one, two, three = "路灯已经全部更换。\n", "线路已经重新铺设，验收合格。\n", "欢迎继续监督。\n"
    assert difference(one + two + three, two + three + one) == (
        Segment("delete", one, ""),
        same(two + three),
        Segment("insert", "", one),
    )


def test_a_long_text_with_a_few_edits_shows_just_these() -> None:
    lines = [f"第{number}条 关于{chr(0x4E00 + number)}事项的办理情况，已经核实。" for number in range(700)]
    edited = [line.replace("核实", "办结") if number % 100 == 7 else line for number, line in enumerate(lines)]
    before, after = "\n".join(lines), "\n".join(edited)
    changed = [segment for segment in difference(before, after) if segment.op != "equal"]
    assert changed == [Segment("replace", "核实", "办结")] * 7
