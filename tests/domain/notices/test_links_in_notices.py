"""A link in a notice is made at the moment of sending, anew for each try, and stands in no table."""

import pytest
from sqlmodel import select

from app.channels.email import PostUnreachable
from app.domain.accounts import actions, staff_links
from app.domain.accounts.models import Invitation
from app.domain.accounts.rules import StaffLink
from app.domain.notices import delivery, sign_in_words
from app.domain.notices.models import Notice
from app.domain.people import joining
from app.foundation.actors import Command
from app.foundation.errors import CannotDo, NotFound
from app.foundation.identifiers import hashed
from tests.tidewell import ANYBODY


class Mailbox:
    """Takes e-mails, unless it is down."""

    def __init__(self) -> None:
        self.bodies: list[str] = []
        self.is_down = False

    def send(self, _to: str, _subject: str, body: str) -> None:
        self.bodies.append(body)
        if self.is_down:
            raise PostUnreachable("down")


def secret_in(body: str) -> str:
    return body.partition("/welcome/")[2].split()[0]


def carry(tidewell, mailbox, provider) -> None:
    while delivery.deliver_due(
        tidewell.database, post=mailbox, provider=provider, make_link=staff_links.make_for_notice
    ):
        pass


@pytest.fixture
def mailbox(tidewell) -> Mailbox:
    with tidewell.database.writing(tidewell.staff(tidewell.town.priya)) as work:
        actions.invite_by_email(work, tidewell.town.grace)
    return Mailbox()


def opens(tidewell, secret: str) -> bool:
    with tidewell.database.reading(ANYBODY) as work:
        try:
            return bool(staff_links.owner(work, secret, StaffLink.INVITATION))
        except NotFound:
            return False


def test_it_begins_to_count_when_it_leaves(tidewell, mailbox, provider):
    tidewell.clock.move(days=5)
    carry(tidewell, mailbox, provider)
    (body,) = mailbox.bodies
    tidewell.clock.move(hours=47)
    assert opens(tidewell, secret_in(body))
    with tidewell.database.reading(ANYBODY) as work:
        (kept,) = work.session.exec(select(Invitation))
        assert kept.secret_hash == hashed(secret_in(body))
        assert all(secret_in(body) not in one.body for one in work.session.exec(select(Notice)))


def test_each_try_to_send_makes_a_new_one_and_ends_the_old(tidewell, mailbox, provider):
    mailbox.is_down = True
    carry(tidewell, mailbox, provider)
    tidewell.clock.move(minutes=10)
    mailbox.is_down = False
    carry(tidewell, mailbox, provider)
    lost, sent = mailbox.bodies
    assert not opens(tidewell, secret_in(lost))
    assert opens(tidewell, secret_in(sent))


def test_who_has_left_before_it_went_gets_none(tidewell, mailbox, provider):
    with tidewell.database.writing(Command()) as work:
        joining.member_leaves(work, tidewell.town.grace)
    carry(tidewell, mailbox, provider)
    assert mailbox.bodies == []
    assert tidewell.every(Invitation) == []


def test_a_sender_that_can_make_no_links_sends_none_without_one(tidewell, mailbox, provider):
    with pytest.raises(CannotDo):
        delivery.deliver_due(tidewell.database, post=mailbox, provider=provider)
    assert mailbox.bodies == []
    carry(tidewell, mailbox, provider)
    assert len(mailbox.bodies) == 1


def test_the_words_about_signing_in_hold_first_names_and_nothing_else_of_anybody():
    url = "https://kettle.example"
    letters = [
        sign_in_words.invitation("Neil", "Priya"),
        sign_in_words.invitation("Neil", ""),
        sign_in_words.one_more_place("Neil", "Priya", url),
        sign_in_words.forgotten("Neil"),
        sign_in_words.no_password_yet("Neil"),
        sign_in_words.password_changed("Neil", url),
        sign_in_words.lost_phone("Neil", "Priya"),
        sign_in_words.codes_changed("Neil", url),
        sign_in_words.wrong_codes("Neil", url),
        *(sign_in_words.recovery_code_used("Neil", left, url) for left in (0, 1, 9)),
    ]
    for letter in letters:
        assert letter.body.startswith("Hello Neil,\n\n")
        assert "Neil" not in letter.subject
        assert letter.body.count("http") + letter.body.count(sign_in_words.LINK) <= 1
        assert all(len(paragraph) < 300 for paragraph in letter.body.split("\n\n"))
        for never in ("family", "school", "council", "password:", "{", "None"):
            assert never not in letter.body
