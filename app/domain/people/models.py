"""Tables of organisations and families. A contact belongs to one organisation: the same mother known to two is two."""

from datetime import date, datetime, time
from uuid import UUID

import sqlalchemy as sa
from sqlmodel import Field

from app.domain.people.rules import PingBy
from app.foundation.database import Table
from app.foundation.identifiers import new_id


class Area(Table, table=True):
    """A borough: where families look for somebody to talk to."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str


class Organisation(Table, table=True):
    """A school, council, charity or health team. `opens_at` and `closes_at` are wall time in `zone`.

    `welcome_…`: who meets a visitor, at which door, and what else makes it easy (tea, a quiet room).
    `holiday_reader_id`: the member of staff who reads outside the terms (no foreign key: each table would need the
    other to be there first).
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    area_id: UUID | None = Field(default=None, foreign_key="area.id")
    name: str
    kind: str
    slug: str = Field(unique=True)
    zone: str = "Europe/London"
    opens_at: time = time(8, 0)
    closes_at: time = time(16, 30)
    working_days: str = "01234"
    public_phone: str = ""
    public_website: str = ""
    welcome_who: str = ""
    welcome_door: str = ""
    welcome_more: str = ""
    holiday_reader_id: UUID | None = None
    created_at: datetime


class Term(Table, table=True):
    """From this day to that day, both included, the organisation is at work. One without terms always is."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    begins: date
    ends: date


class ClosedDay(Table, table=True):
    """A day on which nobody works: a bank holiday, or one that the organisation chose."""

    __tablename__ = "closed_day"

    organisation_id: UUID = Field(primary_key=True, foreign_key="organisation.id")
    day: date = Field(primary_key=True)
    name: str


class Membership(Table, table=True):
    """A person's place in an organisation. Everything on the staff side hangs on it; whoever changes jobs carries
    nothing along.

    `until` ends it: from then on this person opens nothing and sends nothing. `cleared_until` and
    `cleared_for_young_until` follow from the recorded checks (`Clearance`): until then this person may hold threads,
    with adults and with young people. `cover_id` names who reads when this person cannot.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    first_name: str
    last_name: str = ""
    role_words: str = ""
    email: str
    work_phone: str = ""
    ping_by: str = PingBy.EMAIL
    is_public: bool = False
    is_enforcing: bool = False
    languages: str = ""
    helps_with: str = ""
    reads_when: str = ""
    cover_id: UUID | None = Field(default=None, foreign_key="membership.id")
    cleared_until: datetime | None = None
    cleared_for_young_until: datetime | None = None
    since: datetime
    until: datetime | None = None


class MembershipRole(Table, table=True):
    """One role of one membership. `since` also orders first contacts: the longest serving is asked first."""

    __tablename__ = "membership_role"

    membership_id: UUID = Field(primary_key=True, foreign_key="membership.id")
    role: str = Field(primary_key=True)
    since: datetime


class Clearance(Table, table=True):
    """A check that a manager recorded of somebody, and the last day on which it counts. A new one counts instead of the
    older ones. For work with young people a second person looks at the same papers: `confirmed_by_id`."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    membership_id: UUID = Field(foreign_key="membership.id", index=True)
    kind: str
    lapses_on: date
    recorded_by_id: UUID = Field(foreign_key="membership.id")
    recorded_at: datetime
    confirmed_by_id: UUID | None = Field(default=None, foreign_key="membership.id")
    confirmed_at: datetime | None = None


class Picture(Table, table=True):
    """A face, if its owner wants one shown: drawn anew by us, small, without anything that the camera wrote. Both are
    WebP; the `thumbnail` stands in the pages themselves."""

    membership_id: UUID = Field(primary_key=True, foreign_key="membership.id")
    image: bytes
    thumbnail: bytes
    kept_at: datetime


class Household(Table, table=True):
    """People who live together, as one organisation knows them."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    created_at: datetime


class YoungPerson(Table, table=True):
    """A child or young person. Never named in a text's first words, and never by surname."""

    __tablename__ = "young_person"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    household_id: UUID = Field(foreign_key="household.id", index=True)
    first_name: str
    last_name: str = ""
    school_name: str = ""
    year_group: str = ""


class Contact(Table, table=True):
    """A parent, carer, grandparent or young person (`is_young`). Not yet `is_known`: somebody who wrote before we knew
    who it is."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    household_id: UUID | None = Field(default=None, foreign_key="household.id", index=True)
    first_name: str = ""
    last_name: str = ""
    relation: str = ""
    is_known: bool = True
    is_young: bool = False
    search_text: str = ""
    created_at: datetime
    merged_into_id: UUID | None = Field(default=None, index=True)


class PhoneNumber(Table, table=True):
    """A number as one organisation holds it (E.164, or what a network sent). Numbers are shared and recycled."""

    __tablename__ = "phone_number"
    __table_args__ = (sa.UniqueConstraint("organisation_id", "number"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    number: str


class ContactPhone(Table, table=True):
    """This contact uses this phone. Several contacts may."""

    __tablename__ = "contact_phone"

    contact_id: UUID = Field(primary_key=True, foreign_key="contact.id")
    phone_number_id: UUID = Field(primary_key=True, foreign_key="phone_number.id", index=True)
    since: datetime
    until: datetime | None = None


class Freeze(Table, table=True):
    """This phone may be in other hands by now: nothing goes to it, and no link or page opens, until somebody has
    made sure."""

    __table_args__ = (
        sa.Index(
            "uq_freeze_standing",
            "organisation_id",
            "number",
            unique=True,
            sqlite_where=sa.text("until IS NULL"),
            postgresql_where=sa.text("until IS NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id")
    number: str
    since: datetime
    until: datetime | None = None


class PhoneLine(Table, table=True):
    """A number that we own, at the provider. Personal to one membership, or shared by an organisation."""

    __tablename__ = "phone_line"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    organisation_id: UUID = Field(foreign_key="organisation.id", index=True)
    number: str = Field(unique=True)
    membership_id: UUID | None = Field(default=None, foreign_key="membership.id")
    since: datetime
    until: datetime | None = None
