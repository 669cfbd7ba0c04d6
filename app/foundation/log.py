"""The log: what happened, one line each, in words for operators. Never a name, a number or a word of a message.

Whoever logs passes ids. As a second net, a processor blots out anything that looks like a phone number, an e-mail
address or a secret, and every control character, before a line is written.
"""

import logging
import re
import sys
from collections.abc import MutableMapping
from types import NoneType
from typing import Any
from uuid import UUID

import structlog

_NUMBER = re.compile(r"(?:(?<![\w-])\+?|%2B)\d(?:[\s().-]?\d){8,14}(?![\w-])")
_ADDRESS = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+\.[A-Za-z]{2,}")
_SECRET = re.compile(r"(?i)(token|secret|password|signature|/my/|/link/)[=:/]? ?[\w.+/=-]{12,}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")

_HARMLESS = (bool, int, float, UUID, NoneType)


def blotted(text: str) -> str:
    """The same line without numbers, addresses, secrets and control characters."""
    text = _CONTROL.sub(" ", text)
    text = _SECRET.sub(lambda found: f"{found.group(1)}[hidden]", text)
    return _NUMBER.sub("[number]", _ADDRESS.sub("[address]", text))


def _blot(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        if key == "timestamp" or key.startswith("_") or isinstance(value, _HARMLESS):  # structlog's own begin with _
            continue
        # Whatever else it is would be written as text: an exception by its name only, the rest without numbers.
        event[key] = type(value).__name__ if isinstance(value, BaseException) else blotted(str(value))
    return event


def set_up(*, level: int = logging.INFO) -> None:
    """Send every log, ours and the libraries', through one blotting formatter to standard error."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _errors_by_type,
        _blot,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.LogfmtRenderer(key_order=["timestamp", "level", "event"]),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for chatty in ("alembic", "twilio", "apscheduler", "urllib3", "werkzeug", "sqlalchemy"):
        logging.getLogger(chatty).setLevel(logging.WARNING)


def _errors_by_type(_logger: object, _name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    # An exception's words may quote a family's words (a database error shows its parameters): keep where, not what.
    raised = event.pop("exc_info", None)
    if raised is True:
        raised = sys.exc_info()
    error = raised[1] if isinstance(raised, tuple) else raised
    if isinstance(error, BaseException):
        event["error"] = type(error).__name__
        event["where"] = _where(error)
    return event


def _where(error: BaseException) -> str:
    frames = []
    step = error.__traceback__
    while step:
        frames.append(f"{step.tb_frame.f_code.co_filename.rsplit('/', 2)[-1]}:{step.tb_lineno}")
        step = step.tb_next
    return " > ".join(frames[-6:])


def log(room: str) -> Any:
    """A logger for one room of the house."""
    return structlog.get_logger(room)
