"""For whoever keeps the service running: health, never a message."""

from flask import Blueprint

from app.web.operator import alive, health

GROUPS: tuple[Blueprint, ...] = (health.pages, alive.pages)
