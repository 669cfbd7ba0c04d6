"""For whoever keeps the service running: health, organisations and their phone lines; never a message."""

from flask import Blueprint

from app.web.operator import alive, health, organisation, organisations, record

__all__ = ["GROUPS", "organisation", "organisations", "record"]

GROUPS: tuple[Blueprint, ...] = (health.pages, alive.pages)
