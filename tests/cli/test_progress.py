"""Progress where there is no terminal."""

from __future__ import annotations

import pytest

from cli import progress


def test_a_line_now_and_then_and_one_at_the_end(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = iter(range(0, 100, 2))
    monkeypatch.setattr(progress, "monotonic", lambda: next(clock))
    with progress.progress("importing", 60) as advance:
        for _ in range(6):
            advance(10)
    assert capsys.readouterr() == (
        "",
        "importing: 30/60\nimporting: 60/60\n",
    )


def test_a_bar_shows_how_much_is_done(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("FORCE_COLOR", "1")
    with progress.bar("importing", 2) as advance:
        advance(2)
    assert "2/2" in capsys.readouterr().err
