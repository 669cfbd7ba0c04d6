"""The e-mails to staff, as the scheduler would carry them."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from app.assembly import House
from app.domain.accounts import new_passwords, staff_links
from app.domain.notices import delivery
from app.domain.notices.models import Notice
from app.domain.notices.rules import PING_SUBJECT
from tests.pretend_provider import PretendProvider
from tests.web.signing_in import every

OPENS = re.compile(r"/(welcome|new-password|lost-phone)/")


@dataclass(frozen=True)
class Letter:
    """One e-mail."""

    to: str
    subject: str
    body: str

    @property
    def link(self) -> str:
        """The path of the last address in it."""
        return urlsplit(re.findall(r"http\S+", self.body)[-1]).path


@dataclass
class Post:
    """Takes e-mails. `carry` does what the scheduler does every few seconds."""

    house: House
    provider: PretendProvider
    _taken: list[Letter] = field(default_factory=list)

    def send(self, to: str, subject: str, body: str) -> None:
        """Take one. That somebody waits is another story."""
        if subject != PING_SUBJECT:
            self._taken.append(Letter(to, subject, body))

    def carry(self) -> list[Letter]:
        """Look up wishes, send what is due, and give what was sent."""
        new_passwords.look_up_wishes(self.house.database)
        while delivery.deliver_due(
            self.house.database, post=self, provider=self.provider, make_link=staff_links.make_for_notice
        ):
            pass
        sent, self._taken = self._taken, []
        return sent

    def links_kept(self) -> list[str]:
        """Links that lie in the table of notices: there must be none."""
        return [one.body for one in every(self.house, Notice) if OPENS.search(one.body)]
