"""Write the table of docs/people.md from gateway.roles: who may do what."""

from pathlib import Path

from gateway.roles import DEPUTISED_BY, MANAGED, PERMISSIONS, ROLES

PAGE = Path(__file__).resolve().parents[1] / "docs" / "people.md"


def permissions() -> str:
    """One row per permission, one column per role."""
    rows = (
        f"| `{name}` | " + " | ".join("✓" if role in allowed else "" for role in ROLES) + " |"
        for name, allowed in PERMISSIONS.items()
    )
    return "\n".join((f"| | {' | '.join(ROLES)} |", "|---" * (len(ROLES) + 1) + "|", *rows))


def relations() -> str:
    """One row per role: whose accounts it manages, who may be its deputy."""
    rows = (
        f"| {role} | {', '.join(MANAGED.get(role, ())) or '–'} | {', '.join(DEPUTISED_BY[role])} |" for role in ROLES
    )
    return "\n".join(("| role | manages accounts of | may be deputised by |", "|---|---|---|", *rows))


TABLES = {"permissions": permissions, "relations": relations}


def page(text: str) -> str:
    """The page with each table between its two markers written anew."""
    for name, table in TABLES.items():
        before, begin, rest = text.partition(f"<!-- table: {name} -->\n")
        _, end, after = rest.partition("\n<!-- end -->")
        text = before + begin + table() + end + after
    return text


if __name__ == "__main__":
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8")), encoding="utf-8")
