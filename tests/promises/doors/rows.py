"""Who may open which door: one row for each page and each form of the service. A door without a row fails the run.

A row names everybody whom it opens for; everybody else is nobody here. Where an address names a thing, the row says so
for each thing: a thing that is not yours answers exactly like one that never was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.promises.doors.world import (
    FAMILIES,
    KEEPERS,
    LEADS,
    MANAGERS,
    STAFF,
    THEIR_KEEPERS,
    THEIR_MANAGERS,
    Thing,
    Who,
)

EVERYBODY = frozenset(Who)
ByThing = Mapping[Thing, frozenset[Who]]


@dataclass(frozen=True)
class Row:
    """One door. `opens` for each thing that its address may name, or simply for whom; `also` fills in the other parts
    of its address; `form` is what is sent. `ends`: it ends something, so it is tried late, and what ends most last of
    all. `status`: what it answers to whom it opens for, where that is a kind of "no" in itself."""

    opens: ByThing | frozenset[Who]
    also: Mapping[str, object] = field(default_factory=dict)
    form: Mapping[str, object] = field(default_factory=dict)
    ends: int = 0
    status: int | None = None


READS_THREAD: ByThing = {
    Thing.NEILS: frozenset({Who.NEIL, Who.COVER}),
    Thing.ROBS: frozenset({Who.NEIL, Who.COVER}),
    Thing.MOIRAS: frozenset({Who.COLLEAGUE}),
    Thing.PRIYAS: frozenset({Who.FRONT_DOOR}),
    Thing.LEAVERS: frozenset({Who.LEAVING}),
    Thing.HANNAHS: frozenset({Who.THEIR_PERSON}),
}
OWN_TEXT: ByThing = {  # what somebody else wrote, a cover neither changes nor takes back
    thing: who - {Who.COVER} for thing, who in READS_THREAD.items()
}
OWN_TALK: ByThing = {Thing.NEILS: frozenset({Who.PARENT}), Thing.ROBS: frozenset({Who.OTHER_PARENT})}
KEEPS_FAMILY: ByThing = {
    **dict.fromkeys((Thing.NEILS, Thing.ROBS, Thing.MOIRAS, Thing.PRIYAS, Thing.LEAVERS), KEEPERS),
    Thing.HANNAHS: THEIR_KEEPERS,
}
KEEPS_MEMBER: ByThing = {
    Thing.NEILS: MANAGERS,
    Thing.MOIRAS: MANAGERS,
    Thing.LEAVERS: MANAGERS,
    Thing.HANNAHS: THEIR_MANAGERS,
}
ANY_MANAGER = MANAGERS | THEIR_MANAGERS
ANY_KEEPER = KEEPERS | THEIR_KEEPERS
ANY_LEAD = LEADS | {Who.THEIR_LEAD}
OPERATOR = frozenset({Who.OPERATOR})

ROWS: dict[str, Row] = {
    # For anybody
    "welcome.check GET": Row(EVERYBODY, also={"slug": "tidewell-council"}),
    "welcome.sign_in GET": Row(EVERYBODY),
    "welcome.sign_in_now POST": Row(EVERYBODY, status=401),
    "welcome.sign_out POST": Row(EVERYBODY, ends=3),
    "welcome.invitation GET": Row(EVERYBODY, also={"secret": ("invitation", Thing.NEILS)}),
    "welcome.accept POST": Row(EVERYBODY, also={"secret": ("invitation", Thing.NEILS)}, form={"password": "no"}),
    "welcome.privacy GET": Row(EVERYBODY),
    "welcome.accessibility GET": Row(EVERYBODY),
    "alive.alive GET": Row(EVERYBODY),
    # A family's own
    "family.people GET": Row(FAMILIES),
    "family.talk GET": Row(OWN_TALK),
    "family.say POST": Row(OWN_TALK, form={"words": "hello"}),
    "family.choose_language POST": Row(FAMILIES, form={"reads": "en"}),
    "family.leave POST": Row(FAMILIES, ends=3),
    "family_link.link GET": Row(EVERYBODY, also={"secret": "x" * 32}),
    "family_link.come_in POST": Row(EVERYBODY, also={"secret": ("link", Thing.NEILS)}, ends=1),
    "family_link.again POST": Row(EVERYBODY, also={"secret": "x" * 32}),
    "family_link.new_link POST": Row(EVERYBODY, status=200),
    # The desk
    "trusted_person.inbox GET": Row(ANY_KEEPER),
    "trusted_person.rows GET": Row(ANY_KEEPER),
    "trusted_person.find GET": Row(ANY_KEEPER),
    "trusted_person.find_now POST": Row(ANY_KEEPER, form={"fragment": "a"}),
    "trusted_person.conversation GET": Row(READS_THREAD),
    "trusted_person.entries GET": Row(READS_THREAD),
    "trusted_person.reply POST": Row(READS_THREAD, form={"text": "Good morning"}),
    "trusted_person.no_answer POST": Row(READS_THREAD),
    "trusted_person.still_waits POST": Row(READS_THREAD),
    "trusted_person.link POST": Row(READS_THREAD),
    "trusted_person.older POST": Row(READS_THREAD),
    "trusted_person.talk POST": Row(READS_THREAD, form={"channel": "call", "day": "2027-03-09", "clock": "10:00"}),
    "trusted_person.note POST": Row(READS_THREAD, form={"note": "a note"}),
    "trusted_person.change POST": Row(OWN_TEXT, form={"body": "See you soon"}),
    "trusted_person.take_back POST": Row(OWN_TEXT, ends=1),
    "trusted_person.this_was POST": Row(READS_THREAD, form={"contact_id": Thing.NEILS}),
    "trusted_person.hello GET": Row(KEEPS_FAMILY),
    "trusted_person.say_hello POST": Row(KEEPS_FAMILY),
    # The families of an organisation
    "organisation.new_family GET": Row(ANY_KEEPER),
    "organisation.write_down POST": Row(ANY_KEEPER),
    "organisation.family_member GET": Row(KEEPS_FAMILY),
    "organisation.write_wishes POST": Row(KEEPS_FAMILY, form={"reads": "en"}),
    "organisation.who_is_it GET": Row(READS_THREAD),
    "organisation.look_for POST": Row(READS_THREAD, form={"fragment": "a"}),
    "organisation.new POST": Row(READS_THREAD),
    "organisation.known POST": Row(READS_THREAD),
    "organisation.shares POST": Row(READS_THREAD),
    "organisation.pass_on POST": Row(READS_THREAD),
    # Somebody leaves
    "house.leaving GET": Row(KEEPS_MEMBER),
    "house.start_leaving POST": Row(KEEPS_MEMBER),
    "house.choose_next POST": Row(KEEPS_MEMBER),
    "house.told_face_to_face POST": Row({Thing.LEAVERS: MANAGERS}, also={"contact_id": Thing.LEAVERS}),
    "house.stay_after_all POST": Row({Thing.LEAVERS: MANAGERS}, ends=2),
    "house.close POST": Row({Thing.LEAVERS: MANAGERS}),
    "house.leave_at_once POST": Row(KEEPS_MEMBER),
    # About oneself
    "me.about_me GET": Row(STAFF),
    "me.being_told GET": Row(STAFF),
    "me.tell_me POST": Row(STAFF, form={"by": "email"}),
    "me.goodbye GET": Row(frozenset({Who.LEAVING})),
    "me.write_goodbye POST": Row(frozenset({Who.LEAVING}), form={"words": "Goodbye"}),
    "me.say_goodbye POST": Row(frozenset({Who.LEAVING})),
    # Whoever keeps the service running
    "operator.health GET": Row(OPERATOR),
}
