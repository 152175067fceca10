"""答复审核记录: how a reply was written, reviewed and sent out, as DOCX; anyone can compute its hashes anew.

It ends with the texts that went out, the newest last, each in a frame of its own (paragraphs of the style `FRAMED`), so
that a text is the lines in its frame and nothing else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from docx import Document
from docx.document import Document as DocumentObject
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt
from docx.text.paragraph import Paragraph

from gateway.account import RESERVED
from gateway.documents.evidence_words import CALLED, EVENTS
from gateway.documents.official import BODY, TITLE, heading, lay_out, letterhead, line, name, saved, say
from gateway.documents.official_table import Column, table
from gateway.documents.words import PARTS, ROLES, RULES, chinese_date, local

FRAMED: Final = "发出文本"

_FIGURES: Final = "DejaVu Sans Mono"
_SMALL: Final = Pt(9)
_COLUMNS: Final = (
    Column("位置", Mm(14), left=True),
    Column("事项", Mm(34), left=True),
    Column("校验码（SHA-256）", Mm(108), left=True, font=_FIGURES),
)
_HOW_WITH_FILES: Final = (
    "带有附件的，框下所列校验码涵盖文字和附件：先计算文字的 SHA-256 值，其后按所列顺序为每个附件接上一个换行符（LF）"
    "和该附件的 SHA-256 值（均为小写十六进制），再对全部内容计算 SHA-256 值。附件的 SHA-256 值由附件文件本身计算得出。"
)
_HOW: Final = (
    "校验方法：将方框内的文字逐行照录，行与行之间以一个换行符（LF）相接，首尾不加任何字符，"
    "按 UTF-8 编码计算其 SHA-256 值，所得结果应与框下所列校验码完全一致。任何人都可以用通用工具自行计算，不需要本系统。"
)


def evidence_record(told: Mapping[str, Any]) -> bytes:
    """The document of what review's query `evidence` tells."""
    document = Document()
    lay_out(document)
    _frame(document)
    at = local(told["as_of"])
    column = told["column_name"] or told["column"]
    letterhead(document, column, f"留言编号 {told['number']}")
    line(document, f"{PARTS[told['part']]}审核记录", WD_ALIGN_PARAGRAPH.CENTER, TITLE, Pt(22))
    line(document, "")
    say(document, f"本记录载明“{column}”栏目第{told['number']}号留言的{PARTS[told['part']]}由谁起草、由谁审核、")
    document.paragraphs[-1].add_run(
        f"何时发出、如何勘误，依据系统日志逐条列出，截至{chinese_date(at.date())}{at:%H:%M}（北京时间）。"
    )
    heading(document, "一、起草、审核和发出经过")
    for count, step in enumerate(told["steps"], 1):
        _step(document, count, step, told["leads"], told["list_names"])
    heading(document, "二、日志凭据")
    say(
        document,
        "系统日志逐条相扣：每一条的校验码由前一条的校验码与本条全部内容计算得出，改动、增删或者调换任何一条都会被发现。"
        "上列各条在日志中的位置和校验码如下：",
    )
    _table(document, told)
    say(document, "在保存日志的系统上运行以下命令，可以核实日志自形成本记录以来未被改动：")
    _figures(document, f"huiyin verify review --anchor {told['journal']['anchor']}")
    heading(document, "三、发出的文本")
    if not told["publications"]:
        say(document, "截至本记录形成时，尚无文本发出。")
    for out in told["publications"]:
        _publication(document, out, told["leads"])
    if told["publications"]:
        say(document, _HOW + (_HOW_WITH_FILES if any(out["attachments"] for out in told["publications"]) else ""))
    return saved(document, f"{PARTS[told['part']]}审核记录", told["number"], column, at)


def _step(
    document: DocumentObject, count: int, step: Mapping[str, Any], leads: Mapping[str, str], lists: Mapping[str, str]
) -> None:
    """Who did what when, under which hash, with which words, and what stood in the text."""
    at = local(step["at"])
    who = _who(step)
    say(document, f"{count}．{chinese_date(at.date())}{at:%H:%M:%S}，{who}{_did(step, leads)}。")
    if step["text_hash"]:
        _figures(document, f"SHA-256 {step['text_hash']}")
    if step["digest"]:
        _figures(document, f"附件 {step['type']} {step['size']} 字节 SHA-256 {step['digest']}")
    if step["words"]:
        say(document, f"所附文字：{step['words']}")
    for said in _proof(step, lists):
        say(document, said)


def _who(step: Mapping[str, Any]) -> str:
    """The person in their own role, and as whose deputy; what the program recorded is told by who set it in motion."""
    act = step["caused_by"] or step
    if act["by"] in RESERVED:
        return str(act["by_name"])
    role = ROLES.get(act["role"], act["role"])
    if not act["on_behalf_of"]:
        return f"{role}{act['by_name']}"
    own = ROLES.get(act["own_role"] or "", "")
    return f"{own}{act['by_name']}代{role}{act['on_behalf_of_name']}"


def _did(step: Mapping[str, Any], leads: Mapping[str, str]) -> str:
    form = EVENTS.get(step["event"], step["event"])
    back = f"第{step['to']}级" if step["to"] else "承办单位"
    lead = leads.get(step["lead"] or "", step["lead"])
    consent = "同意" if step["public"] else "不同意"
    sent = f"第{step['draft']}稿" if step["draft"] else "文稿"
    did: str = form.format_map({**step, "lead": lead, "back": back, "sent": sent, "consent": consent})
    return did + (f"（采用第{step['restores']}稿文字）" if step["restores"] else "")


def _proof(step: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[str]:
    """Under which word lists a text went on, and what was passed over by whom and why."""
    if step["lists"]:
        lists = "、".join(f"“{names.get(each['list'], each['list'])}”第{each['version']}版" for each in step["lists"])
        yield f"校对依据：词表{lists}。"
    for found in step["findings"]:
        what = RULES.get(found["rule"], found["rule"])
        of = f"（词表“{names.get(found['list'], found['list'])}”第{found['version']}版）" if found["list"] else ""
        why = found["why"] or "（理由已随留言删除）"
        yield f"校对提示：第{found['start'] + 1}至{found['end']}字，{what}{of}；{step['by_name']}予以保留，理由：{why}"


def _publication(document: DocumentObject, out: Mapping[str, Any], leads: Mapping[str, str]) -> None:
    """Who gave which version when, its text in a frame, its hash, and its files with theirs."""
    at = local(out["at"])
    whom = "向社会公开" if out["public"] else "送达网民本人"
    lead = leads.get(out["lead"] or "", out["lead"])
    why = f"，勘误原因：{out['reason_name']}" if out["reason_name"] else ""
    said = f"第{out['round']}轮第{out['version']}版，{lead}，{chinese_date(at.date())}{at:%H:%M:%S}{whom}{why}："
    say(document, said).paragraph_format.keep_with_next = True
    if out["text"] is None:
        say(document, "（原文已随留言删除，无法再读取。）")
    else:
        for each in out["text"].split("\n"):
            document.add_paragraph(each, style=FRAMED)
    _figures(document, f"SHA-256 {out['text_hash']}").paragraph_format.space_before = Pt(9)
    for count, file in enumerate(out["attachments"], 1):
        called = file["name"] or "（名称已随留言删除）"
        say(document, f"附件{count}：{called}，{file['size']}字节").paragraph_format.keep_with_next = True
        _figures(document, f"SHA-256 {file['digest']}")


def _figures(document: DocumentObject, text: str) -> Paragraph:
    """Something that is compared sign by sign, as small as it fits on a line."""
    written = line(document, "", WD_ALIGN_PARAGRAPH.LEFT)
    run = written.add_run(text)  # as it is, hyphens too: a command is copied from here
    run.font.size = _SMALL
    name(run._element.get_or_add_rPr().get_or_add_rFonts(), _FIGURES)  # noqa: SLF001 - as in official.write
    written.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
    written.paragraph_format.space_after = Pt(4)
    return written


def _table(document: DocumentObject, told: Mapping[str, Any]) -> None:
    """Position, event and digest of every row that the record rests on."""
    events = {step["position"]: step["event"] for step in told["steps"]}
    rows = [
        (str(link["position"]), _called(events[link["position"]]), link["digest"]) for link in told["journal"]["links"]
    ]
    table(document, _COLUMNS, rows, Pt(7.5))
    line(document, "", size=_SMALL)


def _called(event: str) -> str:
    return CALLED.get(event, event)


def _frame(document: DocumentObject) -> None:
    """The style of a text that went out: framed, as it was written, without indents of ours."""
    style = document.styles.add_style(FRAMED, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = document.styles["Normal"]
    style.font.size = Pt(14)
    form = style.paragraph_format
    form.space_before = form.space_after = Length(0)
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(24)
    name(style.element.get_or_add_rPr().get_or_add_rFonts(), BODY)
    borders = OxmlElement("w:pBdr")
    for side in ("top", "left", "bottom", "right"):
        border = OxmlElement(f"w:{side}")
        for key, value in (("val", "single"), ("sz", "6"), ("space", "6"), ("color", "808080")):
            border.set(qn(f"w:{key}"), value)
        borders.append(border)
    form.element.get_or_add_pPr().insert_element_before(
        borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )
