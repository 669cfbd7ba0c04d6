"""Families of an organisation are kept by those who work with them there, and by nobody else."""

import pytest

from app.domain.people import actions as people
from app.domain.people import queries
from app.domain.people.models import Contact, ContactPhone, YoungPerson
from app.foundation.errors import Refused
from app.invented_town import SARA

NEW = "+447700900188"


WHAT = {
    "writes somebody down": lambda work, town: people.add_contact(work, town.school, first_name="Rob", number=NEW),
    "says who somebody is": lambda work, town: people.name_contact(
        work, town.sara, first_name="Sarah", last_name="", relation="mum"
    ),
    "adds a number": lambda work, town: people.add_number(work, town.sara, number=NEW),
    "takes a number away": lambda work, town: people.take_number_away(work, town.sara, number=SARA),
    "writes a child down": lambda work, town: people.add_young_person(
        work, queries.contact(work, town.sara).household_id, first_name="Mia"
    ),
}


def kept(tidewell):
    """All that is kept of families."""
    return [str(tidewell.every(table)) for table in (Contact, ContactPhone, YoungPerson)]


@pytest.mark.parametrize("what", WHAT)
def test_somebody_who_works_with_families_there_may(tidewell, what):
    before = kept(tidewell)
    with tidewell.database.writing(tidewell.staff(tidewell.town.neil)) as work:
        WHAT[what](work, tidewell.town)
    assert kept(tidewell) != before


@pytest.mark.parametrize("what", WHAT)
@pytest.mark.parametrize("who", ["rhys", "hannah", "tom", "ruth", "olive"])
def test_a_professional_another_agency_and_an_operator_may_not(tidewell, who, what):
    before = kept(tidewell)
    somebody = tidewell.staff(getattr(tidewell.town, who))
    with pytest.raises(Refused, match="work with families here"), tidewell.database.writing(somebody) as work:
        WHAT[what](work, tidewell.town)
    assert kept(tidewell) == before
