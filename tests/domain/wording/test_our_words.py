"""An organisation's own words: one proposes, a second approves, old ones stay; and what goes unread is signed off."""

import pytest
from sqlmodel import select

from app.domain.audit.models import AuditEntry
from app.domain.wording import actions, queries, shelf
from app.domain.wording.models import SignedOff
from app.foundation.errors import NotFound, Refused

OURS = "{first_name} here. Thank you, {contact}. I am glad that you told me."
POLISH = "{first_name} z tej strony. Dziękuję, {contact}. Dobrze, że to wiem."


@pytest.fixture
def at_work(tidewell):
    """Do something as a member of staff: `at_work(who, act)`."""

    def act(who, something):
        with tidewell.database.writing(tidewell.staff(who)) as work:
            return something(work)

    return act


@pytest.fixture
def proposed(tidewell, at_work):
    """Amina has proposed words of the school's own."""
    return at_work(tidewell.town.amina, lambda work: actions.propose(work, "thank_you", "en", words=OURS).id)


def counting(tidewell, place, code="en"):
    with tidewell.database.reading(tidewell.staff(tidewell.town.amina)) as work:
        return queries.words_for(work, place, "thank_you", code).text


def test_a_proposal_does_not_count_until_a_second_person_approves(tidewell, at_work, proposed):
    town = tidewell.town
    assert counting(tidewell, town.school) == shelf.ready_words("thank_you", "en").text
    with pytest.raises(Refused, match="second person"):
        at_work(town.amina, lambda work: actions.approve(work, proposed))
    at_work(town.priya, lambda work: actions.approve(work, proposed))
    assert counting(tidewell, town.school) == OURS
    assert counting(tidewell, town.council) != OURS, "they are this school's own"


def test_newer_words_take_the_place_of_older_ones_and_those_stay_visible(tidewell, at_work, proposed):
    town = tidewell.town
    at_work(town.priya, lambda work: actions.approve(work, proposed))
    newer = at_work(town.priya, lambda work: actions.propose(work, "thank_you", "en", words=f"{OURS} How are you?").id)
    at_work(town.amina, lambda work: actions.approve(work, newer))
    assert counting(tidewell, town.school).endswith("How are you?")
    with tidewell.database.reading(tidewell.staff(town.amina)) as work:
        assert [one.id for one in queries.versions(work, "thank_you")] == [newer, proposed]


def test_put_aside_the_words_of_the_shelf_count_again(tidewell, at_work, proposed):
    town = tidewell.town
    at_work(town.priya, lambda work: actions.approve(work, proposed))
    at_work(town.amina, lambda work: actions.put_aside(work, proposed, why="too short"))
    assert counting(tidewell, town.school) == shelf.ready_words("thank_you", "en").text
    with pytest.raises(Refused, match="put aside"):
        again = at_work(town.amina, lambda work: actions.propose(work, "thank_you", "en", words=OURS).id)
        at_work(town.amina, lambda work: actions.put_aside(work, again))
        at_work(town.priya, lambda work: actions.approve(work, again))


def test_approving_twice_changes_nothing(tidewell, at_work, proposed):
    town = tidewell.town
    at_work(town.priya, lambda work: actions.approve(work, proposed))
    at_work(town.priya, lambda work: actions.approve(work, proposed))
    assert counting(tidewell, town.school) == OURS


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("", "nothing written"),
        ("Thank you, {contact}.", "It lacks {first_name}"),
        ("{first_name} here. Thank you, {contact}. {secret_key}", "is not one of its blanks"),
        ("{first_name} here, {contact}. {{ 7 * 7 }}", "a bracket that is no blank"),
        ("{first_name} here, {contact}. To end it text CANCEL.", "stops or starts texts"),
        ("{first_name} here, {contact}. Your attendance is 80%.", "a school letter"),
        ("{first_name} here, {contact}. " + "We talk and talk. " * 30, "texts with typical names"),
        ("{first_name} here. The court wants you, {contact}.", "A locked phone would show"),
    ],
)
def test_words_that_break_what_was_agreed_are_refused_with_every_reason(tidewell, at_work, words, why):
    with pytest.raises(Refused) as refused:
        at_work(tidewell.town.amina, lambda work: actions.propose(work, "thank_you", "en", words=words))
    assert why in refused.value.sentence


def test_the_words_that_stand_there_already_are_no_proposal(tidewell, at_work):
    stands = shelf.ready_words("thank_you", "en").text
    with pytest.raises(Refused, match="already"):
        at_work(tidewell.town.amina, lambda work: actions.propose(work, "thank_you", "en", words=stands))


def test_only_managers_of_that_place_keep_its_words(tidewell, at_work, proposed):
    town = tidewell.town
    for nobody in (town.neil, town.rhys, town.ben):
        with pytest.raises(NotFound):
            at_work(nobody, lambda work: actions.propose(work, "thank_you", "en", words=OURS))
    for nobody in (town.neil, town.tom):
        with pytest.raises(NotFound):
            at_work(nobody, lambda work: actions.approve(work, proposed))
        with pytest.raises(NotFound):
            at_work(nobody, lambda work: actions.put_aside(work, proposed))
    with pytest.raises(NotFound):
        at_work(town.neil, lambda work: actions.sign_off(work, "pl", read_by="Marta"))
    with pytest.raises(NotFound):
        at_work(town.neil, lambda work: actions.take_sign_off_back(work, "pl"))


@pytest.mark.parametrize(
    ("purpose", "code"), [("threaten", "en"), ("../coach", "en"), ("thank_you", "xx"), ("a\0b", "en")]
)
def test_what_we_do_not_have_is_not_found(tidewell, at_work, purpose, code):
    with pytest.raises(NotFound):
        at_work(tidewell.town.amina, lambda work: actions.propose(work, purpose, code, words=OURS))


def test_words_in_another_language_name_whoever_read_them(tidewell, at_work):
    town = tidewell.town
    made = at_work(town.amina, lambda work: actions.propose(work, "thank_you", "pl", words=POLISH).id)
    with pytest.raises(Refused, match="speaks Polish"):
        at_work(town.priya, lambda work: actions.approve(work, made))
    at_work(town.priya, lambda work: actions.approve(work, made, read_by="  Marta   Nowak "))
    with tidewell.database.reading(tidewell.staff(town.neil)) as work:
        words = queries.words_for(work, town.school, "thank_you", "pl")
    assert (words.text, words.checked) == (POLISH, "our own words, read by Marta Nowak")


def goes_in(tidewell, purpose, code):
    with tidewell.database.reading(tidewell.staff(tidewell.town.amina)) as work:
        return queries.automatic_words(work, tidewell.town.school, purpose, code).language


def test_automatic_texts_go_in_english_until_somebody_signs_the_language_off(tidewell, at_work):
    town = tidewell.town
    assert goes_in(tidewell, "link_wanted", "pl") == "en"
    with pytest.raises(Refused, match="who read them"):
        at_work(town.amina, lambda work: actions.sign_off(work, "pl", read_by=" "))
    assert at_work(town.amina, lambda work: actions.sign_off(work, "pl", read_by="Marta")) == len(queries.signs_off())
    assert goes_in(tidewell, "link_wanted", "pl") == "pl"
    assert goes_in(tidewell, "link_wanted", "ur") == "en"
    with tidewell.database.reading(tidewell.staff(town.tom)) as work:
        assert queries.automatic_words(work, town.council, "link_wanted", "pl").language == "en"
        assert queries.is_language_signed_off(work, town.school, "pl")
        assert not queries.is_language_signed_off(work, town.council, "pl")
    at_work(town.priya, lambda work: actions.take_sign_off_back(work, "pl"))
    assert goes_in(tidewell, "link_wanted", "pl") == "en"


def test_a_text_that_has_changed_since_is_signed_off_anew(tidewell, at_work):
    at_work(tidewell.town.amina, lambda work: actions.sign_off(work, "pl", read_by="Marta"))
    with tidewell.database.writing(tidewell.staff(tidewell.town.amina)) as work:
        for one in queries.sign_offs(work, "pl"):
            if one.purpose == "link_wanted":
                one.digest = "of the words as they were before the last release"
                work.session.add(one)
    assert goes_in(tidewell, "link_wanted", "pl") == "en"
    assert goes_in(tidewell, "welcome_back", "pl") == "pl"
    assert at_work(tidewell.town.amina, lambda work: actions.sign_off(work, "pl", read_by="Marta")) == 1
    assert goes_in(tidewell, "link_wanted", "pl") == "pl"


def test_words_of_our_own_that_a_second_person_approved_need_no_further_signing_off(tidewell, at_work):
    town = tidewell.town
    words = shelf.ready_words("welcome_back", "pl").text.replace("Wyślij STOP", "Proszę wysłać STOP")
    made = at_work(town.amina, lambda work: actions.propose(work, "welcome_back", "pl", words=words).id)
    at_work(town.priya, lambda work: actions.approve(work, made, read_by="Marta"))
    assert goes_in(tidewell, "welcome_back", "pl") == "pl"
    assert goes_in(tidewell, "link_wanted", "pl") == "en"


def test_all_of_it_is_on_record_with_what_it_was_about(tidewell, at_work, proposed):
    town = tidewell.town
    at_work(town.priya, lambda work: actions.approve(work, proposed))
    at_work(town.priya, lambda work: actions.put_aside(work, proposed))
    at_work(town.amina, lambda work: actions.sign_off(work, "ur", read_by="Sana"))
    at_work(town.amina, lambda work: actions.take_sign_off_back(work, "ur"))
    with tidewell.database.reading(tidewell.staff(town.amina)) as work:
        verbs = list(work.session.exec(select(AuditEntry.verb).order_by(AuditEntry.id)))
        assert work.session.exec(select(SignedOff)).all() == []
    assert verbs[-5:] == [
        "proposed words of our own",
        "approved words of our own",
        "put words of our own aside",
        "signed off automatic texts",
        "took a sign-off back",
    ]


def test_how_far_each_text_is_checked_is_said_for_every_purpose_and_language(tidewell, at_work, proposed):
    town = tidewell.town
    at_work(town.priya, lambda work: actions.approve(work, proposed))
    at_work(town.amina, lambda work: actions.sign_off(work, "pl", read_by="Marta"))
    with tidewell.database.reading(tidewell.staff(town.amina)) as work:
        found = {(one.purpose, one.language): one for one in queries.how_far(work, town.school)}
    assert len(found) == len(shelf.purposes()) * 12
    assert found["thank_you", "en"].words == "our own, approved by Priya"
    assert found["link_wanted", "pl"].words == "signed off, read by Marta"
    assert found["link_wanted", "ur"].words == "draft"
    assert (found["link_wanted", "pl"].counts, found["link_wanted", "ur"].counts) == (True, False)
