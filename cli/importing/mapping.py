"""Which column of an office's table holds what: the default, and a YAML file that says otherwise."""

from __future__ import annotations

from collections.abc import Mapping as Named
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from marshmallow import Schema, ValidationError, fields

from cli.importing.cleaning import line

# our name → (header in the table, whether a table without it is refused)
HEADERS: dict[str, tuple[str, bool]] = {
    "number": ("留言编号", True),
    "user": ("留言用户", False),
    "title": ("留言主题", True),
    "submitted_at": ("留言时间", True),
    "body": ("留言详情", True),
    "reply": ("答复意见", False),
    "replied_at": ("答复时间", False),
    "kind": ("留言类型", False),
    "agency": ("承办单位", False),
    "accepted_at": ("受理时间", False),
    "assigned_at": ("转办时间", False),
}
KINDS = {
    "咨询": "consultation",
    "建议": "suggestion",
    "求助": "request",
    "投诉": "complaint",
    "感谢": "thanks",
}


class MappingError(ValueError):
    """The mapping file, or the table's header row, is not usable; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Header by our name; words of the table for kinds and agencies by what they are called here."""

    headers: Named[str, str] = field(default_factory=lambda: {name: header for name, (header, _) in HEADERS.items()})
    kinds: Named[str, str] = field(default_factory=lambda: dict(KINDS))
    agencies: Named[str, str] = field(default_factory=dict)

    def positions(self, header_row: Sequence[object]) -> dict[str, int]:
        """Our name → position in the row; raises MappingError for a missing or doubled header."""
        found: dict[str, list[int]] = {}
        for position, cell in enumerate(header_row):
            found.setdefault(line(cell), []).append(position)
        missing = [header for name, header in self.headers.items() if HEADERS[name][1] and header not in found]
        if missing:
            seen = "、".join(name for name in found if name) or "（空）"
            raise MappingError(f"表头中缺少列：{'、'.join(missing)}。表头现有：{seen}。请用 --mapping 指明对应的列名。")
        doubled = [header for header in self.headers.values() if len(found.get(header, ())) > 1]
        if doubled:
            raise MappingError(f"表头中有重复的列：{'、'.join(doubled)}。请改名后再导入。")
        return {name: found[header][0] for name, header in self.headers.items() if header in found}


class MappingSchema(Schema):
    """The mapping file: three tables of words, each of them optional."""

    columns = fields.Dict(keys=fields.String(), values=fields.String(allow_none=True), load_default=dict)
    kinds = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)
    agencies = fields.Dict(keys=fields.String(), values=fields.String(), load_default=dict)


def load(path: Path) -> Mapping:
    """The mapping of a YAML file, laid over the default; raises MappingError."""
    try:
        raw = yaml.safe_load(path.read_text("utf-8")) or {}
        given: dict[str, Any] = MappingSchema().load(raw)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise MappingError(f"无法读取映射文件 {path}：{error}") from error
    except ValidationError as error:
        raise MappingError(f"映射文件 {path} 有误：{error.messages}") from error
    unknown = sorted(set(given["columns"]) - set(HEADERS))
    if unknown:
        names = "、".join(HEADERS)
        raise MappingError(f"映射文件 {path} 的 columns 中有不认识的项：{'、'.join(unknown)}。可用：{names}。")
    unkind = sorted(set(given["kinds"].values()) - set(KINDS.values()))
    if unkind:
        names = "、".join(KINDS.values())
        raise MappingError(f"映射文件 {path} 的 kinds 中有不认识的类型：{'、'.join(unkind)}。可用：{names}。")
    headers = {name: header for name, (header, _) in HEADERS.items()} | given["columns"]
    dropped = sorted(name for name, header in headers.items() if not header and HEADERS[name][1])
    if dropped:
        raise MappingError(f"映射文件 {path} 不能去掉必需的列：{'、'.join(dropped)}。")
    return Mapping(
        headers={name: line(header) for name, header in headers.items() if header},
        kinds=KINDS | given["kinds"],
        agencies=given["agencies"],
    )
