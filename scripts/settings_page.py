"""Write the tables of docs/settings.md from what the code says of its settings."""

from collections.abc import Iterable
from pathlib import Path

import gateway.settings
import kernel.settings
import services.notices.settings
from kernel.settings import Description

PAGE = Path(__file__).resolve().parents[1] / "docs" / "settings.md"
TABLES = {
    "every process": kernel.settings.DESCRIPTIONS,
    "the gateway": gateway.settings.DESCRIPTIONS,
    "notices": services.notices.settings.DESCRIPTIONS,
}


def table(descriptions: Iterable[Description]) -> str:
    """One row per variable."""
    rows = (f"| `{name}` | {default} | {meaning} |" for name, default, meaning in descriptions)
    return "\n".join(("| variable | default | meaning |", "|---|---|---|", *rows))


def page(text: str) -> str:
    """The page with each table between its two markers written anew."""
    for name, descriptions in TABLES.items():
        before, begin, rest = text.partition(f"<!-- table: {name} -->\n")
        _, end, after = rest.partition("\n<!-- end -->")
        text = before + begin + table(descriptions) + end + after
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
