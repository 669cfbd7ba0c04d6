"""How staff show themselves: each their own, in words that are short enough, and found only by who chose to be."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.people import joining, lines, members, profiles, queries
from app.domain.people.models import Membership, PhoneLine, Picture
from app.domain.people.rules import Role
from app.foundation.actors import Command
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id
from app.foundation.pictures import Face

SAID = {
    "first_name": "Neil",
    "role_words": "helps in the mornings",
    "languages": ["ur", "en"],
    "helps_with": "Mornings, money.",
    "reads_when": "Monday to Friday",
    "is_enforcing": False,
    "is_public": True,
}
FACE = Face(b"a face", b"small")


def as_member(tidewell, membership_id):
    return tidewell.database.writing(tidewell.staff(membership_id))


def kept(tidewell, membership_id):
    with tidewell.database.reading(Command()) as work:
        return members.membership(work, membership_id)


def found_at(tidewell, *organisations):
    with tidewell.database.reading(Command()) as work:
        return [one.first_name for one in profiles.listed(work, organisations)]


def writes(tidewell, membership_id, **changed):
    with as_member(tidewell, membership_id) as work:
        profiles.write(work, **(SAID | changed))


def test_somebody_says_who_they_are_and_it_is_on_record(tidewell):
    writes(tidewell, tidewell.town.neil, first_name=" Neill\x00 ", is_enforcing=True, is_public=False)
    person = kept(tidewell, tidewell.town.neil)
    assert person.first_name == "Neill\ufffd"
    assert person.languages == "en,ur"
    assert (person.is_enforcing, person.is_public) == (True, False)
    with tidewell.database.reading(Command()) as work:
        query = select(AuditDetail.words).join(AuditEntry, AuditEntry.id == AuditDetail.entry_id)
        [words] = work.session.exec(query.where(AuditEntry.verb == "profile written"))
    assert words == "first name: Neil → Neill\ufffd; part about fines or court: yes; on the public page: no"


def test_one_writes_about_oneself_and_about_nobody_else(tidewell):
    before = {one: kept(tidewell, one) for one in (tidewell.town.grace, tidewell.town.hannah)}
    writes(tidewell, tidewell.town.neil, role_words="somebody else")
    for one, person in before.items():
        assert kept(tidewell, one) == person
    with pytest.raises(Refused), tidewell.database.writing(Command()) as work:
        profiles.write(work, **SAID)


@pytest.mark.parametrize(
    ("field", "words", "sentence"),
    [
        ("first_name", " \n ", "Families need a first name"),
        ("first_name", "N" * 41, "your first name in at most 40 letters. These are 41."),
        ("role_words", "r" * 61, "your role in at most 60"),
        ("helps_with", "h" * 100_000, "what you can help with in at most 400 letters. These are 100000."),
        ("reads_when", "w" * 121, "when you read messages in at most 120"),
    ],
)
def test_what_is_missing_or_too_long_is_refused_and_nothing_changes(tidewell, field, words, sentence):
    before = kept(tidewell, tidewell.town.neil)
    with pytest.raises(Refused, match=sentence):
        writes(tidewell, tidewell.town.neil, **{field: words})
    assert kept(tidewell, tidewell.town.neil) == before


def test_as_much_as_may_be_said_is_kept_whole(tidewell):
    writes(tidewell, tidewell.town.neil, helps_with="ż" * 400, role_words="r" * 60)
    assert kept(tidewell, tidewell.town.neil).helps_with == "ż" * 400


def test_only_languages_that_we_have_count(tidewell):
    writes(tidewell, tidewell.town.neil, languages=["tlh", "pl", "pl", "'; drop table", ""])
    assert kept(tidewell, tidewell.town.neil).languages == "pl"


def test_only_who_chose_to_be_found_is_found(tidewell):
    town = tidewell.town
    assert found_at(tidewell, town.school) == ["Neil", "Grace", "Priya"]
    writes(tidewell, town.neil, is_public=False)
    assert found_at(tidewell, town.school) == ["Grace", "Priya"]


def test_nobody_is_found_before_the_checks_are_recorded_or_after_they_lapsed(tidewell):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        late = joining.add_member(
            work, town.school, first_name="Sam", email="sam@x.example", roles=frozenset({Role.TRUSTED_PERSON})
        )
        late.is_public = True
        work.session.add(late)
    assert "Sam" not in found_at(tidewell, town.school)
    tidewell.clock.move(days=400)
    assert found_at(tidewell, town.school, town.council, town.charity) == []


def test_whoever_has_left_or_writes_to_nobody_is_not_found(tidewell):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, town.grace)
        rhys = members.membership(work, town.rhys)
        rhys.is_public, rhys.cleared_until = True, work.now + timedelta(days=9)
        work.session.add(rhys)
    assert found_at(tidewell, town.school) == ["Neil", "Priya"]


def test_who_is_found_holds_threads_whatever_is_on_record(tidewell):
    @given(st.data())
    def holds(data):
        with tidewell.database.writing(Command()) as work:
            for person in work.session.exec(select(Membership)):
                person.is_public = data.draw(st.booleans())
                person.cleared_until = work.now + timedelta(days=data.draw(st.integers(-2, 2)), seconds=1)
                work.session.add(person)
            work.session.flush()
            everywhere = [one.id for one in queries.organisations(work)]
            there = {one.id for one in profiles.listed(work, everywhere)}
            for person in work.session.exec(select(Membership)):
                assert (person.id in there) == (person.is_public and members.holds_threads(work, person))

    holds()


def test_the_number_is_that_of_the_line_they_write_from(tidewell):
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        lines.give_line(work, town.school, number="07700 900031", membership_id=town.grace)
    with tidewell.database.reading(Command()) as work:
        found = {one.first_name: one for one in profiles.listed(work, [town.school, town.charity])}
        for one in found.values():
            line = queries.line_of(work, one.organisation_id, one.id)
            assert one.number == line.number
            assert profiles.of(work, one.id) == one
    assert (found["Grace"].number, found["Grace"].has_own_line) == ("+447700900031", True)
    assert (found["Neil"].number, found["Neil"].has_own_line) == ("+447700900000", False)


def test_without_a_line_there_is_no_number(tidewell):
    with tidewell.database.writing(Command()) as work:
        for line in work.session.exec(select(PhoneLine)):
            line.until = work.now
            work.session.add(line)
    with tidewell.database.reading(Command()) as work:
        assert {one.number for one in profiles.listed(work, [tidewell.town.school])} == {None}


def test_a_face_is_ones_own_is_changed_and_goes_with_one_press(tidewell):
    town = tidewell.town
    for face in (Face(b"an older face", b"older"), FACE):
        with as_member(tidewell, town.neil) as work:
            profiles.keep_picture(work, face)
    with tidewell.database.reading(Command()) as work:
        assert profiles.thumbnails_of(work, [town.neil, town.grace, new_id()]) == {town.neil: b"small"}
        assert profiles.images_of(work, [town.neil]) == {town.neil: b"a face"}
    for _ in range(2):
        with as_member(tidewell, town.neil) as work:
            profiles.take_picture_away(work)
    assert tidewell.every(Picture) == []


def test_a_face_does_not_outlive_its_owners_place(tidewell):
    with as_member(tidewell, tidewell.town.grace) as work:
        profiles.keep_picture(work, FACE)
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.grace)
    assert tidewell.every(Picture) == []


def test_whoever_keeps_the_service_running_is_no_place_for_families(tidewell):
    with tidewell.database.reading(Command()) as work:
        assert [one.name for one in profiles.places(work)] == [
            "The Open Door",
            "Tidewell Council",
            "Tidewell Harbour School",
        ]
        assert profiles.place(work, "the-open-door").id == tidewell.town.charity
        for slug in ("kettle-service-desk", "no-such-place", "\x00"):
            with pytest.raises(NotFound):
                profiles.place(work, slug)
