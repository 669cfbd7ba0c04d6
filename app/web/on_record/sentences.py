"""What each entry of the record says, as a sentence. Pure words: no name is known here, and no right is decided.

In a sentence {who} did something, {whom} is the colleague it was about, {holder} the one whose thread it was ({whose}:
"Neil’s"), {family} the family, {place} an organisation and {line} a phone line of ours. A verb without a sentence is
shown as it is.
"""

from enum import Enum

from app.domain.audit.rules import Looking
from app.domain.people.rules import Check
from app.domain.permissions.holding_back import Step


class Kind(Enum):
    """What an entry is about, for whoever looks for one. The value stands in an address; `words` on the page."""

    READS = "reads"
    COPIES = "copies"
    THREADS = "threads"
    TIMES = "times"
    FAMILIES = "families"
    SAFETY = "safety"
    STAFF = "staff"
    CHECKS = "checks"
    SIGNING_IN = "signing-in"
    PLACE = "place"
    WORDS = "words"
    RECORD = "record"

    @property
    def words(self) -> str:
        """How a page calls it."""
        return _WORDS[self]


_WORDS = {
    Kind.READS: "Reading what is a colleague’s, and looking for families",
    Kind.COPIES: "Copies",
    Kind.THREADS: "Conversations",
    Kind.TIMES: "Times to talk",
    Kind.FAMILIES: "Families and their pages",
    Kind.SAFETY: "Safeguarding",
    Kind.STAFF: "Staff and roles",
    Kind.CHECKS: "Checks",
    Kind.SIGNING_IN: "Signing in",
    Kind.PLACE: "Hours, terms, welcome and lines",
    Kind.WORDS: "Our words and translating",
    Kind.RECORD: "Looking at this record",
}

CHECKS = {
    Check.SAFER_RECRUITMENT: "safer-recruitment check",
    Check.SAFEGUARDING_TRAINING: "safeguarding training",
}

FROM_A_SHARED_PHONE = "{who} said that {family} wrote a message from a shared phone"

SENTENCES: dict[Kind, dict[str, str]] = {
    Kind.READS: {
        Looking.READ: "{who} read {whose} conversation with {family}",
        Looking.AS_COVER: "{who} (cover) read {whose} conversation with {family}",
        Looking.IN_THE_HOLIDAYS: "{who} (holiday reader) read {whose} conversation with {family}",
        Looking.ON_DUTY: "{who} (on duty) read {whose} conversation with {family}",
        "opened a family's page": "{who} opened the page about {family}",
        "looked for a family": "{who} looked for a family",
    },
    Kind.COPIES: {
        Looking.COPIED: "{who} copied {whose} conversation with {family}",
        Looking.COPIED_WITH_NOTES: "{who} copied {whose} conversation with {family}, with the staff notes",
    },
    Kind.THREADS: {
        "wrote to a family": "{who} wrote to {family}",
        "said hello": "{who} said hello to {family}",
        "text changed before it went": "{who} changed a text to {family} before it went",
        "text taken back": "{who} took back a text to {family}",
        "private page sent": "{who} sent {family} the private page",
        "no answer needed": "{who} said that {family} needs no answer",
        "an answer is needed after all": "{who} said that {family} waits for an answer after all",
        "call written down": "{who} wrote down a call with {family}",
        "visit written down": "{who} wrote down a visit to {family}",
        "meeting written down": "{who} wrote down a meeting with {family}",
        "staff note written": "{who} wrote a staff note about {family}",
        "opened older messages to the family": "{who} opened older messages to {family} for a day",
        "thread passed on": "{who} passed {family} on to {holder}",
        "thread handed on": "The conversation with {family} was handed on to {holder}",
        "said who of two wrote it": FROM_A_SHARED_PHONE,
        "message moved to the other person on the phone": FROM_A_SHARED_PHONE,
    },
    Kind.TIMES: {
        "times offered": "{who} offered times to talk",
        "times ended": "{who} ended {whose} times to talk",
        "day of times called off": "{who} called off a day of {whose} times to talk",
        "day of times moved": "{who} moved a day of {whose} times to talk",
        "time taken out": "{who} took out one of {whose} times to talk",
        "time put back": "{who} put back one of {whose} times to talk",
        "welcome of times written": "{who} wrote how families are met at {whose} times to talk",
        "asked along": "{who} asked whether {whom} can be in the room",
        "will be in the room": "{whom} will be in the room",
        "will not be in the room": "{whom} will not be in the room",
        "taken out of the room": "{who} said that {whom} need not be in the room",
        "time booked": "{who} booked a time with {holder} for {family}",
        "time moved": "{who} moved the time of {family} with {holder}",
        "time given back": "{who} gave back the time of {family} with {holder}",
        "said who meets them instead": "{who} wrote down who meets {family} instead of {holder}",
        "asked to move a time": "{who} asked {family} to move a time with {holder}",
        "said what became of a time": "{who} wrote down what became of a time with {family}",
        "needs written down": "{who} wrote down what would help {family}",
        "introduced themselves": "{family} chose to talk with somebody here",
        "said how young people may book": "{who} wrote down how young people may book a time",
        "confirmed that nobody talks of fines": "{who} confirmed that nobody talks of fines at times to talk",
        "took back that nobody talks of fines": "{who} took back that nobody talks of fines at times to talk",
    },
    Kind.FAMILIES: {
        "contact added": "{who} wrote down {family}",
        "contact named": "{who} wrote down who {family} is",
        "said who it is": "{who} said that somebody unknown is {family}",
        "said who shares the phone": "{who} wrote down that somebody shares a phone with {family}",
        "child added": "{who} wrote down a child of {family}",
        "number added": "{who} wrote down a number of {family}",
        "number taken away": "{who} took away a number of {family}",
        "wishes written down": "{who} wrote down how {family} wants to be written to",
        "person chosen": "{who} wrote down that {whom} is the person of {family}",
        "person no longer": "{whom} is no longer the person of {family}",
        "phone frozen": "{who} wrote down that the phone of {family} may be in other hands",
        "phone no longer frozen": "{who} wrote down that the phone of {family} is theirs again",
        "opened the private page": "{family} opened the private page",
        "closed the private page": "{family} closed the private page",
        "pages closed by text": "{family} closed their private page by text",
        "private page closed everywhere": "{who} closed the private page of {family} everywhere",
        "card made": "{who} made a card that opens the private page of {family}",
        "word agreed on": "{who} and {family} agreed on a word",
        "word taken away": "{who} took away the word of {family}",
        "said stop": "A phone said STOP to {line}",
        "said start": "A phone said START to {line}",
    },
    Kind.SAFETY: {
        # Which family it is, and why, is for safeguarding leads alone.
        Step.HELD: "{who} held back from a family who has looked",
        Step.RENEWED: "{who} holds back for longer from a family who has looked",
        Step.LIFTED: "{who} told a family after all who has looked",
        "looked at who has looked": "{who} looked at who has looked at a family’s messages",
    },
    Kind.STAFF: {
        "member added": "{who} added {whom}",
        "member named": "{who} wrote down {whom}’s name anew",
        "invited": "{who} invited {whom}",
        "roles changed": "{who} changed what {whom} may do",
        "cover named": "{who} named who reads when {whom} cannot",
        "away": "{who} wrote down that {whom} is away",
        "back": "{who} wrote down that {whom} is here again",
        "not away after all": "{who} wrote down that {whom} is not away after all",
        "member left": "{whom} left",
        "leaving begun": "{who} wrote down {whom}’s last day",
        "stays after all": "{who} wrote down that {whom} stays after all",
        "left at once": "{who} ended {whom}’s place at once",
        "next person chosen": "{who} wrote down that {whom} comes next for {family}",
        "told who comes next": "{who} told {family} who comes next",
        "chose how to be told": "{who} chose how to hear that somebody is waiting",
        "profile written": "{who} wrote down how families see {whom}",
        "picture kept": "{who} put up a picture of {whom}",
        "picture taken away": "{who} took away the picture of {whom}",
    },
    Kind.CHECKS: {
        **{f"check recorded: {kind}": "{who} recorded {whom}’s " + words for kind, words in CHECKS.items()},
        **{f"check confirmed: {kind}": "{who} confirmed {whom}’s " + words for kind, words in CHECKS.items()},
    },
    Kind.SIGNING_IN: {
        "signed in": "{whom} signed in",
        "signed out": "{whom} signed out",
        "signed out everywhere": "{whom} signed out on all devices",
        "password set": "{whom} set a password",
        "password changed": "{whom} changed their password",
        "second step set up": "{whom} set up codes on a phone",
        "recovery codes made": "{whom} got new recovery codes",
        "recovery code used": "{whom} signed in with a recovery code",
        "device remembered": "{whom} had a device remembered",
        "device ended": "{whom} ended a device",
        "phone lost": "{who} said that {whom}’s phone with the codes is lost",
    },
    Kind.PLACE: {
        "borough made": "{who} made a borough",
        "organisation made": "{who} made {place}",
        "line given": "{who} gave {place} the line {line}",
        "line retired": "{who} took the line {line} away from {place}",
        "hours set": "{who} set the opening hours",
        "terms set": "{who} set the terms, and who reads in the holidays",
        "closed day added": "{who} added a day on which nobody works",
        "closed day taken away": "{who} took away a day on which nobody works",
        "welcome written": "{who} wrote the welcome",
        "public number and page set": "{who} set the public number and page",
    },
    Kind.WORDS: {
        "proposed words of our own": "{who} proposed words of our own",
        "approved words of our own": "{who} approved words of our own",
        "put words of our own aside": "{who} put words of our own aside",
        "signed off automatic texts": "{who} signed automatic texts off",
        "took a sign-off back": "{who} took a sign-off of automatic texts back",
        "chose a translator": "{who} chose who translates messages",
        "put the translator away": "{who} decided that no computer translates messages",
    },
    Kind.RECORD: {
        "looked at the record": "{who} looked at this record",
    },
}

FOR_OPERATORS = {  # who works where is nothing to them, and which family even less
    "borough made": "{who} made a borough",
    "organisation made": "{who} made {place}",
    "line given": "{who} gave {place} the line {line}",
    "line retired": "{who} took the line {line} away from {place}",
    "member added": "{who} added somebody at {place}",
    "invited": "{who} invited somebody at {place}",
    "member left": "{who} ended somebody’s place at {place}",
    "looked at the service's record": "{who} looked at this record",
}
BY_VERB = {verb: (kind, words) for kind, found in SENTENCES.items() for verb, words in found.items()}
KEPT_WORDS = frozenset({Step.HELD, Step.RENEWED, Step.LIFTED})  # not for managers: why a lead holds something back


def verbs_of(kind: Kind) -> frozenset[str]:
    """The verbs of one kind."""
    return frozenset(map(str, SENTENCES[kind]))
