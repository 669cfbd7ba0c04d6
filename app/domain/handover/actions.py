"""Somebody leaves. Every family gets a new person by name and a goodbye in the leaver's own words; then the place
closes.

When it is urgent the place closes at once, and the first-contact person holds the families until they have somebody.
"""

from datetime import date

from app.domain.audit import actions as audit
from app.domain.conversations import actions as conversations
from app.domain.conversations import queries as thread_queries
from app.domain.conversations.desk.one_thread import NO_WORD
from app.domain.handover import closing, queries, rules
from app.domain.handover.models import Leaving, NextPerson
from app.domain.handover.rules import Family
from app.domain.people import joining, members
from app.domain.people import queries as people
from app.domain.people.models import Membership
from app.domain.permissions import queries as permissions
from app.domain.relationships import actions as relationships
from app.domain.relationships import queries as relationship_queries
from app.domain.wording import queries as wording
from app.domain.wording import rules as wording_rules
from app.foundation.actors import Staff
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId, MembershipId
from app.foundation.text import one_line, storable
from app.foundation.work import Work


def start_leaving(work: Work, membership_id: MembershipId, *, last_day: date) -> Leaving:
    """Somebody's last day is known, or is another one now. Refused for a day that has passed or is too far away, and
    for an organisation's last manager or first contact."""
    person = _of_mine(work, membership_id)
    joining.must_not_be_needed(work, person)
    if not rules.is_possible_last_day(last_day, people.today_at(work, person.organisation_id)):
        raise Refused("Choose their last day: today, or within the next four months.")
    found = work.session.get(Leaving, person.id) or Leaving(
        membership_id=person.id, started_by_id=work.staff.membership_id, started_at=work.now, last_day=last_day
    )
    found.last_day = last_day
    work.session.add(found)
    work.session.flush()
    audit.note(work, "leaving begun", "membership", person.id, organisation_id=person.organisation_id)
    return found


def stay_after_all(work: Work, membership_id: MembershipId) -> None:
    """They do not leave. Families who were told must be told again by the person themselves."""
    person = _of_mine(work, membership_id)
    found = queries.must_be_leaving(work, person.id)
    for following in queries.chosen_for(work, person.id).values():
        work.session.delete(following)
    work.session.flush()
    work.session.delete(found)
    audit.note(work, "stays after all", "membership", person.id, organisation_id=person.organisation_id)


def choose_next(
    work: Work, membership_id: MembershipId, contact_id: ContactId, next_id: MembershipId, *, starts_fresh: bool = False
) -> NextPerson:
    """Who comes next for one family: said by a manager, or by whoever leaves. Refused for somebody who may not hold
    threads, or leaves too. A family that was told already is told again."""
    person = _leaver(work, membership_id)
    contact = people.contact_at(work, person.organisation_id, contact_id)
    if contact.id not in relationship_queries.families_of(work, person.id):
        raise NotFound
    following = members.at(work, person.organisation_id, next_id)
    if following.id == person.id or queries.leaving(work, following.id):
        raise Refused(f"{following.first_name} leaves too. Choose somebody who stays.")
    relationships.must_hold_threads(work, following, with_young=contact.is_young)
    found = work.session.get(NextPerson, (person.id, contact.id))
    if found is None:
        found = NextPerson(membership_id=person.id, contact_id=contact.id, next_id=following.id)
    elif (found.next_id, found.starts_fresh) != (following.id, starts_fresh):
        found.told_at = None
    found.next_id, found.starts_fresh = following.id, starts_fresh
    work.session.add(found)
    audit.note(
        work,
        "next person chosen",
        "membership",
        following.id,
        organisation_id=person.organisation_id,
        contact_id=contact.id,
    )
    return found


def write_goodbye(work: Work, *, words: str) -> Leaving:
    """What the actor, who leaves, wants to say to their families. Nothing is sent yet."""
    found = queries.must_be_leaving(work, work.staff.membership_id)
    found.goodbye = storable(words).strip()
    work.session.add(found)
    return found


def goodbye_to(work: Work, found: Leaving, family: Family) -> str:
    """The whole text for one family: the leaver's words, and then who comes next, by name. Refused without words."""
    if not found.goodbye:
        raise Refused("Write your goodbye first, in your own words.")
    purpose = "goodbye_fresh" if family.starts_fresh else "goodbye"
    reads = permissions.wishes_of(work, family.contact_id).reads
    return wording_rules.fill(
        wording.automatic_words(work, work.staff.organisation_id, purpose, reads).text,
        {
            "first_name": members.membership(work, found.membership_id).first_name,
            "words": found.goodbye if found.goodbye[-1] in ".!?…۔؟" else f"{found.goodbye}.",
            "next_name": family.next_name,
        },
    )


def say_goodbye(work: Work, *, once: str) -> int:
    """Text the actor's goodbye to each of their families that knows of nobody yet and can be texted. Gives how many.
    Words of theirs that wait for an answer still wait. Refused without words, or when nobody can be told yet."""
    found = queries.must_be_leaving(work, work.staff.membership_id)
    person = members.membership(work, found.membership_id)
    relationships.must_hold_threads(work, person, with_young=False)
    to_tell = [one for one in queries.families_of(work, person.id) if one.next_id and not one.is_told]
    texted = [one for one in to_tell if one.can_be_texted]
    if not texted:
        raise Refused("There is nobody to text yet: choose who comes next, or tell them face to face.")
    for family in texted:
        talk = thread_queries.between(work, contact_id=family.contact_id, membership_id=person.id)
        assert talk is not None
        words = goodbye_to(work, found, family)
        conversations.reply(work, talk.id, text=words, once=f"{once}:{family.contact_id}", seen=NO_WORD)
        _told(work, person, family.contact_id)
    return len(texted)


def told_face_to_face(work: Work, membership_id: MembershipId, contact_id: ContactId) -> None:
    """This family was told by somebody, at the gate or on the phone. NotFound while nobody comes next for them."""
    _told(work, _leaver(work, membership_id), contact_id)


def _told(work: Work, person: Membership, contact_id: ContactId) -> None:
    following = work.session.get(NextPerson, (person.id, contact_id))
    if not following:
        raise NotFound
    following.told_at = following.told_at or work.now
    work.session.add(following)
    audit.note(work, "told who comes next", "contact", contact_id, organisation_id=person.organisation_id)


def close(work: Work, membership_id: MembershipId) -> None:
    """Everything is done: this person's place closes now. Refused, with what is still to do."""
    person = _of_mine(work, membership_id)
    queries.must_be_leaving(work, person.id)
    left = queries.left_to_do(work, person.id)
    if not left.is_nothing:
        raise Refused(" ".join(left.sentences(person.first_name)))
    closing.close_place(work, person)


def leave_at_once(work: Work, membership_id: MembershipId, *, why: str) -> None:
    """It is urgent: this person opens and sends nothing from this moment on. Families who have nobody yet lie with the
    first-contact person. Refused without a reason, and for an organisation's last manager or first contact."""
    person = _of_mine(work, membership_id)
    reason = one_line(storable(why), 400)
    if not reason:
        raise Refused("Please write why this cannot wait. Only managers read it.")
    audit.note(work, "left at once", "membership", person.id, organisation_id=person.organisation_id, words=reason)
    closing.close_place(work, person)


def _of_mine(work: Work, membership_id: MembershipId) -> Membership:
    person = members.at(work, work.staff.organisation_id, membership_id)
    joining.must_keep_house(work, person.organisation_id)
    return person


def _leaver(work: Work, membership_id: MembershipId) -> Membership:
    """Somebody who leaves, for their manager or for themselves. NotFound for anybody else."""
    person = members.at(work, work.staff.organisation_id, membership_id)
    if not isinstance(work.actor, Staff) or person.id != work.actor.membership_id:
        joining.must_keep_house(work, person.organisation_id)
    queries.must_be_leaving(work, person.id)
    return person
