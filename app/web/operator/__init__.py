"""For whoever keeps the service running: health, never a message."""

from flask import Blueprint

GROUPS: tuple[Blueprint, ...] = ()
