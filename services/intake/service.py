"""Intake as a nameko service: entrypoints, nothing else."""

from __future__ import annotations

import eventlet

from kernel.service import Answer, Payload
from kernel.transport.aside import Filing
from kernel.transport.relay import RelayExtension
from kernel.transport.rpc import command, query
from kernel.transport.subscription import Subscription
from kernel.transport.timer import timer
from kernel.transport.wired import Wired
from services.intake import filing, handlers, importing, queries, wiring
from services.intake.suggestions import asking

DELETE_EVERY = 60  # seconds until the blob of a file that was removed or erased is deleted
SWEEP_EVERY = 600  # seconds between days that are swept of blobs whose upload was never confirmed
LOOK_EVERY = 10  # seconds until what was written, or erased, elsewhere has reached this process's memory too


class IntakeService:
    """The citizen's desk."""

    name = "intake"
    wired = Wired(wiring.build)
    inbox = Subscription()
    relay = RelayExtension()
    filing = Filing()

    @timer(interval=LOOK_EVERY)
    def remember(self) -> None:
        """See suggestions.memory; a step at a time, so that calls come in between."""
        while wiring.memory_of(self.wired.service).catch_up():
            eventlet.sleep(0)

    @timer(interval=DELETE_EVERY)
    def delete_blobs(self) -> None:
        """See filing.delete_blobs."""
        filing.delete_blobs(self.wired, self.filing.files)

    @timer(interval=SWEEP_EVERY)
    def sweep(self) -> None:
        """See filing.sweep."""
        filing.sweep(self.wired, self.filing.files, self.filing.unconfirmed, self.wired.service.clock.now())

    @command
    def submit(self, payload: Payload) -> Answer:
        """See handlers.submit; with the query code, which is derived and never recorded."""
        desk = wiring.desk_of(self.wired.service)
        return desk.with_query_code(self.wired.handle(handlers.submit(desk), payload))

    @command
    def accept(self, payload: Payload) -> Answer:
        """See handlers.accept."""
        return self.wired.handle(handlers.accept, payload)

    @command
    def decline(self, payload: Payload) -> Answer:
        """See handlers.decline."""
        return self.wired.handle(handlers.decline, payload)

    @command
    def redirect(self, payload: Payload) -> Answer:
        """See handlers.redirect."""
        return self.wired.handle(handlers.redirect, payload)

    @command
    def merge(self, payload: Payload) -> Answer:
        """See handlers.merge."""
        return self.wired.handle(handlers.merge, payload)

    @command
    def word_advice(self, payload: Payload) -> Answer:
        """See handlers.word_advice."""
        return self.wired.handle(handlers.word_advice, payload)

    @command
    def withdraw(self, payload: Payload) -> Answer:
        """See handlers.withdraw."""
        return self.wired.handle(handlers.withdraw, payload)

    @command
    def evaluate(self, payload: Payload) -> Answer:
        """See handlers.evaluate."""
        return self.wired.handle(handlers.evaluate, payload)

    @command
    def ask_follow_up(self, payload: Payload) -> Answer:
        """See handlers.ask_follow_up."""
        return self.wired.handle(handlers.ask_follow_up, payload)

    @command
    def ask_erasure(self, payload: Payload) -> Answer:
        """See handlers.ask_erasure."""
        return self.wired.handle(handlers.ask_erasure, payload)

    @command
    def refuse_erasure(self, payload: Payload) -> Answer:
        """See handlers.refuse_erasure."""
        return self.wired.handle(handlers.refuse_erasure, payload)

    @command
    def erase(self, payload: Payload) -> Answer:
        """See handlers.erase."""
        return self.wired.handle(handlers.erase, payload)

    @command
    def confirm_public_text(self, payload: Payload) -> Answer:
        """See handlers.confirm_public_text."""
        return self.wired.handle(handlers.confirm_public_text, payload)

    @command
    def attach(self, payload: Payload) -> Answer:
        """See handlers.attach."""
        return self.wired.handle(handlers.attach, payload)

    @command
    def remove_attachment(self, payload: Payload) -> Answer:
        """See handlers.remove_attachment."""
        return self.wired.handle(handlers.remove_attachment, payload)

    @command
    def show_attachment(self, payload: Payload) -> Answer:
        """See handlers.show_attachment."""
        return self.wired.handle(handlers.show_attachment, payload)

    @command
    def reveal(self, payload: Payload) -> Answer:
        """See handlers.reveal."""
        return self.wired.handle(handlers.reveal, payload)

    @command
    def choose_notifications(self, payload: Payload) -> Answer:
        """See handlers.choose_notifications."""
        return self.wired.handle(handlers.choose_notifications, payload)

    @query
    def contact_for_notice(self, payload: Payload) -> Answer:
        """See queries.contact_for_notice."""
        return self.wired.ask(queries.contact_for_notice, payload)

    @query
    def revealed(self, payload: Payload) -> Answer:
        """See queries.revealed."""
        return self.wired.ask(queries.revealed, payload)

    @query
    def history(self, payload: Payload) -> Answer:
        """See queries.message_history."""
        return self.wired.ask(queries.message_history, payload)

    @command
    def withdraw_public_text(self, payload: Payload) -> Answer:
        """See handlers.withdraw_public_text."""
        return self.wired.handle(handlers.withdraw_public_text, payload)

    @command
    def import_messages(self, payload: Payload) -> Answer:
        """See importing.import_messages."""
        return self.wired.handle(importing.import_messages(wiring.desk_of(self.wired.service)), payload)

    @query
    def follow(self, payload: Payload) -> Answer:
        """See queries.follow."""
        return self.wired.ask(queries.follow, payload)

    @query
    def message(self, payload: Payload) -> Answer:
        """See queries.message."""
        return self.wired.ask(queries.message, payload)

    @query
    def follow_up(self, payload: Payload) -> Answer:
        """See queries.follow_up."""
        return self.wired.ask(queries.follow_up, payload)

    @query
    def messages(self, payload: Payload) -> Answer:
        """See queries.list_messages."""
        return self.wired.ask(queries.list_messages, payload)

    @query
    def queues(self, payload: Payload) -> Answer:
        """See queries.queues."""
        return self.wired.ask(queries.queues, payload)

    @query
    def advice(self, payload: Payload) -> Answer:
        """See queries.advice."""
        return self.wired.ask(queries.advice, payload)

    @query
    def titles(self, payload: Payload) -> Answer:
        """See queries.titles."""
        return self.wired.ask(queries.titles, payload)

    @query
    def public_text(self, payload: Payload) -> Answer:
        """See queries.propose_public_text."""
        return self.wired.ask(queries.propose_public_text, payload)

    @query
    def public_texts(self, payload: Payload) -> Answer:
        """See queries.read_public_texts."""
        return self.wired.ask(queries.read_public_texts, payload)

    @query
    def suggestions(self, payload: Payload) -> Answer:
        """See suggestions.asking.suggest."""
        return self.wired.ask(asking.suggest(wiring.memory_of(self.wired.service)), payload)

    @query
    def may_attach(self, payload: Payload) -> Answer:
        """See queries.may_attach."""
        return self.wired.ask(queries.may_attach, payload)

    @query
    def own_attachments(self, payload: Payload) -> Answer:
        """See queries.own_attachments."""
        return self.wired.ask(queries.own_attachments, payload)

    @query
    def own_attachment(self, payload: Payload) -> Answer:
        """See queries.own_attachment."""
        return self.wired.ask(queries.own_attachment, payload)

    @query
    def attachments(self, payload: Payload) -> Answer:
        """See queries.attachments."""
        return self.wired.ask(queries.attachments, payload)

    @query
    def attachment(self, payload: Payload) -> Answer:
        """See queries.attachment."""
        return self.wired.ask(queries.attachment, payload)

    @query
    def public_attachments(self, payload: Payload) -> Answer:
        """See queries.public_attachments."""
        return self.wired.ask(queries.public_attachments, payload)

    @query
    def public_attachment(self, payload: Payload) -> Answer:
        """See queries.public_attachment."""
        return self.wired.ask(queries.public_attachment, payload)
