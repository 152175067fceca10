"""How long a long draft takes to be proofread with many words, and what the words take to be made ready."""

from __future__ import annotations

import random
from time import perf_counter, process_time

from bench.table import Row, quantile
from personal.forms import Checks
from services.review.domain.proofreading.finding import Severity
from services.review.domain.proofreading.template import Template, missing
from services.review.domain.proofreading.text import by_form
from services.review.domain.wordlist import Entry
from services.review.proofreading.dictionary import Dictionary, Listed
from services.review.proofreading.reader import CHECKS

WORDS, CHARACTERS, RUNS, SEED = 50_000, 20_000, 40, 7
AGENCIES = 200
AIM_MS = 50.0
READY_MS = 1000.0  # of the processor, once a version and process
GREEDY = "*甲*甲*乙"
SHARE_WITH_WORD = 0.1
SENTENCE = "您好！您反映的{}问题收悉，经{}现场核实，已于2024年3月{}日完成整改，感谢您对我们工作的监督。"


def words(chance: random.Random) -> list[Entry]:
    """So many words of two to eight characters, from a thousand that are common."""
    found: set[str] = set()
    while len(found) < WORDS:
        found.add("".join(chr(0x4E00 + chance.randrange(1000)) for _ in range(chance.randint(2, 8))))
    return [Entry(word, "正确") for word in sorted(found)]


def draft(chance: random.Random, listed: list[Entry]) -> str:
    """A reply of the greatest length, with a listed word now and then."""
    text = ""
    while len(text) < CHARACTERS:
        about = chance.choice(listed).word if chance.random() < SHARE_WITH_WORD else "道路照明"
        text += SENTENCE.format(about, "工作人员", chance.randint(1, 28))
    return text[:CHARACTERS]


def run() -> list[Row]:
    """Both figures, by the clock and by the processor."""
    chance = random.Random(SEED)
    listed = words(chance)
    begun = process_time()
    dictionary = Dictionary([Listed("bench", 1, Severity.WARNING, listed)])
    built = 1000 * (process_time() - begun)
    names = frozenset(f"栖州市第{number}工程建设管理局" for number in range(AGENCIES))
    text = draft(chance, listed)
    clock, processor = zip(*(timed(dictionary, text, names, CHECKS) for _ in range(RUNS)), strict=True)
    asked = Template(GREEDY, GREEDY)
    trap = process_time()
    for _ in range(RUNS):
        assert len(list(missing("甲" * CHARACTERS, asked))) == 2  # noqa: PLR2004 - neither begins nor ends so
    trapped = 1000 * (process_time() - trap) / RUNS
    median, slow, cpu = quantile(clock, 0.5), quantile(clock, 0.95), quantile(processor, 0.5)
    what = f"proofreading {CHARACTERS:,} characters, {WORDS:,} words, {AGENCIES} agencies: processor"
    by_clock = f"by the clock p50 {median:.1f} ms, p95 {slow:.1f} ms"
    return [
        Row(what, f"p50 {cpu:.1f} ms", by_clock, f"{cpu:.1f} ms", f"{AIM_MS:g} ms", cpu <= AIM_MS),
        Row(
            "looking for a greedy salutation and signature in vain: processor",
            f"{trapped:.1f} ms",
            "three gaps each, the most there may be",
            f"{trapped:.1f} ms",
            f"{AIM_MS:g} ms",
            trapped <= AIM_MS,
        ),
        Row(
            "making the words ready",
            f"{built:.0f} ms",
            "once a version",
            f"{built:.0f} ms",
            f"{READY_MS:g} ms",
            built <= READY_MS,
        ),
    ]


def timed(dictionary: Dictionary, text: str, names: frozenset[str], checks: Checks) -> tuple[float, float]:
    """One reading in milliseconds, by the clock and by the processor."""
    begun, used = perf_counter(), process_time()
    found = [*dictionary.find(text), *by_form(text, Template(), names, checks)]
    assert found
    return 1000 * (perf_counter() - begun), 1000 * (process_time() - used)
