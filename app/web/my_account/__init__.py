"""What every member of staff keeps about themselves: how families see them, when they are away, where they are signed
in."""

from flask import Blueprint

from app.web.my_account import about_me, being_told, goodbye, group

__all__ = ["GROUPS", "about_me", "being_told", "goodbye"]

GROUPS: tuple[Blueprint, ...] = (group.me,)
