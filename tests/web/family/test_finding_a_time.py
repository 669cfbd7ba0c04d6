"""A family finds a time to talk on its page: a list, one page to check, done."""

import re
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from sqlmodel import select

from app.domain.conversations.models import Message
from app.domain.dropins import queries
from app.domain.dropins.diary import held
from app.domain.dropins.models import Booking, CoHost, DropIn, Gathering, Needs, Slot
from app.domain.people.models import Contact, Organisation
from app.domain.relationships import away
from app.domain.tables import metadata
from app.foundation.actors import Command, Staff
from app.foundation.cursors import cursor_after
from app.web.guards import family_cookie
from tests.web.signing_in import every


def slots(page: str) -> list[str]:
    return re.findall(r'name="slot" value="([0-9a-f-]{36})"', page)


def slot_of(page: str, legend: str, number: int = 0) -> str:
    """A time in the first gathering under this legend."""
    return slots(page[page.index(f"<bdi>{legend}</bdi>") :])[number]


@pytest.fixture
def sara(visit, town):
    return visit(town.sara)


def book(web, slot: str, **form: str):
    return web.post("/my/times/book", data={"slot": slot, "asked": "yes", **form})


def test_four_taps_from_the_conversation_to_a_booked_time(sara, town, house):
    talk = sara.get("/my", follow_redirects=True)
    assert 'href="/my/times"' in talk.text
    page = sara.get("/my/times").text
    slot = slot_of(page, "Neil · school, the blue door", 1)
    check = sara.get(f"/my/times/check?slot={slot}").text
    assert "Is this right?" in check and "3:30pm" in check
    assert (
        "The blue door in Quay Street" in check and "There is no step." in check and "Nobody wears a uniform." in check
    )
    done = book(sara, slot, needs="step_free")
    assert done.status_code == 303
    seen = sara.get(done.location).text
    assert "Your time to talk" in seen and "3:30pm" in seen
    (made,) = every(house, Booking)
    assert (made.contact_id, made.made_by) == (town.sara, "web")
    assert [one.needs for one in every(house, Needs)] == ["step_free"]
    assert "Automatic reply: Neil meets you" in sara.get("/my", follow_redirects=True).text
    again = sara.get(f"/my/times/check?slot={slot_of(sara.get('/my/times').text, 'Neil · the library, Quay Street')}")
    assert "What would help" in again.text and "You need not say)" not in again.text, "asked once, and kept"


@pytest.mark.parametrize(("mode", "is_there"), [("phone", False), ("video", False), ("home", False), ("school", True)])
def test_nobody_hears_of_a_door_or_of_the_kettle_where_they_need_not_come(sara, house, mode, is_there):
    slot = slot_of(sara.get("/my/times").text, "Neil · school, the blue door")
    with house.database.writing(Command()) as work:
        offered = work.session.get(DropIn, work.session.get(Slot, UUID(slot)).drop_in_id)
        offered.mode, offered.tea, offered.baby, offered.no_uniform = mode, True, True, True
        work.session.add(offered)
    check = sara.get(f"/my/times/check?slot={slot}").text
    for words in ("The blue door in Quay Street", "The kettle is on.", "Bring the baby", "There is no step."):
        assert (words in check) is is_there
    assert ("Nobody wears a uniform." in check) is (mode != "phone")


def test_pressing_twice_is_one_booking(sara, house):
    slot = slots(sara.get("/my/times").text)[0]
    first, second = book(sara, slot), book(sara, slot)
    assert first.location == second.location
    assert len(every(house, Booking)) == 1


def test_without_a_choice_it_says_so_and_shows_the_list_again(sara):
    for query in ("", "?slot=", "?slot=2", "?slot=x' OR 1=1"):
        answer = sara.get(f"/my/times/check{query}")
        assert answer.status_code == 422
        assert "Please choose a time first." in answer.text and slots(answer.text)


def test_a_time_that_is_gone_or_never_was_brings_three_others(sara, house, town):
    slot = slots(sara.get("/my/times").text)[0]
    with house.database.writing(Command()) as work:
        work.session.add(Booking(slot_id=UUID(slot), contact_id=town.ewa, made_at=work.now, made_by="web"))
    for answer in (sara.get(f"/my/times/check?slot={slot}"), book(sara, slot), book(sara, str(uuid4()))):
        assert answer.status_code == 409
        assert "That time has just gone." in answer.text
        assert len(slots(answer.text)) == 3


def test_two_at_once_are_asked_about_not_refused(sara, house):
    page = sara.get("/my/times").text
    slot = slots(page)[0]
    book(sara, slot)
    (first,) = every(house, Booking)
    with house.database.writing(Command()) as work:
        old = work.session.get(Slot, first.slot_id)
        twin = Slot(**(old.model_dump() | {"id": uuid4(), "starts_at": old.starts_at + timedelta(minutes=1)}))
        work.session.add(twin)
        twin_id = str(twin.id)
    asked = book(sara, twin_id)
    assert asked.status_code == 409 and "You have another time then:" in asked.text
    assert len(every(house, Booking)) == 1
    assert book(sara, twin_id, both="yes").status_code == 303
    assert len(every(house, Booking)) == 2


def test_another_time_replaces_the_old_one_and_the_old_one_stays_until_then(sara, house):
    page = sara.get("/my/times").text
    book(sara, slots(page)[0])
    (first,) = every(house, Booking)
    changing = sara.get(f"/my/times?instead={first.id}").text
    assert "You are changing this one." in changing
    book(sara, slot_of(changing, "Neil · school, the blue door"), instead=str(first.id))
    ended = {one.id: one.ended_how for one in every(house, Booking)}
    assert ended[first.id] == "moved" and sorted(ended.values()) == ["", "moved"]


def test_times_that_begin_at_the_same_minute_are_all_found_page_by_page(sara, house, town):
    with house.database.writing(Command()) as work:
        mould = work.session.exec(select(Slot).where(Slot.host_id == town.neil).order_by(Slot.starts_at)).first()
        day = work.session.get(Gathering, mould.gathering_id)
        for _ in range(2 * queries.MOST):
            twin = Gathering(**(day.model_dump() | {"id": uuid4()}))
            work.session.add(twin)
            work.session.flush()
            work.session.add(Slot(**(mould.model_dump() | {"id": uuid4(), "gathering_id": twin.id})))
        whole = {str(one) for one in work.session.exec(select(Slot.id)).all()}
    found, address = set(), "/my/times"
    for _ in range(20):
        page = sara.get(address).text
        found |= set(slots(page))
        on = re.search(r'href="(/my/times\?[^"]*after=[^"]+)"', page)
        if on is None:
            break
        address = on[1].replace("&amp;", "&")
    assert found == whole


def test_what_is_over_can_be_neither_given_back_nor_moved(sara, house, clock, sign_in, town):
    done = book(sara, slots(sara.get("/my/times").text)[0])
    (made,) = every(house, Booking)
    with house.database.writing(Command()) as work:
        over = work.session.get(Slot, made.slot_id)
        over.starts_at, over.ends_at = work.now - timedelta(hours=2), work.now - timedelta(hours=1)
        work.session.add(over)
    assert sara.post(f"{done.location.partition('?')[0]}/drop").status_code == 303
    book(sara, slots(sara.get("/my/times").text)[0], instead=str(made.id))
    assert [one.ended_how for one in every(house, Booking)] == ["", ""]


def test_a_cover_by_name_stands_where_the_host_stood(sara, house, town):
    done = book(sara, slot_of(sara.get("/my/times").text, "Neil · school, the blue door"))
    assert "family support worker, Tidewell Harbour School" in sara.get(done.location).text
    with house.database.writing(Command()) as work:
        made = work.session.exec(select(Booking)).one()
        made.met_by_id = town.grace
        work.session.add(made)
    page = sara.get(done.location).text
    assert "Grace will meet you." in page and "head of year" in page
    assert "Neil" not in page.partition("<main")[2] and "family support worker" not in page
    assert "Grace will meet you." in sara.get(f"{done.location}/calendar").text


def test_somebody_in_the_room_who_is_away_that_day_is_not_promised(sara, house, town):
    slot = slot_of(sara.get("/my/times").text, "Neil · school, the blue door")
    with house.database.writing(Command()) as work:
        time = work.session.get(Slot, UUID(slot))
        yes = CoHost(drop_in_id=time.drop_in_id, membership_id=town.grace, asked_at=work.now, says_yes=True)
        work.session.add(yes)
    assert "head of year" in sara.get(f"/my/times/check?slot={slot}").text
    with house.database.writing(Staff(town.grace, town.school)) as work:
        away.go(work, town.grace, by_id=town.priya, first=time.day, last=time.day)
    assert "head of year" not in sara.get(f"/my/times/check?slot={slot}").text
    days = sara.get("/my/times").text
    assert (
        "<bdi>Neil · school, the blue door</bdi>" in days and "<bdi>Neil, Grace · school, the blue door</bdi>" in days
    )


def test_i_cannot_come_needs_no_reason(sara, house):
    done = book(sara, slots(sara.get("/my/times").text)[0])
    dropped = sara.post(f"{done.location.partition('?')[0]}/drop")
    assert dropped.status_code == 303
    page = sara.get(dropped.location).text
    assert "that is all right" in page and "Find another time" in page
    assert [one.ended_how for one in every(house, Booking)] == ["dropped"]


def test_the_calendar_file_is_in_utc_and_names_no_child_and_no_agency(sara):
    done = book(sara, slot_of(sara.get("/my/times").text, "Neil · school, the blue door"))
    file = sara.get(f"{done.location}/calendar")
    assert file.mimetype == "text/calendar"
    assert file.headers["Content-Disposition"] == 'attachment; filename="time.ics"'
    words = file.text
    assert "SUMMARY:A time to talk" in words and re.search(r"DTSTART:\d{8}T\d{6}Z", words)
    assert "Ellie" not in words and "Sara" not in words and "Tidewell" not in words
    assert "CLASS:PRIVATE" in words


def test_the_list_is_narrowed_by_person_place_and_language(sara, town):
    everything = sara.get("/my/times").text
    assert "Joyce · 12 Harbour Lane" in everything and "Neil · on the phone" in everything
    by_person = sara.get(f"/my/times?with={town.joyce}").text
    assert "Joyce · 12 Harbour Lane" in by_person and "<bdi>Neil ·" not in by_person
    assert "<bdi>Joyce ·" not in sara.get("/my/times?mode=phone").text
    assert "<bdi>Neil ·" not in sara.get("/my/times?speaks=so").text
    assert "There is no free time like that." in sara.get("/my/times?mode=home").text
    for nonsense in (
        "?with=x",
        "?mode=x",
        "?speaks=xx",
        "?after=x",
        "?after=2027-03-10",
        "?after=1e400_x",
        "?instead=x",
    ):
        assert slots(sara.get(f"/my/times{nonsense}").text), nonsense


def test_what_is_booked_with_somebody_else_stays_in_this_visit(sara, town, house, web, phones):
    slot = slot_of(sara.get("/my/times").text, "Joyce · 12 Harbour Lane")
    check = sara.get(f"/my/times/check?slot={slot}").text
    assert "The Open Door will know your first name (Sara) and this phone’s number." in check
    assert "Tidewell Harbour School is not told." in check
    done = book(sara, slot)
    assert "Write it down: this page forgets it" in sara.get(done.location).text
    bare = done.location.partition("?")[0]
    assert sara.get(bare).status_code == 404, "the id alone opens nothing"
    assert "12 Harbour Lane" not in sara.get("/my", follow_redirects=True).text
    assert "Your times" not in sara.get("/my/times").text
    given_back = sara.post(f"{bare}/drop", data={"kept": done.location.partition("kept=")[2]})
    assert "that is all right" in sara.get(given_back.location).text
    assert not joined(house, town.sara), "no row of theirs, not even on the record, names who she is at the school"
    web.post(f"/my/{phones.link(town.ewa)}")
    assert web.get(done.location).status_code == 404, "nor in somebody else's visit"
    at_charity = [one.first_name for one in every(house, Contact) if one.organisation_id == town.charity]
    assert at_charity.count("Sara") == 1


def test_another_place_instead_is_a_time_given_back_here_and_one_booked_there(sara, town, house, sign_in):
    book(sara, slot_of(sara.get("/my/times").text, "Neil · school, the blue door"))
    (at_school,) = every(house, Booking)
    joyces = slot_of(sara.get(f"/my/times?instead={at_school.id}").text, "Joyce · 12 Harbour Lane")
    assert book(sara, joyces, instead=str(at_school.id)).status_code == 303
    with house.database.reading(Command()) as work:
        old, new = work.session.get(Booking, at_school.id), held.who_has(work, UUID(joyces))
    assert (old.ended_how, old.moved_to_id) == ("dropped", None)
    assert new.organisation_id == town.charity
    assert not joined(house, town.sara)
    record = sign_in(town.amina).get("/record").text
    assert "moved the time" not in record and "gave back" in record


def test_what_would_help_at_one_place_is_not_told_to_another_and_not_forgotten_there(sara, town, house):
    book(sara, slots(sara.get("/my/times").text)[0], needs="bsl")
    joyces = slot_of(sara.get("/my/times").text, "Joyce · 12 Harbour Lane")
    assert "checked" not in sara.get(f"/my/times/check?slot={joyces}").text
    book(sara, joyces, needs="interpreter")
    second = slot_of(sara.get("/my/times").text, "Joyce · 12 Harbour Lane", 1)
    assert book(sara, second, needs="large_print", both="yes").status_code == 303
    assert sorted(one.needs for one in every(house, Needs)) == ["bsl", "large_print,interpreter"]


def test_two_pages_that_change_the_same_time_leave_one(sara, house):
    page = sara.get("/my/times").text
    book(sara, slots(page)[0])
    (first,) = every(house, Booking)
    assert book(sara, slots(page)[1], instead=str(first.id)).status_code == 303
    assert book(sara, slots(page)[2], instead=str(first.id)).status_code == 303
    live = [one for one in every(house, Booking) if one.ended_at is None]
    assert [str(one.slot_id) for one in live] == [slots(page)[2]]


def joined(house, at_the_school: UUID) -> list[str]:
    """Every row that names the charity and also who this family member is at the school."""
    with house.database.reading(Command()) as work:
        rows = [
            str(tuple(row)).replace("-", "")
            for table in metadata.sorted_tables
            for row in work.session.connection().execute(sa.select(table))
        ]
        charity = work.session.exec(select(Organisation.id).where(Organisation.slug == "the-open-door")).one()
    return [row for row in rows if charity.hex in row and at_the_school.hex in row]


def test_nobody_is_introduced_when_nothing_is_booked(sara, town, house):
    slot = slot_of(sara.get("/my/times").text, "Joyce · 12 Harbour Lane")
    with house.database.writing(Command()) as work:
        work.session.add(Booking(slot_id=UUID(slot), contact_id=town.dan, made_at=work.now, made_by="web"))
    assert book(sara, slot).status_code == 409
    names = [one.first_name for one in every(house, Contact) if one.organisation_id == town.charity]
    assert "Sara" not in names


def test_five_times_are_enough_for_one_family(sara, house):
    for _ in range(5):
        assert book(sara, slots(sara.get(f"/my/times?after={later(house)}").text)[0], both="yes").status_code == 303
    refused = book(sara, slots(sara.get(f"/my/times?mode=phone&after={later(house)}").text)[0], both="yes")
    assert refused.status_code == 422 and "Ask your person for this one." in refused.text
    assert len(every(house, Booking)) == 5


def later(house) -> str:
    """After what was booked last."""
    with house.database.reading(Command()) as work:
        times = [held.one(work, one).time.ends_at for one in every(house, Booking)]
    return cursor_after(max(times, default=datetime(2027, 3, 10, tzinfo=UTC)), uuid4())


def test_a_young_person_with_a_card_sees_their_own_person_alone(web, town, house):
    from app.domain.private_pages.models import FamilySession
    from app.foundation.identifiers import hashed

    with house.database.writing(Command()) as work:
        until = work.now + timedelta(hours=1)
        work.session.add(
            FamilySession(
                secret_hash=hashed("leon"),
                contact_id=town.leon,
                number="",
                handed_by_id=town.joyce,
                started_at=work.now,
                until=until,
            )
        )
    web.set_cookie(family_cookie(house.settings), "leon", domain="localhost")
    page = web.get("/my/times").text
    assert "Joyce · 12 Harbour Lane" in page and "Neil" not in page
    assert book(web, slots(page)[0]).status_code == 303
    (made,) = every(house, Booking)
    assert made.contact_id == town.leon
    on_page = [one for one in every(house, Message) if one.purpose == "time_booked"]
    assert [one.channel.value for one in on_page] == ["web"], "he has no phone: it stands on his page"


def test_a_page_of_times_says_everything_in_the_familys_language(visit, town):
    web = visit(town.ewa)
    page = web.get("/my/times").text
    assert 'lang="pl"' in page
    assert "Find a time to talk" not in page
