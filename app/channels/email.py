"""E-mail to staff. Must never carry a family's words; in the demo a pretend post stands here and nothing leaves."""

import smtplib
import ssl
from contextlib import suppress
from email.message import EmailMessage
from email.utils import formatdate, make_msgid, parseaddr
from typing import Protocol
from urllib.parse import unquote, urlsplit

from app.foundation.settings import LOOPBACK
from app.foundation.text import one_line

TIMEOUT_SECONDS = 10.0
PORTS = {"smtp": 587, "smtps": 465}
LONGEST_SUBJECT = 200


class PostUnreachable(Exception):
    """The mail was not taken. The words name the kind of failure only: never an address."""


class Post(Protocol):
    """Something that takes e-mails."""

    def send(self, to: str, subject: str, body: str) -> None:
        """Hand one mail over, plain text. Raises PostUnreachable."""
        ...


class SmtpPost:
    """Sends through a mail server: `smtp://` (STARTTLS where offered) or `smtps://`, with or without `user:password@`.

    Raises ValueError for any other address. A name and password in the address are percent-decoded.
    """

    def __init__(self, smtp_url: str, mail_from: str) -> None:
        where = urlsplit(smtp_url)
        if where.scheme not in PORTS or not where.hostname:
            raise ValueError("A mail server's address begins with smtp:// or smtps://.")
        self._is_tls_from_the_start = where.scheme == "smtps"
        self._host = where.hostname
        self._port = where.port or PORTS[where.scheme]
        self._user = unquote(where.username or "")
        self._password = unquote(where.password or "")
        self._from = mail_from
        self._our_name = parseaddr(mail_from)[1].rpartition("@")[2] or "localhost"

    def send(self, to: str, subject: str, body: str) -> None:
        """Hand one mail over, plain text. Waits at most 10 s for each answer. Raises PostUnreachable."""
        try:
            server = self._connected()
            try:
                self._secured(server)
                server.send_message(self._mail(to, subject, body))
            finally:
                # Once taken, a clumsy goodbye must not look like a failure: the mail would go out twice.
                with suppress(smtplib.SMTPException, OSError):
                    server.quit()
                server.close()
        except (smtplib.SMTPException, OSError, ValueError) as problem:
            # From nothing: a mail server's words quote addresses.
            raise PostUnreachable(type(problem).__name__) from None

    def _connected(self) -> smtplib.SMTP:
        if self._is_tls_from_the_start:
            return smtplib.SMTP_SSL(
                self._host,
                self._port,
                local_hostname=self._our_name,
                timeout=TIMEOUT_SECONDS,
                context=ssl.create_default_context(),
            )
        return smtplib.SMTP(self._host, self._port, local_hostname=self._our_name, timeout=TIMEOUT_SECONDS)

    def _secured(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        is_private = self._is_tls_from_the_start or self._host in LOOPBACK
        if not self._is_tls_from_the_start and server.has_extn("starttls"):
            server.starttls(context=ssl.create_default_context())
            is_private = True
        if not self._user:
            return
        if not is_private:
            raise PostUnreachable("a password is never sent in the clear")
        server.login(self._user, self._password)

    def _mail(self, to: str, subject: str, body: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = self._from
        mail["To"] = to
        mail["Subject"] = one_line(subject, LONGEST_SUBJECT)
        mail["Date"] = formatdate()
        mail["Message-ID"] = make_msgid(domain=self._our_name)
        mail["Auto-Submitted"] = "auto-generated"  # or a holiday notice would answer it
        mail.set_content(body)
        return mail
