"""Makes the standard library and psycopg2 cooperative; import it first, in a process that runs services or calls them.

Whatever imported sockets or threads before this stays blocking, so the verbs of the command line import this module
before any other of ours. Tests are not patched: they talk to such a process from outside.
"""

from __future__ import annotations

import warnings

with warnings.catch_warnings():
    # eventlet announces its own maintenance mode: https://eventlet.readthedocs.io/en/latest/asyncio/migration.html
    warnings.simplefilter("ignore", DeprecationWarning)
    import eventlet

eventlet.monkey_patch()  # psycopg2 too: it then waits in eventlet's hub
