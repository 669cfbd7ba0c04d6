"""The empty ping: in working hours, at most one an hour, taken back when nobody waits, and never a word in it."""

import itertools
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import col, select

from app.channels.email import PostUnreachable
from app.domain.conversations import actions as conversations
from app.domain.notices import actions, delivery
from app.domain.notices.models import Notice
from app.domain.notices.rules import NoticeState, next_ping, ping_text, ping_words
from app.domain.people.models import Membership
from app.domain.people.rules import PingBy
from app.foundation.actors import Clock, Command
from app.foundation.database import Database
from app.foundation.settings import Settings
from app.invented_town import EWA, SARA

WORK_PHONE = "+447700900177"


class PretendPost:
    """Takes e-mails, unless it is down."""

    def __init__(self, clock) -> None:
        self.sent: list[tuple[datetime, str, str, str]] = []
        self.is_down = False
        self._clock = clock

    def send(self, to: str, subject: str, body: str) -> None:
        if self.is_down:
            raise PostUnreachable("down")
        self.sent.append((self._clock.now, to, subject, body))


@pytest.fixture
def post(clock) -> PretendPost:
    return PretendPost(clock)


def carry(tidewell, post, provider, database: Database | None = None) -> None:
    while delivery.deliver_due(database or tidewell.database, post=post, provider=provider):
        pass


def change(tidewell, **fields) -> None:
    with tidewell.database.writing(Command()) as work:
        person = work.session.get(Membership, tidewell.town.neil)
        for name, value in fields.items():
            setattr(person, name, value)


def test_somebody_waits_and_an_empty_ping_goes_with_no_name_number_or_word(tidewell, post, provider):
    tidewell.says(SARA, "please ring me about Ellie")
    carry(tidewell, post, provider)
    [(_, to, subject, body)] = post.sent
    assert to.startswith("neil@")
    for secret in ("Sara", "Whitfield", "Ellie", "ring me", SARA, "900111"):
        assert secret not in subject + body


def test_at_most_one_an_hour_however_many_wait(tidewell, post, provider):
    for minute in range(0, 150, 5):
        tidewell.says(SARA if minute % 2 else EWA, f"{minute}")
        carry(tidewell, post, provider)
        tidewell.clock.move(minutes=5)
    moments = [at for at, *_ in post.sent]
    assert len(moments) == 3
    assert all(later - earlier >= timedelta(hours=1) for earlier, later in itertools.pairwise(moments))


def test_two_pings_that_slipped_in_together_still_go_an_hour_apart(tidewell, post, provider):
    tidewell.says(SARA, "hello")
    with tidewell.database.writing(Clock("test")) as work:
        first = work.session.exec(select(Notice)).one()
        fields = first.model_dump(exclude={"id", "once"})
        work.session.add(Notice(**fields, once="slipped in"))
    carry(tidewell, post, provider)
    assert len(post.sent) == 1
    tidewell.clock.move(minutes=61)
    carry(tidewell, post, provider)
    assert len(post.sent) == 2


def test_while_one_is_being_carried_no_second_one_is_made(tidewell, post, provider):
    tidewell.says(SARA, "hello")
    with tidewell.database.writing(Clock("test")) as work:
        work.session.exec(select(Notice)).one().state = NoticeState.CLAIMED
    tidewell.says(EWA, "hello")
    assert len(tidewell.notices(tidewell.town.neil, "ping")) == 1


def test_it_is_taken_back_when_nobody_waits_any_more(tidewell, post, provider):
    tidewell.clock.set(datetime(2027, 3, 9, 22, 0, tzinfo=UTC))
    tidewell.texts(SARA, "hello")
    tidewell.texts(EWA, "hello")
    tidewell.sort()
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    assert [one.state for one in tidewell.notices(tidewell.town.neil, "ping")] == [NoticeState.WAITING]
    thread = tidewell.thread(tidewell.town.neil, tidewell.town.ewa)
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        conversations.no_answer_needed(work, thread.id)
    tidewell.clock.move(hours=12)
    carry(tidewell, post, provider)
    assert post.sent == []


@pytest.mark.parametrize(
    ("at", "goes"),
    [
        (datetime(2027, 3, 10, 7, 59, tzinfo=UTC), datetime(2027, 3, 10, 8, 0, tzinfo=UTC)),
        (datetime(2027, 3, 10, 16, 30, tzinfo=UTC), datetime(2027, 3, 11, 8, 0, tzinfo=UTC)),
        (datetime(2027, 3, 12, 17, 0, tzinfo=UTC), datetime(2027, 3, 15, 8, 0, tzinfo=UTC)),
        (datetime(2027, 3, 20, 23, 0, tzinfo=UTC), datetime(2027, 3, 22, 8, 0, tzinfo=UTC)),
        (datetime(2027, 3, 25, 17, 0, tzinfo=UTC), datetime(2027, 3, 30, 7, 0, tzinfo=UTC)),  # over Easter
    ],
)
def test_only_in_working_hours(tidewell, post, provider, at, goes):
    tidewell.clock.set(at)
    tidewell.says(SARA, "hello")
    tidewell.clock.set(goes - timedelta(seconds=1))
    carry(tidewell, post, provider)
    assert post.sent == []
    tidewell.clock.set(goes)
    carry(tidewell, post, provider)
    assert len(post.sent) == 1


def test_a_mail_server_that_is_down_until_after_hours_does_not_make_it_ring_in_the_evening(tidewell, post, provider):
    tidewell.clock.set(tidewell.clock.now.replace(hour=16, minute=28))
    tidewell.says(SARA, "hello")
    post.is_down = True
    carry(tidewell, post, provider)
    post.is_down = False
    for _ in range(16):
        tidewell.clock.move(hours=1)
        carry(tidewell, post, provider)
    [(at, *_)] = post.sent
    assert (at - tidewell.clock.now.replace(hour=8, minute=0)).total_seconds() < 3600


def test_a_mail_that_was_not_taken_is_tried_again_and_at_last_given_up(tidewell, post, provider):
    with tidewell.database.writing(Clock("test")) as work:
        person = work.session.get(Membership, tidewell.town.olive)
        actions.tell(work, person, kind="failed_arrival", subject="s", body="b", once="x")
    post.is_down = True
    for _ in range(delivery.TRIES):
        carry(tidewell, post, provider)
        tidewell.clock.move(hours=9)
    assert [one.state for one in tidewell.notices(tidewell.town.olive, "failed_arrival")] == [NoticeState.FAILED]


def test_by_text_to_a_work_phone_if_they_want_it(tidewell, post, provider):
    change(tidewell, ping_by=PingBy.TEXT, work_phone=WORK_PHONE)
    tidewell.says(SARA, "hello")
    carry(tidewell, post, provider)
    [text] = provider.on_phone(WORK_PHONE)
    assert "Sara" not in text
    assert post.sent == []


@pytest.mark.parametrize(("phone", "listed"), [(WORK_PHONE, False), (WORK_PHONE, True), ("+442079460000", True)])
def test_on_trial_or_at_a_desk_phone_they_get_an_e_mail_instead(tidewell, post, provider, phone, listed, settings):
    change(tidewell, ping_by=PingBy.TEXT, work_phone=phone)
    tidewell.says(SARA, "hello")
    numbers = (phone,) if listed else ()
    trial = Settings(**settings.model_dump() | {"mode": "service", "trial_numbers": numbers})
    carry(tidewell, post, provider, Database(tidewell.database.engine, trial, now=tidewell.clock))
    assert len(provider.on_phone(phone)) == (1 if listed and phone == WORK_PHONE else 0)
    assert len(provider.ledger) + len(post.sent) == 1


def test_nobody_is_pinged_who_does_not_want_to_be_or_has_left(tidewell, post, provider):
    change(tidewell, ping_by=PingBy.NOT)
    tidewell.says(SARA, "hello")
    assert tidewell.notices(tidewell.town.neil, "ping") == []
    change(tidewell, ping_by=PingBy.EMAIL)
    tidewell.says(SARA, "hello")
    change(tidewell, until=tidewell.clock.now)
    carry(tidewell, post, provider)
    assert post.sent == []


def test_two_schedulers_carry_each_notice_once(tidewell, post, provider):
    with tidewell.database.writing(Clock("test")) as work:
        person = work.session.get(Membership, tidewell.town.olive)
        for number in range(10):
            actions.tell(work, person, kind="x", subject=f"{number}", body="b", once=f"{number}")
            actions.tell(work, person, kind="x", subject=f"{number}", body="b", once=f"{number}")
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: carry(tidewell, post, provider), range(2)))
    assert sorted(subject for _, _, subject, _ in post.sent) == [f"{number}" for number in range(10)]
    with tidewell.database.reading(Clock("test")) as work:
        assert not work.session.exec(select(Notice).where(col(Notice.state) != NoticeState.SENT)).all()


moments = st.integers(0, 10_000).map(lambda minutes: datetime(2027, 3, 1, tzinfo=UTC) + timedelta(minutes=minutes))


@given(moments, st.none() | moments)
def test_the_next_ping_is_never_in_the_past_nor_within_an_hour_of_the_last(now, last):
    goes = next_ping(now, last)
    assert goes >= now
    assert last is None or goes - last >= timedelta(hours=1) or goes == now > last + timedelta(hours=1)


def test_the_words_of_a_ping_are_the_same_for_every_family():
    assert ping_words("https://k.example", "Neil").count("Neil") == 1
    assert "Neil" not in ping_text("https://k.example")
