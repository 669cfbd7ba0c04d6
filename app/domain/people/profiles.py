"""How staff show themselves to families: who they are in plain words, and a face if they want one.

Being on the public page is each person's own choice; only somebody who may hold threads is ever listed. Nothing here
knows anything about a family.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import col, delete, select

from app.domain.audit import actions as audit
from app.domain.people import members, queries
from app.domain.people.models import Membership, Organisation, PhoneLine, Picture
from app.domain.people.places import OPERATING
from app.foundation.errors import NotFound, Refused
from app.foundation.identifiers import MembershipId, OrganisationId
from app.foundation.languages import LANGUAGES
from app.foundation.pictures import Face
from app.foundation.text import one_line, storable
from app.foundation.work import Work

LONGEST = {"first_name": 40, "role_words": 60, "helps_with": 400, "reads_when": 120}  # characters
WHAT = {
    "first_name": "your first name",
    "role_words": "your role",
    "helps_with": "what you can help with",
    "reads_when": "when you read messages",
}


@dataclass(frozen=True)
class Profile:
    """Somebody as families see them, but for their face. `languages` are codes. `is_enforcing`: part of their job can
    be about fines or court. `number` (E.164) is that of the line they write from, if there is one; `has_own_line`:
    nobody else writes from it."""

    id: MembershipId
    organisation_id: OrganisationId
    first_name: str
    role_words: str
    languages: tuple[str, ...]
    helps_with: str
    reads_when: str
    is_enforcing: bool
    number: str | None
    has_own_line: bool


def write(
    work: Work,
    *,
    first_name: str,
    role_words: str,
    languages: Collection[str],
    helps_with: str,
    reads_when: str,
    is_enforcing: bool,
    is_public: bool,
) -> Membership:
    """How the actor shows themselves from now on, and whether on the public page. Refused without a first name, or
    when something is too long. Languages that we do not have are left out."""
    person = members.membership(work, work.staff.membership_id)
    typed = {"first_name": first_name, "role_words": role_words, "helps_with": helps_with, "reads_when": reads_when}
    said = {name: one_line(storable(words), len(words)) for name, words in typed.items()}
    _must_be_short(said)
    before, was_enforcing, was_public = person.first_name, person.is_enforcing, person.is_public
    for name, words in said.items():
        setattr(person, name, words)
    person.languages = ",".join(code for code in LANGUAGES if code in languages)
    person.is_enforcing, person.is_public = is_enforcing, is_public
    work.session.add(person)
    changes = [f"first name: {before} → {person.first_name}"] if before != person.first_name else []
    if was_enforcing != is_enforcing:
        changes.append(f"part about fines or court: {'yes' if is_enforcing else 'no'}")
    if was_public != is_public:
        changes.append(f"on the public page: {'yes' if is_public else 'no'}")
    _note(work, person, "profile written", "; ".join(changes))
    return person


def _must_be_short(said: dict[str, str]) -> None:
    if not said["first_name"]:
        raise Refused("Families need a first name to know who is writing.")
    for name, words in said.items():
        if len(words) > LONGEST[name]:
            raise Refused(f"Please say {WHAT[name]} in at most {LONGEST[name]} letters. These are {len(words)}.")


def keep_picture(work: Work, face: Face) -> None:
    """The actor's face from now on, instead of any other. It was drawn before this Work began (`pictures`)."""
    person = members.membership(work, work.staff.membership_id)
    work.session.merge(Picture(membership_id=person.id, image=face.image, thumbnail=face.thumbnail, kept_at=work.now))
    _note(work, person, "picture kept")


def take_picture_away(work: Work) -> None:
    """No face of the actor is kept any more. Harmless when there was none."""
    person = members.membership(work, work.staff.membership_id)
    work.session.exec(delete(Picture).where(col(Picture.membership_id) == person.id))
    _note(work, person, "picture taken away")


def of(work: Work, membership_id: MembershipId) -> Profile:
    """One member of staff as families see them, listed or not. NotFound."""
    person = members.membership(work, membership_id)
    return _shown(person, queries.lines_at(work, person.organisation_id))


def listed(work: Work, places: Iterable[OrganisationId]) -> list[Profile]:
    """Everybody at these organisations whom families may find: who chose to be found, and may hold threads now. The
    longest serving first."""
    wanted = set(places)
    query = select(Membership).where(
        col(Membership.organisation_id).in_(wanted),
        col(Membership.is_public).is_(True),
        members.may_hold_threads(work.now),
    )
    staff = work.session.exec(query.order_by(col(Membership.since), col(Membership.id))).all()
    lines = queries.lines_among(work, wanted)
    return [_shown(person, lines) for person in staff]


def places(work: Work) -> Sequence[Organisation]:
    """Every organisation that talks with families, by name: all but the one that keeps the service running."""
    return [one for one in queries.organisations(work) if one.kind != OPERATING]


def place(work: Work, slug: str) -> Organisation:
    """One of them. NotFound."""
    found = queries.organisation_by_slug(work, slug)
    if found.kind == OPERATING:
        raise NotFound
    return found


def thumbnails_of(work: Work, ids: Iterable[MembershipId]) -> dict[MembershipId, bytes]:
    """The small faces of these people; whoever wants none is not in the answer."""
    query = select(Picture.membership_id, Picture.thumbnail).where(col(Picture.membership_id).in_(set(ids)))
    return dict(work.session.exec(query).all())


def images_of(work: Work, ids: Iterable[MembershipId]) -> dict[MembershipId, bytes]:
    """The larger faces of these people, for print; whoever wants none is not in the answer."""
    query = select(Picture.membership_id, Picture.image).where(col(Picture.membership_id).in_(set(ids)))
    return dict(work.session.exec(query).all())


def _shown(person: Membership, lines: Sequence[PhoneLine]) -> Profile:
    line = queries.line_among(lines, person.organisation_id, person.id)
    return Profile(
        id=person.id,
        organisation_id=person.organisation_id,
        first_name=person.first_name,
        role_words=person.role_words,
        languages=tuple(code for code in person.languages.split(",") if code in LANGUAGES),
        helps_with=person.helps_with,
        reads_when=person.reads_when,
        is_enforcing=person.is_enforcing,
        number=line.number if line else None,
        has_own_line=bool(line and line.membership_id),
    )


def _note(work: Work, person: Membership, what: str, words: str = "") -> None:
    audit.note(work, what, "membership", person.id, organisation_id=person.organisation_id, words=words)
