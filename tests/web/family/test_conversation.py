"""What a family sees of its conversation, and what it can write there."""

import gzip
import re
from collections.abc import Callable
from datetime import time, timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient
from markupsafe import escape
from sqlmodel import select
from werkzeug.test import TestResponse

from app.assembly import House
from app.domain.conversations import actions as conversations
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction
from app.domain.people import joining
from app.domain.permissions import actions as permissions
from app.domain.permissions import queries as wishes
from app.domain.reception import sorting
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind
from app.foundation.actors import Command, Staff
from app.foundation.identifiers import new_id
from app.invented_town import Town
from tests.clock import SettableClock
from tests.web.family.conftest import Phones

Visit = Callable[..., FlaskClient]
MARK = "form:019a0000-0000-7000-8000-000000000001"


@pytest.fixture
def talk(visit: Visit, phones: Phones, town: Town) -> str:
    """The address of Sara's conversation; her visit is open."""
    visit(town.sara)
    return f"/my/talk/{phones.thread(town.sara)}"


def arrivals(house: House) -> list[Arrival]:
    with house.database.reading(Command()) as work:
        return list(work.session.exec(select(Arrival).where(Arrival.kind == Kind.PAGE)))


def test_a_family_reads_its_own_words_and_its_persons(web: FlaskClient, talk: str) -> None:
    shown = web.get(talk).text
    assert "Ellie came in for art today and smiled." in shown
    assert "thank you that made my day" in shown
    assert "reads messages Monday–Friday, 8am to 4:30pm" in shown
    assert "<title>Kettle</title>" in shown


def test_notes_calls_and_receipts_of_staff_are_not_on_the_page(
    house: House, web: FlaskClient, talk: str, phones: Phones, town: Town
) -> None:
    with house.database.writing(Staff(town.neil, town.school)) as work:
        thread_id = phones.thread(town.sara)
        conversations.write_note(work, thread_id, words="a note about Sara", once="n")
    shown = web.get(talk).text
    assert "a note about Sara" not in shown
    assert "Rang Sara" not in shown
    assert "On her phone" not in shown


def test_somebody_elses_thread_answers_exactly_like_none(
    web: FlaskClient, talk: str, phones: Phones, town: Town, same: Callable[[TestResponse], str]
) -> None:
    assert web.get(talk).status_code == 200
    other, none = f"/my/talk/{phones.thread(town.ewa)}", f"/my/talk/{uuid4()}"
    for ask in (web.get, lambda address: web.post(address, data={"words": "hi"}), web.post):
        theirs, nobodys = ask(other), ask(none)
        assert theirs.status_code == nobodys.status_code == 404
        assert same(theirs) == same(nobodys)


def test_what_is_written_stands_at_the_end_and_reaches_the_person(
    house: House, web: FlaskClient, talk: str, phones: Phones, town: Town
) -> None:
    answer = web.post(talk, data={"words": "  can we talk tomorrow?  ", "once": MARK})
    assert (answer.status_code, answer.location) == (303, f"{talk}#newest")
    shown = web.get(talk).text
    assert shown.rindex("can we talk tomorrow?") > shown.rindex("made my day")
    assert "On its way" in shown
    sorting.sort_arrivals(house.database)
    after = web.get(talk).text
    assert after.count("can we talk tomorrow?") == 1
    assert "On its way" not in after
    assert phones.conversation(town.sara).waiting_channel is Channel.WEB


def test_pressing_twice_says_it_once_and_two_forms_say_it_twice(house: House, web: FlaskClient, talk: str) -> None:
    for mark in (MARK, MARK, MARK[:-1] + "2"):
        web.post(talk, data={"words": "hello", "once": mark})
    assert len(arrivals(house)) == 2


@pytest.mark.parametrize("nothing", ["", "   ", "\n\t "])
def test_an_empty_box_is_refused_in_words(house: House, web: FlaskClient, talk: str, nothing: str) -> None:
    answer = web.post(talk, data={"words": nothing})
    assert answer.status_code == 422
    assert "There is nothing in the box yet." in answer.text
    assert not arrivals(house)


def test_twenty_thousand_characters_are_taken_whole(house: House, web: FlaskClient, talk: str) -> None:
    long = "🫖" * 20_000
    assert web.post(talk, data={"words": long}).status_code == 303
    assert arrivals(house)[0].body == long


def test_more_than_that_is_refused_and_stays_in_the_box(house: House, web: FlaskClient, talk: str) -> None:
    long = "word " * 4_000 + "and"
    answer = web.post(talk, data={"words": long})
    assert answer.status_code == 422
    assert "too long to take in one go" in answer.text
    assert long in answer.text
    assert not arrivals(house)


def test_lines_count_once_however_a_browser_ends_them(house: House, web: FlaskClient, talk: str) -> None:
    assert web.post(talk, data={"words": "ab\r\n" * 6_600}).status_code == 303
    assert len(arrivals(house)) == 1


@pytest.mark.parametrize(
    "odd",
    ["<script>alert(1)</script>", "a\x00b", "{{ 7 * 7 }}", "</textarea><img src=x onerror=alert(1)>", "👩‍👧🫖", "مجھے"],
)
def test_odd_words_are_kept_as_they_are_and_never_run(house: House, web: FlaskClient, talk: str, odd: str) -> None:
    web.post(talk, data={"words": odd})
    kept = odd.replace("\x00", "\ufffd")
    assert str(escape(kept)) in web.get(talk).text
    sorting.sort_arrivals(house.database)
    assert str(escape(kept)) in web.get(talk).text
    assert arrivals(house)[0].body == kept


def test_a_waiting_message_shows_on_its_own_page_only(
    web: FlaskClient, talk: str, visit: Visit, phones: Phones, town: Town
) -> None:
    web.post(talk, data={"words": "only for neil"})
    visit(town.ewa)
    assert "only for neil" not in web.get(f"/my/talk/{phones.thread(town.ewa)}").text


def test_a_page_shows_fourteen_days_and_says_who_can_open_more(
    house: House, web: FlaskClient, visit: Visit, phones: Phones, town: Town, clock: SettableClock
) -> None:
    clock.move(days=9)  # the oldest words are now 15 days old
    visit(town.sara)
    shown = web.get(f"/my/talk/{phones.thread(town.sara)}").text
    assert "hi is this neil from school" not in shown
    assert "Ellie came in for art" in shown
    assert "Older messages: ask Neil to open them." in shown


def test_the_person_opens_older_words_for_a_day(
    house: House, web: FlaskClient, visit: Visit, phones: Phones, town: Town, clock: SettableClock
) -> None:
    clock.move(days=20)
    talk = f"/my/talk/{phones.thread(town.sara)}"
    visit(town.sara)
    assert "hi is this neil" not in web.get(talk).text
    with house.database.writing(Staff(town.neil, town.school)) as work:
        conversations.open_older(work, phones.thread(town.sara))
    assert "hi is this neil" in web.get(talk).text
    clock.move(hours=24, minutes=1)
    visit(town.sara)
    assert "hi is this neil" not in web.get(talk).text


def fill(house: House, phones: Phones, town: Town, clock: SettableClock, bodies: list[str]) -> None:
    with house.database.writing(Command()) as work:
        talk = work.session.get(Conversation, phones.thread(town.sara))
        assert talk is not None
        for number, body in enumerate(bodies):
            is_in = number % 2 == 1
            at = work.now - timedelta(hours=len(bodies) - number)
            work.session.add(
                Message(
                    conversation_id=talk.id,
                    direction=Direction.IN if is_in else Direction.OUT,
                    channel=Channel.WEB,
                    author_membership_id=None if is_in else town.neil,
                    author_contact_id=town.sara if is_in else None,
                    body=body,
                    happened_at=at,
                    stored_at=at,
                    by_hand=not is_in,
                )
            )


def test_more_than_thirty_entries_come_in_stretches(
    house: House, web: FlaskClient, talk: str, phones: Phones, town: Town, clock: SettableClock
) -> None:
    fill(house, phones, town, clock, [f"word number {number};" for number in range(40)])
    newest = web.get(talk).text
    assert "word number 39;" in newest
    assert "word number 9;" not in newest
    (older,) = re.findall(r'href="([^"]+before=[^"]+)"', newest)
    before = web.get(older.replace("&amp;", "&")).text
    assert "word number 9;" in before
    assert "Back to the newest messages" in before
    assert '<textarea id="words"' not in before


def test_a_garbled_cursor_is_not_found(web: FlaskClient, talk: str) -> None:
    for garbled in ("x", "1_2", "nan_" + str(uuid4()), "1e999_" + str(uuid4())):
        assert web.get(talk, query_string={"before": garbled}).status_code == 404


def test_a_text_that_waits_for_tomorrow_is_not_the_familys_yet(
    house: House, web: FlaskClient, talk: str, phones: Phones, town: Town, clock: SettableClock
) -> None:
    with house.database.writing(Staff(town.neil, town.school)) as work:
        thread_id = phones.thread(town.sara)
        conversations.reply(work, thread_id, text="At once", once=f"form:{new_id()}")
        conversations.reply(
            work, thread_id, text="Later", once=f"form:{new_id()}", wanted=work.now + timedelta(minutes=50)
        )
    shown = web.get(talk).text
    assert "At once" in shown
    assert "Later" not in shown
    clock.move(minutes=51)
    assert "Later" in web.get(talk).text


def test_somebody_with_several_people_chooses_whom(
    house: House, web: FlaskClient, visit: Visit, phones: Phones, town: Town
) -> None:
    with house.database.writing(Staff(town.grace, town.school)) as work:
        conversations.say_hello(work, town.sara, giver="Neil", words="", once="h")
    visit(town.sara)
    listed = web.get("/my")
    assert listed.status_code == 200
    assert "Neil" in listed.text
    assert "Grace" in listed.text
    assert listed.text.count("/my/talk/") == 2


def test_a_person_who_has_left_is_said_to_have_left(
    house: House, web: FlaskClient, talk: str, phones: Phones, town: Town
) -> None:
    assert "does not work here any more" not in web.get(talk).text
    with house.database.writing(Command()) as work:
        joining.member_leaves(work, town.neil)
    assert "Neil does not work here any more" in web.get(talk).text
    assert web.post(talk, data={"words": "who reads this now?"}).status_code == 303


@pytest.mark.parametrize(
    ("who", "lang", "direction"), [("sara", "en", "ltr"), ("ewa", "pl", "ltr"), ("imran", "ur", "rtl")]
)
def test_the_page_speaks_the_language_the_family_reads(
    web: FlaskClient, visit: Visit, phones: Phones, town: Town, who: str, lang: str, direction: str
) -> None:
    contact_id = getattr(town, who)
    visit(contact_id)
    shown = web.get(f"/my/talk/{phones.thread(contact_id)}").text
    assert f'<html lang="{lang}" dir="{direction}">' in shown
    assert ("Sign out on this phone" in shown) is (lang == "en")


def test_a_language_without_words_yet_is_served_in_english_and_says_so(
    house: House, web: FlaskClient, talk: str, town: Town
) -> None:
    with house.database.writing(Command()) as work:
        wishes = permissions.set_wishes(work, town.sara, reads="en")
        wishes.reads = "xx"
    assert '<html lang="en" dir="ltr">' in web.get(talk).text


def test_each_message_says_its_own_language_and_direction(
    house: House, web: FlaskClient, visit: Visit, phones: Phones, town: Town
) -> None:
    with house.database.writing(Staff(town.hannah, town.council)) as work:
        conversations.reply(work, phones.thread(town.imran), text="Of course. I will ring at two.", once="r")
    visit(town.imran)
    shown = web.get(f"/my/talk/{phones.thread(town.imran)}").text
    assert re.search(r'lang="ur" dir="rtl">السلام', shown)
    assert re.search(r'lang="en" dir="ltr">Of course', shown)


def test_choosing_a_language_changes_no_other_wish(house: House, web: FlaskClient, talk: str, town: Town) -> None:
    with house.database.writing(Command()) as work:
        permissions.set_wishes(
            work, town.sara, reads="en", speaks="so", closed_from=time(13), closed_until=time(15), wants_links=False
        )
    assert web.post("/my/language", data={"reads": "pl"}).status_code == 303
    assert '<html lang="pl"' in web.get(talk).text
    with house.database.reading(Command()) as work:
        kept = wishes.wishes_of(work, town.sara)
    assert (kept.speaks, kept.closed_from, kept.closed_until, kept.wants_links) == ("so", time(13), time(15), False)


def test_a_language_we_do_not_have_changes_nothing(web: FlaskClient, talk: str) -> None:
    assert web.post("/my/language", data={"reads": "tlh"}).status_code == 303
    assert '<html lang="en"' in web.get(talk).text


def test_who_can_read_this_is_said_plainly(web: FlaskClient, talk: str) -> None:
    shown = web.get(talk).text
    assert "Neil, your person." in shown
    assert "Tidewell Harbour School who keeps children safe" in shown
    assert "stays between us" not in shown


ENGLISH = [
    "Nothing is wrong. How did Monday go for the two of you?",
    "He went in! Only the first hour but he went.",
    "That is lovely news. Shall I meet you at the side door again tomorrow?",
    "Yes please. Ten to nine is better than nine, the bell upsets him.",
    "Ten to nine it is. I will be by the blue door, and the kettle will be on.",
    "Thank you. He did not sleep much so we may be late.",
    "Late is fine. Come when you come, there is no hurry at all.",
    "We are outside, he does not want to get out of the car.",
    "On my way down. I will bring the dog.",
    "He says the room was quiet and he liked the drawing.",
    "Mr Hollis kept the picture for the wall, if that is all right with him.",
    "He says yes but not with his name on it.",
    "No name. Promise. He can take it home on Friday.",
    "Can you ring me about Thursday? I would rather not write it.",
    "I can ring at 3. Would that do, or is later better?",
]
URDU = [
    "کوئی پریشانی کی بات نہیں۔ پیر کا دن آپ دونوں کا کیسا رہا؟",
    "وہ چلا گیا! صرف پہلے گھنٹے کے لیے، مگر گیا۔",
    "یہ تو بہت اچھی خبر ہے۔ کیا میں کل پھر دروازے پر ملوں؟",
    "جی ہاں۔ نو بجے سے دس منٹ پہلے بہتر ہے، گھنٹی سے وہ گھبرا جاتا ہے۔",
    "ٹھیک ہے۔ میں نیلے دروازے پر ہوں گی اور چائے تیار ہو گی۔",
    "شکریہ۔ وہ رات کو کم سویا، شاید ہمیں دیر ہو جائے۔",
    "دیر ہو جائے تو کوئی بات نہیں۔ جب آئیں تب آئیں۔",
    "ہم باہر ہیں، وہ گاڑی سے اترنا نہیں چاہتا۔",
    "میں نیچے آ رہی ہوں۔",
    "وہ کہتا ہے کمرہ خاموش تھا اور اسے تصویر بنانا اچھا لگا۔",
    "استاد نے تصویر دیوار کے لیے رکھ لی ہے، اگر اسے اعتراض نہ ہو۔",
    "وہ کہتا ہے ہاں، مگر نام کے بغیر۔",
    "نام نہیں ہو گا۔ وعدہ۔ وہ جمعہ کو گھر لے جا سکتا ہے۔",
    "کیا آپ جمعرات کے بارے میں فون کر سکتی ہیں؟ لکھنا نہیں چاہتی۔",
    "میں تین بجے فون کر سکتی ہوں۔ ٹھیک ہے یا بعد میں؟",
]


@pytest.mark.parametrize("reads", ["en", "ur"])
def test_thirty_messages_half_in_urdu_come_in_two_requests_and_fourteen_kilobytes(
    house: House, web: FlaskClient, talk: str, phones: Phones, town: Town, clock: SettableClock, reads: str
) -> None:
    with house.database.writing(Command()) as work:
        permissions.set_wishes(work, town.sara, reads=reads)
    fill(house, phones, town, clock, [words for pair in zip(ENGLISH, URDU, strict=True) for words in pair])
    packed = web.get(talk, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    shown = gzip.decompress(packed.data).decode()
    assert shown.count('class="said"') == 30
    wanted = re.findall(r'<(?:link rel="stylesheet" href|script[^>]* src|img[^>]* src)="([^"]+)"', shown)
    assert len(wanted) == 1
    with web.get(wanted[0], headers={"Accept-Encoding": "gzip"}) as sheet:
        weight = len(packed.data) + len(sheet.data)
    assert weight <= 14 * 1024
