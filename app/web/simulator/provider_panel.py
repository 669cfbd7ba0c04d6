"""Letting the pretend provider misbehave, to see what families and staff see then. In the demo only."""

from dataclasses import dataclass

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.assembly import House
from app.channels.simulator import Fault, FaultKind, Network
from app.foundation.errors import Refused
from app.web import forms
from app.web.simulator.table_top import enter, pages

FAULTS = {
    FaultKind.SLOW: "is slow: it answers after five seconds",
    FaultKind.TOO_MANY: "says there are too many requests (429)",
    FaultKind.BROKEN: "is broken (500)",
    FaultKind.GARBAGE: "answers with something else altogether",
    FaultKind.LOSES_ANSWER: "takes the text, and its answer is lost",
    FaultKind.REFUSES: "refuses the text, with the code below",
}
WORKS = "works as it should"
CODES = (
    ("21610", "21610: this phone said STOP"),
    ("21211", "21211: there is no such number"),
    ("21614", "21614: not a mobile phone"),
    ("21612", "21612: this phone cannot be reached from here"),
    ("21408", "21408: texts to that country are not allowed"),
    ("30001", "30001: the queue is full"),
)
TIMES = (("1", "the next text"), ("3", "the next three texts"), ("", "every text, until switched off"))


@dataclass(frozen=True)
class Panel:
    """What the panel shows: the choices, and what is set now. `now_words` is empty while all is well."""

    kinds: tuple[tuple[str, str], ...]
    codes: tuple[tuple[str, str], ...]
    times: tuple[tuple[str, str], ...]
    kind: str
    now_words: str


def panel(network: Network) -> Panel:
    """The panel as it is now."""
    fault = network.fault()
    kinds = (("", WORKS), *((kind.value, words) for kind, words in FAULTS.items()))
    return Panel(kinds, CODES, TIMES, fault.kind.value if fault else "", _now_words(fault))


def _now_words(fault: Fault | None) -> str:
    if fault is None:
        return ""
    until = "until you switch it off" if fault.times is None else f"for {fault.times} more"
    return f"The provider {FAULTS[fault.kind]}, {until}."


@pages.does_in_steps("/simulator/fault")
def fault(house: House) -> ResponseReturnValue:
    """Misbehave like this from now on, or behave."""
    enter(house)
    house.pretend_network.set_fault(_wanted())
    return redirect(url_for("simulator.phones", _anchor="provider"), 303)


def _wanted() -> Fault | None:
    if not forms.typed("kind"):
        return None
    try:
        times, code = forms.typed("times", limit=3), int(forms.typed("code", limit=6) or 0)
        return Fault(
            FaultKind(forms.typed("kind")),
            times=int(times) if times else None,
            code=code or Fault.code,
            is_for_lookups_too=forms.ticked("lookups"),
        )
    except ValueError:
        raise Refused("Choose from the lists.") from None
