"""Everything that knows nameko, kombu and eventlet: how calls and events travel, embedded or over RabbitMQ."""
