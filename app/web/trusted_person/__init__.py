"""The trusted person's desk: inbox, conversation, write, family."""

from flask import Blueprint

from app.web.trusted_person import (
    answering,
    card,
    conversation,
    copying,
    find,
    group,
    hello,
    inbox,
    letter,
    messages,
    private_page,
    translating,
    wording,
    writing_down,
)
from app.web.trusted_person.diary import finding, keeping, offering, one_drop_in, week

__all__ = [
    "GROUPS",
    "answering",
    "card",
    "conversation",
    "copying",
    "find",
    "finding",
    "group",
    "hello",
    "inbox",
    "keeping",
    "letter",
    "messages",
    "offering",
    "one_drop_in",
    "private_page",
    "translating",
    "week",
    "wording",
    "writing_down",
]

GROUPS: tuple[Blueprint, ...] = (group.desk,)
