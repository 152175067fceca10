"""统计口径: how a bulletin's figures are counted, by the version of the definitions that its content names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from gateway.documents.bulletin_phrases import days, moment, whose

DEFINITIONS: Final = {
    1: (
        (
            "收到：统计期内提交的留言。无效：其中不予受理或者重复合并的留言。有效：收到减去无效。审核：其中已由受理员作出决定的留言。"
            "指引：有效，但不由本系统办理，已告知网民向何处反映或者移交其他系统的留言。撤回：受理前由网民撤回的留言。"
            "待受理：尚未作出决定的留言。其中受理：收到的留言中已受理的。"
        ),
        "答复率＝公开答复÷有效。",
        "受理：统计期内受理的留言，按受理日期统计；移交其他系统的不计入受理和办结，单独列出。",
        "办结：已受理，且在截止时间已经办结的留言；重新办理后尚未再次办结的，不计入办结。",
        (
            "超时未办：截止时间尚未办结，且已超过当时有效的办理期限的留言。在办：尚未办结且未超期的留言。"
            "受理＝办结＋在办＋超时未办。"
        ),
        "办结率＝办结÷受理。按期办结率＝按期办结÷办结；按期办结，是指在办结时有效的办理期限内办结。",
        (
            "办理时间：自受理之日起至办结之日止，当日办结的计为0天，分别按自然日和工作日统计。"
            "中位数和90分位，是指半数和九成的留言办理时间不超过的天数。"
        ),
        "满意率＝满意合计÷评价；满意合计包括非常满意、满意和基本满意。每次办结可以评价一次。",
        "承办单位：截止时间或者办结时的主办单位；尚未转办的列为待转办。领域：按最上一级领域统计。占比：占受理总数的比例。",
        "各项比率以百分数表示，四舍五入保留两位小数，末尾的零省去；没有可以作为分母的数时记作“—”。合计只对件数相加，不对比率相加。",
    ),
}
"""By version, for what was published under one stays under it."""

_CHECKING: Final = (
    "本通报的全部数据载于其内容文件。将内容文件（JSON）的键按字典序排列，不留空白，以UTF-8编码，计算其SHA-256值，"
    "所得结果应与上列校验码完全一致。以同一统计期、同一截止时间和同一日志位置重新统计，所得数据应当相同。"
)
_SERVICES: Final = {"intake": "受理", "review": "审核", "routing": "转办"}


def notes(told: Mapping[str, Any]) -> Iterator[str]:
    """What the figures mean and rest on, so that anyone can check them."""
    content = told["content"]
    of, span = content["scope"]["column"], content["period"]
    yield f"统计范围：{whose(content)}{f'（栏目代码{of}）' if of else '本市平台各栏目，不含其他平台承载的栏目'}。"
    yield f"统计期：{days(span)}，首尾两日均计入（北京时间；自{span['from']}起，至{span['to']}，不含该日）。"
    yield f"截止时间：{moment(content['as_of'])}（北京时间），即{content['as_of']}。此后发生的事项不计入。"
    yield from DEFINITIONS[content["definitions"]]
    yield "前期比较：以往各期在期末之后同样长的时间截止，与本期口径一致。"
    positions = sorted(content["positions"].items())
    logs = "，".join(f"{_SERVICES.get(name, name)}（{name}）至第{at}条" for name, at in positions)
    yield f"日志位置：各项数据依据下列公开日志计算：{logs}。"
    yield f"编号和版本：{content['bulletin']}，第{content['version']}版；统计口径第{content['definitions']}版。"
    yield f"校验码（SHA-256）：{told['digest']}。"
    yield _CHECKING
