"""The invented town for tests, with the verbs of a day: somebody texts, somebody answers, time passes."""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import structlog
from sqlmodel import col, select

from app import invented_town
from app.channels.provider import Provider
from app.domain.conversations import actions, queries
from app.domain.conversations.delivery import finding_out, receipts, sending
from app.domain.conversations.desk import entries, inbox
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.rules import Channel, Direction, State
from app.domain.notices.models import Notice
from app.domain.people import members
from app.domain.reception import actions as reception
from app.domain.reception import sorting
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind
from app.foundation.actors import Clock, Command, Staff
from app.foundation.actors import Provider as TelephoneProvider
from app.foundation.database import Database
from app.foundation.identifiers import ConversationId, MembershipId, new_id
from app.foundation.settings import Settings
from app.foundation.telephony import Inbound, Progress, Receipt
from app.invented_town import SCHOOL_LINE, Town
from tests.clock import SettableClock
from tests.databases import Backend, engine_on
from tests.pretend_provider import Died, PretendProvider

ANYBODY = Clock("test")


class Tidewell:
    """A town that has just been settled: nobody has written to anybody yet."""

    def __init__(self, database: Database, clock: SettableClock, town: Town | None = None) -> None:
        self.database, self.clock = database, clock
        self.town = town or invented_town.settle(database)

    # What families do

    def texts(
        self,
        number: str,
        body: str,
        *,
        line: str = SCHOOL_LINE,
        sid: str = "",
        fields: Mapping[str, str] | None = None,
        sent_at: datetime | None = None,
        kind: Kind = Kind.TEXT,
    ) -> bool:
        """A phone texts a line, or rings it; stored, not yet sorted. False when that was here before."""
        inbound = Inbound(sid or f"SM{uuid4().hex}", line, number, body, fields or {}, sent_at)
        with self.database.writing(TelephoneProvider()) as work:
            return reception.take_in(work, inbound, kind=kind)

    def rings(self, number: str, *, line: str = SCHOOL_LINE) -> bool:
        """A phone rings a line."""
        return self.texts(number, "", line=line, sid=f"CA{uuid4().hex}", kind=Kind.CALL)

    def says(self, number: str, body: str, *, line: str = SCHOOL_LINE) -> None:
        """A phone texts, and it is sorted."""
        self.texts(number, body, line=line)
        self.sort()

    def sort(self) -> None:
        """Sort until nothing waits."""
        while sorting.sort_arrivals(self.database):
            pass

    # What staff do

    def staff(self, membership_id: UUID) -> Staff:
        """A member of staff at work."""
        with self.database.reading(Command()) as work:
            person = members.membership(work, membership_id)
            return Staff(membership_id, person.organisation_id, members.roles_of(work, membership_id))

    def inbox(self, membership_id: UUID) -> list[inbox.Row]:
        """Who waits for this person."""
        with self.database.reading(self.staff(membership_id)) as work:
            return inbox.waiting(work)

    def thread(self, membership_id: UUID, contact_id: UUID) -> Conversation:
        """The thread of these two. Fails where there is none."""
        with self.database.reading(self.staff(membership_id)) as work:
            found = queries.thread_of(work, contact_id)
            assert found is not None, "these two have no thread"
            return found

    def entries(self, membership_id: UUID, conversation_id: UUID) -> tuple[entries.Entry, ...]:
        """What stands in a thread, oldest first."""
        with self.database.reading(self.staff(membership_id)) as work:
            return queries.stretch(work, queries.mine_to_read(work, conversation_id)).entries

    def bodies(self, membership_id: UUID, contact_id: UUID) -> list[str]:
        """The words in the thread of these two, oldest first."""
        return [one.body for one in self.entries(membership_id, self.thread(membership_id, contact_id).id)]

    def says_hello(self, membership_id: UUID, contact_id: UUID, *, wanted: datetime | None = None) -> UUID:
        """A first text. Gives its id."""
        with self.database.writing(self.staff(membership_id)) as work:
            said = actions.say_hello(
                work, contact_id, giver="the school office", words="", once=str(new_id()), wanted=wanted
            )
            return said.id

    def replies(
        self, membership_id: UUID, contact_id: UUID, words: str, *, wanted: datetime | None = None, once: str = ""
    ) -> UUID:
        """An answer in the thread of these two. Gives its id."""
        conversation = self.thread(membership_id, contact_id)
        with self.database.writing(self.staff(membership_id)) as work:
            return actions.reply(work, conversation.id, text=words, once=once or str(new_id()), wanted=wanted).id

    # What the scheduler does

    def deliver(self, provider: Provider, *, worker: str = "one") -> None:
        """Hand over until nothing may go."""
        while sending.deliver(self.database, provider, worker=worker):
            pass

    def deliver_and_die(self, provider: Provider, *, worker: str = "one") -> None:
        """Hand over, and die on the way if the script says so."""
        with suppress(Died):
            self.deliver(provider, worker=worker)

    def put_right(self, provider: Provider, *, minutes: float = 6, every: float = 30) -> None:
        """Let time pass with a healthy scheduler: it recovers, finds out and delivers, `every` so many seconds."""
        for _ in range(int(minutes * 60 / every)):
            self.clock.move(seconds=every)
            finding_out.recover(self.database)
            finding_out.find_out(self.database, provider)
            self.deliver(provider, worker="another")

    def receipt(self, message_id: UUID, progress: Progress, *, code: int | None = None, sid: str = "") -> bool:
        """The provider tells how far a text is; `sid` is its own id for it if it is left out."""
        told = Receipt(sid or self.message(message_id).provider_id or f"SM{uuid4().hex}", progress, code)
        with self.database.writing(TelephoneProvider()) as work:
            return receipts.take(work, message_id, told)

    # What one can look up

    def message(self, message_id: UUID) -> Message:
        """One message as it is now."""
        with self.database.reading(ANYBODY) as work:
            found = work.session.get(Message, message_id)
            assert found is not None
            return found

    def messages(self, direction: Direction | None = None) -> list[Message]:
        """Every message there is, oldest first."""
        with self.database.reading(ANYBODY) as work:
            query = select(Message).order_by(col(Message.happened_at), col(Message.id))
            return list(work.session.exec(query.where(Message.direction == direction) if direction else query))

    def states(self) -> list[State]:
        """Where every text to a family is."""
        return [one.state for one in self.messages(Direction.OUT)]

    def arrivals(self) -> list[Arrival]:
        """Everything that came in, oldest first."""
        with self.database.reading(ANYBODY) as work:
            return list(work.session.exec(select(Arrival).order_by(col(Arrival.taken_at), col(Arrival.id))))

    def notices(self, membership_id: UUID, kind: str) -> list[Notice]:
        """What somebody is told, oldest first."""
        with self.database.reading(ANYBODY) as work:
            query = select(Notice).where(Notice.membership_id == membership_id, Notice.kind == kind)
            return list(work.session.exec(query.order_by(col(Notice.made_at))))

    def every(self, table: type) -> list:
        """Every row of a table."""
        with self.database.reading(ANYBODY) as work:
            return list(work.session.exec(select(table)))


def an_old_text(author: MembershipId, conversation_id: ConversationId, *, at: datetime, **more: object) -> Message:
    """A text that somebody wrote by hand to a family a while ago (`at`, in UTC); to be added to a Work."""
    return Message(
        conversation_id=conversation_id,
        direction=Direction.OUT,
        channel=Channel.TEXT,
        author_membership_id=author,
        body="Good morning",
        happened_at=at,
        stored_at=at,
        by_hand=True,
        state_at=at,
        **more,
    )


@pytest.fixture(autouse=True)
def plain_log() -> Iterator[None]:
    """One line an event: the usual log of a developer draws pictures of every error, which takes seconds."""
    structlog.configure(processors=[structlog.processors.add_log_level, structlog.processors.KeyValueRenderer()])
    yield
    structlog.reset_defaults()


@dataclass(frozen=True)
class Settled:
    """A database in which the town has been settled once; tests get copies of it."""

    url: str
    town: Town


_settled: dict[Backend, Settled] = {}


def _settle_once(databases: Backend) -> Settled:
    if databases not in _settled:
        url = databases.make(from_template=True)
        with engine_on(url) as engine:
            settings = Settings(mode="demo", database_url=url).filled_in()
            _settled[databases] = Settled(url, invented_town.settle(Database(engine, settings, now=SettableClock())))
    return _settled[databases]


@pytest.fixture
def settings(tmp_path: Path, free_port: int, databases: Backend) -> Iterator[Settings]:
    """A demo of its own: its own port, folder and database, in which the invented town has been settled."""
    with databases.copy_of(_settle_once(databases).url) as url:
        yield Settings(mode="demo", port=free_port, var_dir=str(tmp_path), database_url=url).filled_in()


@pytest.fixture
def tidewell(database: Database, databases: Backend, clock: SettableClock) -> Tidewell:
    """The town on this test's own database, at ten on a Wednesday morning."""
    return Tidewell(database, clock, _settle_once(databases).town)


@pytest.fixture
def provider(clock: SettableClock) -> PretendProvider:
    """A telephone provider that takes everything, until a test writes it a script."""
    return PretendProvider(clock)
