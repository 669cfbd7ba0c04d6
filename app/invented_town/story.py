"""What has been said in Tidewell so far: a few days of talk, so that nobody starts with an empty desk."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from itertools import count, islice
from uuid import UUID
from zoneinfo import ZoneInfo

from app.channels.simulator import Network
from app.domain.audit import actions as audit
from app.domain.conversations import actions as conversations
from app.domain.conversations import queries as threads
from app.domain.conversations.models import Message
from app.domain.conversations.rules import Channel, State
from app.domain.people import members
from app.domain.people import queries as people_queries
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.rules import Kind
from app.domain.wording.rules import as_sent
from app.foundation.actors import Command, Provider, Staff
from app.foundation.database import Database
from app.foundation.identifiers import ContactId, MembershipId, OrganisationId, new_id
from app.foundation.telephony import Inbound
from app.foundation.work import Work
from app.invented_town import times
from app.invented_town.residents import CHARITY_LINE, COUNCIL_LINE, EWA, IMRAN, MARSH, SARA, SCHOOL_LINE, Town

CLOCK = ZoneInfo("Europe/London")


def tell(database: Database, town: Town, network: Network | None) -> None:
    """A few days of talk, so that nobody starts with an empty desk. Relative to the database's clock."""
    with database.reading(Command("town")) as work:
        now = work.now
    told = _Told(database, network)
    a_week_ago, last = _school_day(now, 5), _school_day(now, 1)
    told.came_in(at=a_week_ago(7, 50))
    told.texted(SARA, SCHOOL_LINE, "hi is this neil from school", at=a_week_ago(8, 2))
    told.answered(
        town.school, town.neil, town.sara, "Yes, it is me, Sara. How are you and Ellie?", at=a_week_ago(8, 14)
    )
    told.texted(SARA, SCHOOL_LINE, "shes not sleeping. mornings are really hard", at=a_week_ago(8, 31))
    words = "Thank you for telling me. That sounds hard for both of you. Shall I ring you at 2?"
    told.answered(town.school, town.neil, town.sara, words, at=a_week_ago(8, 40))
    words = "Rang Sara. Mornings, worry about maths."
    told.wrote_down(town.school, town.neil, town.sara, Channel.CALL, words, at=a_week_ago(14, 5))
    words = "Ellie came in for art today and smiled."
    told.answered(town.school, town.neil, town.sara, words, at=last(14, 20))
    told.texted(SARA, SCHOOL_LINE, "thank you that made my day", at=last(15, 8))
    told.texted(MARSH, CHARITY_LINE, "Leon came down for tea last night. first time in weeks", at=last(18, 30))
    words = "Dzień dobry, Kuba boli brzuch codziennie rano. Nie wiem co robić"
    told.texted(EWA, SCHOOL_LINE, words, at=now - timedelta(hours=1.4))
    words = "السلام علیکم۔ زارا آج بھی اسکول نہیں جانا چاہتی۔ کیا ہم بات کر سکتے ہیں؟"
    told.texted(IMRAN, COUNCIL_LINE, words, at=now - timedelta(hours=0.6))
    told.read_without_answer(town.school, town.neil, town.sara)
    times.offer(database, town)


def _school_day(now: datetime, back: int) -> Callable[[int, int], datetime]:
    """The times (UTC) of a day from Monday to Friday, so many of those back, by the hour and minute of its clock."""
    today = now.astimezone(CLOCK).date()
    before = (day for day in (today - timedelta(days=number) for number in count(1)) if day.isoweekday() <= 5)
    day = next(islice(before, back - 1, None))
    return lambda hour, minute: datetime.combine(day, time(hour, minute), CLOCK).astimezone(UTC)


class _Told:
    """Tells the town's story through the same doors as real families and staff, at times in the past."""

    def __init__(self, database: Database, network: Network | None) -> None:
        self._database, self._network = database, network

    def _at(self, moment: datetime) -> Database:
        return Database(self._database.engine, self._database.settings, now=lambda: moment)

    def came_in(self, *, at: datetime) -> None:
        """Everybody who works in town has signed in before."""
        with self._at(at).writing(Command("town")) as work:
            for place in people_queries.organisations(work):
                for person in members.working_here(work, place.id):
                    work.actor = Staff(person.id, place.id)
                    audit.note(work, "signed in", "membership", person.id, organisation_id=place.id)

    def texted(self, number: str, line: str, body: str, *, at: datetime) -> None:
        then, sid = self._at(at), f"SM{new_id().hex}"
        with then.writing(Provider()) as work:
            reception.take_in(work, Inbound(sid, line, number, body), kind=Kind.TEXT)
            if self._network:
                self._network.remember(number, line, body, is_from_handset=True, at=work.now, sid=sid)
        sorting.sort_arrivals(then)

    def answered(
        self, place: OrganisationId, person: MembershipId, contact: ContactId, words: str, *, at: datetime
    ) -> None:
        with self._at(at).writing(Staff(person, place)) as work:
            message = conversations.reply(work, _thread(work, contact), text=words, once=f"town:{new_id()}")
            _arrived(work, message)
            if self._network and message.number and message.line_id:
                line, author = people_queries.line(work, message.line_id), members.membership(work, person)
                sent = as_sent(words, author.first_name)
                self._network.remember(message.number, line.number, sent, is_from_handset=False, at=work.now)

    def wrote_down(
        self,
        place: OrganisationId,
        person: MembershipId,
        contact: ContactId,
        channel: Channel,
        words: str,
        *,
        at: datetime,
    ) -> None:
        with self._at(at).writing(Staff(person, place)) as work:
            conversations.log_talk(
                work,
                _thread(work, contact),
                channel=channel,
                words=words,
                happened_at=work.now,
                once=f"town:{new_id()}",
            )

    def read_without_answer(self, place: OrganisationId, person: MembershipId, contact: ContactId) -> None:
        with self._database.writing(Staff(person, place)) as work:
            conversations.no_answer_needed(work, _thread(work, contact))


def _thread(work: Work, contact: ContactId) -> UUID:
    found = threads.thread_of(work, contact)
    assert found is not None
    return found.id


def _arrived(work: Work, message: Message) -> None:
    message.state, message.state_at = State.DELIVERED, work.now
    work.session.add(message)
