"""A safeguarding lead keeps from a family who looked, with a reason and until a day; then somebody thinks again."""

from datetime import date, timedelta

import pytest

from app.domain.audit import actions as audit
from app.domain.audit.models import AuditDetail, AuditEntry
from app.domain.audit.rules import Looking
from app.domain.people.models import Contact
from app.domain.permissions import holding_back
from app.domain.permissions.models import HeldBack
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import new_id

WHY = "He reads her phone."
APRIL = date(2027, 4, 9)


@pytest.fixture
def looked(tidewell):
    """Grace read Sara's messages twice, an hour apart. Gives the town; it is an hour later again."""
    for _ in range(2):
        look(tidewell, tidewell.town.sara)
        tidewell.clock.move(hours=1)
    return tidewell


def look(tidewell, contact_id, verb=Looking.AS_COVER):
    with tidewell.database.writing(tidewell.staff(tidewell.town.grace)) as work:
        return audit.note(work, verb, "conversation", new_id(), contact_id=contact_id, whose_id=tidewell.town.neil).id


def looks(tidewell):
    found = [one for one in tidewell.every(AuditEntry) if one.verb in set(Looking)]
    return sorted(found, key=lambda one: one.id)


def as_lead(tidewell, who=None):
    return tidewell.database.writing(tidewell.staff(who or tidewell.town.ben))


def holds(tidewell, *, look_id=None, last_day=APRIL, reason=WHY, contact=None, who=None):
    with as_lead(tidewell, who) as work:
        return holding_back.hold_back(
            work, contact or tidewell.town.sara, look_id=look_id, last_day=last_day, reason=reason
        )


def held_from(tidewell, *contacts):
    with tidewell.database.reading(tidewell.staff(tidewell.town.ben)) as work:
        return holding_back.held_from(work, contacts or [tidewell.town.sara])


def test_from_the_chosen_look_on_until_the_end_of_the_last_day(looked):
    second = looks(looked)[1]
    holds(looked, look_id=second.id)
    assert held_from(looked) == second.at
    looked.clock.set(looked.clock.now.replace(month=4, day=9, hour=22, minute=59))  # a minute to midnight in London
    assert held_from(looked) == second.at
    looked.clock.move(minutes=1)
    assert held_from(looked) is None


def test_it_stands_in_the_record_with_its_reason_and_says_nothing_to_others(looked):
    holds(looked, reason=f"  {WHY}\n")
    (entry,) = [one for one in looked.every(AuditEntry) if one.verb == holding_back.Step.HELD]
    assert (entry.actor_id, entry.contact_id, entry.organisation_id) == (
        looked.town.ben,
        looked.town.sara,
        looked.town.school,
    )
    assert [one.words for one in looked.every(AuditDetail) if one.entry_id == entry.id] == [WHY]


def test_without_a_look_it_begins_now(looked):
    holds(looked)
    assert held_from(looked) == looked.clock.now
    assert held_from(looked, looked.town.ewa) is None


@pytest.mark.parametrize("reason", ["", "   ", "\n\t"])
def test_without_a_reason_nothing_is_held_back(looked, reason):
    with pytest.raises(Refused, match="why telling could put somebody in danger"):
        holds(looked, reason=reason)
    assert held_from(looked) is None


def test_a_very_long_reason_is_cut(looked):
    holds(looked, reason="word " * 20_000)
    (kept,) = looked.every(AuditDetail)[-1:]
    assert len(kept.words) <= holding_back.LONGEST_REASON + 1


@pytest.mark.parametrize("days", [0, 1, 90])
def test_it_ends_within_90_days(looked, days):
    holds(looked, last_day=looked.clock.now.date() + timedelta(days=days))
    assert held_from(looked)


@pytest.mark.parametrize("days", [-1, 91, 400_000])
def test_no_further_and_not_in_the_past(looked, days):
    with pytest.raises(Refused, match="within the next 90 days"):
        holds(looked, last_day=looked.clock.now.date() + timedelta(days=days))


def test_it_can_be_renewed_and_begins_where_it_began(looked):
    first, second = looks(looked)
    holds(looked, look_id=second.id)
    looked.clock.move(days=20)
    holds(looked, last_day=APRIL + timedelta(days=60), reason="Still.", who=looked.town.amina)
    assert held_from(looked) == second.at
    looked.clock.move(days=30)
    assert held_from(looked) == second.at
    assert [one.verb for one in looked.every(AuditEntry) if one.verb == holding_back.Step.RENEWED]
    holds(looked, look_id=first.id, last_day=APRIL + timedelta(days=60))
    assert held_from(looked) == first.at
    assert len(looked.every(HeldBack)) == 1


def test_it_can_be_lifted_at_once(looked):
    holds(looked, look_id=looks(looked)[0].id)
    with as_lead(looked, looked.town.amina) as work:
        holding_back.lift(work, looked.town.sara, reason="They have moved.")
    assert held_from(looked) is None
    assert [one.actor_id for one in looked.every(AuditEntry) if one.verb == holding_back.Step.LIFTED] == [
        looked.town.amina
    ]
    with pytest.raises(NotFound), as_lead(looked) as work:
        holding_back.lift(work, looked.town.sara)


def test_two_leads_at_the_same_moment_hold_the_longer_stretch_and_one_press_lifts_both(looked):
    first, second = looks(looked)
    with as_lead(looked) as work:
        for one in (second, first):
            work.session.add(
                HeldBack(
                    contact_id=looked.town.sara,
                    by_id=looked.town.ben,
                    from_at=one.at,
                    made_at=work.now,
                    until=work.now + timedelta(days=3),
                )
            )
    assert held_from(looked) == first.at
    with as_lead(looked) as work:
        holding_back.lift(work, looked.town.sara)
    assert held_from(looked) is None


@pytest.mark.parametrize("who", ["neil", "priya", "grace", "rhys", "tom", "ruth", "lena", "dev"])
def test_nobody_but_its_own_leads_holds_anything_back(looked, who):
    membership = getattr(looked.town, who)
    with pytest.raises(NotFound):
        holds(looked, who=membership)
    with pytest.raises(NotFound), as_lead(looked, membership) as work:
        holding_back.lift(work, looked.town.sara)
    assert held_from(looked) is None


@pytest.mark.parametrize("contact", ["imran", "leon", None])
def test_another_organisations_family_answers_like_nobody(looked, contact):
    with pytest.raises(NotFound):
        holds(looked, contact=getattr(looked.town, contact) if contact else new_id())


def test_a_look_at_somebody_else_cannot_be_chosen(looked):
    others = look(looked, looked.town.ewa)
    ordinary = look(looked, looked.town.sara, verb="wrote to a family")
    for chosen in (others, ordinary, new_id()):
        with pytest.raises(Refused, match="from the list"):
            holds(looked, look_id=chosen)


def test_what_was_held_back_from_somebody_unknown_stays_so_when_we_learn_who_it_is(looked):
    unknown = new_id()
    with as_lead(looked) as work:
        work.session.add(Contact(id=unknown, organisation_id=looked.town.school, is_known=False, created_at=work.now))
        work.session.flush()
        holding_back.hold_back(work, unknown, look_id=None, last_day=APRIL, reason=WHY)
        work.session.get(Contact, unknown).merged_into_id = looked.town.sara
    assert held_from(looked, looked.town.sara, unknown)


def test_leads_see_what_is_held_back_now_in_their_own_organisation(looked):
    holds(looked, look_id=looks(looked)[0].id)
    holds(looked, contact=looked.town.ewa, last_day=date(2027, 3, 20), who=looked.town.amina, reason="Not yet.")
    holds(looked, contact=looked.town.imran, who=looked.town.ruth)
    with looked.database.reading(looked.staff(looked.town.ben)) as work:
        held = holding_back.held_at(work, looked.town.school)
        assert [(one.family, one.by, one.why) for one in held] == [
            ("Ewa Kowalczyk", "Amina Rahman", "Not yet."),
            ("Sara Whitfield", "Ben Lloyd", WHY),
        ]
        assert [one.family for one in holding_back.held_at(work, looked.town.school, looked.town.sara)] == [
            "Sara Whitfield"
        ]
        soon = looked.clock.now + timedelta(days=14)
        assert [one.contact_id for one in holding_back.ending_before(work, soon)] == [looked.town.ewa]
