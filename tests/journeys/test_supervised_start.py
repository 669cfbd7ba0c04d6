"""`kettle run`: from a phone to an inbox and back through the real processes, which recover and leave nothing over."""

import re
import signal
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import Page, expect

from app.invented_town import SARA, SCHOOL_LINE
from tests.journeys.supervised import Running, is_listening, running, until

NEIL = re.compile(r'action="(/simulator/desk/[0-9a-f-]+)">(?:(?!</form>).)*<b>Neil</b>', re.S)
WITHIN_SECONDS = 10.0  # of a busy machine that runs other tests too; how fast it is, the bench measures


@pytest.fixture
def kettle(tmp_path: Path, free_port: int) -> Iterator[Running]:
    with running(tmp_path, free_port) as found:
        yield found


def sit_down_as_neil(kettle: Running) -> None:
    desk = NEIL.search(kettle.get("/").text)
    assert desk
    assert kettle.post(desk.group(1)).url == f"{kettle.address}/inbox"


def text_from_sara(kettle: Running, words: str) -> None:
    assert kettle.post("/simulator/type", number=SARA, line=SCHOOL_LINE, text=words).status_code == 200


def lies_in_neils_thread(kettle: Running, words: str) -> bool:
    thread = re.search(r'href="(/conversation/[0-9a-f-]+)[^"]*"(?:(?!</a>).)*Sara', kettle.get("/inbox").text, re.S)
    return bool(thread) and words in kettle.get(thread.group(1)).text


def test_a_text_reaches_the_inbox_and_stopping_leaves_nothing_behind(tmp_path: Path, free_port: int) -> None:
    with running(tmp_path, free_port) as kettle:
        text_from_sara(kettle, "is anybody there")
        sit_down_as_neil(kettle)
        until(lambda: lies_in_neils_thread(kettle, "is anybody there"), "it never arrived", within=WITHIN_SECONDS)
        everybody = kettle.everybody()
        assert len(everybody) >= 4  # the supervisor, the web server and its worker, the scheduler
        kettle.process.send_signal(signal.SIGTERM)
        assert kettle.process.wait(30) == 0
        assert psutil.wait_procs(everybody, timeout=5)[1] == []
        assert not is_listening(free_port)


@pytest.mark.browser
def test_from_a_phone_to_the_inbox_and_the_answer_back_with_its_receipt(kettle: Running, page: Page) -> None:
    sara = page.locator("#phone-447700900111")
    page.goto(kettle.address)
    sara.locator("textarea").fill("can you ring me about thursday")
    sara.get_by_role("button", name="Send").click()
    expect(page.locator(".desks li", has_text="Neil")).to_contain_text("2 waiting", timeout=WITHIN_SECONDS * 1000)
    page.get_by_role("button", name=re.compile("Neil")).click()
    page.get_by_role("link", name=re.compile("Sara Whitfield")).first.click()
    expect(page.locator("#newest .said")).to_have_text("can you ring me about thursday")
    page.locator("textarea[name=text]").fill("I will ring at three.")
    page.get_by_role("button", name="Send", exact=True).click()
    expect(page.locator("#newest .said")).to_have_text("I will ring at three.")
    expect(page.locator("#newest .receipt")).to_contain_text("On her phone", timeout=WITHIN_SECONDS * 1000)
    page.goto(kettle.address)
    expect(sara.locator(".theirs .said").last).to_have_text("Neil: I will ring at three.")


@pytest.mark.proof
@pytest.mark.parametrize("name", ["worker", "scheduler", "server"])
def test_whatever_is_killed_comes_back_and_nothing_is_lost(kettle: Running, name: str) -> None:
    victim = {"worker": kettle.worker, "scheduler": kettle.scheduler, "server": kettle.web}[name]
    sit_down_as_neil(kettle)
    text_from_sara(kettle, "just before somebody died")
    killed = victim()
    assert killed
    killed.kill()

    def is_back() -> bool:
        found = victim()
        return found is not None and found.pid != killed.pid and kettle.is_well()

    until(is_back, f"the {name} never came back")
    until(lambda: lies_in_neils_thread(kettle, "just before somebody died"), "a text was lost", within=90)


@pytest.mark.proof
@pytest.mark.skipif(not psutil.LINUX, reason="only Linux ends children with a parent that was killed")
def test_a_killed_supervisor_takes_everybody_with_it(kettle: Running, free_port: int) -> None:
    everybody = kettle.everybody()
    kettle.process.kill()
    kettle.process.wait(10)
    assert psutil.wait_procs(everybody, timeout=15)[1] == []
    assert not is_listening(free_port)
