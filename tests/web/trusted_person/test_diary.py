"""A host's diary: offering in one form, the week, sending times, booking for somebody, what cannot be kept."""

import re

import pytest
from sqlmodel import select

from app.domain.conversations.delivery import sending
from app.domain.conversations.models import Conversation, Message, Offer
from app.domain.dropins.models import Booking, DropIn, Gathering, OurTimes, Slot
from app.domain.people import actions as people
from app.domain.people.models import Contact, Membership
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.domain.relationships import away
from app.foundation.actors import Command, Provider, Staff
from app.foundation.identifiers import new_id
from app.foundation.telephony import Inbound
from app.invented_town import SARA, SCHOOL_LINE
from tests.hosts import TUESDAY
from tests.pretend_provider import PretendProvider
from tests.web.signing_in import every

FORM = {
    "first": "2027-03-19",
    "last": "2027-05-21",
    "begins": "10:00",
    "ends": "11:30",
    "minutes": "20",
    "gap": "10",
    "often": "once",
    "mode": "community",
    "place": "the family hub",
    "for_whom": "borough",
    "who": "Neil meets you.",
    "door": "The red door.",
    "way": "Bus 7.",
    "tea": "yes",
}


@pytest.fixture
def neil(sign_in, town):
    return sign_in(town.neil)


@pytest.fixture
def talk(house, town) -> str:
    """The address of Neil's conversation with Sara."""
    with house.database.reading(Command()) as work:
        query = select(Conversation.id).where(
            Conversation.membership_id == town.neil, Conversation.contact_id == town.sara
        )
        return f"/conversation/{work.session.exec(query).one()}"


def slots(page: str) -> list[str]:
    return re.findall(r'name="slot" value="([0-9a-f-]{36})"', page)


def booked(house, town, slot: str | None = None) -> Booking:
    """Sara has a time with Neil on the next Tuesday."""
    with house.database.writing(Command()) as work:
        first = select(Slot).where(Slot.host_id == town.neil, Slot.day == TUESDAY).order_by(Slot.starts_at)
        made = Booking(
            slot_id=work.session.exec(first).first().id, contact_id=town.sara, made_at=work.now, made_by="web"
        )
        work.session.add(made)
        work.session.flush()
        return made


def test_offering_is_one_form_filled_in_as_last_time(neil, house):
    form = neil.get("/times/new").text
    assert "Filled in as you offered it last time." in form
    done = neil.post("/times/new", data=FORM)
    assert done.status_code == 303
    page = neil.get(done.location).text
    assert "Families can book these now." in page and "10:30am" in page
    made = [one for one in every(house, DropIn) if one.place == "the family hub"]
    assert [(one.minutes, one.gap, one.is_weekly, one.tea, one.step_free) for one in made] == [
        (20, 10, False, True, False)
    ]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"first": ""}, "Please choose a day."),
        ({"first": "2027-03-28", "begins": "01:30", "ends": "04:00"}, "that hour does not exist"),
        ({"door": ""}, "Say which door."),
        ({"mode": "video", "video_link": "http://meet.example"}, "begins with https://"),
        ({"mode": "spaceship"}, "Choose how you talk."),
        ({"for_whom": ""}, "Choose who may book."),
        ({"minutes": "many"}, "Write a number of minutes."),
        ({"minutes": "٢٠"}, "Write a number of minutes."),
        ({"begins": "25:00"}, "Please write a time like 16:30."),
        ({"begins": "10:00Z"}, "Please write a time like 16:30."),
        ({"often": "weekly", "last": ""}, "Please choose a day."),
        ({"first": "2027-03-16", "begins": "15:10", "ends": "16:00"}, "Neil is somewhere else then"),
    ],
)
def test_what_cannot_be_offered_keeps_every_word(neil, house, changed, says):
    before = len(every(house, DropIn))
    refused = neil.post("/times/new", data=FORM | changed)
    assert refused.status_code == 409
    assert says in refused.text and 'value="the family hub"' in refused.text
    assert len(every(house, DropIn)) == before


def test_every_week_shows_what_is_left_out_and_why(neil):
    done = neil.post("/times/new", data=FORM | {"often": "weekly"})
    page = neil.get(done.location).text
    assert "1 left out" in page and "Friday 26 March: Good Friday" in page


def test_a_day_is_moved_called_off_and_a_time_taken_out(neil, house):
    done = neil.post("/times/new", data=FORM)
    page, address = neil.get(done.location).text, done.location.partition("?")[0]
    (day,) = set(re.findall(r'name="day" value="([0-9a-f-]{36})"', page))
    assert neil.post(f"{address}/slot", data={"slot": slots(page)[0], "do": "out"}).status_code == 303
    assert "taken out" in neil.get(address).text
    assert neil.post(f"{address}/slot", data={"slot": slots(page)[0], "do": "back"}).status_code == 303
    refused = neil.post(f"{address}/move", data={"day": day, "to": "2027-03-26", "begins": "10:00"})
    assert refused.status_code == 409 and "Good Friday" in refused.text
    far = neil.post(f"{address}/move", data={"day": day, "to": "9999-12-31", "begins": "23:50"})
    assert far.status_code == 409 and "more than a year away" in far.text
    assert neil.post(f"{address}/move", data={"day": day, "to": "2027-03-22", "begins": "09:00"}).status_code == 303
    moved = neil.get(address).text
    assert "Monday 22 March" in moved and "9:30am" in moved
    (new_day,) = set(re.findall(r'name="day" value="([0-9a-f-]{36})"', moved))
    assert neil.post(f"{address}/off", data={"day": new_day}).status_code == 303
    assert neil.post(f"{address}/end").status_code == 303


def test_a_day_called_off_shows_who_has_a_time_on_it_and_the_way_to_tell_them(neil, house, town):
    made = booked(house, town)
    with house.database.reading(Command()) as work:
        slot = work.session.get(Slot, made.slot_id)
        address, day = f"/times/{slot.drop_in_id}", str(slot.gathering_id)
    assert "was called off" not in neil.get(address).text
    neil.post(f"{address}/off", data={"day": day})
    page = neil.get(address).text
    assert "A family has a time on a day that was called off." in page
    of_day = page.partition(", called off</span>")[2].partition("</details>")[0]
    assert f'href="/time/{made.id}">Tell them' in of_day and "Take it out" not in of_day


def test_three_times_are_sent_as_they_were_shown(neil, talk, house):
    page = neil.get(f"{talk}/times").text
    assert "Neil here. Hello Sara. Here are times when we could talk:" in page
    picked = re.findall(r'value="([0-9a-f-]{36})" checked', page)
    assert len(picked) == 3
    form = {"slot": picked, "once": "form:018f0000-0000-7000-8000-000000000001"}
    for _ in range(2):  # pressing twice is harmless
        assert neil.post(f"{talk}/times", data=form).status_code == 303
    sent = [one for one in every(house, Message) if one.purpose == "times_to_choose"]
    assert len(sent) == 1 and sent[0].by_hand
    assert [one.options for one in every(house, Offer)] == [picked]
    four = neil.post(f"{talk}/times", data={"slot": slots(page)[:4]})
    assert four.status_code == 409 and "Choose one, two or three times." in four.text


def test_looking_at_other_times_sends_nothing(neil, talk, house):
    page = neil.get(f"{talk}/times").text
    looked = neil.post(f"{talk}/times", data={"slot": slots(page)[1], "do": "look"})
    assert looked.status_code == 200 and "3:30pm" in looked.text
    assert every(house, Offer) == []


def test_an_answer_in_words_is_one_tap_to_book(neil, talk, house, town, clock):
    page = neil.get(f"{talk}/times").text
    neil.post(f"{talk}/times", data={"slot": re.findall(r'value="([0-9a-f-]{36})" checked', page)})
    while sending.deliver(house.database, PretendProvider(clock), worker="one"):
        pass
    words = Inbound("SM" + "7" * 32, SCHOOL_LINE, SARA, "the 2nd one if I can bring the baby")
    with house.database.writing(Provider()) as work:
        reception.take_in(work, words, kind=Kind.TEXT)
    sorting.sort_arrivals(house.database)
    seen = neil.get(talk).text
    assert "<b>Unclear:</b> they answered the list of times in words." in seen
    assert "unclear: which time?" in neil.get("/inbox").text
    assert every(house, Booking) == []
    choices = re.findall(r'class="(main|quiet outlined)" name="slot" value="([0-9a-f-]{36})">Book ([^<]+)<', seen)
    assert len(choices) == 3
    assert neil.post(f"{talk}/book", data={"slot": choices[1][1]}).status_code == 303
    assert "unclear" not in neil.get("/inbox").text
    again = neil.post(f"{talk}/book", data={"slot": choices[1][1]})
    assert "It is booked, and a text in your name says so." in neil.get(again.location).text, "pressed twice"
    (made,) = every(house, Booking)
    assert (made.contact_id, made.staff_id) == (town.sara, town.neil)
    assert [one.by_hand for one in every(house, Message) if one.purpose == "time_agreed"] == [True]


def test_where_no_text_can_go_staff_are_told_to_tell_them(neil, talk, house, town):
    with house.database.writing(Command()) as work:
        people.give_phone(work, work.session.get(Contact, town.ewa), SARA)
    page = neil.get(f"{talk}/times").text
    done = neil.post(f"{talk}/book", data={"slot": slots(page)[0]})
    assert "<b>No text could go</b>, so tell them yourself" in neil.get(done.location).text
    assert len(every(house, Booking)) == 1


def test_two_at_one_hour_are_asked_about(neil, talk, house, town):
    first = booked(house, town)
    with house.database.writing(Command()) as work:
        old = work.session.get(Slot, first.slot_id)
        day = Gathering(**(work.session.get(Gathering, old.gathering_id).model_dump() | {"id": new_id()}))
        work.session.add(day)
        work.session.flush()
        twin = Slot(**(old.model_dump() | {"id": new_id(), "gathering_id": day.id}))
        work.session.add(twin)
        twin_id = str(twin.id)
    asked = neil.post(f"{talk}/book", data={"slot": twin_id})
    assert asked.status_code == 409 and "They have another time then: Tue 16 Mar 3pm." in asked.text
    assert "They want both: book it" in asked.text and len(every(house, Booking)) == 1
    assert neil.post(f"{talk}/book", data={"slot": twin_id, "both": "yes"}).status_code == 303
    assert len(every(house, Booking)) == 2


def test_when_the_host_has_left_whoever_is_on_duty_can_do_all_of_it_from_the_page(sign_in, house, town):
    made = booked(house, town)
    with house.database.writing(Command()) as work:
        neil = work.session.get(Membership, town.neil)
        neil.until = work.now
        work.session.add(neil)
    priya = sign_in(town.priya)
    assert "Neil will not work here then" in priya.get("/diary").text
    page = priya.get(f"/time/{made.id}").text
    assert "Grace can talk with you instead" in page and "07700 900111" in page
    assert "There is no other free time" in page, "all of Neil's are gone"
    refused = priya.post(f"/time/{made.id}/cover", data={"person": str(town.grace)})
    assert refused.status_code == 409, "a first text of hers is a hello"
    told = priya.post(f"/time/{made.id}/cover", data={"person": str(town.grace), "do": "told"})
    assert told.status_code == 303
    assert "These cannot be kept" not in priya.get("/diary").text


def test_the_week_says_who_comes_and_one_press_says_what_became(neil, sign_in, house, town, clock):
    made = booked(house, town)
    week = neil.get("/diary?week=2027-03-16").text
    assert "Sara Whitfield" in week and "3pm" in week and "We talked" not in week
    clock.move(days=6, hours=6)
    neil = sign_in(town.neil)
    week = neil.get("/diary").text
    assert "We talked" in week and "Another time" in week
    assert neil.post(f"/time/{made.id}/came", data={"came": "talked"}).status_code == 303
    assert [one.came for one in every(house, Booking)] == ["talked"]
    another = neil.post(f"/time/{made.id}/came", data={"came": "another_time"})
    assert another.location.endswith(f"/time/{made.id}")
    page = neil.get(another.location).text
    assert "Nothing is counted." in page and "that is no worry" in page
    assert neil.post(f"/time/{made.id}/again", data={"slot": slots(page)}).status_code == 303
    assert [one.by_hand for one in every(house, Message) if one.purpose == "time_again"] == [True]


@pytest.mark.parametrize("week", ["", "x", "2027-13-01", "1970-01-01", "9999-12-31", "2027-03-16' OR 1"])
def test_any_week_that_is_asked_for_gets_a_page(neil, week):
    assert neil.get("/diary", query_string={"week": week}).status_code == 200


def test_an_absent_hosts_bookings_stand_on_top_and_the_family_is_told_by_a_person(neil, house, town):
    made = booked(house, town)
    with house.database.writing(Staff(town.neil, town.school)) as work:
        away.go(work, town.neil, by_id=town.grace, first=TUESDAY, last=TUESDAY)
    week = neil.get("/diary").text
    assert "These cannot be kept as they stand" in week and "Neil is away then." in week
    page = neil.get(f"/time/{made.id}").text
    assert "Grace can talk with you instead" in page and "They do not know yet." in page
    told = neil.post(f"/time/{made.id}/cover", data={"person": str(town.grace)})
    assert told.status_code == 303
    assert [one.by_hand for one in every(house, Message) if one.purpose == "time_covered"] == [True]
    assert "These cannot be kept" not in neil.get("/diary").text
    assert neil.post(f"/time/{made.id}/back").status_code == 303
    assert [one.ended_how for one in every(house, Booking)] == ["given_back"]


def test_a_manager_says_how_young_people_may_book_and_stands_for_no_talk_of_fines(sign_in, town, house):
    priya = sign_in(town.priya)
    assert "I confirm that this is true" in priya.get("/our-times").text
    priya.post("/our-times/young", data={"modes": ["phone", "spaceship"]})
    priya.post("/our-times/fines", data={"answer": "yes"})
    page = priya.get("/our-times").text
    assert "Priya Nair confirmed on" in page
    found = {one.organisation_id: one for one in every(house, OurTimes)}[town.school]
    assert found.young_modes == "phone" and found.no_fines_by_id == town.priya
    priya.post("/our-times/fines", data={"answer": "no"})
    assert "I confirm that this is true" in priya.get("/our-times").text
