"""Parents and young people: one private page, no password."""

from flask import Blueprint

from app.web.family import booked_time, languages, times, who_has_looked, word
from app.web.family.link import link_pages
from app.web.family.talk import pages

__all__ = ["GROUPS", "booked_time", "languages", "times", "who_has_looked", "word"]

GROUPS: tuple[Blueprint, ...] = (link_pages, pages)
