"""A process that sends what is due, and can be killed: python -m tests.services.notices.sending HOME DATABASE PORT.

DATABASE is a template with {service} in it, or - for SQLite; PORT is the mail server's.
"""

from __future__ import annotations

import sys
from pathlib import Path

from kernel.settings import Settings
from services.notices.settings import Sending, Smtp
from tests.services.notices.telling import Telling

if __name__ == "__main__":
    home, template, port = sys.argv[1:]
    database = None if template == "-" else template
    sending = Sending(mail=Smtp("smtp", "127.0.0.1", int(port)), sender="huiyin@example.gov.cn", seconds=60.0)
    Telling.open(Settings(home=Path(home), database_url_template=database, key=b"k" * 32), sending).sends()
