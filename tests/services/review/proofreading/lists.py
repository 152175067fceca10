"""The project's own word lists as a dictionary, for tests of what is found with them."""

from __future__ import annotations

from functools import cache

import yaml

from cli.wordlists import BUILTIN, entries_of
from services.review.domain.proofreading.finding import Finding, Severity
from services.review.domain.proofreading.template import Template
from services.review.domain.proofreading.text import by_form
from services.review.domain.wordlist import Entry
from services.review.proofreading.dictionary import Dictionary, Listed
from services.review.proofreading.reader import CHECKS

HOUSING = "栖州市住房和城乡建设局"
NAMES = frozenset({HOUSING, "栖州市交通运输局", "栖州市生态环境局", "临水区教育局", "望山县水利局", "栖州市人民政府"})
TEMPLATE = Template("您好*|尊敬的*|*网友*", None, HOUSING)


@cache
def builtin() -> Dictionary:
    """Every list that comes with the project, in force."""
    said = yaml.safe_load(BUILTIN.read_text(encoding="utf-8"))
    return Dictionary(
        Listed(each["list"], 1, Severity(each["severity"]), [Entry(**entry) for entry in entries_of(each)])
        for each in said
    )


def found_in(text: str, template: Template = TEMPLATE) -> list[Finding]:
    """Everything that proofreading finds with them."""
    return [*builtin().find(text), *by_form(text, template, NAMES, CHECKS)]
