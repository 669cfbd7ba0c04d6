"""Phone numbers as people write them and as telephones need them (E.164). Decides nothing about who may be texted."""

from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType

from app.foundation.errors import Refused

HOME = "GB"
DRAMA = "+447700900"  # Ofcom keeps 07700 900000 to 900999 for stories, demos and tests; no phone ever rings


class NumberKind(StrEnum):
    """What a number can do for us."""

    MOBILE = "mobile"
    LANDLINE = "landline"  # a text would be read aloud to whoever picks up: never texted
    OTHER = "other"  # short codes, names instead of numbers, abroad, premium: never texted


@lru_cache(maxsize=4096)  # our own lines and the families of a day come again and again
def read_number(typed: str) -> str | None:
    """The E.164 form of what somebody typed ("07700 900 123"), or None when it is no phone number."""
    try:
        parsed = phonenumbers.parse(typed, HOME)
    except phonenumbers.NumberParseException:
        return None
    e164 = phonenumbers.format_number(parsed, PhoneNumberFormat.E164)
    if is_drama(e164) or phonenumbers.is_valid_number(parsed):
        return e164
    return None


def is_drama(e164: str) -> bool:
    """Is this one of the invented town's numbers?"""
    return e164.startswith(DRAMA) and len(e164) == len(DRAMA) + 3


def kind_of(e164: str) -> NumberKind:
    """Whether a number can be texted. Only UK mobiles can: links and costs stay where the families are.

    Jersey, Guernsey and the Isle of Man share +44 but not its prices, so they count as abroad.
    """
    if is_drama(e164):
        return NumberKind.MOBILE
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return NumberKind.OTHER
    if phonenumbers.region_code_for_number(parsed) != HOME:  # also when it is no valid number at all
        return NumberKind.OTHER
    match phonenumbers.number_type(parsed):
        case PhoneNumberType.MOBILE:
            return NumberKind.MOBILE
        case PhoneNumberType.FIXED_LINE:
            return NumberKind.LANDLINE
        case _:
            return NumberKind.OTHER


def for_people(e164: str) -> str:
    """A number as it is written at home ("07700 900123"); anything else unchanged."""
    try:
        parsed = phonenumbers.parse(e164, None)
    except phonenumbers.NumberParseException:
        return e164
    if parsed.country_code != 44:
        return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)
    if is_drama(e164):
        return f"07700 900{e164[-3:]}"
    return phonenumbers.format_number(parsed, PhoneNumberFormat.NATIONAL)


def number_or_nothing(typed: str) -> str:
    """A number (E.164), or nothing for nothing. Refused for anything else."""
    if not typed.strip():
        return ""
    number = read_number(typed)
    if not number:
        raise Refused("That does not look like a phone number.")
    return number
