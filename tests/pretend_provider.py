"""A telephone provider for tests: plays answers by a script, and keeps a ledger of what each phone really got."""

import threading
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto
from uuid import uuid4

from app.foundation.clock import Now
from app.foundation.telephony import Accepted, Listed, Lost, Outcome, Progress, ProviderUnreachable, Text


class Play(Enum):
    """What becomes of one text."""

    TAKEN = auto()
    TAKEN_BUT_THE_ANSWER_IS_LOST = auto()
    LOST_ON_THE_WAY = auto()
    WE_DIE_BEFORE_THE_CALL = auto()
    WE_DIE_AFTER_THE_CALL = auto()


class Died(BaseException):
    """Stands for kill -9: nothing of ours catches it."""


@dataclass(frozen=True)
class Taken:
    """One text that a phone got."""

    provider_id: str
    text: Text
    at: datetime


class PretendProvider:
    """A Provider. `script` is played from its beginning, one entry a text; when it is empty everything is taken."""

    def __init__(self, now: Now, script: Iterable[Play | Outcome] = ()) -> None:
        self.script = list(script)
        self.ledger: list[Taken] = []
        self.asked: list[Text] = []
        self.inbound: list[Listed] = []
        self.is_list_down = False
        self._now = now
        self._lock = threading.Lock()

    def send(self, text: Text) -> Outcome:
        with self._lock:
            play = self.script.pop(0) if self.script else Play.TAKEN
            self.asked.append(text)
            if not isinstance(play, Play):
                return play
            if play is Play.WE_DIE_BEFORE_THE_CALL:
                raise Died
            if play is Play.LOST_ON_THE_WAY:
                return Lost("lost on the way")
            provider_id = f"SM{uuid4().hex}"
            self.ledger.append(Taken(provider_id, text, self._now()))
            if play is Play.WE_DIE_AFTER_THE_CALL:
                raise Died
            if play is Play.TAKEN_BUT_THE_ANSWER_IS_LOST:
                return Lost("no answer")
            return Accepted(provider_id)

    def sent_to(self, *, from_number: str, to_number: str, since: datetime) -> list[Listed]:
        if self.is_list_down:
            raise ProviderUnreachable
        return [
            Listed(one.provider_id, from_number, to_number, one.text.body, one.at, Progress.SENT, None, inbound=False)
            for one in self.ledger
            if (one.text.from_number, one.text.to_number) == (from_number, to_number) and one.at >= since
        ]

    def received_since(self, since: datetime) -> list[Listed]:
        if self.is_list_down:
            raise ProviderUnreachable
        return [one for one in self.inbound if one.sent_at >= since]

    def on_phone(self, number: str) -> list[str]:
        """The texts that this phone got, in order."""
        return [one.text.body for one in self.ledger if one.text.to_number == number]
