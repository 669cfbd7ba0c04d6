"""A card for somebody without a phone, a word that opens what is older, and closing the page everywhere."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.accounts import passwords
from app.domain.audit.models import AuditEntry
from app.domain.conversations import actions, private_page, queries
from app.domain.conversations.desk import one_thread
from app.domain.conversations.rules import PAGE_CLOSED, Channel, State
from app.domain.people import joining, members
from app.domain.people import queries as people
from app.domain.permissions import actions as permissions
from app.domain.private_pages import family_words, private_links
from app.domain.private_pages import rules as page_rules
from app.domain.private_pages.models import FamilyLink, FamilyWord
from app.domain.reception import actions as reception
from app.domain.relationships import queries as relationships
from app.foundation.actors import Anybody, Command, Family
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.invented_town import EWA, SARA, SCHOOL_LINE
from tests.tidewell import ANYBODY


def card(tidewell, by, contact) -> private_page.Card:
    with tidewell.database.writing(tidewell.staff(by)) as work:
        return private_page.make_card(work, contact)


def use(tidewell, secret, *, is_only_mine=True) -> str:
    with tidewell.database.writing(Anybody()) as work:
        return private_links.use_link(work, secret, is_only_mine=is_only_mine)


def visit(tidewell, cookie) -> private_links.Visiting | None:
    with tidewell.database.reading(ANYBODY) as work:
        return private_links.family_by_session(work, cookie)


def text_link(tidewell, contact, number) -> str:
    with tidewell.database.writing(Command()) as work:
        line_id = people.lines(work, [SCHOOL_LINE])[SCHOOL_LINE].id
        return private_links.make_link(work, contact, line_id=line_id, number=number)


# A card


def test_a_card_opens_the_page_of_somebody_without_a_phone_and_both_can_write(tidewell):
    town = tidewell.town
    made = card(tidewell, town.joyce, town.leon)
    cookie = use(tidewell, made.secret)
    found = visit(tidewell, cookie)
    assert (found.contact_id, found.number, found.line_id, found.handed_by_id) == (town.leon, "", None, town.joyce)
    answer = tidewell.replies(town.joyce, town.leon, "Hello Leon, here we are")
    assert (tidewell.message(answer).channel, tidewell.message(answer).state) == (Channel.WEB, State.KEPT)
    with tidewell.database.writing(Family(town.leon, "")) as work:
        reception.take_in_from_page(
            work, contact_id=town.leon, conversation_id=made.conversation_id, body="hi", once=f"form:{new_id()}"
        )
    tidewell.sort()
    assert tidewell.bodies(town.joyce, town.leon) == ["Hello Leon, here we are", "hi"]
    assert [row.first_name for row in tidewell.inbox(town.joyce)] == ["Leon"]


def test_a_first_word_can_wait_on_the_page_before_the_card_is_used_and_nothing_without_a_card(tidewell):
    town = tidewell.town
    with tidewell.database.writing(tidewell.staff(town.joyce)) as work:
        made = private_page.make_card(work, town.leon)
    tidewell.replies(town.joyce, town.leon, "This is our page")
    tidewell.clock.move(hours=25)
    with pytest.raises(Refused, match="no phone number"):
        tidewell.replies(town.joyce, town.leon, "Did you find it?")
    with pytest.raises(NotFound):
        use(tidewell, made.secret)


def test_somebody_with_a_phone_still_gets_a_hello_first_whatever_card_they_hold(tidewell):
    town = tidewell.town
    use(tidewell, card(tidewell, town.neil, town.sara).secret)
    with pytest.raises(Refused, match="Say hello first"):
        tidewell.replies(town.neil, town.sara, "Hi")
    tidewell.says_hello(town.neil, town.sara)


def test_it_opens_once_within_a_day_and_a_new_one_ends_the_old_and_any_link_in_a_text(tidewell):
    town = tidewell.town
    in_a_text = text_link(tidewell, town.sara, SARA)
    first = card(tidewell, town.neil, town.sara).secret
    second = card(tidewell, town.neil, town.sara).secret
    for ended in (in_a_text, first):
        with pytest.raises(NotFound):
            use(tidewell, ended)
    tidewell.clock.move(hours=23, minutes=59)
    use(tidewell, second)
    with pytest.raises(NotFound):
        use(tidewell, second)


def test_of_many_who_hold_the_card_at_once_exactly_one_comes_in(tidewell):
    secret = card(tidewell, tidewell.town.joyce, tidewell.town.leon).secret

    def press(_):
        try:
            return use(tidewell, secret)
        except NotFound:
            return None

    with ThreadPoolExecutor(8) as pool:
        assert len([one for one in pool.map(press, range(16)) if one]) == 1


def test_it_shows_the_thread_of_whoever_handed_it_over_and_no_other(tidewell):
    town = tidewell.town
    tidewell.says(SARA, "for Neil alone")
    neils = tidewell.thread(town.neil, town.sara).id
    made = card(tidewell, town.grace, town.sara)
    found = visit(tidewell, use(tidewell, made.secret))
    with tidewell.database.reading(Family(town.sara, "")) as work:
        threads = queries.threads_of_contact(work, town.sara, only_with=found.handed_by_id)
        assert [one.id for one, _ in threads] == [made.conversation_id]
        assert queries.for_family(work, town.sara, made.conversation_id, only_with=found.handed_by_id)
        with pytest.raises(NotFound):
            queries.for_family(work, town.sara, neils, only_with=found.handed_by_id)
        assert queries.for_family(work, town.sara, neils), "a link in a text shows it"


def test_words_of_another_person_do_not_count_on_a_page_that_does_not_show_them(tidewell):
    town = tidewell.town
    tidewell.says(SARA, "hello")
    use(tidewell, card(tidewell, town.grace, town.sara).secret)
    tidewell.texts(SARA, "STOP")
    with pytest.raises(Refused, match="said STOP"):
        tidewell.replies(town.neil, town.sara, "Sorry")
    tidewell.replies(town.grace, town.sara, "Hello from Grace")


def test_it_is_dead_the_moment_whoever_handed_it_over_leaves(tidewell):
    town = tidewell.town
    cookie = use(tidewell, card(tidewell, town.grace, town.sara).secret)
    unused = card(tidewell, town.grace, town.sara).secret
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, town.grace)
    assert visit(tidewell, cookie) is None
    with pytest.raises(NotFound):
        use(tidewell, unused)


def test_only_the_holder_of_a_thread_hands_over_a_card_for_it(tidewell):
    from app.domain.relationships import actions as covers

    town = tidewell.town
    tidewell.says(SARA, "hello")
    thread = tidewell.thread(town.neil, town.sara).id
    with tidewell.database.writing(tidewell.staff(town.neil)) as work:
        assert private_page.card_for(work, thread).secret
        covers.go_away(work, town.neil, by_id=town.grace, since=work.now, until=work.now + timedelta(days=2))
    with tidewell.database.writing(tidewell.staff(town.grace)) as work, pytest.raises(Refused, match="Only Neil"):
        private_page.card_for(work, thread)


def test_a_card_needs_somebody_known_who_wants_links_and_whose_person_may_write_to_them(tidewell):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        permissions.set_wishes(work, town.ewa, reads="pl", wants_links=False)
    with pytest.raises(Refused, match="does not want links"):
        card(tidewell, town.neil, town.ewa)
    tidewell.says("+447700900155", "who am i")
    [row] = tidewell.inbox(town.priya)
    with tidewell.database.writing(tidewell.staff(town.priya)) as work, pytest.raises(Refused, match="who this is"):
        private_page.card_for(work, row.conversation_id)
    for by, contact in ((town.neil, town.imran), (town.neil, new_id())):
        with pytest.raises(NotFound):
            card(tidewell, by, contact)
    with pytest.raises(Refused, match="safer-recruitment"):
        card(tidewell, town.amina, town.sara)
    assert tidewell.every(FamilyLink) == []
    made = card(tidewell, town.neil, town.sara)
    with tidewell.database.reading(ANYBODY) as work:
        assert town.neil in {one.id for one in relationships.people_of(work, town.sara)}
    assert any(one.verb == "card made" and one.contact_id == town.sara for one in tidewell.every(AuditEntry))
    assert made.secret not in repr(tidewell.every(FamilyLink)) + repr(tidewell.every(AuditEntry))


# Young people


@pytest.fixture
def unconfirmed(tidewell):
    """Joyce talks with Leon; then nobody confirms her checks for work with young people any more."""
    town = tidewell.town
    use(tidewell, card(tidewell, town.joyce, town.leon).secret)
    tidewell.replies(town.joyce, town.leon, "Hello Leon")
    with tidewell.database.writing(Command()) as work:
        joyce = members.membership(work, town.joyce)
        joyce.cleared_for_young_until = None
        work.session.add(joyce)
    return tidewell


def test_nobody_whose_checks_were_not_confirmed_writes_to_a_young_person(unconfirmed):
    town = unconfirmed.town
    thread = unconfirmed.thread(town.joyce, town.leon).id
    joyce = unconfirmed.staff(town.joyce)
    for act in (
        lambda work: actions.reply(work, thread, text="Hi", once=str(new_id())),
        lambda work: actions.say_hello(work, town.leon, giver="his mum", words="", once=str(new_id())),
        lambda work: actions.send_link(work, thread, once=str(new_id())),
        lambda work: private_page.make_card(work, town.leon),
        lambda work: private_page.card_for(work, thread),
    ):
        with (
            unconfirmed.database.writing(joyce) as work,
            pytest.raises(Refused, match="a second colleague must confirm Joyce's checks first"),
        ):
            act(work)


def test_to_their_parents_the_same_person_writes_as_before(unconfirmed):
    town = unconfirmed.town
    unconfirmed.says_hello(town.joyce, town.dan)


def test_a_text_to_a_young_person_that_waits_cannot_be_changed_either(unconfirmed):
    from app.domain.people import actions as people_actions

    town = unconfirmed.town
    waits = unconfirmed.replies
    with unconfirmed.database.writing(Command()) as work:
        joyce = members.membership(work, town.joyce)
        joyce.cleared_for_young_until = work.now + timedelta(minutes=5)
        work.session.add(joyce)
        people_actions.give_phone(work, people.contact(work, town.leon), "+447700900177")
    text = waits(town.joyce, town.leon, "See you at ten")
    with unconfirmed.database.writing(unconfirmed.staff(town.joyce)) as work:
        actions.change(work, text, text="See you at eleven")
    unconfirmed.clock.move(minutes=5)
    with unconfirmed.database.writing(unconfirmed.staff(town.joyce)) as work, pytest.raises(Refused, match="confirm"):
        actions.change(work, text, text="See you at twelve")


# The word


def agree(tidewell, word: str, *, by=None, contact=None) -> None:
    town = tidewell.town
    by, contact = by or town.neil, contact or town.sara
    thread = tidewell.thread(by, contact).id
    with tidewell.database.writing(tidewell.staff(by)) as work:
        private_page.agree_on_word(work, thread, word_hash=passwords.hash_password(page_rules.family_word(word)))


def wrong_with(tidewell, word: str) -> str | None:
    town = tidewell.town
    with tidewell.database.reading(tidewell.staff(town.neil)) as work:
        return private_page.what_is_wrong_with_word(work, tidewell.thread(town.neil, town.sara).id, word)


@pytest.fixture
def talking(tidewell):
    tidewell.says(SARA, "long ago")
    return tidewell


@pytest.mark.parametrize("typed", ["Żółty kot", "zolty kot", " ZOLTY-KOT! ", "żółtykot"])
def test_accents_capitals_and_blanks_do_not_matter(typed):
    assert page_rules.family_word(typed) == "zoltykot"


@given(st.text(max_size=80))
def test_whatever_anybody_types_is_either_a_word_or_has_a_sentence(typed):
    wrong = page_rules.what_is_wrong_with_word(typed, ["Sara"])
    assert wrong or (len(page_rules.family_word(typed)) >= 4 and len(typed) <= 60)


@pytest.mark.parametrize(
    "word", ["", "abc", "1234", "....", "Sara", "ELLIE", "éllie", "Whitfield", "x" * 61, "\x00\x00"]
)
def test_too_short_or_a_name_of_the_family_is_no_word(talking, word):
    assert wrong_with(talking, word)


@pytest.mark.parametrize("word", ["kettle", "blue door", "żółty", "کیتلی", "Neil7"])
def test_any_other_word_will_do(talking, word):
    assert wrong_with(talking, word) is None


def test_the_word_is_kept_scrambled_and_shows_nowhere_but_that_there_is_one(talking):
    town = talking.town
    agree(talking, "Blue Door")
    thread = talking.thread(town.neil, town.sara).id
    [kept] = talking.every(FamilyWord)
    assert "blue" not in kept.word_hash
    assert passwords.is_right("bluedoor", kept.word_hash)
    with talking.database.reading(talking.staff(town.neil)) as work:
        assert one_thread.open_thread(work, thread).word_since == work.now
    with talking.database.writing(talking.staff(town.neil)) as work:
        private_page.take_word_away(work, thread)
        private_page.take_word_away(work, thread)
    assert talking.every(FamilyWord) == []
    verbs = [one.verb for one in talking.every(AuditEntry)]
    assert verbs.count("word agreed on") == verbs.count("word taken away") == 1


def test_a_new_word_counts_instead_of_the_old_one(talking):
    agree(talking, "blue door")
    agree(talking, "red kettle")
    [kept] = talking.every(FamilyWord)
    assert passwords.is_right("redkettle", kept.word_hash)
    assert not passwords.is_right("bluedoor", kept.word_hash)


def test_a_colleague_who_may_not_read_the_thread_agrees_on_nothing(talking):
    thread = talking.thread(talking.town.neil, talking.town.sara).id
    for act in (
        lambda work: private_page.agree_on_word(work, thread, word_hash="x"),
        lambda work: private_page.take_word_away(work, thread),
        lambda work: private_page.close_pages(work, thread),
        lambda work: private_page.card_for(work, thread),
        lambda work: private_page.what_is_wrong_with_word(work, thread, "kettle"),
    ):
        with talking.database.writing(talking.staff(talking.town.grace)) as work, pytest.raises(NotFound):
            act(work)


def test_a_right_word_shows_everything_on_this_visit_for_an_hour_and_on_no_other(talking):
    town = talking.town
    thread = talking.thread(town.neil, town.sara).id
    talking.clock.move(days=15)
    here, elsewhere = (use(talking, text_link(talking, town.sara, SARA)) for _ in range(2))
    with talking.database.writing(Anybody()) as work:
        found = private_links.family_by_session(work, here)
        family_words.open_older(work, found.session_id, counted=[])

    def shown(cookie) -> list[str]:
        found = visit(talking, cookie)
        with talking.database.reading(Family(town.sara, SARA)) as work:
            said_word = found.shows_older(work.now)
            return [one.body for one in queries.for_family(work, town.sara, thread, said_word=said_word)[1].entries]

    assert shown(here) == ["long ago"]
    assert shown(elsewhere) == []
    talking.clock.move(minutes=60)
    assert shown(here) == []


def test_five_tries_an_hour_on_one_visit_and_ten_a_day_for_a_family(talking):
    town = talking.town

    def tries(session) -> list[bool]:
        with talking.database.writing(Anybody()) as work:
            return [family_words.count_try(work, session, town.sara) is not None for _ in range(6)]

    one, other, third = new_id(), new_id(), new_id()
    assert tries(one) == [True] * 5 + [False]
    assert tries(other) == [True] * 5 + [False]
    assert tries(third) == [False] * 6, "ten a day, whichever phone"
    talking.clock.move(hours=24)
    assert tries(third)[0]


# Closing it everywhere


def test_their_person_closes_the_page_everywhere_with_one_press(talking):
    town = talking.town
    thread = talking.thread(town.neil, town.sara).id
    by_text = use(talking, text_link(talking, town.sara, SARA))
    by_card = use(talking, card(talking, town.neil, town.sara).secret)
    unused = text_link(talking, town.sara, SARA)
    ewas = use(talking, text_link(talking, town.ewa, EWA))
    with talking.database.writing(talking.staff(town.neil)) as work:
        waits = actions.send_link(work, thread, once=str(new_id())).id
    with talking.database.writing(talking.staff(town.neil)) as work:
        private_page.close_pages(work, thread)
    assert visit(talking, by_text) is None
    assert visit(talking, by_card) is None
    with pytest.raises(NotFound):
        use(talking, unused)
    assert visit(talking, ewas)
    assert (talking.message(waits).state, talking.message(waits).error_code) == (State.WITHDRAWN, PAGE_CLOSED)
    assert any(one.verb == "private page closed everywhere" for one in talking.every(AuditEntry))
