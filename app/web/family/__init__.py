"""Parents and young people: one private page, no password."""

from flask import Blueprint

GROUPS: tuple[Blueprint, ...] = ()
