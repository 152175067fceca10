"""What anyone can do: see the columns, write, follow, withdraw, rate, read what was published."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from flask_babel import gettext

from gateway.access import ANYONE, WRITERS
from gateway.asking import ask, command, names_of, query_code, wish
from gateway.door import Answer, Asked, Resources
from gateway.parts import parts
from gateway.proofs import TRAP
from gateway.schemas.citizen import afterwards, city, following, public, writing
from gateway.sentences.intake import UNUSABLE_CONTACT
from kernel.clock import rfc3339
from kernel.errors import Refused, Unavailable

CITIZEN = Resources("citizen", __name__, "", "For everyone: no account is needed")
_CODE = ("QUERY_CODE",)


@CITIZEN.operation("GET", "/columns", ANYONE, answer=city.Columns, problems=(503,))
def columns() -> Answer:
    """The columns one can write to. A demonstration has some: as long as there are none, it is still being loaded."""
    items = ask("routing", "columns", {})["items"]
    if not items and parts().settings.demonstration:
        raise Unavailable("routing")
    told = [{**item, **{term: item["terms"][term] for term in ("contact_required", "portal")}} for item in items]
    return {"items": told, "total": len(told)}


@CITIZEN.operation("GET", "/fields", ANYONE, answer=city.Fields, problems=(503,))
def fields() -> Answer:
    """What messages are about: a tree of three levels, each field after the one above it."""
    return ask("routing", "fields", {})


@CITIZEN.operation("GET", "/agencies", ANYONE, answer=city.Agencies, problems=(503,))
def agencies() -> Answer:
    """The agencies that answer, by code and name."""
    items = ask("routing", "agencies", {})["items"]
    return {"items": items, "total": len(items)}


@CITIZEN.operation(
    "POST", "/messages", WRITERS, body=writing.NewMessage, answer=writing.Submitted, status=201, problems=(409, 503)
)
def submit(body: Asked) -> Answer:
    """Write to a leader. The answer holds the number and the query code by which to follow the matter."""
    proofs = parts().proofs
    proofs.spring(body.pop(TRAP, None))
    with proofs.given(body.pop("proof", None), wish().request_id):
        answer = command("intake", "submit", {**body, "channel": "web"})
        return {**answer, "contact_advice": _advice(answer.get("contact_unusable", []))}


@CITIZEN.operation("GET", "/challenge", ANYONE, answer=writing.Challenge)
def challenge() -> Answer:
    """What a message has to prove at present, with a question in words to answer."""
    proofs = parts().proofs
    if not proofs.needed:
        return {"needed": False, "captcha": False}
    asked = proofs.challenges.ask()
    return {
        "needed": True,
        "captcha": proofs.asks_service,
        "question": asked.question,
        "token": asked.token,
        "expires_at": rfc3339(asked.expires_at),
    }


@CITIZEN.operation(
    "GET", "/messages/<number:number>", ANYONE, answer=following.Followed, headers=_CODE, problems=(404, 503)
)
def follow(number: str) -> Answer:
    """Where the matter stands, with the reply once it is published."""
    view = ask("intake", "follow", {"number": number, "query_code": query_code()})
    said = _said(number, view.get("follows")) if view.get("published") or view.get("interim_replies") else None
    reply = said if said and said["part"] == "reply" and view.get("published") else None
    return {
        **view,
        "timeline": named(view.get("timeline", ())),
        **_interim(view.get("interim_replies", 0), said),
        "reply": reply and named([reply])[0],
        "reply_status": "available" if reply else _without_reply(view),
        "follow_up": _follow_up(view.get("follow_up"), reply),
        "decision": _decision(number, view.get("decision")),
    }


@CITIZEN.operation(
    "POST",
    "/messages/<number:number>/withdrawal",
    ANYONE,
    answer=afterwards.Withdrawn,
    headers=_CODE,
    problems=(400, 404, 409, 422, 503),
)
def withdraw(number: str) -> Answer:
    """Take a message back while it waits."""
    return command("intake", "withdraw", {"number": number, "query_code": query_code()})


@CITIZEN.operation(
    "PUT",
    "/messages/<number:number>/notifications",
    ANYONE,
    body=writing.NotificationWish,
    answer=writing.NotificationsChosen,
    headers=_CODE,
    problems=(404, 503),
)
def choose_notifications(number: str, body: Asked) -> Answer:
    """Be told of each step by the e-mail address or phone number of the message, or of none."""
    return command("intake", "choose_notifications", {"number": number, "query_code": query_code(), **body})


@CITIZEN.operation(
    "POST",
    "/messages/<number:number>/evaluation",
    ANYONE,
    body=afterwards.NewEvaluation,
    answer=afterwards.Evaluated,
    headers=_CODE,
    problems=(404, 409, 503),
)
def evaluate(number: str, body: Asked) -> Answer:
    """Rate the handling, once after each closing, with a comment or without."""
    return command("intake", "evaluate", {"number": number, "query_code": query_code(), **body})


@CITIZEN.operation(
    "POST",
    "/messages/<number:number>/follow-ups",
    WRITERS,
    body=afterwards.NewFollowUp,
    answer=afterwards.FollowUpAsked,
    status=201,
    headers=_CODE,
    problems=(404, 409, 503),
)
def ask_follow_up(number: str, body: Asked) -> Answer:
    """Ask once more about the reply, once in all. The agency that gave it answers; the matter stays closed."""
    return command("intake", "ask_follow_up", {"number": number, "query_code": query_code(), **body})


@CITIZEN.operation(
    "POST",
    "/messages/<number:number>/erasure-request",
    ANYONE,
    answer=afterwards.ErasureAsked,
    status=202,
    headers=_CODE,
    problems=(400, 404, 409, 422, 503),
)
def ask_erasure(number: str) -> Answer:
    """Ask that texts and personal data be erased. The office makes sure who asks, and does it or says why not."""
    return command("intake", "ask_erasure", {"number": number, "query_code": query_code()})


@CITIZEN.operation(
    "GET", "/published", ANYONE, query=public.PublishedPage, answer=public.PublishedList, problems=(422, 503)
)
def published(query: Asked) -> Answer:
    """Published replies, the newest first, each with what a clerk confirmed for everyone of the message."""
    listed = ask("review", "published_list", query)
    return {**listed, "items": named(with_public_texts(listed["items"]))}


@CITIZEN.operation("GET", "/published/<number:number>", ANYONE, answer=public.PublishedReply, problems=(404, 503))
def published_reply(number: str) -> Answer:
    """A published reply with earlier and interim ones, a follow-up's answer, and what a clerk confirmed of the message.

    The follow-up question itself is never published.
    """
    reply = ask("review", "published", {"number": number})
    (told,) = named(with_public_texts([reply]))
    answered = reply.get("follow_up")
    others = {name: named(reply.get(name, ())) for name in ("earlier", "interim")}
    return {**told, **others, "follow_up": answered and named([answered])[0]}


def _advice(unusable: list[str]) -> str | None:
    """What the citizen is told of contacts that nobody can be reached by."""
    sentence = UNUSABLE_CONTACT.get(tuple(unusable))
    return None if sentence is None else gettext(sentence)


def named(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items, those that tell of a lead agency with its name."""
    names = names_of("agency")
    return [{**item, "lead_name": names.get(item["lead"])} if item.get("lead") else item for item in items]


def titled(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with the titles that intake keeps; without them while intake is away."""
    titles: dict[str, str] = {}
    if items:
        with suppress(Unavailable):
            titles = ask("intake", "titles", {"numbers": [item["number"] for item in items]})["titles"]
    return [{**item, "title": titles.get(item["number"])} for item in items]


def with_public_texts(items: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The items with title and body as everyone may read them; without them while intake is away."""
    texts: dict[str, dict[str, Any]] = {}
    if items:
        with suppress(Unavailable):
            texts = ask("intake", "public_texts", {"numbers": [item["number"] for item in items]})["texts"]
    return [{**item, **_public(texts.get(item["number"], {}))} for item in items]


def _public(text: dict[str, Any]) -> dict[str, Any]:
    """A message's public text beside a reply, which has a version of its own."""
    return {"title": text.get("title"), "body": text.get("body"), "text_version": text.get("version")}


def _decision(number: str, decision: dict[str, Any] | None) -> dict[str, Any] | None:
    """Why the matter is not handled here; for one that was handed over with the receipt that routing keeps."""
    if not decision or "system" not in decision:
        return decision
    try:
        return {**decision, "receipt": ask("routing", "handover", {"number": number, "own": True})["receipt"]}
    except Unavailable:
        return {**decision, "receipt": None}
    except Refused as refused:
        if refused.code == "routing.not_found":  # taken back just now
            return {**decision, "receipt": None}
        raise


def _without_reply(view: dict[str, Any]) -> str:
    """Why there is no reply to read."""
    if view.get("published"):
        return "being_processed"
    return "withheld" if (view.get("follows") or {}).get("withheld") else "none"


def _said(number: str, follows: dict[str, Any] | None) -> dict[str, Any] | None:
    """The reply that intake knows of or the newest interim reply, with what else was told.

    Nothing while review is away or has not caught up.

    A merged message is answered by the public replies to the one that it follows, never by one to its citizen alone.
    """
    asked = {"number": number, "own": True} if follows is None else {"number": follows["number"], "own": False}
    try:
        return ask("review", "published", asked)
    except Unavailable:
        return None
    except Refused as refused:
        if refused.code == "review.not_found":
            return None
        raise


def _interim(known: int, said: dict[str, Any] | None) -> dict[str, Any]:
    """The interim replies, the newest first, of as many as intake knows of."""
    found = [*([said] if said["part"] == "interim" else ()), *said["interim"]] if said else []
    status = "being_processed" if len(found) < known else "available" if found else "none"
    return {"interim_replies": named(found), "interim_status": status}


def _follow_up(asked: dict[str, Any] | None, reply: dict[str, Any] | None) -> dict[str, Any] | None:
    """The question that intake knows of, with the answer that came along with the reply."""
    if asked is None:
        return None
    answer = reply.get("follow_up") if reply else None
    status = "available" if answer else "being_processed" if asked.get("answered_at") else "none"
    return {**named([asked])[0], "answer": answer and named([answer])[0], "answer_status": status}
