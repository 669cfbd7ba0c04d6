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
    messages,
    private_page,
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
    "messages",
    "private_page",
    "writing_down",
]

GROUPS: tuple[Blueprint, ...] = (group.desk,)
