"""Links in e-mails to staff: of a thousand presses one wins, and what is kept of them opens nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlmodel import select

from app.domain.accounts import actions, new_passwords, queries, staff_links
from app.domain.accounts.models import Account, Invitation
from app.domain.accounts.rules import FORGOTTEN_AFTER, StaffLink
from app.domain.audit.models import AuditEntry
from app.domain.notices.models import Notice
from app.domain.people import joining, members
from app.domain.people.rules import Role
from app.foundation.actors import Anybody, Command, Family, Operator, Staff
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import hashed
from app.invented_town import SARA
from tests.tidewell import ANYBODY

MANAGER = frozenset({Role.MANAGER})


def account(tidewell, membership_id) -> Account:
    with tidewell.database.reading(ANYBODY) as work:
        return queries.account_by_email(work, members.membership(work, membership_id).email)


def make(tidewell, kind: StaffLink) -> str:
    with tidewell.database.writing(Command()) as work:
        return staff_links.make(work, account(tidewell, tidewell.town.neil).id, kind)


def opens(tidewell, secret: str, kind: StaffLink) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        try:
            return bool(staff_links.owner(work, secret, kind))
        except NotFound:
            return False


@pytest.mark.parametrize("kind", StaffLink)
def test_a_link_opens_one_thing_once_as_long_as_it_lasts(tidewell, kind):
    secret = make(tidewell, kind)
    assert kind.lasts == (timedelta(days=2) if kind is StaffLink.INVITATION else timedelta(hours=1))
    for _ in range(20):
        assert opens(tidewell, secret, kind), "looking uses nothing up"
    assert not any(opens(tidewell, secret, other) for other in StaffLink if other is not kind)
    with tidewell.database.writing(Anybody()) as work:
        staff_links.use(work, secret, kind)
    assert not opens(tidewell, secret, kind)
    late = make(tidewell, kind)
    tidewell.clock.move(seconds=kind.lasts.total_seconds() - 1)
    assert opens(tidewell, late, kind)
    tidewell.clock.move(seconds=1)
    assert not opens(tidewell, late, kind)


@pytest.mark.parametrize("kind", StaffLink)
def test_a_newer_link_ends_the_older_of_its_kind_alone(tidewell, kind):
    others = {other: make(tidewell, other) for other in StaffLink if other is not kind}
    first, second = make(tidewell, kind), make(tidewell, kind)
    assert not opens(tidewell, first, kind)
    assert opens(tidewell, second, kind)
    assert all(opens(tidewell, secret, other) for other, secret in others.items())


def test_what_is_kept_of_a_link_is_its_hash(tidewell):
    secret = make(tidewell, StaffLink.FORGOTTEN)
    with tidewell.database.reading(ANYBODY) as work:
        (kept,) = work.session.exec(select(Invitation)).all()
    assert kept.secret_hash == hashed(secret)
    assert secret not in str(kept)


def race(tidewell, times: int, kind: StaffLink) -> None:
    secret = make(tidewell, kind)

    def press(number: int) -> bool:
        try:
            with tidewell.database.writing(Anybody()) as work:
                if kind is StaffLink.INVITATION:
                    actions.accept_invitation(work, secret, password_hash=f"hash {number}")
                else:
                    new_passwords.choose_anew(work, secret, password_hash=f"hash {number}", known_device=None)
        except NotFound:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        won = [number for number, has in enumerate(pool.map(press, range(times))) if has]
    assert len(won) == 1
    assert account(tidewell, tidewell.town.neil).password_hash == f"hash {won[0]}"


@pytest.mark.parametrize("kind", [StaffLink.INVITATION, StaffLink.FORGOTTEN])
def test_of_many_presses_at_once_exactly_one_wins(tidewell, kind):
    race(tidewell, 24, kind)


@pytest.mark.proof
@pytest.mark.parametrize("kind", [StaffLink.INVITATION, StaffLink.FORGOTTEN])
def test_of_a_thousand_presses_at_once_exactly_one_wins(tidewell, kind):
    race(tidewell, 1000, kind)


@pytest.mark.parametrize(
    ("who", "refusal"),
    [
        ("priya", None),
        ("amina", None),
        ("operator", Refused),  # they invite managers; everybody else is the managers' to invite
        ("command", None),
        ("neil", Refused),  # not a manager
        ("hannah", Refused),  # not even of this place
        ("tom", NotFound),  # a manager elsewhere finds nobody
        ("family", Refused),
        ("anybody", Refused),
    ],
)
@pytest.mark.parametrize("act", [actions.invite, actions.invite_by_email])
def test_only_who_keeps_the_house_invites(tidewell, who, refusal, act):
    town = tidewell.town
    actors = {
        "operator": Operator(town.olive),
        "command": Command(),
        "family": Family(town.sara, SARA),
        "anybody": Anybody(),
    }
    actor = actors.get(who) or tidewell.staff(getattr(town, who))
    with tidewell.database.writing(actor) as work:
        if refusal is None:
            act(work, town.grace)
            assert (
                work.session.exec(select(AuditEntry).where(AuditEntry.verb == "invited")).one().about_id == town.grace
            )
        else:
            with pytest.raises(refusal):
                act(work, town.grace)
            assert work.session.exec(select(Invitation)).all() == []


@pytest.mark.parametrize("act", [actions.invite, actions.invite_by_email, actions.lost_phone])
def test_somebody_who_has_left_is_found_by_nobody(tidewell, act):
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.grace)
    for actor in (Command(), Staff(tidewell.town.priya, tidewell.town.school, MANAGER)):
        with tidewell.database.writing(actor) as work, pytest.raises(NotFound):
            act(work, tidewell.town.grace)


def test_nobody_is_drowned_in_invitations(tidewell):
    def invite() -> None:
        with tidewell.database.writing(tidewell.staff(tidewell.town.priya)) as work:
            actions.invite_by_email(work, tidewell.town.grace)

    for _ in range(5):
        invite()
    with pytest.raises(Refused, match="several e-mails today"):
        invite()
    tidewell.clock.move(days=1)
    invite()
    assert len(tidewell.notices(tidewell.town.grace, "invitation")) == 6


def test_a_notice_holds_no_link_but_only_the_kind_of_it(tidewell):
    with tidewell.database.writing(tidewell.staff(tidewell.town.priya)) as work:
        actions.invite_by_email(work, tidewell.town.grace)
    (told,) = tidewell.notices(tidewell.town.grace, "invitation")
    assert told.opens == StaffLink.INVITATION
    assert "[[link]]" in told.body
    assert "http" not in told.body
    with tidewell.database.reading(ANYBODY) as work:
        assert work.session.exec(select(Invitation)).all() == []


def test_an_invitation_from_another_place_never_touches_a_password(tidewell):
    """Neil works at the school; the charity's manager writes down his address, and tries every way in."""
    town = tidewell.town
    with tidewell.database.writing(Command()) as work:
        actions.accept_invitation(work, actions.invite(work, town.neil), password_hash="his own")
        email = members.membership(work, town.neil).email
    joyce = tidewell.staff(town.joyce)
    with tidewell.database.writing(joyce) as work:
        roles = frozenset({Role.TRUSTED_PERSON})
        second = joining.add_member(work, town.charity, first_name="Neil", email=email, roles=roles)
        assert actions.invite(work, second.id) is None
        actions.invite_by_email(work, second.id)
        assert work.session.exec(select(Notice.opens).where(Notice.membership_id == second.id)).all() == [""]
    with tidewell.database.writing(joyce) as work:
        address = staff_links.make_for_notice(work, StaffLink.INVITATION, second.id)
        assert address.endswith("/sign-in")
        secret = staff_links.make(work, account(tidewell, town.neil).id, StaffLink.INVITATION)  # even then
        with pytest.raises(NotFound):
            actions.accept_invitation(work, secret, password_hash="hers")
    assert account(tidewell, town.neil).password_hash == "his own"


def test_old_links_are_forgotten(tidewell):
    make(tidewell, StaffLink.INVITATION)
    tidewell.clock.move(seconds=(FORGOTTEN_AFTER + StaffLink.INVITATION.lasts).total_seconds())
    fresh = make(tidewell, StaffLink.FORGOTTEN)
    tidewell.clock.move(seconds=1)
    with tidewell.database.writing(Command()) as work:
        actions.forget_what_ended(work)
        assert [one.secret_hash for one in work.session.exec(select(Invitation))] == [hashed(fresh)]
