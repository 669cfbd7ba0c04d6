"""Closing the place of somebody who leaves: every family is handed over, and whatever the leaver could open ends.

From then on they open nothing and send nothing: one row (`Membership.until`) that every guard, every claim of a text
and every answer to "who reads this" look at. Says nothing to any family.
"""

from app.domain.accounts import leavers
from app.domain.conversations import moving, noting
from app.domain.conversations.models import Conversation
from app.domain.handover import queries
from app.domain.handover.models import Leaving, NextPerson
from app.domain.notices import actions as notices
from app.domain.notices import rules as notice_rules
from app.domain.people import joining, members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.domain.relationships import actions as relationships
from app.domain.relationships import queries as relationship_queries
from app.domain.relationships.rules import ChosenBy
from app.foundation.actors import Clock
from app.foundation.database import Database
from app.foundation.errors import Refused
from app.foundation.identifiers import MembershipId
from app.foundation.log import log
from app.foundation.work import Work

WHO = Clock("close_places")
_log = log("handover")


def close_what_is_over(database: Database) -> int:
    """Close the place of everybody whose last day is over, one by one. Gives how many were closed."""
    with database.reading(WHO) as work:
        due = [one.membership_id for one in queries.not_ended(work) if _is_over(work, one)]
    return sum(_close_one(database, membership_id) for membership_id in due)


def _is_over(work: Work, found: Leaving) -> bool:
    person = members.membership(work, found.membership_id)
    return found.last_day < people.today_at(work, person.organisation_id)


def _close_one(database: Database, membership_id: MembershipId) -> bool:
    try:
        with database.writing(WHO) as work:
            found = queries.leaving(work, membership_id)
            if found and _is_over(work, found):
                close_place(work, members.membership(work, membership_id))
        return True
    except Refused:
        _log.warning("a place could not be closed: nobody else is manager or first contact")
    with database.writing(WHO) as work:
        notices.tell_operators(
            work,
            kind="place_not_closed",
            subject="An organisation needs another manager or first contact",
            body=notice_rules.place_not_closed_words(work.settings.public_url),
            once=f"place_not_closed:{membership_id}:{work.now.date()}",
        )
    return False


def close_place(work: Work, person: Membership) -> None:
    """Hand every family over, and end the place. Decides nothing about who may; refused for whoever is still needed."""
    joining.must_not_be_needed(work, person)
    moving.withdraw_texts_of(work, person.id)
    leavers.end_everything_of(work, person)
    joining.end_place(work, person)
    chosen = queries.chosen_for(work, person.id)
    families = relationship_queries.families_of(work, person.id)
    holder = members.on_duty(work, person.organisation_id)
    for talk in moving.threads_held_by(work, person.id):
        _hand_on(work, talk, chosen.get(talk.contact_id), holder, is_family=talk.contact_id in families)
    for contact_id in families:
        following = chosen.get(contact_id)
        relationships.part(work, contact_id, person.id)
        if following:
            relationships.choose(work, contact_id, following.next_id, by=ChosenBy.STAFF)
    found = work.session.get(Leaving, person.id)
    if found:
        found.ended_at = work.now
        work.session.add(found)
    without = len([one for one in families if one not in chosen])
    if without:
        notices.tell(
            work,
            holder,
            kind="handed_over",
            subject="Families need a new person in Kettle",
            body=notice_rules.handed_over_words(work.settings.public_url, person.first_name, without),
            once=f"handed_over:{person.id}",
        )


def _hand_on(
    work: Work, talk: Conversation, following: NextPerson | None, holder: Membership, *, is_family: bool
) -> None:
    is_waiting = talk.waiting_since is not None
    if following and following.starts_fresh and not is_waiting:
        return  # the family wants it closed; nobody answers there any more, so nobody reads it
    if not following and not is_family and not is_waiting and not talk.at_front_door:
        return  # long over
    next_id = following.next_id if following else holder.id
    kept = moving.rejoin(work, talk, contact_id=talk.contact_id, membership_id=next_id)
    kept.at_front_door = following is None
    work.session.add(kept)
    noting.note(work, "thread handed on", kept)
    if kept.waiting_since:
        notices.ping(work, relationship_queries.who_answers(work, next_id))
