"""What every member of staff keeps about themselves: how families see them, when they are away, where they are signed
in."""

from flask import Blueprint

from app.web.my_account import about_me, being_told, goodbye, group, profile

__all__ = ["GROUPS", "about_me", "being_told", "goodbye", "profile"]

GROUPS: tuple[Blueprint, ...] = (group.me,)
