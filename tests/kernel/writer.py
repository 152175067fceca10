"""A library process of its own: lends and takes back until it has done enough or is killed; says what was answered.

python -m tests.kernel.writer DATABASE_URL_TEMPLATE NAME COMMANDS
"""

from __future__ import annotations

import random
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

from kernel.clock import SystemClock
from kernel.context import Context
from kernel.service import Service
from kernel.settings import Settings
from tests.kernel import library
from tests.kernel.conftest import MASTER_KEY

BOOKS = 5
CALLERS = 4


def main(template: str, name: str, commands: int) -> None:
    service = Service(library.LIBRARY, Settings(database_url_template=template, key=MASTER_KEY), SystemClock())

    def caller(number: int) -> None:
        choice = random.Random(f"{name}-{number}")
        for turn in range(commands // CALLERS):
            request = f"{name}-{number}-{turn}"
            asked = Context(library.MARY, request, request_id=request, fingerprint=request)
            book = f"{choice.randrange(BOOKS)}"
            with suppress(library.AlreadyLent):
                if choice.random() < 0.5:
                    service.handle(library.lend, {"book": book, "reader": f"{name}-{number}"}, asked)
                else:
                    service.handle(library.take_back, {"book": book}, asked)
                sys.stdout.write(f"{request}\n")
                sys.stdout.flush()

    with ThreadPoolExecutor(CALLERS) as pool:
        for done in [pool.submit(caller, number) for number in range(CALLERS)]:
            done.result()
    service.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
