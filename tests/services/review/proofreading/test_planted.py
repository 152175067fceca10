"""Fifty planted errors are all found, where they stand; fifty right sentences give nothing."""

from __future__ import annotations

import pytest

from services.review.domain.proofreading.finding import Severity
from services.review.domain.proofreading.template import Template
from tests.services.review.proofreading.lists import HOUSING, found_in

# {…} is the planted error; the rule (of a word: the list) that has to find it, and what it suggests, None: anything
PLANTED = [
    ("您好！根据{中华人民共合国}城乡规划法，该建筑需要办理规划许可。", "state-names", "中华人民共和国"),
    ("您好！该案已移送市{人民检查院}审查。", "state-names", "人民检察院"),
    ("您好！经{国务苑}批准，该条例自公布之日起施行。", "state-names", "国务院"),
    ("您好！该线索已转市{纪律监察委员会}。", "state-names", "纪律检查委员会"),
    ("您好！议案已提交市{人名代表大会}审议。", "state-names", "人民代表大会"),
    ("您好！全市深入学习{习近平新时代特色社会主义思想}。", "state-names", "习近平新时代中国特色社会主义思想"),
    ("您好！该线路通往{新疆省}。", "state-names", "新疆维吾尔自治区"),
    ("您好！请向县{国土资源局}申请登记。", "former-names", "自然资源局"),
    ("您好！请到区{卫生和计划生育委员会}窗口办理。", "former-names", "卫生健康委员会"),
    ("您好！我局已{布署}清理工作。", "typos", "部署"),
    ("您好！您{反应的问题}已核实。", "typos", "反映的问题"),
    ("您好！请{拔打}服务热线。", "typos", "拨打"),
    ("您好！{截止目前}，已完成路面修复。", "typos", "截至目前"),
    ("您好！该小区{供曖}已恢复。", "typos", "供暖"),
    ("您好！工程{己经}完工。", "typos", "已经"),
    ("您好！施工队将{既将}进场。", "typos", "即将"),
    ("您好！请注册网上办事{帐号}。", "typos", "账号"),
    ("您好！给您带来不便，深表{抱谦}。", "typos", "抱歉"),
    ("您好！该处{拉圾}已清运。", "typos", "垃圾"),
    ("您好！您的{投拆}已受理。", "typos", "投诉"),
    ("您好！{残废人}机动轮椅车可以免费停放。", "dignity", "残疾人"),
    ("您好！我局对{老赖}依法采取限制措施。", "dignity", "失信被执行人"),
    ("您好！您反映的问题{已转相关部门处理}。", "empty-phrases", None),
    ("您好！相关工作正在推进，{请您耐心等待}。", "empty-phrases", None),
    ("您好！该道路将{待条件成熟}再修建。", "empty-phrases", None),
    ("您好！请联系工作人员{13800138000}。", "phone", "***********"),
    ("您好！请拨打{0791-86530000}咨询。", "phone", "***********"),
    ("您好！您的身份证号{11010519491231002X}已核对。", "id_number", None),
    ("您好！退款已转入{6222021234567890128}。", "bank_card", None),
    ("您好！请把材料发到{wang@example.com}。", "email", "***@***"),
    ("您好！经查，{栖A12345}号车违法停放。".replace("栖", "赣"), "plate", None),
    ("您好！经现场查看，{3栋2单元501室}漏水已修复。", "address", None),
    ("您好！已安排检修{，，}现已恢复。", "doubled_punctuation", "，"),
    ("您好！已经修好{。。}感谢您的监督。", "doubled_punctuation", "。"),
    ("您好！道路已修复{，。}感谢监督。", "doubled_punctuation", "，"),
    ("您好！正在协调{...}", "ellipsis", "……"),
    ("您好！根据{《}城市道路管理条例的规定，需要办理许可。", "unbalanced", "》"),
    ("您好！该项目{（}二期已于上月完工。", "unbalanced", "）"),
    ("您好！已设置“禁止停车{“}标志。", "unbalanced", "”"),
    ("您好！该楼（二号楼已通过验收{】}。", "unbalanced", "【"),
    ("您好{!}您反映的路灯已修复。", "half_width", "！"),
    ("您好！路灯已修复{,}请您放心。", "half_width", "，"),
    ("您好！我局已{安排安排}人员清理。", "repeated", None),
    ("您好！该路段{的的}路灯已修复。", "repeated", "的"),
    ("您好！工程将于{2024年2月30日}完工。", "no_such_day", None),
    ("您好！将于{十一月三十一日}前完成。", "no_such_day", None),
    ("您好！每日{25时30分}停止施工。", "no_such_hour", None),
    ("您好！补贴标准为{1,2000}元。", "unreadable_amount", None),
    ("您好！请到{栖州市住房和城乡建舍局}办理。", "agency_name", HOUSING),
    ("{}路灯已修复，感谢您的监督。", "no_salutation", None),
]

RIGHT = [
    "您好！您反映的路灯问题，已安排养护人员检修，现已恢复照明。感谢您的监督。",
    "您好！根据《中华人民共和国城乡规划法》第四十条，该建筑已办理规划许可。",
    "您好！该案已移送市人民检察院审查，结果将依法公开。",
    "您好！中国共产党栖州市委员会、栖州市人民政府高度关注该项目。",
    "您好！市纪律检查委员会、市监察委员会已收到该线索。",
    "您好！全国人民代表大会常务委员会于2019年4月23日修正了该法。",
    "您好！我市深入学习贯彻习近平新时代中国特色社会主义思想。",
    "您好！该线路经过新疆维吾尔自治区和新疆省际公路。",
    "您好！原国土资源局的档案已移交市自然资源局。",
    "您好！该名单由市政府公布署名后生效。",
    "您好！工程已经完工，来自已建成片区的居民均可使用。",
    "您好！请于周末来窗口办理，即使下雨也正常办公。",
    "您好！我局已部署清理工作，截至目前共清运垃圾12吨。",
    "您好！收到通知后，各单位按排水规划和按排放标准施工。",
    "您好！经表决对该方案予以通过，取决对象为全体业主。",
    "您好！请选拔打分前三名的选手。",
    "您好！残疾人机动轮椅车可以免费停放。",
    "您好！该医院神经病学科门诊周一至周五开放。",
    "您好！请拨打12345热线，或到政务服务中心窗口办理。",
    "您好！国发〔2019〕12号文件要求在15个工作日内答复。",
    "您好！该小区共有1200户，物业费每平方米2.5元，合计300,000元。",
    "您好！坐地铁3号线到体育馆站，再换乘102路公交车。",
    "您好！罚款15000元，依据是第684号令第12条第3款。",
    "您好！工程将于2024年2月29日完工，比计划提前十天。",
    "您好！该政策自2023年12月31日起施行，至2025年6月30日止。",
    "您好！农历二月三十前后为植树时节，请留意通知。",
    "您好！每日8时30分至17时30分办理，24小时自助区不休息。",
    "您好！补贴标准为12,000元，增长5.2%，共3.5亿元。",
    "您好！具体办法如下：1）提交申请；2）窗口受理；3）现场核验。",
    "您好！一、关于停车问题。二、关于绿化问题。（一）现状；（二）措施。",
    "您好！已设置“禁止停车”标志，并张贴《告知书》（一式两份）。",
    "您好！他说：“请参照《〈城市道路管理条例〉实施办法》办理。”",
    "您好！方案（含附件〔2023〕8号）已公示。",
    "您好！工作人员多次上门——包括节假日——了解情况。",
    "您好！下一步……我们将按月公布进展。",
    "您好！这样做行吗？！请您放心，手续齐全。",
    "您好！该系统支持Windows 10，版本为2.1.3，网址见公告。",
    "您好！施工时间：9:00至18:00，比例为1:500。",
    "您好！我们一户一户核实，一次一次协调，许多许多细节都已确认。",
    "您好！请大家研究研究、讨论讨论这份方案。",
    "您好！为了了解情况，我们认为为民服务是第一位的。",
    "您好！对于于某某提出的建议，已经采纳。",
    "您好！这的的确确是历史遗留问题，已列入2024年计划。",
    "您好！现在在场人员每人每天补贴50元，运动功能正常。",
    "您好！临水区教育局与望山县水利局已共同签署协议。",
    "您好！请到栖州市住房和城乡建设局或栖州市交通运输局办理。",
    "尊敬的网友：您的留言收悉，现将有关情况答复如下。",
    "您好！该路段长1.2公里、宽8米，投资2000万元。",
    "您好！二〇二四年十二月三十一日前完成竣工验收。",
    "您好！项目分两期：一期已竣工，二期于9月底开工。",
]


def parts(planted: str) -> tuple[str, int, int]:
    """The text, and where in it the error stands."""
    before, rest = planted.split("{", 1)
    wrong, after = rest.split("}", 1)
    return before + wrong + after, len(before), len(before) + len(wrong)


def test_there_are_fifty_of_each() -> None:
    assert (len(PLANTED), len(RIGHT), len(set(RIGHT))) == (50, 50, 50)


@pytest.mark.parametrize(("planted", "rule", "suggestion"), PLANTED)
def test_a_planted_error_is_found_where_it_stands(planted: str, rule: str, suggestion: str | None) -> None:
    text, start, end = parts(planted)
    places = {(each.list or each.rule, each.start, each.end): each for each in found_in(text)}
    found = places[rule, start, end]
    assert suggestion is None or found.suggestion == suggestion
    assert (found.severity is Severity.STOP) == (rule == "state-names")


def test_what_is_found_repeats_no_name_of_the_text() -> None:
    assert [found.suggestion for found in found_in("您好！王小明王小明的申请已受理。")] == [None]


@pytest.mark.parametrize("sentence", RIGHT)
def test_a_right_sentence_gives_nothing(sentence: str) -> None:
    assert [(found.name, sentence[found.start : found.end]) for found in found_in(sentence)] == []


SIGNED = Template(None, "{agency}*{date}", HOUSING)


@pytest.mark.parametrize(
    ("ending", "found"),
    [
        (f"\n{HOUSING}\n2024年3月1日", []),
        (f"（{HOUSING} 2024年3月1日）", []),
        ("\n2024年3月1日", ["no_signature"]),
        ("\n栖州市城乡建设局\n2024年3月1日", ["no_signature", "agency_name"]),
        ("\n栖州市交通运输局\n2024年3月1日", ["no_signature"]),
        ("", ["no_signature"]),
    ],
)
def test_a_reply_is_signed_as_its_column_asks(ending: str, found: list[str]) -> None:
    signed = f"路灯已修复。{ending}".replace("\n2024", " 2024") if HOUSING in ending else f"路灯已修复。{ending}"
    assert [each.rule for each in found_in(signed, SIGNED)] == found
