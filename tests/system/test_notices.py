"""A notice from the office to a column administrator, through the HTTP door of the whole system."""

from __future__ import annotations

import pytest

from tests.support.cluster import Cluster
from tests.support.waiting import until
from tests.support.walk import Door, submit
from tests.system.conftest import TEAM, signed_in

pytestmark = pytest.mark.process

HANDBOOK = {
    "kind": "handbook",
    "title": "留言办理手册",
    "body": "请认真学习，重点是第三章。",
    "roles": ["columnadmin"],
    "columns": ["linqi-head"],
    "needs_receipt": True,
}


def sent(door: Door) -> str:
    """The handbook, on its way to the administrators of a column; what it is known by."""
    drafted = door.call("POST", "/admin/notices", HANDBOOK, account="office")
    notice: str = drafted["notice"]
    door.call("POST", f"/admin/notices/{notice}/sending", {"text_hash": drafted["text_hash"]}, account="office")
    return notice


def test_a_column_administrator_reads_a_notice_and_confirms_it_and_the_office_sees_it(door: Door) -> None:
    door.sign_in("office", "columnadmin", "auditor")
    notice = sent(door)
    desk, office = f"/desk/notices/{notice}", f"/admin/notices/{notice}"

    listed = door.call("GET", "/desk/notices", account="columnadmin")
    assert (listed["unread"], [item["title"] for item in listed["items"]]) == (1, [HANDBOOK["title"]])
    assert door.call("GET", "/desk/notices", account="clerk")["total"] == 0
    reminded = door.call("POST", f"{office}/reminder", account="office")
    assert reminded["reminded"] == ["columnadmin"]

    read = door.call("GET", desk, account="columnadmin")
    assert (read["body"], read["version"]) == (HANDBOOK["body"], 1)
    assert read["read_at"] is not None
    corrected = {"version": 1, "title": HANDBOOK["title"], "body": "重点是第四章。", "needs_receipt": True}
    door.call("POST", f"{office}/correction", corrected, account="office")
    again = door.call("GET", desk, account="columnadmin")
    assert [version["changed"] for version in again["versions"]] == [["body"], []]
    door.call("POST", f"{desk}/receipt", {"version": 2}, account="columnadmin")

    readers = door.call("GET", f"{office}/readers", account="auditor")
    counts = {"addressed": 1, "read": 1, "unread": 0, "confirmed": 1, "read_later": 0, "disabled": 0}
    assert (readers["counts"], readers["items"][0]["display_name"]) == (counts, "临栖区管理员 叶知秋")

    door.call("POST", f"{office}/withdrawal", {"reason": "另行下发"}, account="office")
    assert door.call("GET", "/desk/notices", account="columnadmin")["total"] == 0
    assert door.call("GET", desk, account="columnadmin")["withdrawn"]["reason"] == "另行下发"


@pytest.mark.broker
@pytest.mark.db
def test_nobody_waits_for_notices_and_what_was_sent_is_there_again_after_a_power_cut(cluster: Cluster) -> None:
    signed = signed_in(cluster)
    signed.sign_in("office", "columnadmin")
    notice = sent(signed)
    cluster.kill("notices")
    away = signed.call("GET", "/desk/notices", account="columnadmin", until=lambda answer: answer.status == 503)
    assert away["code"] == "kernel.unavailable"
    number = submit(signed, TEAM.column)["number"]
    ordinary = {"urgency": "ordinary", "complexity": "ordinary"}
    signed.call("POST", f"/desk/messages/{number}/acceptance", ordinary, account=TEAM.clerk)
    cluster.start("notices")
    cluster.wait_ready()
    assert signed.call("GET", f"/desk/notices/{notice}", account="columnadmin")["title"] == HANDBOOK["title"]

    def caught_up() -> bool:
        doctor = cluster.huiyin("doctor", "--no-chain")
        return "notices   " in doctor.stdout and doctor.stdout.count("up to date, 0 parked") == 5

    assert until(caught_up, "notices to have heard of everything", seconds=60)
