"""The pretend telephone provider, for the demo, rehearsals and tests: phones on screen, and Twilio's manners.

`Store` is its file, `Network` its rules, `Carrier` the thread that moves texts and calls our service, `Face` its
answers to the official client, `PretendPost` a letter box that keeps e-mails, `PretendTranslator` a phrase book. Must
never be chosen for real families: only assembly chooses.
"""

from app.channels.simulator.carrier import Carrier
from app.channels.simulator.face import Answer, Face
from app.channels.simulator.network import Network
from app.channels.simulator.post import PretendPost
from app.channels.simulator.shapes import (
    CallOutcome,
    Direction,
    Fault,
    FaultKind,
    Handset,
    HandsetKind,
    Line,
    Mail,
    Mood,
    PretendCall,
    PretendText,
    TextStatus,
)
from app.channels.simulator.store import Store
from app.channels.simulator.translator import PretendTranslator

__all__ = [
    "Answer",
    "CallOutcome",
    "Carrier",
    "Direction",
    "Face",
    "Fault",
    "FaultKind",
    "Handset",
    "HandsetKind",
    "Line",
    "Mail",
    "Mood",
    "Network",
    "PretendCall",
    "PretendPost",
    "PretendText",
    "PretendTranslator",
    "Store",
    "TextStatus",
]
