"""Review as a nameko service: entrypoints, nothing else."""

from __future__ import annotations

from typing import Any

from nameko.timer import timer

from kernel.service import Answer
from kernel.transport.aside import Filing
from kernel.transport.relay import RelayExtension
from kernel.transport.rpc import command, query
from kernel.transport.subscription import Subscription
from kernel.transport.wired import Wired
from services.review import filing, handlers, queries, wiring

DELETE_EVERY = 60  # seconds until the blob of a file that was erased is deleted
SWEEP_EVERY = 600  # seconds between days that are swept of blobs whose upload was never confirmed


class ReviewService:
    """Replies, review levels, publication."""

    name = "review"
    wired = Wired(wiring.build)
    inbox = Subscription()
    relay = RelayExtension()
    filing = Filing()

    @timer(interval=DELETE_EVERY)
    def delete_blobs(self) -> None:
        """See filing.delete_blobs."""
        filing.delete_blobs(self.wired, self.filing.files)

    @timer(interval=SWEEP_EVERY)
    def sweep(self) -> None:
        """See filing.sweep."""
        filing.sweep(self.wired, self.filing.files, self.filing.unconfirmed, self.wired.service.clock.now())

    @command
    def attach(self, payload: dict[str, Any]) -> Answer:
        """See handlers.attach."""
        return self.wired.handle(handlers.attach, payload)

    @command
    def remove_attachment(self, payload: dict[str, Any]) -> Answer:
        """See handlers.remove_attachment."""
        return self.wired.handle(handlers.remove_attachment, payload)

    @query
    def may_attach(self, payload: dict[str, Any]) -> Answer:
        """See queries.may_attach."""
        return self.wired.ask(queries.may_attach, payload)

    @query
    def attachment(self, payload: dict[str, Any]) -> Answer:
        """See queries.attachment."""
        return self.wired.ask(queries.attachment, payload)

    @query
    def published_attachment(self, payload: dict[str, Any]) -> Answer:
        """See queries.published_attachment."""
        return self.wired.ask(queries.published_attachment, payload)

    @command
    def save_draft(self, payload: dict[str, Any]) -> Answer:
        """See handlers.save_draft."""
        return self.wired.handle(handlers.save_draft, payload)

    @command
    def submit(self, payload: dict[str, Any]) -> Answer:
        """See handlers.submit."""
        return self.wired.handle(handlers.submit, payload)

    @command
    def pass_reply(self, payload: dict[str, Any]) -> Answer:
        """See handlers.pass_reply; `pass` alone is no name in Python."""
        return self.wired.handle(handlers.pass_reply, payload)

    @command
    def send_back(self, payload: dict[str, Any]) -> Answer:
        """See handlers.send_back."""
        return self.wired.handle(handlers.send_back, payload)

    @command
    def restore(self, payload: dict[str, Any]) -> Answer:
        """See handlers.restore."""
        return self.wired.handle(handlers.restore, payload)

    @command
    def withdraw(self, payload: dict[str, Any]) -> Answer:
        """See handlers.withdraw."""
        return self.wired.handle(handlers.withdraw, payload)

    @command
    def take_pass_back(self, payload: dict[str, Any]) -> Answer:
        """See handlers.take_pass_back."""
        return self.wired.handle(handlers.take_pass_back, payload)

    @command
    def comment(self, payload: dict[str, Any]) -> Answer:
        """See handlers.comment."""
        return self.wired.handle(handlers.comment, payload)

    @command
    def open_correction(self, payload: dict[str, Any]) -> Answer:
        """See handlers.open_correction."""
        return self.wired.handle(handlers.open_correction, payload)

    @command
    def give_up_correction(self, payload: dict[str, Any]) -> Answer:
        """See handlers.give_up_correction."""
        return self.wired.handle(handlers.give_up_correction, payload)

    @command
    def import_replies(self, payload: dict[str, Any]) -> Answer:
        """See handlers.import_replies."""
        return self.wired.handle(handlers.import_replies, payload)

    @command
    def arrange_words(self, payload: dict[str, Any]) -> Answer:
        """See handlers.arrange_words."""
        return self.wired.handle(handlers.arrange_words, payload)

    @command
    def revise_words(self, payload: dict[str, Any]) -> Answer:
        """See handlers.revise_words."""
        return self.wired.handle(handlers.revise_words, payload)

    @command
    def switch_on_words(self, payload: dict[str, Any]) -> Answer:
        """See handlers.switch_on_words."""
        return self.wired.handle(handlers.switch_on_words, payload)

    @command
    def retire_words(self, payload: dict[str, Any]) -> Answer:
        """See handlers.retire_words."""
        return self.wired.handle(handlers.retire_words, payload)

    @command
    def write_template(self, payload: dict[str, Any]) -> Answer:
        """See handlers.write_template."""
        return self.wired.handle(handlers.write_template, payload)

    @query
    def reply_templates(self, payload: dict[str, Any]) -> Answer:
        """See queries.reply_templates."""
        return self.wired.ask(queries.reply_templates, payload)

    @query
    def reply_template(self, payload: dict[str, Any]) -> Answer:
        """See queries.reply_template."""
        return self.wired.ask(queries.reply_template, payload)

    @query
    def template_editions(self, payload: dict[str, Any]) -> Answer:
        """See queries.template_editions."""
        return self.wired.ask(queries.template_editions, payload)

    @query
    def template_for(self, payload: dict[str, Any]) -> Answer:
        """See queries.template_for."""
        return self.wired.ask(queries.template_for, payload)

    @query
    def difference(self, payload: dict[str, Any]) -> Answer:
        """See queries.differences."""
        return self.wired.ask(queries.differences, payload)

    @query
    def evidence(self, payload: dict[str, Any]) -> Answer:
        """See queries.evidence."""
        return self.wired.ask(queries.evidence, payload)

    @query
    def word_lists(self, payload: dict[str, Any]) -> Answer:
        """See queries.word_lists."""
        return self.wired.ask(queries.word_lists, payload)

    @query
    def word_list(self, payload: dict[str, Any]) -> Answer:
        """See queries.word_list."""
        return self.wired.ask(queries.word_list, payload)

    @query
    def words(self, payload: dict[str, Any]) -> Answer:
        """See queries.words."""
        return self.wired.ask(queries.words, payload)

    @query
    def history(self, payload: dict[str, Any]) -> Answer:
        """See queries.reply_history."""
        return self.wired.ask(queries.reply_history, payload)

    @query
    def replies(self, payload: dict[str, Any]) -> Answer:
        """See queries.replies."""
        return self.wired.ask(queries.replies, payload)

    @query
    def reply(self, payload: dict[str, Any]) -> Answer:
        """See queries.reply."""
        return self.wired.ask(queries.reply, payload)

    @query
    def drafts(self, payload: dict[str, Any]) -> Answer:
        """See queries.drafts."""
        return self.wired.ask(queries.drafts, payload)

    @query
    def versions(self, payload: dict[str, Any]) -> Answer:
        """See queries.versions."""
        return self.wired.ask(queries.versions, payload)

    @query
    def corrections(self, payload: dict[str, Any]) -> Answer:
        """See queries.corrections."""
        return self.wired.ask(queries.corrections, payload)

    @query
    def draft(self, payload: dict[str, Any]) -> Answer:
        """See queries.draft."""
        return self.wired.ask(queries.draft, payload)

    @query
    def reply_queues(self, payload: dict[str, Any]) -> Answer:
        """See queries.reply_queues."""
        return self.wired.ask(queries.reply_queues, payload)

    @query
    def published(self, payload: dict[str, Any]) -> Answer:
        """See queries.published."""
        return self.wired.ask(queries.published, payload)

    @query
    def published_list(self, payload: dict[str, Any]) -> Answer:
        """See queries.published_list."""
        return self.wired.ask(queries.published_list, payload)
