"""What a family asked for by text, and Kettle may give without a person: a link, a language, a time. Whatever it does
not understand, or may not give to this phone, simply waits for their person.
"""

from app.domain.conversations import answers
from app.domain.conversations.models import Conversation, Message
from app.domain.dropins import booking
from app.domain.people import queries as people
from app.domain.permissions import actions as permission_actions
from app.domain.permissions import queries as permissions
from app.domain.reception import asking
from app.domain.reception.models import Arrival
from app.domain.reception.rules import Meaning
from app.foundation.identifiers import PhoneLineId
from app.foundation.work import Work


def answer(work: Work, arrival: Arrival, line_id: PhoneLineId, conversation: Conversation, message: Message) -> None:
    """Give what this text asks for, if it may be given without a person; what was given needs no answer any more."""
    match asking.meaning(arrival.body):
        case Meaning.START if permissions.was_taken_back(work, line_id, arrival.from_number, at=arrival.taken_at):
            answers.welcome_back(
                work, conversation, answers_id=arrival.id, number=arrival.from_number, asked_at=arrival.taken_at
            )
        case Meaning.LOCK if people.contact(work, conversation.contact_id).is_known:
            answers.page_closed(
                work, conversation, answers_id=arrival.id, number=arrival.from_number, asked_at=arrival.taken_at
            )
        case Meaning.LINK if _may_have_link(work, conversation, message):
            answered = answers.link(
                work, conversation, answers_id=arrival.id, number=arrival.from_number, asked_at=arrival.taken_at
            )
            _nothing_else_waits(work, conversation, message, answered)
        case Meaning.LANGUAGE if _is_surely_theirs(work, conversation, message):
            answered = answers.languages(
                work, conversation, answers_id=arrival.id, number=arrival.from_number, asked_at=arrival.taken_at
            )
            _nothing_else_waits(work, conversation, message, answered)
        case Meaning.LANGUAGE_NAMED if _is_surely_theirs(work, conversation, message):
            _speak(work, arrival, conversation)
        case Meaning.TIME if not message.may_be_either:
            if booking.offer_what_is_free(work, conversation, _asked(arrival, line_id)):
                _nobody_need_answer(work, conversation, message)
        case Meaning.MESSAGE if not message.may_be_either:
            understood = booking.understand(work, conversation, arrival.body, _asked(arrival, line_id))
            if understood is not booking.Understood.FOR_A_PERSON:
                _nobody_need_answer(work, conversation, message)
        case _:
            pass


def _asked(arrival: Arrival, line_id: PhoneLineId) -> booking.Asked:
    at = arrival.sent_at or arrival.taken_at
    return booking.Asked(arrival.id, at, arrival.from_number, line_id)


def _nothing_else_waits(work: Work, conversation: Conversation, message: Message, answered: Message | None) -> None:
    """What was asked for has been answered: where nothing else waits for a person, nobody waits."""
    if answered:
        _nobody_need_answer(work, conversation, message)


def _nobody_need_answer(work: Work, conversation: Conversation, message: Message) -> None:
    if conversation.waiting_since == message.stored_at:
        conversation.waiting_since, conversation.waiting_channel = None, None
        work.session.add(conversation)


def _speak(work: Work, arrival: Arrival, conversation: Conversation) -> None:
    """The name of a language: from now on theirs. It still waits for their person: it may answer something else."""
    code = asking.language_named(arrival.body)
    wishes = permissions.wishes_of(work, conversation.contact_id)
    if code is None or code == wishes.reads:
        return
    permission_actions.set_language(work, conversation.contact_id, code)
    answers.language_chosen(
        work, conversation, answers_id=arrival.id, number=arrival.from_number, asked_at=arrival.taken_at
    )


def _is_surely_theirs(work: Work, conversation: Conversation, message: Message) -> bool:
    """Is it somebody known, alone on their phone?"""
    return people.contact(work, conversation.contact_id).is_known and not message.may_be_either


def _may_have_link(work: Work, conversation: Conversation, message: Message) -> bool:
    """A link goes only to a known person alone on their phone; else their person sees the wish."""
    is_theirs = _is_surely_theirs(work, conversation, message)
    return is_theirs and permissions.wishes_of(work, conversation.contact_id).wants_links
