"""What a family's page shows, in the words of its language. Reads only; a thread of somebody else is NotFound."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.domain.conversations import queries as conversations
from app.domain.conversations.desk.entries import PRIVATE_LINK, Entry
from app.domain.conversations.models import Conversation
from app.domain.conversations.rules import PAGE_SHOWS, Channel, Direction
from app.domain.conversations.translating import choosing
from app.domain.conversations.translating.choosing import Translators
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Organisation
from app.domain.permissions import queries as permissions
from app.domain.private_pages.private_links import Visiting
from app.domain.reception import queries as arrivals
from app.foundation.languages import ENGLISH, direction_of
from app.foundation.work import Work
from app.web import local_times
from app.web.family.reads_now import reads_now
from app.web.language import _, language_of_words
from app.web.original import Original
from app.web.person_card import faces_of


@dataclass(frozen=True)
class Bubble:
    """One entry. `day` is the heading in front of it, or empty; times in UTC. `original`: where `body` is a computer's
    translation."""

    side: str
    author: str
    body: str
    lang: str
    direction: str
    at: datetime
    words: str
    exact: str
    receipt: str = ""
    day: str = ""
    original: Original | None = None


@dataclass(frozen=True)
class Person:
    """Whom the thread is with. `face` is their picture, to stand in the page, or empty. `has_left`: they do not work
    there any more. `is_enforcing`: part of their job can be about fines or court. `hours`: when they read, or who does
    now."""

    first_name: str
    face: str
    hours: str
    organisation: str
    has_left: bool
    is_enforcing: bool


@dataclass(frozen=True)
class Translating:
    """Who may translate this family's messages: a computer at the organisation itself, or a company."""

    organisation: str
    company: str

    @property
    def is_their_own(self) -> bool:
        """Do the words stay with the organisation?"""
        return not self.company


@dataclass(frozen=True)
class Thread:
    """One conversation page. `older_before` asks for the stretch before; `has_locked` when older words exist that
    their word opens, or their person; `is_newest` when nothing comes after."""

    id: UUID
    person: Person
    bubbles: tuple[Bubble, ...]
    older_before: str | None
    has_locked: bool
    is_newest: bool
    translator: Translating | None


def thread(
    work: Work, visit: Visiting, conversation_id: UUID, *, before: str | None, translators: Translators
) -> Thread:
    """The stretch of a family's own thread that this visit may see now. NotFound."""
    contact_id, said_word = visit.contact_id, visit.shows_older(work.now)
    conversation, page = conversations.for_family(
        work, contact_id, conversation_id, before=before, only_with=visit.handed_by_id, said_word=said_word
    )
    place = people.organisation(work, conversation.organisation_id)
    speaks = permissions.wishes_of(work, contact_id).speaks
    bubbles = [_bubble(entry, place.zone, speaks) for entry in page.entries]
    if not before:
        waiting = arrivals.on_its_way(work, contact_id, conversation_id)
        bubbles += [_waiting(one, place.zone, speaks) for one in waiting]
    opened_until = conversation.older_open_until
    is_open = said_word or (opened_until is not None and opened_until > work.now)
    return Thread(
        id=conversation.id,
        person=_person(work, conversation, place),
        bubbles=_with_days(bubbles, work.now, place.zone),
        older_before=page.older_before,
        has_locked=not is_open and not page.older_before and conversation.opened_at < work.now - PAGE_SHOWS,
        is_newest=not before,
        translator=translating(work, visit, translators),
    )


def translating(work: Work, visit: Visiting, translators: Translators) -> Translating | None:
    """Who may translate for this family, whether it wants that or not; None where nobody may, or it reads English."""
    place = people.organisation(work, people.contact(work, visit.contact_id).organisation_id)
    reads = permissions.wishes_of(work, visit.contact_id).reads
    found = choosing.translator_for(work, place.id, translators, reads=reads)
    return Translating(place.name, found.company) if found else None


def _bubble(entry: Entry, zone: str, speaks: str) -> Bubble:
    is_mine = entry.direction is Direction.IN
    theirs = None if is_mine else entry.translated
    body = (theirs.words if theirs else entry.body).replace(PRIVATE_LINK, _("(your link)"))
    if is_mine and entry.channel is Channel.CALL and not body:
        body = _("You rang.")
    if entry.pictures:
        picture = _("(A picture came along. It cannot be shown here.)")
        body = f"{body}\n{picture}".strip()
    return Bubble(
        side="mine" if is_mine else "theirs",
        author=_("You") if is_mine else entry.author,
        body=body,
        lang=theirs.language if theirs else language_of_words(body, speaks),
        original=_original(entry) if theirs else None,
        direction=direction_of(body),
        at=entry.happened_at,
        words=local_times.clock(entry.happened_at, zone),
        exact=local_times.exact(entry.happened_at, zone),
    )


def _original(entry: Entry) -> Original:
    by = _("Translated by a computer. %(name)s wrote:") % {"name": entry.author}
    return Original(entry.body, language_of_words(entry.body, ENGLISH.code), direction_of(entry.body), by)


def _waiting(one: arrivals.OnItsWay, zone: str, speaks: str) -> Bubble:
    return Bubble(
        side="mine",
        author=_("You"),
        body=one.body,
        lang=language_of_words(one.body, speaks),
        direction=direction_of(one.body),
        at=one.taken_at,
        words=local_times.clock(one.taken_at, zone),
        exact=local_times.exact(one.taken_at, zone),
        receipt=_("On its way"),
    )


def _with_days(bubbles: list[Bubble], now: datetime, zone: str) -> tuple[Bubble, ...]:
    last, dated = "", []
    for bubble in bubbles:
        day = local_times.day(bubble.at, now, zone)
        dated.append(replace(bubble, day="" if day == last else day))
        last = day
    return tuple(dated)


def _person(work: Work, conversation: Conversation, place: Organisation) -> Person:
    person = members.membership(work, conversation.membership_id)
    has_left = person.until is not None and person.until <= work.now
    return Person(
        first_name=person.first_name,
        face="" if has_left else faces_of(work, [person.id]).get(person.id, ""),
        hours="" if has_left else reads_now(work, person, place),
        organisation=place.name,
        has_left=has_left,
        is_enforcing=person.is_enforcing,
    )
