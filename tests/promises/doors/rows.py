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
SAME = object()  # what goes with the very thing in the address: its number
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
OWN_TIME: ByThing = {Thing.NEILS: frozenset({Who.PARENT}), Thing.ROBS: frozenset({Who.OTHER_PARENT})}
HOSTS: ByThing = {
    Thing.NEILS: frozenset({Who.NEIL, Who.COVER}),
    Thing.MOIRAS: frozenset({Who.COLLEAGUE}),
    Thing.HANNAHS: frozenset({Who.THEIR_PERSON}),
}
AT_THEIR_DESK: ByThing = {**HOSTS, Thing.ROBS: HOSTS[Thing.NEILS]}
ASKED_ALONG: ByThing = {Thing.NEILS: frozenset({Who.COLLEAGUE}), Thing.HANNAHS: frozenset({Who.NEIL})}
KEEPS_FAMILY: ByThing = {
    **dict.fromkeys((Thing.NEILS, Thing.ROBS, Thing.MOIRAS, Thing.PRIYAS, Thing.LEAVERS), KEEPERS),
    Thing.HANNAHS: THEIR_KEEPERS,
}
KEEPS_MEMBER: ByThing = {
    Thing.NEILS: MANAGERS,
    Thing.MOIRAS: MANAGERS,
    Thing.LEAVERS: MANAGERS,
    Thing.PRIYAS: MANAGERS,
    Thing.IDAS: MANAGERS,
    Thing.HANNAHS: THEIR_MANAGERS,
}
KEEPS_WORDS: ByThing = {Thing.NEILS: MANAGERS, Thing.HANNAHS: THEIR_MANAGERS}
ANY_MANAGER = MANAGERS | THEIR_MANAGERS
ANY_KEEPER = KEEPERS | THEIR_KEEPERS
ANY_LEAD = LEADS | {Who.THEIR_LEAD}
OPERATOR = frozenset({Who.OPERATOR})
EACH_ORGANISATION: ByThing = {Thing.NEILS: OPERATOR, Thing.HANNAHS: OPERATOR}
KEEPS_SAFE: ByThing = {
    **dict.fromkeys((Thing.NEILS, Thing.ROBS, Thing.MOIRAS, Thing.PRIYAS, Thing.LEAVERS), LEADS),
    Thing.HANNAHS: frozenset({Who.THEIR_LEAD}),
}
OWN_DEVICE: ByThing = {
    Thing.NEILS: frozenset({Who.NEIL}),
    Thing.MOIRAS: frozenset({Who.COLLEAGUE}),
    Thing.LEAVERS: frozenset({Who.LEAVING}),
    Thing.PRIYAS: frozenset({Who.FRONT_DOOR}),
    Thing.HANNAHS: frozenset({Who.THEIR_PERSON}),
}

ROWS: dict[str, Row] = {
    # For anybody
    "welcome.check GET": Row(EVERYBODY, also={"slug": "tidewell-council"}),
    "welcome.sign_in GET": Row(EVERYBODY),
    "welcome.sign_in_now POST": Row(EVERYBODY, status=401),
    "welcome.sign_out POST": Row(EVERYBODY, ends=5),
    "welcome.invitation GET": Row(EVERYBODY, also={"secret": ("invitation", Thing.NEILS)}),
    "welcome.accept POST": Row(EVERYBODY, also={"secret": ("invitation", Thing.NEILS)}, form={"password": "no"}),
    "welcome.forgot GET": Row(EVERYBODY),
    "welcome.forgot_it POST": Row(EVERYBODY),
    "welcome.begin_again GET": Row(EVERYBODY, also={"step": "code"}),
    "welcome.check_code POST": Row(EVERYBODY, status=401),
    "welcome.set_up POST": Row(EVERYBODY, status=401),
    "welcome.arrive POST": Row(EVERYBODY, status=401),
    "welcome.new_password GET": Row(EVERYBODY, also={"secret": ("reset", Thing.NEILS)}),
    "welcome.set_new_password POST": Row(EVERYBODY, also={"secret": ("reset", Thing.NEILS)}),
    "welcome.lost_phone GET": Row(EVERYBODY, also={"secret": ("lost", Thing.NEILS)}),
    "welcome.show_square POST": Row(EVERYBODY, also={"secret": ("lost", Thing.NEILS)}, status=401),
    "welcome.set_up_another POST": Row(EVERYBODY, also={"secret": ("lost", Thing.NEILS)}, status=401),
    "welcome.talk_to GET": Row(EVERYBODY),
    "welcome.talk_to_at GET": Row(EVERYBODY, also={"slug": "tidewell-council"}),
    "welcome.poster GET": Row(EVERYBODY),
    "welcome.poster_at GET": Row(EVERYBODY, also={"slug": "tidewell-council"}),
    "welcome.times_poster GET": Row(EVERYBODY, also={"slug": "tidewell-council"}),
    "welcome.who GET": Row(EVERYBODY),
    "welcome.who_at GET": Row(EVERYBODY, also={"slug": "tidewell-council"}),
    "welcome.phrasebook GET": Row(EVERYBODY, also={"slug": "tidewell-council"}),
    "welcome.privacy GET": Row(EVERYBODY),
    "welcome.accessibility GET": Row(EVERYBODY),
    "alive.alive GET": Row(EVERYBODY),
    # A family's own
    "family.people GET": Row(FAMILIES),
    "family.talk GET": Row(OWN_TALK),
    "family.say POST": Row(OWN_TALK, form={"words": "hello"}),
    "family.languages GET": Row(FAMILIES),
    "family.choose_language POST": Row(FAMILIES, form={"reads": "en"}),
    "family.choose_translation POST": Row(FAMILIES, form={"translate": "no"}),
    "family.say_word POST": Row(OWN_TALK),
    "family.who_has_looked GET": Row(FAMILIES),
    "family.times GET": Row(FAMILIES),
    "family.check_time GET": Row(FAMILIES),
    "family.book_time POST": Row(FAMILIES, form={"slot": Thing.NEILS}),
    "family.time GET": Row(OWN_TIME),
    "family.calendar GET": Row(OWN_TIME),
    "family.drop_time POST": Row(OWN_TIME),
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
    "trusted_person.words_for_box POST": Row(READS_THREAD, form={"text": "Where is he?"}),
    "trusted_person.in_their_language POST": Row(READS_THREAD, form={"text": "Good morning"}),
    "trusted_person.letter GET": Row(ANY_KEEPER),
    "trusted_person.read_letter POST": Row(ANY_KEEPER, form={"letter": "You must attend a meeting."}),
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
    "trusted_person.ask_for_copy GET": Row(READS_THREAD),
    "trusted_person.make_copy POST": Row(READS_THREAD),
    "trusted_person.card POST": Row(READS_THREAD),
    "trusted_person.close_page POST": Row(READS_THREAD),
    "trusted_person.word POST": Row(READS_THREAD),
    "trusted_person.no_word POST": Row(READS_THREAD),
    "trusted_person.hello GET": Row(KEEPS_FAMILY),
    "trusted_person.say_hello POST": Row(KEEPS_FAMILY),
    # A host's diary
    "trusted_person.week GET": Row(ANY_KEEPER),
    "trusted_person.answer_asked POST": Row(ASKED_ALONG, form={"answer": "no"}),
    "trusted_person.new_times GET": Row(ANY_KEEPER),
    "trusted_person.offer_times POST": Row(ANY_KEEPER),
    "trusted_person.drop_in GET": Row(HOSTS),
    "trusted_person.change_welcome POST": Row(HOSTS, form={"who": "Neil", "door": "Blue", "way": "Bus 7"}),
    "trusted_person.ask_along POST": Row(
        {thing: HOSTS[thing] for thing in (Thing.NEILS, Thing.MOIRAS)},
        form={"person": ("membership_id", Thing.HANNAHS)},
    ),
    "trusted_person.no_longer_along POST": Row(
        {Thing.NEILS: HOSTS[Thing.NEILS]}, form={"person": ("membership_id", Thing.MOIRAS)}
    ),
    "trusted_person.take_out_or_put_back POST": Row(
        {Thing.NEILS: HOSTS[Thing.NEILS]}, form={"slot": Thing.NEILS, "do": "out"}
    ),
    "trusted_person.move_day POST": Row(
        {Thing.NEILS: HOSTS[Thing.NEILS]}, form={"day": Thing.NEILS, "to": "2027-03-19", "begins": "10:00"}, ends=1
    ),
    "trusted_person.call_off POST": Row({Thing.NEILS: HOSTS[Thing.NEILS]}, form={"day": Thing.NEILS}, ends=2),
    "trusted_person.end_times POST": Row(HOSTS, ends=3),
    "trusted_person.find_time GET": Row(READS_THREAD),
    "trusted_person.send_times POST": Row(READS_THREAD),
    "trusted_person.book_for POST": Row(READS_THREAD, form={"slot": Thing.NEILS}),
    "trusted_person.booked_time GET": Row(AT_THEIR_DESK),
    "trusted_person.say_what_became POST": Row(AT_THEIR_DESK, form={"came": "talked"}),
    "trusted_person.somebody_else POST": Row(AT_THEIR_DESK, form={"person": ("membership_id", Thing.MOIRAS)}),
    "trusted_person.ask_to_move POST": Row(AT_THEIR_DESK),
    "trusted_person.offer_again POST": Row(AT_THEIR_DESK),
    "trusted_person.give_back POST": Row(AT_THEIR_DESK, ends=1),
    # The families of an organisation
    "organisation.new_family GET": Row(ANY_KEEPER),
    "organisation.write_down POST": Row(ANY_KEEPER),
    "organisation.family_member GET": Row(KEEPS_FAMILY),
    "organisation.write_wishes POST": Row(KEEPS_FAMILY, form={"reads": "en"}),
    "organisation.card POST": Row(KEEPS_FAMILY),
    "organisation.freeze_phone POST": Row(KEEPS_FAMILY, form={"number": SAME}),
    "organisation.not_theirs_any_more POST": Row(KEEPS_FAMILY, form={"number": SAME}, ends=2),
    "organisation.still_theirs POST": Row(KEEPS_FAMILY, form={"number": SAME}, ends=1),
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
    "me.profile GET": Row(STAFF),
    "me.keep_profile POST": Row(STAFF),
    "me.away GET": Row(STAFF),
    "me.go_away POST": Row(STAFF),
    "me.come_back POST": Row(STAFF, ends=2),
    "me.call_off POST": Row(
        {
            Thing.NEILS: frozenset({Who.NEIL}),
            Thing.MOIRAS: frozenset({Who.NEIL}),
            Thing.HANNAHS: frozenset({Who.THEIR_PERSON}),
        },
        ends=1,
    ),
    "me.name_cover POST": Row(STAFF),
    "me.devices GET": Row(STAFF),
    "me.end_device POST": Row(OWN_DEVICE, ends=2),
    "me.sign_out_everywhere POST": Row(STAFF, ends=3),
    "me.password GET": Row(STAFF),
    "me.change_password POST": Row(STAFF),
    "me.phone GET": Row(STAFF),
    "me.show_square POST": Row(STAFF),
    "me.set_up_phone POST": Row(STAFF),
    "me.recovery_codes GET": Row(STAFF),
    "me.new_recovery_codes POST": Row(STAFF),
    # An organisation's house
    "house.staff GET": Row(ANY_MANAGER),
    "house.invite GET": Row(ANY_MANAGER),
    "house.invite_now POST": Row(ANY_MANAGER),
    "house.member GET": Row(KEEPS_MEMBER),
    "house.name_member POST": Row(KEEPS_MEMBER),
    "house.give_roles POST": Row(KEEPS_MEMBER),
    "house.name_cover POST": Row(KEEPS_MEMBER),
    "house.go_away POST": Row(KEEPS_MEMBER),
    "house.come_back POST": Row(KEEPS_MEMBER, ends=2),
    "house.call_off POST": Row(
        {Thing.NEILS: MANAGERS, Thing.MOIRAS: MANAGERS}, also={"membership_id": Thing.NEILS}, ends=1
    ),
    "house.record POST": Row(KEEPS_MEMBER),
    "house.confirm POST": Row({Thing.NEILS: MANAGERS}, also={"membership_id": Thing.NEILS}),
    "house.lost_phone POST": Row(KEEPS_MEMBER),
    "house.invite_again POST": Row(KEEPS_MEMBER),
    "house.place GET": Row(ANY_MANAGER),
    "house.set_hours POST": Row(ANY_MANAGER),
    "house.set_terms POST": Row(ANY_MANAGER),
    "house.set_public POST": Row(ANY_MANAGER),
    "house.set_welcome POST": Row(ANY_MANAGER),
    "house.close_on POST": Row(ANY_MANAGER, form={"day": "2027-05-28"}),
    "house.open_on POST": Row(ANY_MANAGER, form={"day": "2027-05-28"}, ends=1),
    "house.our_words GET": Row(ANY_MANAGER),
    "house.ready_words GET": Row(ANY_MANAGER, also={"purpose": "thank_you"}),
    "house.propose POST": Row(
        ANY_MANAGER, also={"purpose": "thank_you"}, form={"in": "en", "words": "Thank you.", "do": "look"}
    ),
    "house.approve POST": Row(KEEPS_WORDS),
    "house.put_aside POST": Row(KEEPS_WORDS, ends=1),
    "house.sign_off_page GET": Row(ANY_MANAGER, also={"code": "pl"}),
    "house.sign_off POST": Row(ANY_MANAGER, also={"code": "pl"}, form={"read_by": "Marta"}),
    "house.take_sign_off_back POST": Row(ANY_MANAGER, also={"code": "pl"}, ends=1),
    "house.who_translates GET": Row(ANY_MANAGER),
    "house.choose_translator POST": Row(ANY_MANAGER),
    "house.what_happened GET": Row(ANY_MANAGER),
    "house.our_times GET": Row(ANY_MANAGER),
    "house.let_young_people_book POST": Row(ANY_MANAGER),
    "house.confirm_no_fines POST": Row(ANY_MANAGER),
    # Keeping children safe
    "safeguarding.keeping_safe GET": Row(ANY_LEAD),
    "safeguarding.find POST": Row(ANY_LEAD, form={"fragment": "a"}),
    "safeguarding.second_looks GET": Row(ANY_LEAD),
    "safeguarding.confirm_as_lead POST": Row(
        {Thing.NEILS: LEADS, Thing.MOIRAS: LEADS, Thing.HANNAHS: frozenset({Who.THEIR_LEAD})}
    ),
    "safeguarding.who_has_looked GET": Row(KEEPS_SAFE),
    "safeguarding.hold_back POST": Row(KEEPS_SAFE),
    "safeguarding.tell_after_all POST": Row(KEEPS_SAFE),
    # Whoever keeps the service running
    "operator.organisations GET": Row(OPERATOR),
    "operator.make_organisation POST": Row(OPERATOR),
    "operator.organisation GET": Row(EACH_ORGANISATION),
    "operator.give_line POST": Row(EACH_ORGANISATION),
    "operator.retire_line POST": Row({Thing.NEILS: OPERATOR}, also={"organisation_id": Thing.NEILS}, ends=1),
    "operator.invite_manager POST": Row(EACH_ORGANISATION),
    "operator.invite_manager_again POST": Row({Thing.IDAS: OPERATOR}, also={"organisation_id": Thing.NEILS}),
    "operator.record GET": Row(OPERATOR),
    "operator.health GET": Row(OPERATOR),
}
