"""The port to a telephone provider: what we ask of one, whichever it is."""

from collections.abc import Iterable
from datetime import datetime
from typing import Protocol

from app.foundation.telephony import Listed, Outcome, Text


class Provider(Protocol):
    """A telephone provider. Implementations never raise from `send`: every answer is an Outcome."""

    def send(self, text: Text) -> Outcome:
        """Hand one text over. At most 3 s to connect and 10 s to answer."""
        ...

    def sent_to(self, *, from_number: str, to_number: str, since: datetime) -> Iterable[Listed]:
        """The provider's own list of texts we sent to a number since then (UTC). Raises ProviderUnreachable."""
        ...

    def received_since(self, since: datetime) -> Iterable[Listed]:
        """Everything phones sent to our lines since then (UTC), oldest first. Raises ProviderUnreachable."""
        ...
