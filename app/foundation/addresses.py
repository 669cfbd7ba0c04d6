"""E-mail addresses, as far as we must understand them."""

import re

_SHAPE = re.compile(r"[^@\s,;<>\"]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,250}[A-Za-z0-9])?\.[A-Za-z]{2,24}")


def read_address(typed: str) -> str | None:
    """An address in the form we keep (trimmed, lower case), or None when it cannot be one."""
    address = typed.strip().lower()
    return address if len(address) <= 254 and _SHAPE.fullmatch(address) else None
