"""Everything that knows nameko, kombu and eventlet: how calls and events travel, embedded or over RabbitMQ."""

import warnings

with warnings.catch_warnings():
    # eventlet announces its own maintenance mode: https://eventlet.readthedocs.io/en/latest/asyncio/migration.html
    warnings.filterwarnings("ignore", message=r"\s*Eventlet is deprecated")
    import eventlet  # noqa: F401 - so that no later import warns
