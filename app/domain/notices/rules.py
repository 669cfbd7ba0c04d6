"""The words of notices, and how often a ping may come. Pure. Never a family's name, number or words."""

from datetime import datetime, timedelta
from enum import Enum


class NoticeState(Enum):
    """Where a notice is."""

    WAITING = "waiting"
    CLAIMED = "claimed"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


PING_KIND = "ping"
PING_SUBJECT = "Someone is waiting for you in Kettle"
PING_EVERY = timedelta(hours=1)


def ping_words(public_url: str, first_name: str) -> str:
    """An empty ping: that somebody waits, and nothing else."""
    return f"Hello {first_name},\n\nSomeone is waiting for you in Kettle.\n\n{public_url}/inbox\n"


def ping_text(public_url: str) -> str:
    """The same as a text to a work phone."""
    return f"Someone is waiting for you in Kettle. {public_url}/inbox"


def next_ping(now: datetime, last_ping: datetime | None) -> datetime:
    """When the next ping may go (UTC): now, or an hour after the last one."""
    return now if last_ping is None else max(now, last_ping + PING_EVERY)


def failed_arrival_words(public_url: str) -> str:
    """What operators hear when a message could not be read by Kettle and was handed to a person as it was."""
    return f"A message could not be sorted and went to the front door as it was. See {public_url}/operator/health\n"


def not_sure_words(public_url: str) -> str:
    """What an author hears when we cannot find out whether a text arrived."""
    return (
        f"We are not sure that one of your texts arrived. Please look, and ring if it matters.\n\n{public_url}/inbox\n"
    )


def handed_over_words(public_url: str, leaver: str, count: int) -> str:
    """What the first-contact person hears when somebody left and families of theirs have nobody yet."""
    lie = "1 family lies" if count == 1 else f"{count} families lie"
    return (
        f"{leaver} does not work with you any more. {lie} with you until they have a new person. Please write to them, "
        f"or pass them on.\n\n{public_url}/inbox\n"
    )


def place_not_closed_words(public_url: str) -> str:
    """What operators hear when somebody's last day is over and their place cannot close without another manager."""
    return (
        "Somebody's last day is over, but their place cannot close: nobody else there is manager or first contact. "
        f"Please ring the organisation and invite another manager.\n\n{public_url}/operator/organisations\n"
    )
