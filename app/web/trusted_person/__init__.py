"""The trusted person's desk: inbox, conversation, write, family."""

from flask import Blueprint

from app.web.trusted_person import (
    answering,
    conversation,
    find,
    group,
    hello,
    inbox,
    messages,
    writing_down,
)

__all__ = ["GROUPS", "answering", "conversation", "find", "hello", "inbox", "messages", "writing_down"]

GROUPS: tuple[Blueprint, ...] = (group.desk,)
