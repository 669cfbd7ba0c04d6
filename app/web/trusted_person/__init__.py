"""The trusted person's desk: inbox, conversation, write, family."""

from flask import Blueprint

GROUPS: tuple[Blueprint, ...] = ()
