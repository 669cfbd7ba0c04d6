"""Mail to staff is handed over once, or refused with one kind of error that quotes nobody."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest

from app.channels.email import Post, PostUnreachable, SmtpPost
from app.channels.simulator import PretendPost, Store

SENDER, NEIL = "kettle@kettle.example", "neil@huntcliff.example"


@dataclass
class MailServer:
    """A mail server of a dozen words. `refuses` is a verb that it says no to."""

    refuses: str = ""
    offers: tuple[str, ...] = ()
    port: int = 0
    mails: list[EmailMessage] = field(default_factory=list)
    said: list[str] = field(default_factory=list)


class Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        with suppress(OSError):  # whoever wanted another kind of server hangs up
            self.converse()

    def converse(self) -> None:
        server: MailServer = self.server.kept
        self.say("220 here")
        while line := self.rfile.readline():
            said = line.decode(errors="replace").strip()
            verb = said.split(" ")[0].split(":")[0].upper()
            server.said.append(said)
            if verb == server.refuses:
                self.say(f"550 no, {said}")
            elif verb == "EHLO":
                for words in ("kettle", *server.offers):
                    self.say(f"250-{words}")
                self.say("250 8BITMIME")
            elif verb == "AUTH":
                self.say("235 welcome")
            elif verb == "DATA":
                self.say("354 go on")
                self.take(server)
            elif verb == "QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 fine")

    def take(self, server: MailServer) -> None:
        body = b""
        while (line := self.rfile.readline()) != b".\r\n":
            body += line
        server.mails.append(message_from_bytes(body, policy=policy.default))
        self.say("250 taken")

    def say(self, words: str) -> None:
        self.wfile.write(words.encode() + b"\r\n")


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    kept = MailServer()
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        server.daemon_threads = True
        server.kept = kept
        kept.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield kept
        server.shutdown()
        thread.join(5)


def post_to(server: MailServer, user: str = "") -> SmtpPost:
    return SmtpPost(f"smtp://{user}127.0.0.1:{server.port}", SENDER)


def test_a_mail_is_handed_over(mail_server: MailServer) -> None:
    post_to(mail_server).send(NEIL, "Someone is waiting for you", "Look in Kettle.\nسلام ☕")
    (mail,) = mail_server.mails
    assert (mail["From"], mail["To"], mail["Subject"]) == (SENDER, NEIL, "Someone is waiting for you")
    assert mail.get_content().split() == ["Look", "in", "Kettle.", "سلام", "☕"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Message-ID"].endswith("@kettle.example>")


def test_a_line_end_in_the_subject_smuggles_nothing_in(mail_server: MailServer) -> None:
    post_to(mail_server).send(NEIL, "Hello\r\nBcc: everybody@example.org", "Hello")
    (mail,) = mail_server.mails
    assert mail["Bcc"] is None
    assert mail["Subject"] == "Hello Bcc: everybody@example.org"


def test_a_line_end_in_the_address_is_refused(mail_server: MailServer) -> None:
    with pytest.raises(PostUnreachable):
        post_to(mail_server).send(f"{NEIL}\r\nBcc: everybody@example.org", "Hello", "Hello")
    assert mail_server.mails == []


def test_a_name_and_password_are_decoded_and_used(mail_server: MailServer) -> None:
    mail_server.offers = ("AUTH PLAIN",)
    post_to(mail_server, "kettle%40kettle.example:p%3Aw@").send(NEIL, "Hello", "Hello")
    assert any(said.startswith("AUTH PLAIN ") for said in mail_server.said)
    assert len(mail_server.mails) == 1


def test_a_password_is_never_sent_in_the_clear(mail_server: MailServer, monkeypatch: pytest.MonkeyPatch) -> None:
    mail_server.offers = ("AUTH PLAIN",)
    monkeypatch.setattr("app.channels.email.LOOPBACK", set())  # as if the server were far away
    with pytest.raises(PostUnreachable):
        post_to(mail_server, "kettle:secret@").send(NEIL, "Hello", "Hello")
    assert not any(said.startswith("AUTH") for said in mail_server.said)


def test_encryption_is_used_where_it_is_offered_and_a_failure_of_it_sends_nothing(mail_server: MailServer) -> None:
    mail_server.offers = ("STARTTLS",)
    mail_server.refuses = "STARTTLS"
    with pytest.raises(PostUnreachable):
        post_to(mail_server, "kettle:secret@").send(NEIL, "Hello", "Hello")
    assert "STARTTLS" in mail_server.said
    assert not any(said.startswith(("AUTH", "MAIL")) for said in mail_server.said)


@pytest.mark.parametrize("verb", ["EHLO", "MAIL", "RCPT", "DATA"])
def test_a_server_that_says_no_is_one_kind_of_error_that_quotes_nobody(mail_server: MailServer, verb: str) -> None:
    mail_server.refuses = verb
    post = post_to(mail_server)
    if verb == "EHLO":
        post.send(NEIL, "Hello", "Hello")  # an old server: we greet it the old way
        return
    with pytest.raises(PostUnreachable) as raised:
        post.send(NEIL, "Hello", "Hello")
    assert "@" not in str(raised.value)
    assert mail_server.mails == []


def test_a_clumsy_goodbye_after_the_mail_was_taken_is_no_error(mail_server: MailServer) -> None:
    mail_server.refuses = "QUIT"
    post_to(mail_server).send(NEIL, "Hello", "Hello")
    assert len(mail_server.mails) == 1


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with pytest.raises(PostUnreachable):
        SmtpPost("smtp://127.0.0.1:1", SENDER).send(NEIL, "Hello", "Hello")


def test_a_server_without_encryption_is_no_smtps_server(mail_server: MailServer) -> None:
    with pytest.raises(PostUnreachable):
        SmtpPost(f"smtps://127.0.0.1:{mail_server.port}", SENDER).send(NEIL, "Hello", "Hello")


@pytest.mark.parametrize("address", ["", "localhost:25", "http://127.0.0.1", "smtp://"])
def test_an_address_that_is_no_mail_server_keeps_the_service_from_starting(address: str) -> None:
    with pytest.raises(ValueError, match="smtp"):
        SmtpPost(address, SENDER)


def test_in_the_demo_mails_stay_in_the_house_newest_first(store: Store) -> None:
    post: Post = PretendPost(store)
    post.send(NEIL, "First", "Hello")
    post.send("amina@council.example", "Second", "Half an emoji \ud83d")
    mails = PretendPost(store).mails()
    assert [(mail.to, mail.subject) for mail in mails] == [("amina@council.example", "Second"), (NEIL, "First")]
    assert mails[0].body == "Half an emoji \ufffd"
