"""No test reaches beyond this machine. An audit hook sees every connection that Python makes, in any thread."""

import socket
import sys

LOOPBACK_NAMES = {"localhost", "", None}
_attempts: list[str] = []
_is_watching = False


class LeavesThisMachine(OSError):
    """A test tried to reach another machine."""


def watch() -> None:
    """Start to refuse (an audit hook stays for the life of the process)."""
    global _is_watching  # noqa: PLW0603 - hooks cannot be removed, so we must know that ours is there
    if not _is_watching:
        sys.addaudithook(_hook)
        _is_watching = True


def attempts_since_last_asked() -> list[str]:
    """Where somebody tried to go. Empties the list."""
    found = _attempts[:]
    _attempts.clear()
    return found


def is_here(host: object) -> bool:
    """Is this host our own machine?"""
    if isinstance(host, bytes):
        host = host.decode("ascii", "replace")
    return host in LOOPBACK_NAMES or host in {"::1", "0.0.0.0"} or str(host).startswith("127.")


def _hook(event: str, arguments: tuple[object, ...]) -> None:
    if event in {"socket.connect", "socket.sendto"}:
        where = arguments[1]
        if isinstance(where, tuple) and not is_here(where[0]):  # a unix socket's address is a string
            _refuse(f"{where[0]}:{where[1]}")
    elif event == "socket.getaddrinfo" and not is_here(arguments[0]) and not _is_numeric(str(arguments[0])):
        _refuse(f"the address of {arguments[0]}")


def _is_numeric(host: str) -> bool:
    for family in (socket.AF_INET, socket.AF_INET6):
        try:
            socket.inet_pton(family, host)
        except OSError:
            continue
        return True
    return False


def _refuse(where: str) -> None:
    _attempts.append(where)
    raise LeavesThisMachine(f"Tests stay on this machine; something asked for {where}")
