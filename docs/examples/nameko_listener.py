"""A nameko service that hears of every case: `nameko run --broker amqp://… nameko_listener`."""

from nameko.events import event_handler


class CaseListener:
    name = "case_listener"

    @event_handler("routing", "Assigned")
    def assigned(self, event):
        print(event["subject"], "is with", event["data"]["lead"], "until", event["data"]["due"], flush=True)

    @event_handler("routing", "Closed")
    def closed(self, event):
        print(event["subject"], "is closed, on time:", event["data"]["on_time"], flush=True)
