"""What may be tried only so often. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto
from ipaddress import IPv6Address, ip_address, ip_network

TOLD_AT = (80, 100)  # per cent of a day's automatic texts at which operators hear of it


@dataclass(frozen=True)
class Limit:
    """At most `times` in `within`."""

    times: int
    within: timedelta


class Limited(Enum):
    """What may be tried only so often. Each is counted on its own, also where two have the same limits."""

    SIGN_IN_AS = auto()  # an e-mail address from one place on the internet, in a browser that we do not know
    SIGN_IN_BY_DEVICE = auto()  # in a browser that its owner has signed in with before
    SIGN_IN_BY_ADDRESS = auto()
    CODE = auto()
    PRESENT_PASSWORD = auto()
    INVITATION = auto()
    FORGOTTEN_BY_EMAIL = auto()
    FORGOTTEN_BY_ADDRESS = auto()
    LINK_BY_NUMBER = auto()
    LINK_BY_SECRET = auto()  # with an old link, or from an ended visit
    LINK_BY_ADDRESS = auto()
    ANSWER_BY_NUMBER = auto()  # automatic texts to one phone, of whatever kind
    AUTOMATIC_TEXT = auto()  # all of them together: how many a day is a setting (see `budget`)
    BUDGET_TOLD = auto()
    WORD_BY_VISIT = auto()
    WORD_BY_CONTACT = auto()

    @property
    def limits(self) -> tuple[Limit, ...]:
        """All of them hold at once."""
        return _LIMITS[self]


_LINKS = (Limit(3, timedelta(hours=1)), Limit(5, timedelta(days=1)))
_LIMITS = {  # a whole staff room may sit behind one address; what was right is not counted
    Limited.SIGN_IN_AS: (Limit(10, timedelta(minutes=30)),),
    Limited.SIGN_IN_BY_DEVICE: (Limit(10, timedelta(minutes=30)),),
    Limited.SIGN_IN_BY_ADDRESS: (Limit(200, timedelta(minutes=30)),),
    Limited.CODE: (Limit(5, timedelta(minutes=15)), Limit(50, timedelta(days=1))),
    Limited.PRESENT_PASSWORD: (Limit(10, timedelta(minutes=30)),),
    Limited.INVITATION: (Limit(5, timedelta(days=1)),),
    Limited.FORGOTTEN_BY_EMAIL: (Limit(2, timedelta(hours=1)), Limit(5, timedelta(days=1))),
    Limited.FORGOTTEN_BY_ADDRESS: (Limit(30, timedelta(hours=1)),),
    Limited.LINK_BY_NUMBER: _LINKS,
    Limited.LINK_BY_SECRET: _LINKS,
    Limited.LINK_BY_ADDRESS: (Limit(60, timedelta(hours=1)),),
    Limited.ANSWER_BY_NUMBER: (Limit(6, timedelta(hours=1)), Limit(10, timedelta(days=1))),
    Limited.AUTOMATIC_TEXT: (),
    Limited.BUDGET_TOLD: (Limit(1, timedelta(days=1)),),
    Limited.WORD_BY_VISIT: (Limit(5, timedelta(hours=1)),),
    Limited.WORD_BY_CONTACT: (Limit(10, timedelta(days=1)),),
}


def network_of(address: str) -> str:
    """Where on the internet somebody is, to count tries by: an IPv4 address; of IPv6 the /64, of which one household
    has billions of addresses."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if isinstance(found, IPv6Address):
        return str(found.ipv4_mapped or ip_network((found, 64), strict=False))
    return str(found)
