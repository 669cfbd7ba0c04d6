"""A family books, changes or gives back a time, by text or on its page; and the answers that it gets. Every text from
here answers what a family did just now.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from functools import cache
from uuid import UUID

from app.domain.conversations import answers, offers, receiving
from app.domain.conversations.models import Conversation, Message, Offer
from app.domain.conversations.offers import Menu
from app.domain.dropins import askers, menus, queries, replies, rules, saying, seats
from app.domain.dropins.askers import Asker
from app.domain.dropins.diary import held
from app.domain.dropins.diary.held import Held
from app.domain.dropins.models import Booking
from app.domain.dropins.queries import Time
from app.domain.dropins.replies import Numbers
from app.domain.dropins.rules import Ended
from app.domain.dropins.seats import By
from app.domain.people import queries as people
from app.domain.permissions import queries as permissions
from app.domain.wording import shelf
from app.foundation.errors import Refused
from app.foundation.identifiers import ContactId, PhoneLineId
from app.foundation.languages import ENGLISH, LANGUAGES
from app.foundation.work import Work

TWICE_WITHIN = timedelta(minutes=10)
A_MOMENT = timedelta(seconds=30)


@dataclass(frozen=True)
class Asked:
    """What a family did just now: an arrival or a press (`answers_id`), and when (UTC). `number` and `line_id`: from
    which phone to which line of ours, when it was a text."""

    answers_id: UUID
    at: datetime
    number: str = ""
    line_id: PhoneLineId | None = None


class Understood(Enum):
    """What became of a text that came while a menu was open."""

    ANSWERED = auto()  # Kettle has answered it
    REPEATED = auto()  # the same number once more: it has been answered
    FOR_A_PERSON = auto()


# By text


def understand(work: Work, conversation: Conversation, words: str, asked: Asked) -> Understood:
    """A text from somebody who is alone on their phone. Acts only when it is one number, and the menu that it belongs
    to is the last thing that we sent to that phone."""
    number = replies.read(words, numbers_of(work, conversation.contact_id)) if _is_a_number_somewhere(words) else None
    if number is None or asked.line_id is None or _is_in_other_hands(work, conversation, asked.number):
        return Understood.FOR_A_PERSON
    menu = offers.answerable(work, asked.line_id, asked.number, said_at=asked.at)
    thread = offers.thread_of(work, menu) if menu else None
    if menu is None or thread is None or not _stands_on(menu, number):
        is_repeated = offers.repeats(work, asked.line_id, asked.number, number, within=TWICE_WITHIN)
        return Understood.REPEATED if is_repeated else Understood.FOR_A_PERSON
    if thread.contact_id != conversation.contact_id:
        return Understood.FOR_A_PERSON
    if offers.repeats(work, asked.line_id, asked.number, number, within=A_MOMENT):
        return Understood.FOR_A_PERSON  # one press too many, or an answer to the new list? Nobody guesses
    answered = _act(work, thread, menu, number, asked)
    return Understood.ANSWERED if answered else Understood.FOR_A_PERSON


def _is_a_number_somewhere(words: str) -> bool:
    """Would it be a number in any of the languages? Most texts are none, and whose language it is costs a question."""
    every = [_numbers_in(code) for code in LANGUAGES]
    return any(replies.read(words, known) is not None for known in (every, *([one] for one in every)))


def _is_in_other_hands(work: Work, conversation: Conversation, number: str) -> bool:
    return people.standing_freeze(work, conversation.organisation_id, number) is not None


def _stands_on(menu: Offer, number: int) -> bool:
    """Is this number one of those that the menu names?"""
    match Menu(menu.kind):
        case Menu.TIMES:
            return 1 <= number <= len(menu.options)
        case Menu.BOOKED:
            return number in {rules.ANOTHER, rules.CANNOT_COME}
        case Menu.DROPPED:
            return number == rules.ANOTHER


def numbers_of(work: Work, contact_id: ContactId) -> list[Numbers]:
    """How this family member may write a number: in their own languages, or in English."""
    wishes = permissions.wishes_of(work, contact_id)
    return [_numbers_in(code) for code in sorted({wishes.reads, wishes.speaks, ENGLISH.code})]


@cache  # every text that comes is read with these
def _numbers_in(language: str) -> Numbers:
    return replies.numbers_from(shelf.coach_file(language)["numbers"])


def offer_what_is_free(work: Work, conversation: Conversation, asked: Asked) -> bool:
    """The answer to TIME: three times. False when there are none, so that a person answers."""
    return _offer(work, conversation, "times_wanted", asked, about=None) is not None


def _act(work: Work, thread: Conversation, menu: Offer, number: int, asked: Asked) -> bool:
    """Do what the menu promises. False where a person must answer."""
    about = work.session.get(Booking, menu.about_id) if menu.about_id else None
    if menu.kind == Menu.TIMES:
        return _choose(work, thread, menu, number, about, asked)
    if number == rules.ANOTHER:
        still_held = seats.if_live(about)
        purpose = "times_instead" if still_held else "times_wanted"
        offered = _offer(work, thread, purpose, asked, about=still_held)
        return offered is not None and _took(work, menu, number, offered)
    return about is not None and _took(work, menu, number, drop(work, thread, about, asked))


def _choose(work: Work, thread: Conversation, menu: Offer, number: int, about: Booking | None, asked: Asked) -> bool:
    slot_id = UUID(menu.options[number - 1])
    old = seats.if_live(about)
    time = queries.time_of(work, slot_id)
    if held.clashing(work, thread.contact_id, time, without=old.id if old else None):
        return False  # two at once is for the two of them to talk about
    try:
        made = seats.book(work, thread.contact_id, slot_id, by=By.TEXT, instead_of=old)
    except Refused:
        return False
    if made is None:
        others = _offer(work, thread, "time_gone", asked, about=old, gone=slot_id)
        return others is not None and _took(work, menu, number, others)
    return _took(work, menu, number, confirm(work, made, asked, is_change=old is not None, thread=thread))


def _took(work: Work, menu: Offer, number: int, answered: Message | None) -> bool:
    """This number was acted on. Has the phone that said it been answered, too?"""
    if menu.closed_at is None:
        offers.close(work, menu, taken=number)
    else:  # the answer brought a menu of its own
        menu.taken = number
        work.session.add(menu)
    return answered is not None and answered.number is not None  # what stands on a page alone is no answer to a text


# The answers


def confirm(
    work: Work, booking: Booking, asked: Asked, *, is_change: bool = False, thread: Conversation | None = None
) -> Message | None:
    """Tell the family that it is booked: by text, or on its page where no text may go. `thread`: where it answered a
    list of times; else it is told in its thread with the host."""
    time = queries.time_of(work, booking.slot_id)
    thread = thread or receiving.thread_with(work, booking.contact_id, time.host_id)
    purpose = "time_changed" if is_change else "time_booked"
    said = answers.about_a_time(
        work,
        thread,
        purpose,
        answers_id=asked.answers_id,
        number=asked.number,
        asked_at=asked.at,
        filled=lambda language: {
            "first_name": time.host,
            "when": saying.when(time, language),
            "where": saying.where(time, language),
        },
        once=f"{seats.mark_of(booking)}:{purpose}",
        or_on_page=True,
    )
    if said:
        menus.open_booked(work, thread, said, booking, time)
    return said


def drop_on_page(work: Work, found: Held, asked: Asked) -> Message | None:
    """They cannot come, said on their page."""
    thread = receiving.thread_with(work, found.booking.contact_id, found.time.host_id)
    return drop(work, thread, found.booking, asked)


def drop(work: Work, thread: Conversation, booking: Booking, asked: Asked) -> Message | None:
    """They cannot come, and that is all right."""
    time = queries.time_of(work, booking.slot_id)
    seats.give_back(work, booking, Ended.DROPPED)
    said = answers.about_a_time(
        work,
        thread,
        "time_dropped",
        answers_id=asked.answers_id,
        number=asked.number,
        asked_at=asked.at,
        filled=lambda _language: {"first_name": time.host},
        once=f"{seats.mark_of(booking)}:time_dropped",
        or_on_page=True,
    )
    if said:
        menus.open_dropped(work, thread, said, booking)
    return said


def _offer(
    work: Work,
    thread: Conversation,
    purpose: str,
    asked: Asked,
    *,
    about: Booking | None,
    gone: UUID | None = None,
) -> Message | None:
    found = next_three(work, thread, without=[gone] if gone else [])
    if not found:
        return None
    said = answers.about_a_time(
        work,
        thread,
        purpose,
        answers_id=asked.answers_id,
        number=asked.number,
        asked_at=asked.at,
        filled=lambda language: {"times": saying.menu(found, language, by=thread.membership_id)},
        once=f"{purpose}:{asked.answers_id}",
    )
    if said:
        menus.open_list(work, thread, said, found, about=about)
    return said


def next_three(work: Work, thread: Conversation, *, without: Sequence[UUID] = ()) -> list[Time]:
    """Three times of the person whose thread this is; where they have none, of anybody at the same organisation."""
    asker: Asker = askers.asker_of(work, thread.contact_id)
    return queries.three_with(work, asker, thread.membership_id, thread.organisation_id, without=without)
