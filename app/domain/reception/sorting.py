"""Sorting what arrived and handing it on: to a thread, to an automatic answer, to a person.

A fault in here can never lose a message: it stays in `arrival`, and after three failures it goes to the front door
exactly as it came, with an operator told. Words of a message never go to the log.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy.exc import OperationalError
from sqlmodel import col, select

from app.domain.conversations import answers, receiving
from app.domain.conversations import queries as conversations
from app.domain.conversations.models import Conversation
from app.domain.conversations.phones import calling
from app.domain.conversations.phones.calling import Pair
from app.domain.conversations.receiving import Said
from app.domain.conversations.rules import Caller, Channel
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_rules
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import PhoneLine
from app.domain.permissions import queries as permissions
from app.domain.reception import answering, asking, rules
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Kind, Meaning, Result
from app.domain.relationships import queries as relationships
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.identifiers import ArrivalId, MembershipId
from app.foundation.log import log
from app.foundation.work import Work

BATCH = 200
WHO = Clock("sort")
_log = log("reception")


def sort_arrivals(database: Database) -> int:
    """Sort the next batch. Gives how many were looked at; 0 when nothing waits."""
    with database.reading(WHO) as work:
        waiting = select(Arrival.id).where(col(Arrival.sorted_at).is_(None), Arrival.tries < rules.TRIES + 1)
        ids = list(work.session.exec(waiting.order_by(col(Arrival.taken_at), col(Arrival.id)).limit(BATCH)).all())
    if not ids:
        return 0
    try:
        with database.writing(WHO) as work:
            return _sort(work, _mine(work, ids))
    except Exception:
        # One bad message spoils the whole batch: take them one by one, so that only the bad one has failed.
        _log.exception("a batch could not be sorted; trying one by one")
    return sum(_sort_one(database, arrival_id) for arrival_id in ids)


def _mine(work: Work, ids: Sequence[ArrivalId]) -> Sequence[Arrival]:
    query = (
        select(Arrival)
        .where(col(Arrival.id).in_(ids), col(Arrival.sorted_at).is_(None))
        .order_by(col(Arrival.taken_at), col(Arrival.id))
        .with_for_update(skip_locked=True)
    )
    return work.session.exec(query).all()


def _sort_one(database: Database, arrival_id: ArrivalId) -> int:
    try:
        with database.writing(WHO) as work:
            return _sort(work, _mine(work, [arrival_id]))
    except OperationalError:
        raise  # the database is in trouble, not this message: it is no failure of its own, and is sorted later
    except Exception as error:
        _log.exception("an arrival could not be sorted", arrival_id=str(arrival_id))
        failure = type(error).__name__
    with database.writing(WHO) as work:
        is_given_up = _failed(work, arrival_id, failure)
    if is_given_up:
        _to_front_door(database, arrival_id)
    return 1


def _failed(work: Work, arrival_id: ArrivalId, failure: str) -> bool:
    """Count the failure. True when it was the last: then operators are told, and a person reads it as it came."""
    arrival = work.session.get(Arrival, arrival_id, with_for_update=True)
    if arrival is None or arrival.sorted_at:
        return False
    arrival.tries, arrival.failure = arrival.tries + 1, failure
    work.session.add(arrival)
    if arrival.tries < rules.TRIES:
        return False
    notices.tell_operators(
        work,
        kind="failed_arrival",
        subject="A message in Kettle could not be sorted",
        body=notice_rules.failed_arrival_words(work.settings.public_url),
        once=f"failed_arrival:{arrival.id}",
    )
    return True


def _to_front_door(database: Database, arrival_id: ArrivalId) -> None:
    # In a Work of its own: whatever goes wrong here, the failure is counted, and its neighbours are sorted.
    try:
        with database.writing(WHO) as work:
            arrival = work.session.get(Arrival, arrival_id, with_for_update=True)
            conversation = _as_it_came(work, arrival) if arrival and not arrival.sorted_at else None
            if arrival and conversation:
                notices.ping(work, relationships.who_answers(work, conversation.membership_id))
                _done(work, arrival, Result.FRONT_DOOR)
    except Exception:
        _log.exception("an arrival could not be handed to the front door", arrival_id=str(arrival_id))


def _as_it_came(work: Work, arrival: Arrival) -> Conversation | None:
    """Into the front door's hands without trying to understand it. None when it came to a number that is not ours."""
    if arrival.kind == Kind.PAGE and arrival.contact_id:
        return receiving.page_at_front_door(
            work, arrival.contact_id, arrival_id=arrival.id, body=arrival.body, happened_at=arrival.taken_at
        )
    line = people.lines(work, [arrival.to_number]).get(arrival.to_number)
    if line is None:
        return None
    channel = Channel.CALL if arrival.kind == Kind.CALL else Channel.TEXT
    conversation, _ = receiving.at_front_door(work, _in_words(arrival, line, channel))
    return conversation


def _sort(work: Work, arrivals: Sequence[Arrival]) -> int:
    lines = people.lines(work, [one.to_number for one in arrivals if one.to_number])
    pairs = {(line.id, one.from_number): (line, one.from_number) for one in arrivals if (line := _line(lines, one))}
    callers = calling.callers(work, list(pairs.values())) if pairs else {}
    to_ping: set[MembershipId] = set()
    with receiving.in_hand(work, callers.values()):
        for arrival in arrivals:
            conversation = _hand_on(work, arrival, lines, callers)
            if conversation and conversation.waiting_since:
                to_ping.add(conversation.membership_id)
    notices.ping_each(work, set(relationships.answering(work, to_ping).values()))
    return len(arrivals)


def _line(lines: dict[str, PhoneLine], arrival: Arrival) -> PhoneLine | None:
    return lines.get(arrival.to_number)


def _hand_on(
    work: Work, arrival: Arrival, lines: dict[str, PhoneLine], callers: dict[tuple[UUID, str], Caller]
) -> Conversation | None:
    if arrival.kind == Kind.PAGE:
        return _from_page(work, arrival)
    line = _line(lines, arrival)
    if line is None:
        _done(work, arrival, Result.NO_LINE)
        return None
    if arrival.kind == Kind.LINK_WANTED:
        return _wanted_on_page(work, arrival, line)
    caller = callers[(line.id, arrival.from_number)]
    conversation, message = receiving.receive(work, _said(arrival, line), caller)
    if arrival.kind == Kind.TEXT:
        answering.answer(work, arrival, line.id, conversation, message)
    _done(work, arrival, Result.THREAD)
    if not caller.threads:
        # The next message of this batch from the same phone, through whichever of the organisation's lines, must see
        # what this one changed (a new contact, a new thread).
        callers.update(calling.callers(work, _pairs_of_phone(arrival.from_number, line, lines, callers)))
    return conversation


def _pairs_of_phone(
    number: str, line: PhoneLine, lines: dict[str, PhoneLine], callers: dict[tuple[UUID, str], Caller]
) -> list[Pair]:
    place = line.organisation_id
    return [(one, number) for one in lines.values() if one.organisation_id == place and (one.id, number) in callers]


def _said(arrival: Arrival, line: PhoneLine) -> Said:
    is_ring = arrival.kind == Kind.CALL or asking.meaning(arrival.body) is Meaning.RING
    return _in_words(arrival, line, Channel.CALL if is_ring else Channel.TEXT)


def _in_words(arrival: Arrival, line: PhoneLine, channel: Channel) -> Said:
    return Said(
        arrival_id=arrival.id,
        line=line,
        number=arrival.from_number,
        body=arrival.body,
        channel=channel,
        happened_at=arrival.sent_at or arrival.taken_at,
        stored_at=arrival.taken_at,
        pictures=rules.number_of_pictures(arrival.fields.get("NumMedia")),
    )


def _from_page(work: Work, arrival: Arrival) -> Conversation:
    assert arrival.contact_id is not None
    assert arrival.conversation_id is not None
    conversation = receiving.thread_for_page(work, arrival.contact_id, arrival.conversation_id)
    receiving.written_on_page(
        work, conversation, arrival_id=arrival.id, body=arrival.body, happened_at=arrival.taken_at
    )
    _done(work, arrival, Result.THREAD)
    return conversation


def _wanted_on_page(work: Work, arrival: Arrival, line: PhoneLine) -> Conversation | None:
    """A new link for the phone that the old one went to. Where none may go, their person sees the wish."""
    _done(work, arrival, Result.NOTHING_TO_DO)
    if arrival.contact_id is None:
        return None
    number = arrival.from_number
    talks = [
        talk
        for talk, person in conversations.threads_of_contact(work, arrival.contact_id)
        if talk.line_id == line.id and members.works_here(work, person)
    ]
    sharing = [one.id for one in people.sharing(work, line.organisation_id, number)]
    if not talks or sharing != [arrival.contact_id] or not permissions.wishes_of(work, sharing[0]).wants_links:
        return None
    if answers.link(work, talks[0], answers_id=arrival.id, number=number, asked_at=arrival.taken_at):
        return None
    if not receiving.wished_for_link(
        work, talks[0], arrival_id=arrival.id, line_id=line.id, number=number, happened_at=arrival.taken_at
    ):
        return None
    _done(work, arrival, Result.THREAD)
    return talks[0]


def _done(work: Work, arrival: Arrival, result: Result) -> None:
    arrival.sorted_at, arrival.result = work.now, result
    work.session.add(arrival)
