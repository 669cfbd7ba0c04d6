"""Whatever somebody does is on record: read off the source, so that a new action that nobody thought of fails here."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cache

from app.domain.audit.rules import Looking
from app.domain.permissions.holding_back import Step
from app.web.on_record.sentences import BY_VERB, FOR_OPERATORS
from tests.architecture.source import Source, sources

WRITES = {"add", "add_all", "delete", "merge"}  # on a session
CORE_WRITES = {"sa.update", "sa.delete", "sa.insert", "delete", "update", "insert"}
NOTERS = {"audit.note", "noting.note"}
GROUND = {  # they are the record itself, or the jobs' own book-keeping beside it
    "app/domain/audit/actions.py",
    "app/domain/jobs/actions.py",
}

NEED_NO_ENTRY = {  # an action, or a whole module of them, and why
    # Parts of something that is an entry, in the same Work.
    "conversations.thread": "it puts in what actions, receptions and answers decided; those say who it was",
    "conversations.moving": "a part of saying who it is, of passing on, and of handing over",
    "conversations.delivery.withdrawing": "a part of STOP, of LOCK, of freezing a phone, and of taking a number away",
    "conversations.unanswered.leave": "a part of saying that no answer is needed",
    "people.actions.make_household": "whoever is written down into it is an entry",
    "people.actions.give_phone": "the number that was added, or who somebody is, is an entry",
    "people.actions.take_phone_away": "who somebody is, is an entry",
    "people.places.fill_in_bank_holidays": "a part of making an organisation, or of setting its terms",
    "permissions.actions.carry_stops": "a part of retiring a line; no STOP is added or taken away by it",
    "handover.actions.write_goodbye": "a draft of their own; each goodbye that is sent is an entry",
    # What the family itself, its phone or the provider did: the message or arrival is the record of it.
    "conversations.receiving": "the message is what the family said, with its time and phone",
    "people.actions.says_first_name": "a part of choosing somebody at another place, which is an entry",
    "people.actions.unknown_contact": "their first message is what they said",
    "reception.actions": "the arrival is what came in, exactly as it came",
    # Kettle's own work on what people wrote: each text carries its own history.
    "conversations.offers": "a part of the text that shows the menu, and of the answer to it",
    "dropins.booking.offer_what_is_free": "an automatic answer names what it answers",
    "dropins.booking.confirm": "a part of booking, which is an entry",
    "dropins.reminders": "an automatic text names the booking that it is about, which is an entry",
    "conversations.answers": "an automatic answer names what it answers",
    "conversations.delivery.claiming": "the text says how far it is",
    "conversations.delivery.sending": "the text says how far it is",
    "conversations.delivery.finding_out": "the text says how far it is",
    "conversations.translating.incoming": "a computer's words beside the family's; choosing that computer is an entry",
    "conversations.translating.stored": "a part of writing to a family, and of changing a text",
    # Notices go to staff, and stand in their own table.
    "notices.actions": "the notice itself is the record",
    "notices.delivery": "the notice says how far it is",
    "nudges.actions": "the notice itself is the record",
    "nudges.held_back": "the notice itself is the record",
    "nudges.times_in_doubt": "the notice itself is the record",
    "dropins.telling": "the notice itself is the record",
    "dropins.hosting.slots": "a part of offering times and of moving a day, which are entries",
    "dropins.menus": "a part of the text that brings the list, which is an entry or names what it answers",
    "people.places.look_ahead": "the bank holidays of years to come, from a public list",
    # A family's links, pages and word: whoever opens or closes them, and how often a word is tried.
    "limits.budget": "what is kept of a text is a count",
    "private_pages.ending": "a part of STOP, of LOCK, of closing pages, of freezing and of taking a number away",
    "private_pages.private_links.make_link": "the text that brings it is an entry; opening it is one, too",
    "private_pages.private_links.make_card": "a part of making a card, which is an entry",
    "private_pages.family_words.count_try": "what is kept of a try is a count",
    "private_pages.family_words.open_older": "the family looks at its own words",
    "private_pages.family_words.keep": "a part of agreeing on a word, which is an entry",
    "private_pages.family_words.forget": "a part of taking a word away, which is an entry",
    # Signing in: what is kept of a try is a count, and every session is an entry.
    "accounts.actions.saw_staff": "being there is not doing something; the sign-in is an entry",
    "accounts.devices.meet": "a part of signing in",
    "accounts.devices.meet_again": "a part of signing in",
    "accounts.devices.end_all": "a part of signing out everywhere, of a new password, and of a lost phone",
    "accounts.leavers": "a part of leaving",
    "limits.tries": "what is kept of a try is a count",
    "accounts.new_passwords.wish": "nobody is signed in; whose address it is, is looked up later",
    "accounts.new_passwords.look_up_wishes": "the e-mail is the record; the new password will be an entry",
    "accounts.owners": "the notice itself is the record",
    "accounts.second_step.check_code": "a part of signing in",
    "accounts.seeds": "the same seeds under another key; nobody's codes change",
    "accounts.staff_links": "a part of inviting, of a new password, and of a lost phone",
    # Forgetting what counts for nothing any more.
    "accounts.actions.forget_what_ended": "nothing that anybody did is forgotten by it: the record stays",
    "accounts.devices.forget_old_devices": "the same",
    "private_pages.private_links.forget_old_links": "the same",
    "accounts.new_passwords.forget_old_wishes": "the same",
}


@dataclass
class Act:
    """A function of the domain: what it calls, and whether it writes or notes by itself."""

    name: str
    is_public: bool
    takes_work: bool
    writes: bool = False
    notes: bool = False
    calls: set[str] = field(default_factory=set)


def domain() -> list[Source]:
    """Where actions live."""
    left_out = ("/models.py", "/rules.py", "/__init__.py")
    return [
        source
        for source in sources()
        if source.name.startswith("app/domain/") and not source.name.endswith(left_out) and source.name not in GROUND
    ]


@cache
def acts() -> dict[str, Act]:
    """Every function of the domain by its name ("people.actions.add_contact")."""
    found = {}
    for source in domain():
        module = source.name.removeprefix("app/domain/").removesuffix(".py").replace("/", ".")
        near = dict(imported(source))
        for node in source.tree.body:
            if isinstance(node, ast.FunctionDef):
                one = act(node, module, near)
                found[one.name] = one
    return found


def imported(source: Source) -> Iterator[tuple[str, str]]:
    """The names under which a module knows others of the domain: ("thread", "conversations.thread")."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("app.domain"):
            place = str(node.module).removeprefix("app.domain").removeprefix(".")
            for alias in node.names:
                yield alias.asname or alias.name, f"{place}.{alias.name}".removeprefix(".")


def act(node: ast.FunctionDef, module: str, near: dict[str, str]) -> Act:
    first = node.args.args[0].arg if node.args.args else ""
    one = Act(f"{module}.{node.name}", not node.name.startswith("_"), first in {"work", "database"})
    for inner in ast.walk(node):
        if not isinstance(inner, ast.Call):
            continue
        called = ast.unparse(inner.func)
        one.writes |= called.split(".")[-1] in WRITES and ".session." in called
        one.writes |= called in CORE_WRITES
        one.notes |= called in NOTERS
        owner, _, rest = called.partition(".")
        one.calls.add(f"{near[owner]}.{rest}" if owner in near and rest else near.get(owner, f"{module}.{called}"))
    return one


def reaches(name: str, what: str, seen: frozenset[str] = frozenset()) -> bool:
    """Does this function do so itself, or by calling another one of the domain?"""
    one = acts().get(name)
    if one is None or name in seen:
        return False
    return getattr(one, what) or any(reaches(called, what, seen | {name}) for called in one.calls)


def unrecorded() -> set[str]:
    return {
        one.name
        for one in acts().values()
        if one.is_public and one.takes_work and reaches(one.name, "writes") and not reaches(one.name, "notes")
    }


def test_there_is_something_to_check():
    assert {"people.actions.add_contact", "conversations.actions.reply", "accounts.actions.invite"} <= set(acts())
    assert reaches("people.places.set_hours", "notes") and reaches("people.places.set_hours", "writes")


def reason(name: str) -> str | None:
    """The entry of the list above that stands for this action."""
    return next((key for key in (name, name.rpartition(".")[0]) if key in NEED_NO_ENTRY), None)


def test_every_action_puts_itself_on_record_or_says_why_it_need_not():
    silent = {name for name in unrecorded() if reason(name) is None}
    assert not silent, "add audit.note(…), or a reason in NEED_NO_ENTRY:\n" + "\n".join(sorted(silent))


def test_no_reason_stands_for_an_action_that_has_an_entry_by_now_or_is_gone():
    idle = set(NEED_NO_ENTRY) - {reason(name) for name in unrecorded()}
    assert not idle, "take these out of NEED_NO_ENTRY:\n" + "\n".join(sorted(idle))


ABOUT = {
    "membership",
    "contact",
    "conversation",
    "message",
    "organisation",
    "phone_line",
    "young_person",
    "area",
    "local_words",
    "booking",
    "drop_in",
}
PUTS_ON_RECORD = re.compile(r"(^|\.|_)(note|note_of_phone|kept|looked_at)$")


def verbs() -> dict[str, str]:
    """Every verb that is written into the record, with where; a part that is only known later is a star."""
    found = {}
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and PUTS_ON_RECORD.search(ast.unparse(node.func)):
                for words in filter(None, map(written, node.args)):
                    if words not in ABOUT:
                        found[words] = f"{source.name}:{node.lineno}"
    return found


def written(node: ast.expr) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(written(part) or "*" for part in node.values)
    return ""


def test_every_verb_of_the_record_has_its_sentence():
    known = {*BY_VERB, *FOR_OPERATORS}
    found = verbs()
    assert {"contact added", "hours set", "wrote to a family", "check recorded: *", "looked at the record"} <= set(
        found
    )
    without = {f"{where} {verb!r}" for verb, where in found.items() if not any(fnmatch(one, verb) for one in known)}
    assert not without, "say it in app/web/on_record/sentences.py:\n" + "\n".join(sorted(without))
    assert {*Looking, *Step} <= known


def test_no_sentence_stands_for_a_verb_that_nobody_writes():
    found = verbs()
    enums = {str(one) for one in (*Looking, *Step)}
    assert not {one for one in BY_VERB if one not in enums and not any(fnmatch(one, verb) for verb in found)}


OF_NO_PLACE = {"borough made", "chose how to be told"}  # boroughs belong to nobody; staff act at their own place


def test_every_entry_names_the_organisation_where_it_happened():
    for source in domain():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.note":
                said = {written(one) for one in node.args}
                is_named = any(keyword.arg == "organisation_id" for keyword in node.keywords)
                assert is_named or said & OF_NO_PLACE, f"{source.name}:{node.lineno} needs organisation_id="


def test_an_entry_about_a_thread_names_the_family_and_whose_it_is():
    for source in sources():
        if source.name.startswith("app/domain/conversations/") and not source.name.endswith("/noting.py"):
            for node in ast.walk(source.tree):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == "audit.note":
                    about = [one.value for one in node.args if isinstance(one, ast.Constant)]
                    assert not {"conversation", "message"} & set(about), f"{source.name}:{node.lineno}: noting.note"
