"""The demo's letter box: e-mails that Kettle would have sent to staff. Nothing leaves the house."""

from app.channels.simulator.shapes import Mail
from app.channels.simulator.store import Store, to_moment, to_seconds
from app.foundation.clock import Now
from app.foundation.clock import now as real_now
from app.foundation.text import storable


class PretendPost:
    """A Post (see channels/email.py) that keeps every mail for the demo's mailbox page."""

    def __init__(self, store: Store, *, now: Now = real_now) -> None:
        self._store = store
        self._now = now

    def send(self, to: str, subject: str, body: str) -> None:
        """Keep it. Never fails."""
        with self._store.writing():
            self._store.rows(
                "INSERT INTO mail (to_address, subject, body, sent_at) VALUES (?, ?, ?, ?)",
                to,
                storable(subject),
                storable(body),
                to_seconds(self._now()),
            )

    def mails(self) -> list[Mail]:
        """All mails, the newest first."""
        rows = self._store.rows("SELECT to_address, subject, body, sent_at FROM mail ORDER BY id DESC")
        return [Mail(row[0], row[1], row[2], to_moment(row[3])) for row in rows]
