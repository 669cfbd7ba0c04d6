"""A family books by answering a text with a number. Nothing is ever guessed."""

from datetime import time, timedelta

import pytest

from app.domain.conversations import actions as conversations
from app.domain.conversations.models import Offer
from app.domain.conversations.rules import Direction, State
from app.domain.dropins.rules import Mode
from app.domain.people import actions as people
from app.domain.people.models import Contact
from app.foundation.sms import parts_of
from app.invented_town import EWA, MARSH, SARA, SCHOOL_LINE, UNKNOWN
from tests.hosts import TUESDAY


@pytest.fixture
def three(hosts):
    """Neil has sent Sara three times to choose from."""
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    return times


def test_the_text_lists_three_times_in_plain_words_and_says_how_to_answer(hosts, three):
    assert hosts.last_text().body == (
        "Neil here. Hello Sara. Here are times when we could talk:\n"
        "1 Tue 16 Mar 3pm, the library\n"
        "2 Tue 16 Mar 3:30pm, the library\n"
        "3 Tue 16 Mar 4pm, the library\n"
        "Answer with a number, or tell me what suits you better."
    )


def test_a_long_list_goes_in_as_many_texts_as_it_needs_and_never_cut(hosts):
    far = "the community room over the old lifeboat station at the very end of Harbour Lane, ring the lower bell twice"
    times = hosts.offers(hosts.town.neil, place=far)
    hosts.sends(hosts.town.neil, hosts.town.ewa, times[:3])
    body = hosts.last_text().body
    assert body.count(far) == 3 and body.splitlines()[3].startswith("3 wt., 16 mar")
    assert parts_of(body).count > 3
    assert hosts.provider.ledger[-1].text.body == body, "all of it left in one piece"


def test_one_answer_books_and_is_confirmed_at_once(hosts, three):
    hosts.answers(SARA, "2")
    assert hosts.live(hosts.town.sara) == [three[1]]
    assert hosts.last_text().body.startswith(
        "Automatic reply: Neil meets you Tue 16 Mar 3:30pm, the library. To change it answer 8."
    )
    assert hosts.last_text().state is State.ACCEPTED
    assert not hosts.waits(hosts.town.neil), "it has been answered"


@pytest.mark.parametrize(
    "words", ["2", "two", "2 please", "٢", "2.", " 2 ", "(2)", "Number 2", "2️⃣", "ok 2 👍", "second"]
)
def test_a_number_is_read_however_it_is_written(hosts, three, words):
    hosts.answers(SARA, words)
    assert hosts.live(hosts.town.sara) == [three[1]]


@pytest.mark.parametrize(
    "words",
    [
        "2 are ill",
        "2 or 3",
        "two please",
        "dwa",
        "4",
        "0",
        "22",
        "3:30",
        "Tuesday",
        "yes",
        "not 2",
        "2 kids",
        "",
        "👍",
        "2/3",
    ],
)
def test_anything_else_is_for_the_person_and_books_nothing(hosts, three, words):
    hosts.answers(SARA, words)
    assert hosts.bookings() == []
    assert words == "yes" or hosts.waits(hosts.town.neil)


def test_a_number_word_counts_in_the_familys_own_language(hosts):
    times = hosts.offers(hosts.town.neil)
    hosts.sends(hosts.town.neil, hosts.town.ewa, times[:3])
    assert hosts.last_text().body.startswith("Neil z tej strony. Dzień dobry, Ewa.")
    assert "\n2 wt., 16 mar 15:30, the library\n" in hosts.last_text().body
    hosts.answers(EWA, "dwa")
    assert hosts.live(hosts.town.ewa) == [times[1]]


def test_a_number_after_another_text_of_ours_goes_to_the_person(hosts, three):
    hosts.tidewell.replies(hosts.town.neil, hosts.town.sara, "How many are poorly?")
    hosts.goes()
    hosts.answers(SARA, "2")
    assert hosts.bookings() == []
    assert hosts.waits(hosts.town.neil)


def test_a_text_that_still_lies_with_us_was_seen_by_nobody_and_changes_nothing(hosts, three):
    tomorrow = hosts.clock() + timedelta(days=1)
    hosts.tidewell.replies(hosts.town.neil, hosts.town.sara, "See you", wanted=tomorrow)
    hosts.answers(SARA, "2")
    assert hosts.live(hosts.town.sara) == [three[1]]


def test_words_of_the_family_in_between_do_not_close_the_menu(hosts, three):
    hosts.answers(SARA, "let me look")
    hosts.answers(SARA, "3")
    assert hosts.live(hosts.town.sara) == [three[2]]
    assert hosts.waits(hosts.town.neil), "her first words still wait for him"


def test_a_number_that_came_before_the_menu_had_gone_is_no_answer_to_it(hosts):
    times = hosts.offers(hosts.town.neil)
    thread = hosts.tidewell.thread(hosts.town.neil, hosts.town.sara)
    hosts.tidewell.texts(SARA, "2")
    hosts.clock.move(seconds=1)
    hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    hosts.tidewell.sort()
    assert hosts.bookings() == []
    assert hosts.tidewell.thread(hosts.town.neil, hosts.town.sara).id == thread.id
    assert hosts.waits(hosts.town.neil)


def test_the_same_number_twice_books_once_and_drops_nothing(hosts, three):
    hosts.answers(SARA, "2")
    hosts.answers(SARA, "2")
    hosts.answers(SARA, "2")
    assert hosts.live(hosts.town.sara) == [three[1]]
    assert len(hosts.bookings()) == 1
    assert not hosts.waits(hosts.town.neil)


def test_the_same_number_twice_in_one_batch_is_the_same(hosts, three):
    hosts.clock.move(seconds=20)
    hosts.tidewell.texts(SARA, "2")
    hosts.tidewell.texts(SARA, "2")
    hosts.tidewell.sort()
    hosts.goes()
    assert len(hosts.bookings()) == 1
    assert not hosts.waits(hosts.town.neil)


def test_a_number_said_again_after_the_person_wrote_is_for_the_person(hosts, three):
    hosts.answers(SARA, "2")
    hosts.tidewell.replies(hosts.town.neil, hosts.town.sara, "How many children come along?")
    hosts.goes()
    hosts.answers(SARA, "2")
    assert len(hosts.bookings()) == 1
    assert hosts.waits(hosts.town.neil)


def test_a_time_that_has_just_gone_is_answered_with_the_next_three(hosts, three):
    hosts.sends(hosts.town.neil, hosts.town.ewa, three[:3])
    hosts.answers(EWA, "2")
    hosts.answers(SARA, "2")
    assert hosts.live(hosts.town.sara) == []
    body = hosts.last_text().body
    assert body.startswith("Automatic reply: sorry, that time has just gone. These are free:\n1 Tue 16 Mar 3pm")
    assert "3:30pm" not in body
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [three[0]]


def test_the_same_number_answers_the_new_list_too(hosts, three):
    hosts.sends(hosts.town.neil, hosts.town.ewa, three[:3])
    hosts.answers(EWA, "1")
    hosts.answers(SARA, "1")
    assert "These are free:\n1 Tue 16 Mar 3:30pm" in hosts.last_text().body
    hosts.clock.move(minutes=5)
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [three[1]]


def test_the_same_number_at_once_may_be_one_press_too_many_and_nobody_guesses(hosts, three):
    hosts.sends(hosts.town.neil, hosts.town.ewa, three[:3])
    hosts.answers(EWA, "1")
    hosts.answers(SARA, "1")
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == []
    assert hosts.waits(hosts.town.neil), "it is not lost either"


def test_a_number_after_stop_books_and_still_waits_for_the_person(hosts, three):
    hosts.answers(SARA, "STOP")
    with hosts.at_work(hosts.town.neil) as work:
        conversations.no_answer_needed(work, hosts.tidewell.thread(hosts.town.neil, hosts.town.sara).id)
    assert not hosts.waits(hosts.town.neil)
    sent = len(hosts.tidewell.messages(Direction.OUT))
    hosts.answers(SARA, "2")
    assert hosts.live(hosts.town.sara) == [three[1]]
    assert [one.number for one in hosts.tidewell.messages(Direction.OUT)[sent:]] == [None], "on her page alone"
    assert hosts.waits(hosts.town.neil), "so that a person tells her"


def test_when_nothing_is_left_the_person_says_so(hosts):
    times = hosts.offers(hosts.town.neil, ends=time(15, 20))
    hosts.sends(hosts.town.neil, hosts.town.sara, times)
    hosts.sends(hosts.town.neil, hosts.town.ewa, times)
    hosts.answers(EWA, "1")
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == []
    assert hosts.waits(hosts.town.neil)


def test_an_answer_that_comes_after_the_time_books_nothing(hosts, three):
    hosts.offers(hosts.town.neil, on=TUESDAY + timedelta(days=1))
    hosts.clock.move(hours=24 * 6 + 5.6)  # Tuesday, 15:36: the first two have begun
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == []
    assert "that time has just gone" in hosts.last_text().body
    hosts.clock.move(hours=24 * 9)
    hosts.answers(SARA, "1")
    assert hosts.bookings() == [], "the menu is over"
    assert hosts.waits(hosts.town.neil)


def test_on_a_shared_phone_a_number_is_for_the_person(hosts):
    town, tidewell = hosts.town, hosts.tidewell
    tidewell.says(MARSH, "Dan here", line="+447700900002")
    with pytest.raises(Exception, match="Two people share this phone"):
        hosts.sends(town.joyce, town.dan, hosts.offers(town.joyce))
    assert tidewell.every(Offer) == []


def test_a_number_from_a_phone_that_two_people_use_by_now_is_for_the_person(hosts, three):
    with hosts.at_work(hosts.town.neil) as work:
        people.give_phone(work, work.session.get(Contact, hosts.town.ewa), SARA)
    hosts.answers(SARA, "2")
    assert hosts.bookings() == []
    assert hosts.waits(hosts.town.neil)


def test_eight_brings_other_times_and_the_old_one_stays_until_another_is_chosen(hosts, three):
    hosts.answers(SARA, "2")
    hosts.answers(SARA, "8")
    assert "Your old time stays until you choose:\n1 Tue 16 Mar 3pm" in hosts.last_text().body
    assert hosts.live(hosts.town.sara) == [three[1]]
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [three[0]]
    assert hosts.last_text().body.startswith("Automatic reply: your time with Neil is now Tue 16 Mar 3pm")
    assert three[1] in hosts.free(hosts.town.ewa)


def test_nine_gives_it_back_without_a_reproach(hosts, three):
    hosts.answers(SARA, "2")
    hosts.answers(SARA, "9")
    assert hosts.live(hosts.town.sara) == []
    assert hosts.last_text().body == (
        "Automatic reply: no worry, Neil knows. For another time answer 8, whenever you like."
    )
    hosts.answers(SARA, "9")
    assert not hosts.waits(hosts.town.neil), "the same once more"
    hosts.answers(SARA, "8")
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [three[0]]


def test_two_at_the_same_hour_are_for_the_two_of_them_to_talk_about(hosts, three):
    hosts.answers(SARA, "1")
    grace = hosts.offers(hosts.town.grace, mode=Mode.SCHOOL, place="school")
    hosts.sends(hosts.town.neil, hosts.town.sara, grace[:3])
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [three[0]]
    assert hosts.waits(hosts.town.neil)


def test_a_colleagues_time_says_with_whom_and_is_confirmed_where_they_answered(hosts):
    grace = hosts.offers(hosts.town.grace, mode=Mode.SCHOOL, place="school")
    hosts.sends(hosts.town.neil, hosts.town.sara, grace[:1])
    assert "1 Tue 16 Mar 3pm, school, with Grace\n" in hosts.last_text().body
    hosts.answers(SARA, "1")
    assert "Grace meets you Tue 16 Mar 3pm, school" in hosts.last_text().body
    assert hosts.last_text().author_membership_id == hosts.town.neil
    hosts.answers(SARA, "9")
    assert hosts.live(hosts.town.sara) == []


def test_time_brings_three_times_to_somebody_whom_nobody_knows_yet(hosts):
    hosts.offers(hosts.town.neil)
    hosts.answers(UNKNOWN, "TIME")
    assert hosts.last_text().body.startswith(
        "Automatic reply: here are times to talk:\n1 Tue 16 Mar 3pm, the library, with"
    )
    hosts.answers(UNKNOWN, "1")
    (made,) = hosts.bookings()
    assert made.made_by == "text"


def test_time_without_a_free_one_waits_for_the_person(hosts):
    hosts.answers(SARA, "TIME")
    assert hosts.waits(hosts.town.neil)
    assert len(hosts.tidewell.messages(Direction.OUT)) == 2


def test_a_menu_that_was_taken_back_before_it_went_means_nothing(hosts):
    from app.domain.conversations import actions

    times = hosts.offers(hosts.town.neil)
    hosts.clock.move(hours=12)  # ten in the evening: it waits for the morning
    thread = hosts.tidewell.thread(hosts.town.neil, hosts.town.sara)
    sent = hosts.sends(hosts.town.neil, hosts.town.sara, times[:3])
    with hosts.at_work(hosts.town.neil) as work:
        actions.take_back(work, sent)
    hosts.answers(SARA, "2")
    assert hosts.bookings() == []
    assert hosts.tidewell.thread(hosts.town.neil, hosts.town.sara).id == thread.id


def test_one_menu_is_open_on_a_phone_and_line(hosts, three):
    hosts.sends(hosts.town.neil, hosts.town.sara, three[1:3])
    open_ones = [one for one in hosts.tidewell.every(Offer) if one.closed_at is None]
    assert len(open_ones) == 1
    hosts.answers(SARA, "1")
    assert hosts.live(hosts.town.sara) == [three[1]], "the last menu counts"


def test_stop_ends_it_all(hosts, three):
    hosts.answers(SARA, "STOP")
    hosts.answers(SARA, "2")
    assert [one.by_hand for one in hosts.tidewell.messages(Direction.OUT) if one.state is State.ACCEPTED].count(
        False
    ) == 0
    assert hosts.tidewell.arrivals()[-1].to_number == SCHOOL_LINE
