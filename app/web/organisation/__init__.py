"""An organisation's own house-keeping: who is at the front door, and its families."""

from flask import Blueprint

from app.web.organisation import family_member, group, leaving, new_family, passing_on, who_is_it

__all__ = ["GROUPS", "family_member", "leaving", "new_family", "passing_on", "who_is_it"]

GROUPS: tuple[Blueprint, ...] = (group.pages, group.house, group.safe)
