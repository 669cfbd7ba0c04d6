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

__all__ = [
    "GROUPS",
    "answering",
    "card",
    "conversation",
    "copying",
    "find",
    "group",
    "hello",
    "inbox",
    "letter",
    "messages",
    "private_page",
    "translating",
    "wording",
    "writing_down",
]

GROUPS: tuple[Blueprint, ...] = (group.desk,)
