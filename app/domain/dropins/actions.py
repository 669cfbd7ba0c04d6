"""What a person does about a family's time: send times to choose from, book for them, say who meets them instead, ask
to move, note that they talked. Only a press of a person's own button comes here, and each text is theirs.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.domain.conversations import actions as conversations
from app.domain.conversations import offers, receiving
from app.domain.conversations import queries as threads
from app.domain.conversations.delivery import withdrawing
from app.domain.conversations.models import Conversation, Message
from app.domain.conversations.phones import reaching
from app.domain.dropins import askers, menus, queries, rules, saying, seats, telling
from app.domain.dropins import words as texts
from app.domain.dropins.diary import desks, held, in_doubt
from app.domain.dropins.diary.held import Held
from app.domain.dropins.hosting import clashes
from app.domain.dropins.models import Booking
from app.domain.dropins.queries import Time
from app.domain.dropins.rules import Came, Ended
from app.domain.dropins.seats import By
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact, Membership
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ConversationId, MembershipId, MessageId
from app.foundation.languages import ENGLISH
from app.foundation.work import Work


class TwoAtOnce(Refused):
    """They have another time at that hour. Whoever wants both says so."""


@dataclass(frozen=True)
class BookedFor:
    """A time that staff booked for somebody. `untold` says why no text went, or nothing."""

    booking: Booking
    untold: str


def send_times(
    work: Work,
    conversation_id: ConversationId,
    slot_ids: Sequence[UUID],
    *,
    once: str,
    seen: MessageId | None = None,
    about: Booking | None = None,
    purpose: str = "times_to_choose",
) -> Message:
    """Send a family times to choose from; a number in answer books. `about`: the booking that the new one replaces.
    Refused without a time, with more than three, when one has just gone, or when this phone may not be texted."""
    conversation = threads.in_my_hand(work, conversation_id)
    if not 1 <= len(slot_ids) <= rules.ON_A_MENU:
        raise Refused("Choose one, two or three times.")
    times = [_free(work, conversation, slot_id) for slot_id in slot_ids]
    _must_be_alone_on_phone(work, conversation)
    old = queries.time_of(work, about.slot_id) if about else None
    words = texts.menu_words(work, _contact_of(work, conversation), times, purpose=purpose, about=old)
    mark = f"{seats.mark_of(about)}:{purpose}:{once}" if about else once
    message = conversations.reply(work, conversation_id, text=words.text, once=mark, seen=seen, purpose=purpose)
    if offers.is_new(work, message.id):
        menus.open_list(work, conversation, message, times, about=about)
    return message


def _free(work: Work, conversation: Conversation, slot_id: UUID) -> Time:
    time = queries.free_one(work, askers.asker_of(work, conversation.contact_id), slot_id)
    if time is None or time.organisation_id != conversation.organisation_id:
        raise Refused("One of these times has just gone, or cannot be offered to them. Look again.")
    return time


def _must_be_alone_on_phone(work: Work, conversation: Conversation) -> None:
    number = reaching.number_for(work, conversation)
    if number and len(people.sharing(work, conversation.organisation_id, number)) > 1:
        raise Refused("Two people share this phone, so a number could mean either. Ring, and book it for them.")


def _contact_of(work: Work, conversation: Conversation) -> Contact:
    return people.contact(work, conversation.contact_id)


def book_for(work: Work, conversation_id: ConversationId, slot_id: UUID, *, once: str, both: bool = False) -> BookedFor:
    """Book a time that a family asked for, on the phone or at the gate, and tell them by a text in the actor's name.
    One of a list that offered it instead of an older time ends that one. Pressing twice is harmless. Where no text may
    go, it is booked all the same and `untold` says why. Refused when it has gone, and, unless they want `both`, when
    they have another time at that hour (`TwoAtOnce`)."""
    conversation = threads.in_my_hand(work, conversation_id)
    contact = _contact_of(work, conversation)
    taken = held.who_has(work, slot_id)
    if taken and taken.contact_id == contact.id:
        return BookedFor(taken.booking, "")
    menu = offers.open_with(work, conversation, slot_id)
    old = work.session.get(Booking, menu.about_id) if menu and menu.about_id else None
    time = _free_for(work, contact, slot_id, instead_of=old, both=both)
    made = seats.book(
        work, contact.id, slot_id, by=By.STAFF, staff_id=work.staff.membership_id, instead_of=seats.if_live(old)
    )
    if made is None:
        raise Refused("That time has just gone. Choose another one.")
    if menu:
        offers.close(work, menu)
        withdrawing.one_text(work, menu.message_id)
    return BookedFor(made, _tell_agreed(work, conversation, made, time, once))


def _free_for(work: Work, contact: Contact, slot_id: UUID, *, instead_of: Booking | None, both: bool) -> Time:
    time = queries.free_for_staff(work, slot_id)
    if time is None:
        raise Refused("That time has just gone. Choose another one.")
    host = members.membership(work, time.host_id)
    if contact.is_young and not members.will_hold_threads(work, host, time.ends_at, with_young=True):
        raise Refused(f"{host.first_name} has no checks for young people that count on that day. Choose another time.")
    without = instead_of.id if instead_of else None
    if not both and (other := held.clashing(work, contact.id, time, without=without)):
        raise TwoAtOnce(f"They have another time then: {saying.when(other.time, ENGLISH.code)}.")
    return time


def _tell_agreed(work: Work, conversation: Conversation, made: Booking, time: Time, once: str) -> str:
    words = texts.agreed_words(work, _contact_of(work, conversation), time).text
    mark = f"{seats.mark_of(made)}:time_agreed:{once}"
    try:
        _must_be_alone_on_phone(work, conversation)
        with work.session.begin_nested():
            message = conversations.reply(work, conversation.id, text=words, once=mark, purpose="time_agreed")
    except Refused as refusal:
        return refusal.sentence
    menus.open_booked(work, conversation, message, made, time)
    return ""


# Times that cannot be kept as they stand


def _at_my_desk(work: Work, booking_id: UUID) -> Held:
    work.session.get(Booking, booking_id, with_for_update=True, populate_existing=True)
    return held.at_my_desk(work, booking_id)


def _their_thread(work: Work, found: Held) -> Conversation:
    """Where the family hears of it. Refused when nobody knows yet who they are, and somebody else reads their words."""
    contact = held.whose(work, found.booking)
    if contact.is_known:
        return receiving.thread_with(work, contact.id, speaks_for(work, found))
    thread = receiving.thread_to_remind_in(work, contact.id, speaks_for(work, found))
    try:
        return threads.in_my_hand(work, thread.id)
    except NotFound:
        reader = members.membership(work, thread.membership_id).first_name
        raise Refused(f"Nobody has said yet who this is. Ring, or ask {reader}, who reads what they write.") from None


def speaks_for(work: Work, found: Held) -> MembershipId:
    """In whose thread the family hears of it: the host's; of a host who has left, the actor's own."""
    return work.staff.membership_id if desks.is_gone(work, found.time.host_id) else found.time.host_id


def could_meet_instead(work: Work, found: Held) -> list[Membership]:
    """Colleagues who may hold threads and are nowhere else then."""
    young = people.contact(work, found.booking.contact_id).is_young
    here = members.holding_threads(work, found.time.organisation_id)
    others = (one for one in here if one.id != found.time.host_id)
    return [one for one in others if clashes.is_free_then(work, one, found.time, young=young)]


def meets_instead(work: Work, booking_id: UUID, cover_id: MembershipId, *, once: str) -> Booking:
    """A colleague, by name, is there at the same time and place; the family hears so from the actor. Refused for one
    who cannot be there, and where no text may go: then ring, and say so here."""
    found = _at_my_desk(work, booking_id)
    conversation = _their_thread(work, found)
    cover = _somebody_free(work, found, cover_id)
    words = texts.cover_words(work, _contact_of(work, conversation), found.time, cover)
    mark = f"{seats.mark_of(found.booking)}:time_covered:{once}"
    conversations.reply(work, conversation.id, text=words.text, once=mark, purpose="time_covered")
    return _now_met_by(work, found, cover_id)


def agreed_on_cover(work: Work, booking_id: UUID, cover_id: MembershipId) -> Booking:
    """The same, agreed on the phone or face to face: no text goes."""
    found = _at_my_desk(work, booking_id)
    return _now_met_by(work, found, _somebody_free(work, found, cover_id).id)


def _somebody_free(work: Work, found: Held, cover_id: MembershipId) -> Membership:
    members.hold(work, cover_id)
    could = {one.id: one for one in could_meet_instead(work, found)}
    if cover_id not in could:
        raise Refused("That colleague cannot be there. Choose another one, or offer another time.")
    return could[cover_id]


def _now_met_by(work: Work, found: Held, cover_id: MembershipId) -> Booking:
    found.booking.met_by_id = cover_id
    work.session.add(found.booking)
    telling.tell_cover(work, found.time, found.booking)
    seats.note(work, "said who meets them instead", found.booking, found.time)
    return found.booking


def ask_to_move(work: Work, booking_id: UUID, slot_ids: Sequence[UUID], *, once: str) -> Message:
    """Tell a family that its time has to move, with others to choose from first. The old one ends when it chooses."""
    found = _at_my_desk(work, booking_id)
    conversation, doubt = _their_thread(work, found), in_doubt.doubt_about(work, found)
    message = send_times(work, conversation.id, slot_ids, once=once, about=found.booking, purpose="time_must_move")
    found.booking.told_of = doubt.mark if doubt else ""
    work.session.add(found.booking)
    seats.note(work, "asked to move a time", found.booking, found.time)
    return message


def give_back(work: Work, booking_id: UUID) -> None:
    """A family said, on the phone or at the gate, that it does not need this time. No text goes."""
    seats.give_back(work, _at_my_desk(work, booking_id).booking, Ended.GIVEN_BACK)


# Afterwards


def note_came(work: Work, booking_id: UUID, came: Came) -> Held:
    """What became of a time: "we talked", or "another time". Whoever hosts it says so; a colleague in the room may too.
    Refused before it begins. NotFound for anybody else's."""
    found = work.session.get(Booking, booking_id, with_for_update=True)
    one = held.one(work, found) if found else None
    if found is None or one is None or found.ended_at or not held.is_in_my_diary(work, one):
        raise NotFound
    if one.time.starts_at > work.now:
        raise Refused("That time has not begun yet.")
    found.came, found.came_at = came, work.now
    work.session.add(found)
    seats.note(work, "said what became of a time", found, one.time)
    return one


def send_again(
    work: Work, booking_id: UUID, slot_ids: Sequence[UUID], *, once: str, seen: MessageId | None = None
) -> Message:
    """ "No worry, another time?", with times to choose from."""
    conversation = _their_thread(work, _at_my_desk(work, booking_id))
    return send_times(work, conversation.id, slot_ids, once=once, seen=seen, purpose="time_again")
