"""What can happen to a reply on its way through review, over HTTP: sent back, sent down, taken back, edited, corrected.

All of it is review's own, so that nobody waits for another service in between.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.support.detours import ONCE, Detour, Told, accept, act, assign, plain
from tests.support.walk import Door, Team

WHY = "已与承办单位核对。"


def sent_back(door: Door, written: dict[str, Any], team: Team) -> Told:
    """The second level wants it written anew, and so it is."""
    reply = Reply.begun(door, written, team, "已安排检修。")
    reply.hand_in()
    reply.passed_up_to(1)
    reply.do("send-back", team.reviewers[1], level=2, comments="请写明修复日期。")
    reply.write("已安排检修，三日内恢复照明。")
    reply.hand_in()
    reply.passed_up_to(len(team.reviewers))
    return reply.told("ReplySentBack", "ReplySubmitted")


def sent_down(door: Door, written: dict[str, Any], team: Team) -> Told:
    """The last level wants the first one to look again; the text stays as it is."""
    reply = Reply.begun(door, written, team, "已安排检修。")
    reply.hand_in()
    last = len(team.reviewers)
    reply.passed_up_to(last - 1)
    reply.do("send-back", team.reviewers[-1], level=last, to=1, comments="请再核对地点。")
    reply.passed_up_to(last)
    return reply.told("ReplySentBack")


def taken_back(door: Door, written: dict[str, Any], team: Team) -> Told:
    """The agency takes its text back before anybody has decided, and the first reviewer a pass; one asks besides."""
    reply = Reply.begun(door, written, team, "已安排检修。")
    reply.hand_in()
    reply.do("withdrawal", team.handler)
    reply.hand_in()
    reply.passed_up_to(1)
    reply.do("comments", team.reviewers[1], comments="地点是否为清泉路口？")
    reply.do("pass-withdrawal", team.reviewers[0], level=1)
    reply.passed_up_to(len(team.reviewers))
    return reply.told("ReplyTakenOutOfReview", "ReplySubmitted")


def edited(door: Door, written: dict[str, Any], team: Team) -> Told:
    """The agency edits what is in review, then takes the first text up again: no pass of before counts."""
    reply = Reply.begun(door, written, team, "已安排检修。")
    first = reply.draft["draft"]
    reply.hand_in()
    reply.passed_up_to(1)
    reply.write("已安排检修，现已恢复照明。")
    reply.hand_in()
    reply.draft = reply.do(f"drafts/{first}/restoration", team.handler, based_on=reply.draft["draft"])
    reply.hand_in()
    reply.passed_up_to(len(team.reviewers))
    return reply.told(*["ReplyTakenOutOfReview", "ReplySubmitted"] * 2)


def warned(door: Door, written: dict[str, Any], team: Team) -> Told:
    """Proofreading warns of a telephone number, which has to stand there; each passes over it with a reason."""
    reply = Reply.begun(door, written, team, "如有疑问，请拨打13800138000咨询。")
    assert [finding["severity"] for finding in reply.draft["findings"]] == ["warning"]
    reply.hand_in()
    reply.passed_up_to(len(team.reviewers))
    return reply.told()


def corrected(door: Door, written: dict[str, Any], team: Team) -> Told:
    """Put right after it went out: a mistake is seen, given up once, and seen again."""
    plain(door, written, team)
    reply = Reply(door, written["number"], team)
    reply.do("correction", team.handler, reason="wording", words="有错别字。")
    reply.do("correction/withdrawal", team.handler)
    reply.do("correction", team.handler, reason="fact", words="日期有误。")
    reply.write("更正：路灯已于昨日恢复照明。")
    reply.hand_in()
    reply.passed_up_to(len(team.reviewers))
    return reply.told("ReplySubmitted", "ReplyApproved", "ReplyCorrected")


WAYS: tuple[Detour, ...] = (sent_back, sent_down, taken_back, edited, warned, corrected)


class Reply:
    """One reply and its draft as it was last saved."""

    def __init__(self, door: Door, number: str, team: Team) -> None:
        self.draft: dict[str, Any] = {}
        self._door = door
        self._number = number
        self._team = team

    @classmethod
    def begun(cls, door: Door, written: dict[str, Any], team: Team, text: str) -> Reply:
        """Accepted, assigned, drafted."""
        number = written["number"]
        accept(door, number, team)
        assign(door, number, team, lead=team.agency)
        reply = cls(door, number, team)
        reply.write(text)
        return reply

    def do(self, step: str, account: str, **body: Any) -> dict[str, Any]:
        """One step."""
        return act(self._door, f"/desk/replies/{self._number}/{step}", account, **body)

    def write(self, text: str) -> None:
        """Draft or edit, having read the last draft."""
        body = {"text": f"您好！关于留言{self._number}：{text}", "based_on": self.draft.get("draft", 0)}
        path = f"/desk/replies/{self._number}/draft"
        self.draft = self._door.call("PUT", path, body, account=self._team.handler, named="draft")

    def hand_in(self) -> None:
        """Submitted, with a reason for every warning."""
        self.do("submission", self._team.handler, text_hash=self.draft["text_hash"], **self._reasons())

    def passed_up_to(self, level: int) -> None:
        """Passed by every level whose turn comes before, and by this one."""
        standing = self._door.call("GET", f"/desk/replies/{self._number}", account=self._team.handler, named="look")
        for turn in range(standing["level"], level + 1):
            seen = {"level": turn, "text_hash": self.draft["text_hash"], **self._reasons()}
            self.do("pass", self._team.reviewers[turn - 1], **seen)

    def told(self, *more: str) -> Told:
        """What the public logs have to tell, apart from what they tell of every message."""
        return {self._number: ONCE + Counter(more)}

    def _reasons(self) -> dict[str, Any]:
        over = [{"finding": finding["finding"], "why": WHY} for finding in self.draft["findings"]]
        return {"passed_over": over} if over else {}
