"""Being away on whole days of one's organisation: who reads meanwhile, and being here after all.

A time away ends by itself. Who answers in the end also follows from whether the named colleague is there: see `rules`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from app.domain.audit import actions as audit
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_words
from app.domain.people import joining, members
from app.domain.people import queries as people
from app.domain.relationships import actions, queries, rules
from app.domain.relationships.models import Cover
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId
from app.foundation.work import Work

FURTHEST = timedelta(days=2 * 366)


@dataclass(frozen=True)
class Away:
    """One time that somebody is away, on days of their organisation, both included. `last` is None while nobody knows
    it. `by`: the colleague who was named."""

    id: UUID
    first: date
    last: date | None
    by_id: MembershipId
    by: str
    is_now: bool


def go(work: Work, membership_id: MembershipId, *, by_id: MembershipId, first: date, last: date | None) -> Cover:
    """Somebody is away from the first day to the last (None: nobody knows yet); a colleague reads and answers. One's
    own, or a manager's press. Saying the same twice is harmless.

    Refused for days that have passed, are in the wrong order or too far away, for days on which they are away already,
    and for a colleague who may not hold threads.
    """
    person = members.at(work, work.staff.organisation_id, membership_id)
    _must_be_days_to_come(people.today_at(work, person.organisation_id), first, last)
    zone = people.organisation(work, person.organisation_id).zone
    since, until = rules.whole_days(first, last, zone)
    for other in queries.covers_of(work, person.id):
        if (other.by_id, other.since, other.until) == (by_id, since, until):
            return other
        if _meet(since, until, other):
            raise Refused("Some of these days are days away already. Take those away first, then write them anew.")
    made = actions.go_away(work, person.id, by_id=by_id, since=since, until=until)
    by = members.membership(work, by_id)
    words = notice_words.reads_for_words(work.settings.public_url, by.first_name, person.first_name, first, last)
    _tell(work, made, f"You read for {person.first_name}", words, once=f"reads for:{made.id}")
    return made


def back(work: Work, membership_id: MembershipId) -> None:
    """Somebody is here again, and whoever read for them is told. What is planned for later stays."""
    here_again = [one for one in queries.covers_of(work, membership_id) if one.since <= work.now]
    actions.come_back(work, membership_id)
    for cover in here_again:
        _tell_it_is_over(work, cover)


def call_off(work: Work, cover_id: UUID) -> None:
    """Somebody is not away at this time after all. One's own, or a manager's press. NotFound for anybody else's, and
    for one that is over."""
    found = work.session.get(Cover, cover_id)
    if not found or (found.until is not None and found.until <= work.now):
        raise NotFound
    person = members.at(work, work.staff.organisation_id, found.membership_id)
    if person.id != work.staff.membership_id:
        joining.must_keep_house(work, person.organisation_id)
    found.until = work.now
    work.session.add(found)
    audit.note(work, "not away after all", "membership", person.id, organisation_id=person.organisation_id)
    _tell_it_is_over(work, found)


def of(work: Work, membership_id: MembershipId) -> list[Away]:
    """When somebody is or will be away, the next first."""
    person = members.membership(work, membership_id)
    zone = people.organisation(work, person.organisation_id).zone
    return [_shown(work, one, zone) for one in queries.covers_of(work, membership_id)]


def current(found: Iterable[Away]) -> Away | None:
    """The one of these that goes on now. Of two, the one that began later."""
    return next((one for one in reversed(list(found)) if one.is_now), None)


def _tell_it_is_over(work: Work, cover: Cover) -> None:
    whose = members.membership(work, cover.membership_id).first_name
    by = members.membership(work, cover.by_id).first_name
    words = notice_words.reads_no_longer_words(work.settings.public_url, by, whose)
    _tell(work, cover, f"{whose} is here again", words, once=f"reads no longer:{cover.id}")


def _tell(work: Work, cover: Cover, subject: str, words: str, *, once: str) -> None:
    by = members.membership(work, cover.by_id)
    if members.works_here(work, by):
        notices.tell(work, by, kind="reads for", subject=subject, body=words, once=once)


def _must_be_days_to_come(today: date, first: date, last: date | None) -> None:
    if first < today:
        raise Refused("The first day has passed. Begin today or later.")
    if last is not None and last < first:
        raise Refused("The last day comes before the first.")
    if first > today + FURTHEST:
        raise Refused("That is more than two years away. Write it down nearer the day.")
    if last is not None and last > today + FURTHEST:
        raise Refused("That is more than two years away. Leave the last day empty while nobody knows it.")


def _meet(since: datetime, until: datetime | None, other: Cover) -> bool:
    begins_before_other_ends = other.until is None or since < other.until
    return begins_before_other_ends and (until is None or other.since < until)


def _shown(work: Work, found: Cover, zone: str) -> Away:
    first, last = rules.days_of(found.since, found.until, zone)
    by = members.membership(work, found.by_id).first_name
    return Away(found.id, first, last, found.by_id, by, is_now=found.since <= work.now)
