"""Promises 5 and 6. A mother who talks to a charity can trust that the school cannot read it, nor find out that it is
there; and at home neither parent sees what the other wrote."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from sqlmodel import col, select

from app import assembly
from app.assembly import House
from app.domain.audit.models import AuditEntry
from app.domain.conversations import queries as conversations
from app.domain.people import actions as people
from app.domain.people import queries as people_queries
from app.domain.people.models import Contact
from app.domain.private_pages import private_links
from app.domain.relationships import actions as relationships
from app.domain.relationships.models import Cover
from app.domain.relationships.rules import ChosenBy
from app.foundation.actors import Command
from app.foundation.errors import NotFound
from app.foundation.settings import Settings
from app.foundation.text import folded
from app.foundation.work import Work
from app.invented_town import CHARITY_LINE, SARA, SCHOOL_LINE, UNKNOWN
from tests.clock import SettableClock
from tests.databases import Backend, compile_once
from tests.promises.doors.world import Who, World, build
from tests.tidewell import Tidewell
from tests.web.once_drawn import quick_app

CHANGES_EACH_TIME = re.compile(
    r'nonce-[\w-]+|nonce="[\w-]+"|name="csrf_token" value="[^"]+"|kettle_form=[^;]+|\d+\.\d{6}_'
)
AN_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}")


@contextmanager
def opened(url: str, settings: Settings, clock: SettableClock) -> Iterator[House]:
    house = assembly.put_together(settings.model_copy(update={"database_url": url}), now=clock)
    compile_once(house.database.engine)
    yield house
    house.database.close()
    house.pretend_network.store.close()


def charity_knows_her(tidewell: Tidewell) -> None:
    """Sara also talks with Joyce at the charity, from the same phone, and waits for an answer there."""
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        her = people.add_contact(work, town.charity, first_name="Sara", last_name="Whitfield", number=SARA)
        relationships.choose(work, her.id, town.joyce, by=ChosenBy.FAMILY)
        stranger = people.add_contact(work, town.charity, first_name="Bea", last_name="Holt", number=UNKNOWN)
        relationships.choose(work, stranger.id, town.joyce, by=ChosenBy.FAMILY)
    for number in (SARA, UNKNOWN):
        tidewell.says(number, "please do not tell the school", line=CHARITY_LINE)
    tidewell.says(SARA, "STOP", line=CHARITY_LINE)


def a_day_at_the_school(house: House, tidewell: Tidewell) -> Iterator[str]:
    """All that the school's people see on a day on which Sara, and somebody they do not know, text the school."""
    town, world = tidewell.town, build(house, tidewell.town)
    application = quick_app(house)
    application.config.update(WTF_CSRF_ENABLED=False)
    seen = SeenBy(application.test_client, world)
    tidewell.says(SARA, "good morning")
    tidewell.says(UNKNOWN, "is this the school")  # known to the charity, unknown here
    for who in (Who.NEIL, Who.FRONT_DOOR, Who.LEAD, Who.HOUSE_KEEPER, Who.COVER, Who.OPERATOR, Who.PARENT):
        yield from seen.everywhere(who)
    front_door = tidewell.inbox(town.priya)[0].conversation_id
    for who, path, form in (
        (Who.NEIL, "/find", {"fragment": "Whitfield"}),
        (Who.NEIL, "/find", {"fragment": "900111"}),
        (Who.NEIL, "/find", {"fragment": "900155"}),
        (Who.NEIL, "/find", {"fragment": "Holt"}),
        (Who.FRONT_DOOR, f"/front-door/{front_door}/find", {"fragment": "Bea"}),
        (Who.FRONT_DOOR, "/family/new", _form("Sara", "Whitfield", "07700 900111", town.neil)),
        (Who.FRONT_DOOR, "/family/new", _form("Bea", "Holt", "07700 900155", town.neil)),
        (Who.FRONT_DOOR, f"/front-door/{front_door}/new", {"first_name": "Bea", "last_name": "Holt"}),
        (Who.FRONT_DOOR, f"/front-door/{front_door}/pass-on", {"membership_id": str(town.neil)}),
        (Who.NEIL, f"/conversation/{tidewell.thread(town.neil, town.sara).id}/reply", {"text": "Good morning Sara"}),
    ):
        yield from seen.sends(who, path, form)
    for who in (Who.NEIL, Who.FRONT_DOOR):
        yield from seen.everywhere(who)


def _form(first_name: str, last_name: str, number: str, person: UUID) -> dict[str, str]:
    return {
        "first_name": first_name,
        "last_name": last_name,
        "number": number,
        "reads": "en",
        "person": str(person),
        "relation": "mum",
    }


class SeenBy:
    """What each of them sees, with every id as the how-manieth one it is: ids are new each time."""

    PAGES = ("/inbox", "/inbox/rows", "/find", "/family/new", "/staff", "/record", "/operator/health", "/my", "/me")

    def __init__(self, browser: Callable[[], FlaskClient], world: World) -> None:
        self._browsers: dict[Who, FlaskClient] = {}
        self._browser, self._world = browser, world
        self._ids: dict[str, str] = {}

    def everywhere(self, who: Who) -> Iterator[str]:
        for page in self.PAGES:
            yield self._told(who, page, self._of(who).get(page))

    def sends(self, who: Who, path: str, form: dict[str, str]) -> Iterator[str]:
        answer = self._of(who).post(path, data=form)
        yield self._told(who, path, answer)
        if answer.status_code == 303:
            yield self._told(who, answer.headers["Location"], self._of(who).get(answer.headers["Location"]))

    def _of(self, who: Who) -> FlaskClient:
        if who not in self._browsers:
            name, secret = self._world.cookies[who]
            self._browsers[who] = self._browser()
            self._browsers[who].set_cookie(name, secret, domain="localhost")
        return self._browsers[who]

    def _told(self, who: Who, path: str, answer: Any) -> str:
        headers = sorted(
            (name, value) for name, value in answer.headers.items() if name not in {"Content-Length", "ETag"}
        )
        whole = f"{who} {path}\n{answer.status_code} {headers}\n{answer.text}"
        return AN_ID.sub(self._numbered, CHANGES_EACH_TIME.sub("~", whole))

    def _numbered(self, found: re.Match[str]) -> str:
        return self._ids.setdefault(found.group(), f"id-{len(self._ids)}")


@pytest.fixture
def both_days(
    tidewell: Tidewell, databases: Backend, settings: Settings, clock: SettableClock, tmp_path: Path
) -> Callable[[], list[list[str]]]:
    """The same day at the school twice: once the charity does not know Sara, once it does."""
    tidewell.database.close()
    return lambda: list(_days(tidewell, databases, settings, clock, tmp_path))


def _days(
    tidewell: Tidewell, databases: Backend, settings: Settings, clock: SettableClock, tmp_path: Path
) -> Iterator[list[str]]:
    for knows in (False, True):
        with databases.copy_of(settings.database_url) as url:
            own = settings.model_copy(update={"database_url": url, "var_dir": str(tmp_path / str(knows))})
            clock.set(clock.now.replace(hour=10, minute=0, second=0))
            with opened(url, own, clock) as house:
                town = Tidewell(house.database, clock, tidewell.town)
                if knows:
                    charity_knows_her(town)
                yield list(a_day_at_the_school(house, town))


def test_whether_a_charity_knows_her_changes_not_a_byte_of_what_the_school_sees(
    both_days: Callable[[], list[list[str]]],
) -> None:
    without, with_her = both_days()
    for one, other in zip(without, with_her, strict=True):
        assert one == other
    assert sum("\n200 [" in answer for answer in without) > 30
    assert any("Whitfield" in answer for answer in without)


def test_the_comparison_would_notice_a_search_that_looks_next_door(
    both_days: Callable[[], list[list[str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def everywhere(work: Work, _place: UUID, fragment: str, *, limit: int = 20) -> list[people_queries.Found]:
        names = work.session.exec(select(Contact).where(col(Contact.search_text).contains(folded(fragment))))
        return [people_queries.Found(one.id, one.first_name, one.last_name, "", ()) for one in names][:limit]

    monkeypatch.setattr(people_queries, "find", everywhere)
    without, with_her = both_days()
    assert without != with_her


def test_the_charity_itself_sees_her(tidewell: Tidewell) -> None:
    charity_knows_her(tidewell)
    assert {"Sara", "Bea"} <= {row.first_name for row in tidewell.inbox(tidewell.town.joyce)}


@pytest.fixture
def rob(tidewell: Tidewell) -> UUID:
    """Ellie's dad, at the same home, on his own phone; Neil is his person too. Both parents have written."""
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        home = people_queries.contact(work, town.sara).household_id
        made = people.add_contact(work, town.school, first_name="Rob", number="+447700900177", household_id=home)
        relationships.choose(work, made.id, town.neil, by=ChosenBy.FAMILY)
        rob = made.id
    tidewell.says(SARA, "he must not know where we live")
    tidewell.says("+447700900177", "where are they")
    return rob


def test_neither_parent_of_a_child_sees_what_the_other_wrote_nor_that_they_write(tidewell: Tidewell, rob: UUID) -> None:
    hers = tidewell.thread(tidewell.town.neil, tidewell.town.sara)
    his = tidewell.thread(tidewell.town.neil, rob)
    for contact, own, others in ((tidewell.town.sara, hers, his), (rob, his, hers)):
        with tidewell.database.reading(Command()) as work:
            assert [one.id for one, _ in conversations.threads_of_contact(work, contact)] == [own.id]
            assert conversations.for_family(work, contact, own.id)
            with pytest.raises(NotFound):
                conversations.for_family(work, contact, others.id)


def test_a_cover_reads_by_name_and_every_reading_is_on_record(tidewell: Tidewell) -> None:
    town = tidewell.town
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(town.neil, town.sara)
    with pytest.raises(NotFound), tidewell.database.reading(tidewell.staff(town.grace)) as work:
        conversations.mine_to_read(work, thread.id)
    with tidewell.database.writing(Command()) as work:
        work.session.add(Cover(membership_id=town.neil, by_id=town.grace, since=work.now))
    with tidewell.database.reading(tidewell.staff(town.grace)) as work:
        conversations.mine_to_read(work, thread.id)
        assert [look.contact_id for look in work.looks] == [town.sara]
    with tidewell.database.reading(tidewell.staff(town.neil)) as work:
        conversations.mine_to_read(work, thread.id)
        assert work.looks == []


def test_opening_the_private_page_is_on_record_too(tidewell: Tidewell) -> None:
    with tidewell.database.writing(Command()) as work:
        line = people_queries.lines(work, [SCHOOL_LINE])[SCHOOL_LINE]
        secret = private_links.make_link(work, tidewell.town.sara, line_id=line.id, number=SARA)
        private_links.use_link(work, secret, is_only_mine=False)
    with tidewell.database.reading(Command()) as work:
        verbs = set(work.session.exec(select(AuditEntry.verb).where(AuditEntry.contact_id == tidewell.town.sara)))
        assert "opened the private page" in verbs
