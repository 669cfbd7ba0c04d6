"""Where words go and how far they are. Pure: facts in, decisions out.

**Routing** never drops anything: the result is always a person, or the front door with a person on duty.
**Progress** never goes backwards and never leaves a final state.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum

from app.domain.permissions.rules import Reason
from app.foundation.identifiers import ContactId, ConversationId, MembershipId
from app.foundation.telephony import Progress


class Direction(Enum):
    """Which way words went."""

    IN = "in"  # from the family
    OUT = "out"  # to the family
    ASIDE = "aside"  # about a talk or a visit, or a staff note: it goes nowhere, the family can ask to see it


class Channel(Enum):
    """How they talked."""

    TEXT = "text"
    WEB = "web"
    CALL = "call"
    VISIT = "visit"
    MEETING = "meeting"
    STAFF_NOTE = "staff_note"


class State(Enum):
    """Where an entry is on its way. Everything but a text to a family is simply KEPT."""

    KEPT = "kept"
    QUEUED = "queued"
    CLAIMED = "claimed"  # leased by a scheduler, the provider not yet called
    ATTEMPTING = "attempting"  # committed before the call: from here on it may have gone
    UNKNOWN = "unknown"  # the answer was lost
    ACCEPTED = "accepted"
    SENT = "sent"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


REMEMBERS_AUTHOR = timedelta(days=14)
PAGE_SHOWS = timedelta(days=14)
OLDER_OPENS_FOR = timedelta(days=1)
TRY_AGAIN_EVERY = timedelta(minutes=30)
LINK_BLANK = "{link}"  # filled in at the moment of sending, so that no secret lies in a thread
LINK_PURPOSES = frozenset({"link_wanted", "link_offered"})
UNREACHABLE_NOW = 30003  # off, or no signal: may pass
TOO_BUSY = 20429  # not taken: it goes as soon as the provider takes it
SAID_STOP = 21610
CANNOT_BE_SENT = 30008
# Reasons of our own; no provider has such numbers.
FROZEN, AUTHOR_LEFT, NUMBER_GONE, PAGE_CLOSED, NOT_TRUE_ANY_MORE = 1, 2, 3, 4, 5
CODE_OF = {  # why a text may not go after all, in the provider's numbers, each of which has its words for the author
    Reason.NO_NUMBER: 21211,
    Reason.SAID_STOP: SAID_STOP,
    Reason.FROZEN: FROZEN,
    Reason.LANDLINE: 30006,
    Reason.NOT_A_MOBILE: 21614,
    Reason.TRIAL: 21608,
    Reason.NO_LINE: 21612,
}


@dataclass(frozen=True)
class Thread:
    """A thread of somebody on this number with a person who still works here. Times in UTC."""

    conversation_id: ConversationId
    contact_id: ContactId
    membership_id: MembershipId
    last_at: datetime
    last_written_at: datetime | None = None  # when its person last wrote to this number through this line


@dataclass(frozen=True)
class Choice:
    """A contact on this number chose this person, who still works here."""

    contact_id: ContactId
    membership_id: MembershipId
    since: datetime


@dataclass(frozen=True)
class Caller:
    """All that routing needs to know about a (line, number) pair."""

    on_duty: MembershipId
    line_belongs_to: MembershipId | None = None
    contacts: tuple[ContactId, ...] = ()
    threads: tuple[Thread, ...] = ()
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Route:
    """Where something that came in goes. Without a contact, it is somebody we do not know yet."""

    membership_id: MembershipId
    contact_id: ContactId | None
    conversation_id: ConversationId | None = None
    may_be_either: bool = False
    at_front_door: bool = False


def route(caller: Caller, now: datetime) -> Route:
    """Whose it is: 1 the person whose own line it is, 2 the one live thread, 3 of several the one whose author wrote
    last (within 14 days), 4 the person whom the contact chose, 5 the front door."""
    either = len(caller.contacts) > 1
    if caller.line_belongs_to:
        return _to_their_own_line(caller, caller.line_belongs_to, either=either)
    thread = _thread(caller.threads, now)
    if thread:
        return Route(thread.membership_id, thread.contact_id, thread.conversation_id, may_be_either=either)
    if caller.choices:
        choice = max(caller.choices, key=lambda one: one.since)
        known = _of(caller.threads, choice.membership_id, choice.contact_id)
        return Route(choice.membership_id, choice.contact_id, known, may_be_either=either)
    if caller.threads:
        latest = max(caller.threads, key=lambda one: one.last_at)
        return Route(latest.membership_id, latest.contact_id, latest.conversation_id, may_be_either=either)
    contact_id = caller.contacts[0] if caller.contacts else None
    return Route(caller.on_duty, contact_id, may_be_either=either, at_front_door=True)


def _to_their_own_line(caller: Caller, person: MembershipId, *, either: bool) -> Route:
    own = [thread for thread in caller.threads if thread.membership_id == person]
    if own:
        latest = max(own, key=lambda one: (one.last_written_at or one.last_at, one.last_at))
        return Route(person, latest.contact_id, latest.conversation_id, may_be_either=either)
    return Route(person, caller.contacts[0] if caller.contacts else None, may_be_either=either)


def _thread(threads: tuple[Thread, ...], now: datetime) -> Thread | None:
    if len(threads) == 1:
        return threads[0]
    recent = [one for one in threads if one.last_written_at and now - one.last_written_at <= REMEMBERS_AUTHOR]
    return max(recent, key=lambda one: one.last_written_at or now) if recent else None


def _of(threads: tuple[Thread, ...], person: MembershipId, contact: ContactId) -> ConversationId | None:
    for thread in threads:
        if thread.membership_id == person and thread.contact_id == contact:
            return thread.conversation_id
    return None


RANK = {
    State.KEPT: 0,
    State.QUEUED: 0,
    State.CLAIMED: 1,
    State.ATTEMPTING: 2,
    State.UNKNOWN: 3,
    State.ACCEPTED: 4,
    State.SENT: 5,
    State.DELIVERED: 9,
    State.UNDELIVERED: 9,
    State.FAILED: 9,
    State.WITHDRAWN: 9,
}
NEVER_ARRIVED = (State.UNDELIVERED, State.FAILED, State.WITHDRAWN)
FINAL = frozenset({State.DELIVERED, *NEVER_ARRIVED})

AFTER = {
    Progress.QUEUED: State.ACCEPTED,
    Progress.ACCEPTED: State.ACCEPTED,
    Progress.SENDING: State.ACCEPTED,
    Progress.SENT: State.SENT,
    Progress.DELIVERED: State.DELIVERED,
    Progress.UNDELIVERED: State.UNDELIVERED,
    Progress.FAILED: State.FAILED,
}


def after_receipt(state: State, progress: Progress) -> State:
    """The state after a receipt: only ever forward, and never out of a final state."""
    told = AFTER[progress]
    if state in FINAL or state is State.KEPT or RANK[told] <= RANK[state]:
        return state
    return told


def should_try_again(*, error_code: int | None, now: datetime, not_after: datetime | None) -> bool:
    """The phone was off or had no signal: is there time for another try before the evening ends?"""
    return error_code == UNREACHABLE_NOW and not_after is not None and now + TRY_AGAIN_EVERY < not_after


def is_on_its_way(state: State) -> bool:
    """Has this text left us, or may it have?"""
    return state in {State.ATTEMPTING, State.UNKNOWN, State.ACCEPTED, State.SENT}


def can_be_changed(state: State) -> bool:
    """Does this text still lie with us, so that its author can change it or take it back?"""
    return state is State.QUEUED
