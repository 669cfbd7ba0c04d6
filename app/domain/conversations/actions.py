"""What a trusted person does in a thread. Only a person's own press of a button comes here; nothing automatic may."""

from datetime import datetime, timedelta

from app.domain.conversations import noting, offers, queries, rules, thread, unanswered, writing
from app.domain.conversations.models import Message
from app.domain.conversations.phones import reaching
from app.domain.conversations.rules import Channel, State
from app.domain.conversations.translating import stored
from app.domain.conversations.translating.preview import Preview
from app.domain.people import members
from app.domain.people import queries as people
from app.domain.people.models import Contact
from app.domain.permissions import queries as permissions
from app.domain.relationships import actions as relationships
from app.domain.relationships.rules import ChosenBy
from app.domain.wording import queries as wording
from app.domain.wording import rules as wording_rules
from app.domain.wording import shelf
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import ContactId, ConversationId, MessageId
from app.foundation.languages import ENGLISH
from app.foundation.sms import in_words, parts_of, straightened
from app.foundation.text import storable
from app.foundation.work import Work

TALKS = (Channel.CALL, Channel.VISIT, Channel.MEETING)


def reply(
    work: Work,
    conversation_id: ConversationId,
    *,
    text: str,
    once: str,
    wanted: datetime | None = None,
    seen: MessageId | None = None,
    translated: Preview | None = None,
    purpose: str = "",
) -> Message:
    """Answer a family, or write to them again. It waits until a line carries it; `wanted` (UTC) is for later. What
    they said after `seen`, their newest word that the author had on the page, still waits. `translated`: these words in
    the family's language, as the author has seen them; both go. `purpose`: these are ready words of that name, such as
    a list of times; they go by text or not at all, and nobody changes them on the way.

    Refused with the reason when this phone may not be texted, when there are no words or too many, when the two have
    never written (the first text says hello), or while that hello still waits. Pressing twice (the same
    `once`) gives the same message.
    """
    conversation = queries.in_my_hand(work, conversation_id)
    writing.must_be_cleared_for(work, conversation.contact_id)
    if made := thread.already(work, once):
        return made
    last = queries.last_word_of_family(work, conversation)
    writing.must_have_said_hello(work, conversation, last)
    words = writing.taken(work, text, translated)
    message = thread.to_family(
        work,
        conversation,
        author=work.staff.membership_id,
        body=words,
        by_hand=True,
        once=once,
        going=writing.going(
            work,
            conversation,
            wanted=wanted,
            answers_at=last.stored_at if last else None,
            must_be_text=bool(purpose),
        ),
        answers_id=last.id if last else None,
        purpose=purpose,
    )
    if translated:
        stored.keep(work, message, language=translated.language, words=translated.words, by=translated.by)
    thread.answered(work, conversation, seen)
    noting.note(work, "wrote to a family", conversation, message)
    return message


def hello_words(work: Work, contact: Contact, *, giver: str, words: str, reads: str = ENGLISH.code) -> str:
    """The first text of all, as it will go, in the language `reads`: who this is and from where, who gave the number,
    that nothing is wrong, that no answer is needed, whether the author's job is also about fines or court, and how to
    stop. Refused without a giver, or with a link in it."""
    author = members.colleague(work, work.staff.membership_id)
    is_enforcing = members.membership(work, author.id).is_enforcing
    given, own = storable(giver).strip(), storable(words).strip()
    if not given:
        raise Refused("Please say who gave you the number. People trust a text more when they know.")
    if "://" in own or "www." in own.casefold():
        raise Refused("The first text has no link: people are right to distrust those. Send one later.")
    ready = wording.words_for(work, author.organisation_id, "hello", reads)
    text = wording_rules.fill(
        ready.text,
        {
            "first_name": author.first_name,
            "organisation": author.organisation_name,
            "contact": contact.first_name or "there",
            "giver": given[:1].upper() + given[1:],
            "enforcing": shelf.ready_piece("hello", "enforcing", ready.language) if is_enforcing else "",
            "words": f"{own} " if own else "",
        },
    )
    parts = parts_of(straightened(text))
    if parts.count > (2 if parts.is_gsm7 else 3) + is_enforcing:  # what must be said may take one text more
        raise Refused(f"The first text stays short, and this would take {in_words(parts)}. Leave some words for later.")
    return text


def say_hello(
    work: Work,
    contact_id: ContactId,
    *,
    giver: str,
    words: str,
    once: str,
    wanted: datetime | None = None,
    reads: str = ENGLISH.code,
) -> Message:
    """Write to somebody for the first time, in the language `reads`. Refused when their phone may not be texted, or
    when both wrote already."""
    contact = people.contact_at(work, work.staff.organisation_id, contact_id)
    writing.must_be_cleared_for(work, contact.id)
    if made := thread.already(work, once):
        return made
    line = people.line_of(work, contact.organisation_id, work.staff.membership_id)
    conversation = thread.open_with(
        work,
        organisation_id=contact.organisation_id,
        contact_id=contact.id,
        membership_id=work.staff.membership_id,
        line_id=line.id if line else None,
    )
    if queries.has_texted(work, conversation):
        if made := thread.already(work, once):  # a second press at the same instant was quicker
            return made
        raise Refused("You have written to each other before. Simply write again.")
    message = thread.to_family(
        work,
        conversation,
        author=work.staff.membership_id,
        body=writing.taken(work, hello_words(work, contact, giver=giver, words=words, reads=reads)),
        by_hand=True,
        once=once,
        going=writing.going(work, conversation, wanted=wanted, answers_at=None, must_be_text=True),
        purpose="hello",
    )
    relationships.choose(work, contact.id, work.staff.membership_id, by=ChosenBy.STAFF)
    noting.note(work, "said hello", conversation, message)
    return message


def change(work: Work, message_id: MessageId, *, text: str) -> Message:
    """Write a text anew that still lies with us. Refused once it has gone, and for the fixed words of a hello."""
    message, conversation = queries.my_message(work, message_id)
    writing.must_be_cleared_for(work, conversation.contact_id)
    _must_lie_with_us(work, message)
    if message.purpose:
        raise Refused("These words are fixed. Take the text back and write a new one.")
    body = writing.taken(work, text)
    message.body, message.search_text = body, thread.searchable(body)
    work.session.add(message)
    stored.forget(work, message)
    noting.note(work, "text changed before it went", conversation, message)
    return message


def take_back(work: Work, message_id: MessageId) -> Message:
    """Keep a text from going. Refused once it has gone. A family that it would have answered waits again."""
    message, conversation = queries.my_message(work, message_id)
    _must_lie_with_us(work, message)
    message.state, message.state_at, message.error_code = State.WITHDRAWN, work.now, None
    work.session.add(message)
    if message.answers_id:
        thread.waits_again(work, conversation)
    offers.close_of(work, message.id)
    noting.note(work, "text taken back", conversation, message)
    return message


def _must_lie_with_us(work: Work, message: Message) -> None:
    if message.author_membership_id != work.staff.membership_id or not message.by_hand:
        raise NotFound
    if not rules.can_be_changed(message.state):
        raise Refused("This text has gone already. It cannot be changed any more.")


def send_link(work: Work, conversation_id: ConversationId, *, once: str) -> Message:
    """Send the family their private page. Refused when the phone is shared, may not be texted, or wants no links."""
    conversation = queries.in_my_hand(work, conversation_id)
    writing.must_be_cleared_for(work, conversation.contact_id)
    if made := thread.already(work, once):
        return made
    number = reaching.number_for(work, conversation)
    if number and len(people.sharing(work, conversation.organisation_id, number)) > 1:
        raise Refused("Two people share this phone. A link would show one of them what the other wrote.")
    if not permissions.wishes_of(work, conversation.contact_id).wants_links:
        raise Refused("This family does not want links.")
    if not people.contact(work, conversation.contact_id).is_known:
        raise Refused("Say first who this is. A link opens what somebody wrote.")
    last = queries.last_word_of_family(work, conversation)
    writing.must_have_said_hello(work, conversation, last)
    author = members.colleague(work, work.staff.membership_id)
    reads = permissions.wishes_of(work, conversation.contact_id).reads
    words = wording.automatic_words(work, conversation.organisation_id, "link_offered", reads)
    message = thread.to_family(
        work,
        conversation,
        author=work.staff.membership_id,
        body=wording_rules.fill(words.text, {"first_name": author.first_name, "link": rules.LINK_BLANK}),
        by_hand=True,
        once=once,
        going=writing.going(
            work, conversation, wanted=None, answers_at=last.stored_at if last else None, must_be_text=True
        ),
        purpose="link_offered",
    )
    noting.note(work, "private page sent", conversation, message)
    return message


def no_answer_needed(work: Work, conversation_id: ConversationId, *, seen: MessageId | None = None) -> None:
    """Say that the family's words up to `seen` need no answer ("Thanks!"). Nothing is sent."""
    conversation = queries.in_my_hand(work, conversation_id)
    unanswered.leave(work, conversation, seen)
    noting.note(work, "no answer needed", conversation)


def log_talk(
    work: Work, conversation_id: ConversationId, *, channel: Channel, words: str, happened_at: datetime, once: str
) -> Message:
    """Write down a call, a visit or a meeting (`happened_at` in UTC). Whoever waited has been talked to."""
    conversation = queries.in_my_hand(work, conversation_id)
    if made := thread.already(work, once):
        return made
    if channel not in TALKS:
        raise Refused("Choose a call, a visit or a meeting.")
    if happened_at > work.now + timedelta(minutes=5):
        raise Refused("That is in the future. Write it down when it has happened.")
    entry = thread.aside(
        work,
        conversation,
        author=work.staff.membership_id,
        body=storable(words).strip(),
        channel=channel,
        happened_at=happened_at,
        once=once,
    )
    thread.nobody_waits(work, conversation)
    noting.note(work, f"{channel.value} written down", conversation, entry)
    return entry


def write_note(work: Work, conversation_id: ConversationId, *, words: str, once: str) -> Message:
    """Write a staff note. It goes nowhere, and the family can ask to see it. Refused when empty."""
    conversation = queries.in_my_hand(work, conversation_id)
    if made := thread.already(work, once):
        return made
    if not words.strip():
        raise Refused("There is nothing written yet.")
    entry = thread.aside(
        work,
        conversation,
        author=work.staff.membership_id,
        body=storable(words).strip(),
        channel=Channel.STAFF_NOTE,
        happened_at=work.now,
        once=once,
    )
    noting.note(work, "staff note written", conversation, entry)
    return entry


def open_older(work: Work, conversation_id: ConversationId) -> None:
    """Let the family read the whole thread on their private page, for a day."""
    conversation = queries.in_my_hand(work, conversation_id)
    conversation.older_open_until = work.now + rules.OLDER_OPENS_FOR
    work.session.add(conversation)
    noting.note(work, "opened older messages to the family", conversation)
