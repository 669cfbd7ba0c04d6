"""The coach: what it says about a draft, what one press puts there, and that it never blocks and never stumbles."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.wording import shelf
from app.domain.wording.coach.looking import asks_again, is_worry, look
from app.domain.wording.coach.patterns import Kind
from app.domain.wording.coach.reading import sentences_of, words_of
from app.domain.wording.coach.remarks import Reader, Remark, swapped

FROM_NEIL = Reader(author="Neil")
PIECES = ["You", "must", "where", "has", "he", "been", "TAF", "fine", "court", ".", "?", "!", "Amir", "£80", "\n"]


def said(draft: str, reader: Reader = FROM_NEIL) -> dict[str, Kind]:
    return {remark.found: remark.kind for remark in look(draft, reader, shelf.rulebook)}


def first(draft: str, reader: Reader = FROM_NEIL) -> Remark:
    return look(draft, reader, shelf.rulebook)[0]


@pytest.mark.parametrize(
    ("cold", "warm"),
    [
        ("Where has he been?", "How is he?"),
        ("where is your daughter today?", "how is your daughter today?"),
        ("Where’s Amir?", "How is Amir?"),
        ("Where have you been?", "Good to see you back?"),
        ("Amir was absent today.", "We missed Amir today."),
        ("She was not in school today.", "We missed her today."),
        ("Why was he off?", "How are things with you all?"),
        ("Please come as the TAF is soon.", "Please come as the meeting of everybody who helps is soon."),
        ("We have an EHA for you.", "We have a talk about what would help for you."),
        ("An EWO rang.", "Somebody from the team for school days, also about fines rang."),
        ("Could we see your EHCP?", "Could we see your plan for extra help?"),
        ("Can you commence on Monday?", "Can you begin on Monday?"),
    ],
)
def test_one_press_puts_the_warm_or_plain_words_there(cold, warm):
    assert swapped(cold, first(cold)) == warm


@pytest.mark.parametrize(
    ("draft", "found", "kind"),
    [
        ("This stays just between us.", "just between us", Kind.PROMISE),
        ("Otherwise there will be a fine.", "a fine", Kind.THREAT),
        ("We may have to think about legal action.", "legal action", Kind.THREAT),
        ("His attendance is 87.5% now.", "87.5%", Kind.NUMBER),
        ("The XYZ will ring you.", "XYZ", Kind.INITIALS),
        ("I love his perspicacity.", "perspicacity", Kind.HARD),
        ("See you on [day] then.", "[day]", Kind.GAP),
        ("Well done!!", "!!", Kind.LOUD),
        ("He missed ten per cent of it.", "ten per cent", Kind.NUMBER),
        ("That is 71 lessons.", "71 lessons", Kind.NUMBER),
        ("He had five Mondays off.", "five Mondays off", Kind.NUMBER),
        ("Our SENCo will ring.", "SENCo", Kind.JARGON),
        ("Regrettably the club is full.", "Regrettably", Kind.HARD),
        ("Please get up earlier.", "get", Kind.BLAME),
        ("Who was there, and why did he go?", "Who was there, and why did he go", Kind.QUESTIONS),
        ("He told me about his ADHD.", "ADHD", Kind.LOCK_SCREEN),
    ],
)
def test_what_hurts_or_confuses_is_named(draft, found, kind):
    remarks = look(draft, FROM_NEIL, shelf.rulebook)
    assert (found, kind) in {(one.found, one.kind) for one in remarks}


@pytest.mark.parametrize(
    "draft",
    [
        "A fine day! See you at the basketball court.",
        "There is no need to explain.",
        "Did you get up early to see the snow?",
        "Would tea or cake be nicer?",
    ],
)
def test_the_same_words_in_innocence_are_left_alone(draft):
    assert look(draft, FROM_NEIL, shelf.rulebook) == ()


def test_what_frightens_most_comes_first_and_asks_for_a_second_press():
    remarks = look("You must ring. It may end in court.", FROM_NEIL, shelf.rulebook)
    assert [remark.kind for remark in remarks][:2] == [Kind.THREAT, Kind.BLAME]
    assert [remark.found for remark in asks_again(remarks)] == ["court"]


def test_a_gap_asks_as_well_and_a_long_sentence_does_not():
    assert asks_again(look("See you on [day].", FROM_NEIL, shelf.rulebook))
    assert not asks_again(look("and then " * 20, FROM_NEIL, shelf.rulebook))


def test_one_question_at_a_time_and_a_greeting_is_none():
    assert Kind.QUESTIONS not in said("How are you? Would Thursday suit you?").values()
    assert Kind.QUESTIONS in said("Is he ill? When will he be back?").values()


def test_a_long_sentence_is_said_to_be_long_and_later_to_a_young_person():
    draft = "I saw you in the hall today and I thought that you looked so happy with your friends from the other class."
    assert Kind.LONG in said(draft).values()
    assert Kind.LONG not in said(draft, Reader(author="Neil", is_young=True)).values()


def test_a_young_person_is_not_talked_down_to_and_may_read_longer_words():
    young = Reader(author="Neil", is_young=True)
    assert said("Be a good boy for your mum.", young) == {"Be a good": Kind.YOUNG, "for your mum": Kind.YOUNG}
    assert said("Be a good boy for your mum.") == {}
    assert Kind.HARD not in said("What a magnanimous thing.", young).values()


def test_a_locked_phone_shows_the_name_and_nothing_telling():
    assert said("How did it go at the hospital?") == {"hospital": Kind.LOCK_SCREEN}
    assert said("Hello Sara. I was thinking of you all this week. How did it go at the hospital?") == {}
    assert said("How did it go at the hospital?", Reader(author="Neil", is_hello=True)) == {}


def test_surnames_are_not_for_texts():
    reader = Reader(author="Neil", surnames=("Whitfield",))
    assert said("Ellie Whitfield did well.", reader) == {"Whitfield": Kind.SURNAME}


def test_who_writes_is_missed_only_where_kettle_puts_no_name_in_front():
    assert said("Good to see Amir back.", Reader()) == {"": Kind.NO_NAME}
    assert said("Hi Sara, it’s Neil. Good to see Amir back.", Reader()) == {}
    assert said("Neil here. Good to see Amir back.", Reader()) == {}


def test_after_two_worries_something_good_is_offered_for_the_beginning():
    worried = Reader(author="Neil", child="Amir", last_were_worries=True)
    [remark] = look("Can we talk on Monday?", worried, shelf.rulebook)
    assert remark.kind is Kind.OPENING
    assert swapped("Can we talk on Monday?", remark).startswith("I was glad to see Amir")
    assert look("It was lovely to see Amir. Can we talk on Monday?", worried, shelf.rulebook) == ()


def test_a_worry_is_a_worry_only_without_anything_good():
    english = shelf.rulebook("en")
    assert is_worry("I was worried today.", english)
    assert not is_worry("I was worried, but he did so well.", english)


def test_a_draft_to_a_polish_family_is_looked_at_in_both_languages():
    polish = Reader(language="pl", author="Neil")
    assert Kind.THREAT in said("Grozi za to grzywna.", polish).values()
    assert Kind.BLAME in said("You must explain this.", polish).values()
    assert Kind.HARD not in said("Zapraszam na herbatkę i ciasteczka.", polish).values()


@pytest.mark.parametrize("word", ["unauthorised absence", "UNAUTHORISED absence", "Unauthorized absence"])
def test_capitals_and_the_other_spelling_do_not_matter(word):
    assert Kind.BLAME in said(f"It was an {word}.").values()


def test_capitals_matter_where_a_rule_is_in_capitals():
    assert Kind.JARGON in said("His PA is better.").values()
    assert said("His pa is better.") == {}


@given(st.text(max_size=400))
def test_whatever_is_typed_it_stumbles_over_nothing_and_points_into_the_draft(draft):
    for code in ("en", "pl", "ur", "bn"):
        for remark in look(draft, Reader(language=code, author="Neil"), shelf.rulebook):
            assert 0 <= remark.start <= remark.end <= len(draft)
            assert draft[remark.start : remark.end].startswith(remark.found[:1])
            assert isinstance(swapped(draft, remark), str)


@given(st.lists(st.sampled_from(PIECES), max_size=40))
def test_a_swap_changes_only_the_place_that_it_is_about(pieces):
    draft = " ".join(pieces)
    for remark in look(draft, FROM_NEIL, shelf.rulebook):
        after = swapped(draft, remark)
        assert after.startswith(draft[: remark.swap_start] if remark.swap else "")
        assert after.endswith(draft[remark.swap_end :] if remark.swap else "")


@given(st.text(max_size=200))
def test_words_stand_where_the_reading_says(draft):
    for word in words_of(draft):
        assert draft[word.start : word.end] == word.text


@pytest.mark.parametrize("text", ["ਤੁਹਾਡਾ ਸੁਨੇਹਾ", "আপনার মেসেজ", "تماس می‌گیرید", "Dziękuję bardzo"])
def test_a_word_of_any_script_is_one_word(text):
    assert [word.text for word in words_of(text)] == text.split()


def test_an_address_and_a_blank_are_no_words():
    assert [word.text for word in words_of("Look: https://a.example/b-c {link}")] == ["Look"]


def test_sentences_end_in_every_script():
    for text in ("One. Two? Three!", "ایک۔ دو؟ تین!", "এক। দুই। তিন।"):
        assert len(sentences_of(text)) == 3


def test_a_very_long_draft_is_looked_at_as_far_as_any_text_could_go():
    began = time.perf_counter()
    look("You must explain. " * 50_000, FROM_NEIL, shelf.rulebook)
    assert time.perf_counter() - began < 5  # not a measure of speed: it must come to an end
