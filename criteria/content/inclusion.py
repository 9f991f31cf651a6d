"""Inclusion: services that everyone can use, and that spare the machines of those who use them."""

from __future__ import annotations

from criteria.content import accessibility as accessibility
from criteria.content import ecodesign as ecodesign
