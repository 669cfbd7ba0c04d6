"""What every member of staff keeps about themselves: how families see them, when they are away, where they are signed
in."""

from flask import Blueprint

from app.web.my_account import about_me, away, being_told, codes, devices, goodbye, group, password, profile

__all__ = ["GROUPS", "about_me", "away", "being_told", "codes", "devices", "goodbye", "password", "profile"]

GROUPS: tuple[Blueprint, ...] = (group.me,)
