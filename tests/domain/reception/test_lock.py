"""LOCK: whoever holds the phone closes every page that it opened. Done at once, answered once, seen by a person."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.conversations import actions
from app.domain.conversations.rules import PAGE_CLOSED, State
from app.domain.people import actions as people_actions
from app.domain.people import queries as people
from app.domain.permissions import actions as permissions
from app.domain.permissions.rules import START_WORDS, STOP_WORDS
from app.domain.private_pages import private_links
from app.domain.reception import asking
from app.domain.reception.asking import meaning
from app.domain.reception.rules import Meaning
from app.foundation.actors import Anybody, Command
from app.foundation.identifiers import new_id
from app.invented_town import CHARITY_LINE, COUNCIL_LINE, EWA, MARSH, SARA, SCHOOL_LINE, UNKNOWN
from tests.tidewell import ANYBODY

LOCK_WORDS = ("Lock", "lock my page", "CLOSE PAGE", "zablokuj", "Zamknij stronę", "لاک", "لاك", "صفحہ بند کریں", "تالا")
ROUND_ABOUT = st.text(alphabet=" .!?\"'“”‘’,;:()\t\n\u200f", max_size=4)


@pytest.mark.parametrize("words", LOCK_WORDS)
def test_one_plain_word_is_enough_in_english_polish_or_urdu(words):
    assert meaning(words) is Meaning.LOCK
    assert asking.acts_at_once(words)


@given(st.sampled_from(LOCK_WORDS), ROUND_ABOUT, ROUND_ABOUT, st.booleans())
def test_in_any_case_and_with_any_marks_round_it(word, before, behind, is_loud):
    assert meaning(before + (word.upper() if is_loud else word) + behind) is Meaning.LOCK


@given(st.sampled_from(LOCK_WORDS), st.sampled_from(["please", "the door", "1", "himself in", "Ellie"]), st.booleans())
def test_with_anything_else_beside_it_it_is_for_a_person(word, other, is_before):
    assert meaning(f"{other} {word}" if is_before else f"{word} {other}") is Meaning.MESSAGE


@pytest.mark.parametrize("words", ["locked", "blocked", "close", "unlock", "link", "lock?? he", "l o c k", "LINK"])
def test_what_only_looks_like_it_closes_nothing(words):
    assert meaning(words) is not Meaning.LOCK


def test_no_network_takes_any_of_the_words_for_stop_or_start():
    everything = STOP_WORDS | START_WORDS | {"help", "info"}
    assert not everything & asking.asks().lock
    assert all(meaning(word) is Meaning.LOCK for word in asking.asks().lock)


def line(work, number=SCHOOL_LINE):
    return people.lines(work, [number])[number]


def link(tidewell, contact, number, from_line=SCHOOL_LINE) -> str:
    with tidewell.database.writing(Command()) as work:
        return private_links.make_link(work, contact, line_id=line(work, from_line).id, number=number)


def page(tidewell, contact, number, from_line=SCHOOL_LINE) -> str:
    """An open page; gives its cookie."""
    secret = link(tidewell, contact, number, from_line)
    with tidewell.database.writing(Anybody()) as work:
        return private_links.use_link(work, secret, is_only_mine=True)


def card_page(tidewell, contact, handed_by) -> str:
    with tidewell.database.writing(Command()) as work:
        return private_links.use_link(
            work, private_links.make_card(work, contact, handed_by_id=handed_by), is_only_mine=True
        )


def is_open(tidewell, cookie: str) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        return private_links.family_by_session(work, cookie) is not None


def opens(tidewell, secret: str) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        return private_links.is_usable(private_links.link(work, secret), work.now)


def test_it_closes_every_page_and_unused_link_of_that_phone_before_anything_is_sorted(tidewell):
    town = tidewell.town
    first, second = page(tidewell, town.sara, SARA), page(tidewell, town.sara, SARA)
    unused, ewas = link(tidewell, town.sara, SARA), page(tidewell, town.ewa, EWA)
    assert is_open(tidewell, first) and is_open(tidewell, second) and opens(tidewell, unused)
    tidewell.texts(SARA, "LOCK")
    assert not is_open(tidewell, first)
    assert not is_open(tidewell, second)
    assert not opens(tidewell, unused)
    assert is_open(tidewell, ewas), "nobody else's"


def test_it_is_answered_once_by_an_automatic_text_and_waits_for_their_person(tidewell, provider):
    town = tidewell.town
    page(tidewell, town.sara, SARA)
    tidewell.says(SARA, "Lock")
    tidewell.deliver(provider)
    [text] = provider.on_phone(SARA)
    assert text.startswith("Automatic reply")
    assert "http" not in text
    [row] = tidewell.inbox(town.neil)
    assert tidewell.entries(town.neil, row.conversation_id)[0].body == "Lock"
    tidewell.sort()
    tidewell.deliver(provider)
    assert len(provider.on_phone(SARA)) == 1


def test_the_answer_is_the_same_whether_a_page_was_open_or_not(tidewell, provider):
    page(tidewell, tidewell.town.sara, SARA)
    tidewell.says(SARA, "LOCK")
    tidewell.says(SARA, "LOCK")
    tidewell.deliver(provider)
    first, second = provider.on_phone(SARA)
    assert first == second


def test_on_a_shared_phone_it_closes_everybodys_page_there_and_says_nothing_about_who(tidewell, provider):
    town = tidewell.town
    dans = page(tidewell, town.dan, MARSH, CHARITY_LINE)
    kellys = page(tidewell, town.kelly, MARSH, CHARITY_LINE)
    with tidewell.database.writing(Command()) as work:
        people_actions.give_phone(work, people.contact(work, town.kelly), UNKNOWN)
    elsewhere, by_card = page(tidewell, town.kelly, UNKNOWN, CHARITY_LINE), card_page(tidewell, town.dan, town.joyce)
    tidewell.says(MARSH, "LOCK", line=CHARITY_LINE)
    assert not is_open(tidewell, dans)
    assert not is_open(tidewell, kellys)
    assert is_open(tidewell, elsewhere), "her own other phone stays as it is"
    assert is_open(tidewell, by_card), "nobody can say whose card was meant"
    tidewell.deliver(provider)
    [text] = provider.on_phone(MARSH)
    assert not any(name in text for name in ("Dan", "Kelly", "Joyce", "Marsh"))


def test_on_a_shared_phone_the_answer_is_in_english_unless_all_read_one_language(tidewell, monkeypatch):
    from app.domain.conversations import answers

    asked = []
    real = answers.wording.automatic_words
    monkeypatch.setattr(answers.wording, "automatic_words", lambda *of: asked.append(of[-1]) or real(*of[:-1], "en"))
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.kelly, reads="pl")
    tidewell.says(MARSH, "LOCK", line=CHARITY_LINE)
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, tidewell.town.dan, reads="pl")
    tidewell.says(MARSH, "LOCK", line=CHARITY_LINE)
    assert asked == ["en", "pl"]


def test_of_somebody_alone_on_the_phone_it_closes_what_a_card_opened_too(tidewell):
    by_card = card_page(tidewell, tidewell.town.sara, tidewell.town.neil)
    tidewell.texts(EWA, "LOCK")
    assert is_open(tidewell, by_card)
    tidewell.texts(SARA, "LOCK")
    assert not is_open(tidewell, by_card)


def test_every_page_means_also_those_of_another_agency_on_that_phone_which_sees_no_trace_of_it(tidewell):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        at_council = people_actions.add_contact(work, town.council, first_name="Sara", number=SARA)
    other = page(tidewell, at_council.id, SARA, COUNCIL_LINE)
    tidewell.says(SARA, "LOCK")
    assert not is_open(tidewell, other)
    assert tidewell.inbox(town.hannah) == tidewell.inbox(town.tom) == []
    from app.domain.audit.models import AuditEntry

    closed = [one for one in tidewell.every(AuditEntry) if one.verb == "pages closed by text"]
    assert [(one.contact_id, one.organisation_id) for one in closed] == [(town.sara, town.school)]


def test_from_a_number_that_nobody_knows_it_reaches_a_person_and_nothing_is_texted(tidewell, provider):
    cards = card_page(tidewell, tidewell.town.leon, tidewell.town.joyce)
    tidewell.says(UNKNOWN, "LOCK")
    tidewell.says("anonymous", "LOCK")
    tidewell.deliver(provider)
    assert provider.ledger == []
    assert len(tidewell.inbox(tidewell.town.priya)) == 2
    assert is_open(tidewell, cards), "a card has no number either"


def test_a_link_that_waits_to_go_is_taken_back_and_its_author_sees_why(tidewell, provider):
    town = tidewell.town
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(town.neil, town.sara)
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        sent = actions.send_link(work, thread.id, once=str(new_id())).id
    words = tidewell.replies(town.neil, town.sara, "See you at ten")
    tidewell.says(SARA, "LOCK")
    assert (tidewell.message(sent).state, tidewell.message(sent).error_code) == (State.WITHDRAWN, PAGE_CLOSED)
    assert tidewell.message(words).state is State.QUEUED, "only links are held back"
    [entry] = [one for one in tidewell.entries(town.neil, thread.id) if one.id == sent]
    assert entry.receipt == "Not sent: the private page was closed before it went."


def test_after_it_a_new_link_opens_the_page_again(tidewell, provider):
    tidewell.says(SARA, "LOCK")
    tidewell.says(SARA, "LINK")
    tidewell.deliver(provider)
    assert "/my/" in provider.on_phone(SARA)[-1]


def test_a_phone_that_said_stop_gets_no_answer_and_its_pages_close_all_the_same(tidewell, provider):
    tidewell.says(SARA, "STOP")
    by_card = card_page(tidewell, tidewell.town.sara, tidewell.town.neil)
    tidewell.says(SARA, "LOCK")
    tidewell.deliver(provider)
    assert provider.ledger == []
    assert not is_open(tidewell, by_card)
