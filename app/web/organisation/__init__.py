"""An organisation's own house-keeping: who is at the front door, and its families."""

from flask import Blueprint

from app.web.organisation import (
    checks,
    family_member,
    group,
    held_back,
    inviting,
    leaving,
    member,
    new_family,
    our_times,
    our_words,
    passing_on,
    phones,
    place,
    record,
    safeguarding,
    signing_off,
    staff,
    standing_in,
    who_is_it,
)

__all__ = [
    "GROUPS",
    "checks",
    "family_member",
    "held_back",
    "inviting",
    "leaving",
    "member",
    "new_family",
    "our_times",
    "our_words",
    "passing_on",
    "phones",
    "place",
    "record",
    "safeguarding",
    "signing_off",
    "staff",
    "standing_in",
    "who_is_it",
]

GROUPS: tuple[Blueprint, ...] = (group.pages, group.house, group.safe)
