"""House rules that no other tool knows, over the files under version control."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

from scripts import roles_page, settings_page

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = {"bench", "cli", "contracts", "gateway", "kernel", "personal", "scripts", "services", "tests", "workdays"}

LONGEST_FILE = 400
CODE = {".css", ".html", ".js", ".py", ".sh"}
BINARY = {".docx", ".ico", ".jpg", ".mo", ".png", ".woff2", ".xlsx"}

ROOMS = {
    "domain", "handlers", "queries", "reactions", "publish", "projections", "tables", "schema", "service", "wiring",
    "migrations", "__init__",
}  # fmt: skip
# What a service has beside the rooms: its name, and why it is in none of them.
EXTENSIONS = {
    ("intake", "filing"): "blobs in the file store follow the journal: timers' work, with a store that handlers lack",
    ("intake", "desk"): "what the handlers are given: numbers are drawn, query codes derived",
    ("intake", "importing"): "handlers for an office's past, apart from those for its present",
    ("intake", "suggestions"): "what the clerk is shown beside a message: kept in memory, learnt from the journal",
    ("intake", "story"): "a message's journal retold, for the citizen and for staff",
    ("stats", "counting"): "figures over facts in memory: arrays, which a domain of the standard library has not",
    (
        "stats",
        "verification",
    ): "published bulletins counted once more from the logs, where nobody need trust the tables",
    ("notices", "channels"): "the ways out: a mail server, a folder, a webhook; sockets, and no word of the store",
    ("notices", "sender"): "takes what is due on one way out, and records what became of it",
    ("notices", "settings"): "how people are told, as the operator decides; other services need no settings of theirs",
    ("review", "proofreading"): "a draft proofread by the word lists in force, kept in memory as an automaton",
    ("review", "filing"): "the same for the files of replies",
    ("review", "story"): "a reply's journal retold, for reviewers",
    ("routing", "recounts"): "open deadlines that a changed calendar moves, found alike for a query and a handler",
    ("routing", "dispatching"): "what handlers and queries read to dispatch: cases that wait for the rules, the fields",
    ("routing", "story"): "a case's journal retold for people, and how its deadline came about",
    ("routing", "statecouncil"): "the State Council's announced holidays, from a library, for the pure calendar",
}

# Where a test process pauses between two looks: at a condition, at a server that starts, at a cluster far away.
PAUSES = {"tests/support/cluster.py", "tests/support/daemons.py", "tests/support/waiting.py"}

IMPURE = {
    "asyncio", "logging", "os", "pathlib", "random", "secrets", "socket", "subprocess", "threading", "time", "uuid",
}  # fmt: skip
CLOCKS = {"now", "today", "utcnow"}

VAGUE_FILES = {"base", "common", "helper", "helpers", "manager", "misc", "util", "utils"}
VAGUE_CLASS = re.compile(r"(Manager|Helper|Utils?|Updated)$|^Changed$")


@cache
def tracked() -> tuple[Path, ...]:
    """The files under version control that are here, relative to the root."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(path for path in map(Path, names.split("\0")) if path.name and (ROOT / path).is_file())


def texts(suffixes: set[str] | None = None) -> Iterator[tuple[Path, str]]:
    """Path and text of tracked text files; of those with these suffixes, when given."""
    for path in tracked():
        if path.suffix not in BINARY and (suffixes is None or path.suffix in suffixes):
            yield path, (ROOT / path).read_text(encoding="utf-8")


@cache
def module(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def nodes(*folders: str) -> Iterator[tuple[Path, ast.AST]]:
    """Every syntax node of the tracked Python files, in these top folders when given."""
    for path in tracked():
        if path.suffix == ".py" and (not folders or path.parts[0] in folders):
            for node in ast.walk(module(path)):
                yield path, node


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full module name of every import; relative ones are refused by ruff."""
    for node in ast.walk(module(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, name.name) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.lineno, node.module


def in_domain(path: Path) -> bool:
    """Of a domain, or of what all domains share."""
    shared = path.parts[0] == "personal" or path == Path("workdays/calendar.py")
    return path.suffix == ".py" and (shared or (path.parts[0] == "services" and path.parts[2:3] == ("domain",)))


def called(node: ast.AST) -> str:
    """The last name of what is called: `sleep` of `time.sleep()`; empty for anything else."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
        case _:
            return ""


def test_files_can_be_read_in_one_sitting() -> None:
    long = {str(path): text.count("\n") for path, text in texts(CODE) if text.count("\n") > LONGEST_FILE}
    assert long == {}


def test_nothing_is_left_unfinished() -> None:
    unfinished = re.compile(r"\b(" + "|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X", "HA" + "CK"]) + r")\b")
    found = [f"{path}:{number}" for path, number in lines_with(unfinished)]
    assert found == []


def test_no_file_names_one_machine_or_a_package_index() -> None:
    machine = re.compile(r"(^|[^.\w])/(" + "|".join(["wo" + "rk", "fa" + "rm", "ro" + "ot", r"home/\w+"]) + ")/")
    index = re.compile(r"(?i)index[-_]url\s*=|https?://\S*/simple/|find[-_]links\s*=")
    found = [f"{path}:{number}" for pattern in (machine, index) for path, number in lines_with(pattern)]
    assert found == []


def lines_with(pattern: re.Pattern[str]) -> Iterator[tuple[Path, int]]:
    for path, text in texts():
        for number, line in enumerate(text.splitlines(), 1):
            if pattern.search(line):
                yield path, number


def test_tests_wait_on_conditions_and_never_sleep() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, node in nodes("tests")
        if isinstance(node, ast.Call) and called(node) == "sleep" and str(path) not in PAUSES
    ]
    assert found == []


def test_no_test_is_skipped_or_expected_to_fail() -> None:
    ways_out = {"skip", "skipif", "skipIf", "skipTest", "xfail", "importorskip"}
    found = [
        f"{path}:{node.lineno}"
        for path, node in nodes("tests", "bench")
        if isinstance(node, ast.Attribute) and node.attr in ways_out
    ]
    assert found == []


def test_no_exception_is_swallowed_without_saying_why() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, node in nodes()
        if isinstance(node, ast.ExceptHandler) and swallows(node) and "  # " not in line_of(path, node.lineno)
    ]
    assert found == []


def line_of(path: Path, number: int) -> str:
    return (ROOT / path).read_text(encoding="utf-8").splitlines()[number - 1]


def swallows(handler: ast.ExceptHandler) -> bool:
    """Catches everything, and then only logs, passes or goes on."""
    match handler.type:
        case None | ast.Name(id="Exception" | "BaseException"):
            return all(map(_is_idle, handler.body))
        case _:
            return False


def _is_idle(statement: ast.stmt) -> bool:
    match statement:
        case ast.Pass() | ast.Continue() | ast.Return(value=None | ast.Constant()):
            return True
        case ast.Expr(value=ast.Call() as call):
            return called(call) in {"debug", "info", "warning", "error", "exception", "critical", "print"}
        case ast.Expr(value=ast.Constant()):
            return True
        case _:
            return False


def test_every_service_has_the_same_rooms() -> None:
    rooms = {(path.parts[1], path.parts[2].removesuffix(".py")) for path in tracked() if is_in_a_service(path)}
    assert {room for room in rooms if room[1] not in ROOMS} - EXTENSIONS.keys() == set()


def is_in_a_service(path: Path) -> bool:
    return path.parts[0] == "services" and len(path.parts) > 2


def test_the_domain_imports_the_standard_library_itself_the_decider_and_what_domains_share() -> None:
    pure = sys.stdlib_module_names - IMPURE
    found = [
        f"{path}:{line} {name}"
        for path in tracked()
        if in_domain(path)
        for line, name in imports(path)
        if name.split(".")[0] not in pure
        and not name.startswith(("kernel.decider", "personal.", "workdays.calendar"))
        and not name.startswith(own_domain(path))
    ]
    assert found == []


def own_domain(path: Path) -> str:
    return ".".join(path.parts[:3])


def test_the_domain_reads_no_clock() -> None:
    found = [
        f"{path}:{node.lineno}"
        for path, node in nodes("services", "personal", "workdays")
        if in_domain(path) and isinstance(node, ast.Call) and called(node) in CLOCKS
    ]
    assert found == []


def test_names_say_what_a_thing_is() -> None:
    files = [str(path) for path in tracked() if path.suffix == ".py" and path.stem in VAGUE_FILES]
    classes = [
        f"{path}:{node.lineno} {node.name}"
        for path, node in nodes()
        if isinstance(node, ast.ClassDef) and VAGUE_CLASS.search(node.name)
    ]
    assert files + classes == []


def test_every_imported_library_is_a_declared_dependency() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"].values()
    declared = {_name(line) for lines in (project["dependencies"], *extras) for line in lines}
    known = sys.stdlib_module_names | PACKAGES
    distributions = packages_distributions()
    found = {
        name.split(".")[0]
        for path in tracked()
        if path.suffix == ".py"
        for _, name in imports(path)
        if name.split(".")[0] not in known
    }
    assert {name for name in found if not {_name(d) for d in distributions.get(name, [])} & declared} == set()


def _name(requirement: str) -> str:
    """The normalised project name of a requirement line."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~; ]", requirement)[0]).lower()


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    setting = re.compile(r"\bHUIYIN_[A-Z][A-Z_]*[A-Z]\b")
    used = {name for path, text in texts({".py"}) if path.parts[0] != "bench" for name in setting.findall(text)}
    documented = set(setting.findall((ROOT / "docs/settings.md").read_text(encoding="utf-8")))
    assert (used - documented, documented - used) == (set(), set())


def test_the_page_of_settings_says_what_the_code_says() -> None:
    text = settings_page.PAGE.read_text(encoding="utf-8")
    assert settings_page.page(text) == text, "run `make settings`"


def test_the_page_of_people_says_what_the_code_says() -> None:
    text = roles_page.PAGE.read_text(encoding="utf-8")
    assert roles_page.page(text) == text, "run `make roles`"
