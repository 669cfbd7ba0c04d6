"""A number that is not theirs any more, a phone that may be in other hands: all that would open or go there ends."""

import pytest

from app.domain.audit.models import AuditEntry
from app.domain.conversations.delivery import arriving
from app.domain.conversations.desk import one_thread
from app.domain.conversations.phones import in_other_hands
from app.domain.conversations.rules import FROZEN, NUMBER_GONE, State
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.permissions.rules import Reason
from app.domain.private_pages import private_links
from app.foundation.actors import Anybody, Command, Staff
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.invented_town import CHARITY_LINE, EWA, IMRAN, MARSH, SARA, SCHOOL_LINE, UNKNOWN
from tests.tidewell import ANYBODY

NEW = "+447700900166"


def link(tidewell, contact, number, line=SCHOOL_LINE) -> str:
    with tidewell.database.writing(Command()) as work:
        line_id = people.lines(work, [line])[line].id
        return private_links.make_link(work, contact, line_id=line_id, number=number)


def opened(tidewell, secret) -> str:
    with tidewell.database.writing(Anybody()) as work:
        return private_links.use_link(work, secret, is_only_mine=True)


def page(tidewell, contact, number, line=SCHOOL_LINE) -> str:
    return opened(tidewell, link(tidewell, contact, number, line))


def is_open(tidewell, cookie) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        return private_links.family_by_session(work, cookie) is not None


def says(tidewell, what, contact, number, *, by=None) -> None:
    with tidewell.database.writing(by or tidewell.staff(tidewell.town.neil)) as work:
        what(work, contact, number)


def not_theirs(tidewell, contact, number, **more) -> None:
    says(tidewell, in_other_hands.is_not_theirs_any_more, contact, number, **more)


def freeze(tidewell, contact, number, **more) -> None:
    says(tidewell, in_other_hands.may_be_in_other_hands, contact, number, **more)


def thaw(tidewell, contact, number, **more) -> None:
    says(tidewell, in_other_hands.is_still_theirs, contact, number, **more)


@pytest.fixture
def talking(tidewell):
    """Sara and Neil talk, and a text of his waits to go."""
    tidewell.says(SARA, "hello")
    tidewell.replies(tidewell.town.neil, tidewell.town.sara, "Hello Sara")
    return tidewell


# A number that is not theirs any more


def test_a_number_that_is_gone_opens_nothing_gets_nothing_and_hears_nothing_of_the_new_one(talking, provider):
    town = talking.town
    with talking.database.writing(talking.staff(town.neil)) as work:
        people_actions.add_number(work, town.sara, number=NEW)
    cookie, unused = page(talking, town.sara, SARA), link(talking, town.sara, SARA)
    not_theirs(talking, town.sara, SARA)
    assert not is_open(talking, cookie)
    with pytest.raises(NotFound):
        opened(talking, unused)
    [waited] = [one for one in talking.messages() if one.by_hand]
    assert (waited.state, waited.error_code) == (State.WITHDRAWN, NUMBER_GONE)
    talking.replies(town.neil, town.sara, "Is this you, Sara?")
    talking.deliver(provider)
    assert provider.on_phone(SARA) == []
    assert len(provider.on_phone(NEW)) == 1


def test_when_it_comes_back_no_old_page_comes_back_with_it(talking):
    cookie = page(talking, talking.town.sara, SARA)
    not_theirs(talking, talking.town.sara, SARA)
    with talking.database.writing(Command()) as work:
        people_actions.give_phone(work, people.contact(work, talking.town.sara), SARA)
    assert not is_open(talking, cookie)


def test_the_others_on_the_phone_keep_it_with_their_pages_and_texts(tidewell, provider):
    town = tidewell.town
    tidewell.says(MARSH, "hello", line=CHARITY_LINE)
    tidewell.replies(town.joyce, town.dan, "Hello Dan")
    dans, kellys = page(tidewell, town.dan, MARSH, CHARITY_LINE), page(tidewell, town.kelly, MARSH, CHARITY_LINE)
    not_theirs(tidewell, town.kelly, MARSH, by=tidewell.staff(town.joyce))
    assert not is_open(tidewell, kellys)
    assert is_open(tidewell, dans)
    tidewell.deliver(provider)
    assert len(provider.on_phone(MARSH)) == 1


def test_the_author_finds_in_the_inbox_what_did_not_go(talking):
    not_theirs(talking, talking.town.sara, SARA)
    thread = talking.thread(talking.town.neil, talking.town.sara)
    with talking.database.reading(talking.staff(talking.town.neil)) as work:
        assert arriving.not_arrived(work) == [thread.id]


@pytest.mark.parametrize("what", [not_theirs, freeze, thaw])
def test_another_agencys_family_and_a_number_that_is_not_theirs_are_not_there(tidewell, what):
    for contact, number in (
        (tidewell.town.imran, IMRAN),
        (tidewell.town.sara, EWA),
        (tidewell.town.sara, ""),
        (tidewell.town.sara, "x" * 60),
        (new_id(), SARA),
    ):
        with pytest.raises(NotFound):
            what(tidewell, contact, number)


@pytest.mark.parametrize("what", [not_theirs, freeze, thaw])
def test_only_who_keeps_families_may_say_so(tidewell, what):
    town = tidewell.town
    with pytest.raises(Refused, match="work with families"):
        what(tidewell, town.sara, SARA, by=tidewell.staff(town.rhys))
    what(tidewell, town.sara, SARA, by=tidewell.staff(town.grace))


# A phone that may be in other hands


def test_a_frozen_phone_gets_no_text_and_opens_no_page_not_even_with_an_unused_link(talking, provider):
    town = talking.town
    cookie, unused = page(talking, town.sara, SARA), link(talking, town.sara, SARA)
    freeze(talking, town.sara, SARA)
    [waited] = [one for one in talking.messages() if one.by_hand]
    assert (waited.state, waited.error_code) == (State.WITHDRAWN, FROZEN)
    assert not is_open(talking, cookie)
    with pytest.raises(NotFound):
        opened(talking, unused)
    with pytest.raises(Refused, match="may be in other hands"):
        talking.replies(town.neil, town.sara, "Are you there?")
    talking.deliver(provider)
    assert provider.ledger == []


def test_even_a_link_or_page_that_slipped_in_at_the_same_moment_opens_nothing(talking):
    """As if it had been made a moment after the freeze had ended all that there was."""
    town = talking.town
    freeze(talking, town.sara, SARA)
    secret = link(talking, town.sara, SARA)
    with pytest.raises(NotFound):
        opened(talking, secret)
    thaw(talking, town.sara, SARA)
    cookie = opened(talking, secret)
    assert is_open(talking, cookie)
    with talking.database.writing(Command()) as work:
        from app.domain.permissions import actions as permissions

        permissions.freeze(work, town.school, SARA)
    assert not is_open(talking, cookie)


def test_link_by_text_brings_none_from_there_and_what_it_texts_reaches_their_person_marked(talking, provider):
    town = talking.town
    talking.clock.move(minutes=1)
    freeze(talking, town.sara, SARA)
    talking.clock.move(minutes=1)
    talking.says(SARA, "LINK")
    talking.says(SARA, "give me the page")
    talking.deliver(provider)
    assert provider.ledger == []
    [row] = talking.inbox(town.neil)
    with talking.database.reading(talking.staff(town.neil)) as work:
        entries = one_thread.open_thread(work, row.conversation_id).page.entries
        writing = one_thread.open_thread(work, row.conversation_id).writing
    assert [(one.body, one.is_from_frozen) for one in entries if one.author == "Sara"] == [
        ("hello", False),
        ("LINK", True),
        ("give me the page", True),
    ]
    assert writing.reason is Reason.FROZEN


def test_when_it_is_still_theirs_texts_go_again_and_nothing_is_marked_any_more(talking, provider):
    town = talking.town
    freeze(talking, town.sara, SARA)
    talking.clock.move(minutes=1)
    talking.says(SARA, "it is me")
    thaw(talking, town.sara, SARA)
    talking.replies(town.neil, town.sara, "Good that you are there")
    talking.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1, "what was held back stays so"
    thread = talking.thread(town.neil, town.sara)
    with talking.database.reading(talking.staff(town.neil)) as work:
        assert not any(one.is_from_frozen for one in one_thread.open_thread(work, thread.id).page.entries)


def test_pressing_twice_is_harmless_and_both_say_who_it_was(talking):
    town = talking.town
    for _ in range(2):
        freeze(talking, town.sara, SARA)
    for _ in range(2):
        thaw(talking, town.sara, SARA)
    noted = [(one.verb, one.contact_id, one.actor_id) for one in talking.every(AuditEntry) if "frozen" in one.verb]
    assert sorted(noted) == [
        ("phone frozen", town.sara, town.neil),
        ("phone no longer frozen", town.sara, town.neil),
    ]


def test_a_second_phone_that_is_surely_theirs_is_written_to_instead(talking, provider):
    town = talking.town
    with talking.database.writing(talking.staff(town.neil)) as work:
        people_actions.add_number(work, town.sara, number=NEW)
    freeze(talking, town.sara, SARA)
    talking.replies(town.neil, town.sara, "On your new phone")
    talking.deliver(provider)
    assert provider.on_phone(SARA) == []
    assert len(provider.on_phone(NEW)) == 1


def test_a_phone_is_frozen_for_everybody_of_this_organisation_who_uses_it_and_for_no_other(tidewell, provider):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        at_school = people_actions.add_contact(work, town.school, first_name="Kelly", number=MARSH)
    kellys = page(tidewell, town.kelly, MARSH, CHARITY_LINE)
    theirs = page(tidewell, at_school.id, MARSH)
    freeze(tidewell, town.dan, MARSH, by=tidewell.staff(town.joyce))
    assert not is_open(tidewell, kellys)
    assert is_open(tidewell, theirs), "what one agency knows is no other's"
    tidewell.says_hello(town.neil, at_school.id)
    tidewell.deliver(provider)
    assert len(provider.on_phone(MARSH)) == 1


def test_a_text_claimed_a_moment_before_the_freeze_does_not_go(talking, provider):
    from app.domain.conversations.delivery import claiming, sending
    from app.foundation.actors import Clock

    with talking.database.writing(Clock("test")) as work:
        claimed = claiming.claim(work, worker="one")
    freeze(talking, talking.town.sara, SARA)
    with talking.database.writing(Clock("test")) as work:
        assert sending.begin(work, claimed, worker="one") == []


def test_somebody_unknown_is_not_frozen_by_a_stranger(tidewell):
    tidewell.says(UNKNOWN, "hello")
    with pytest.raises(NotFound), tidewell.database.writing(Staff(tidewell.town.tom, tidewell.town.council)) as work:
        in_other_hands.may_be_in_other_hands(work, tidewell.town.sara, SARA)


def test_a_link_never_goes_to_a_number_that_we_do_not_hold_as_theirs_any_more(talking, provider):
    """As if the number had been taken away between the claim and the call."""
    from app.domain.conversations import actions
    from app.domain.private_pages.models import FamilyLink

    town = talking.town
    thread = talking.thread(town.neil, town.sara)
    talking.deliver(provider)
    with talking.database.writing(talking.staff(town.neil)) as work:
        sent = actions.send_link(work, thread.id, once=str(new_id())).id
        people_actions.take_phone_away(work, town.sara)
    talking.deliver(provider)
    assert (talking.message(sent).state, talking.message(sent).error_code) == (State.FAILED, NUMBER_GONE)
    assert talking.every(FamilyLink) == []
    assert len(provider.on_phone(SARA)) == 1
