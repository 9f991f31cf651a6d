"""Assurance: what a vendor proves of their own house."""

from __future__ import annotations

from criteria.security import access_logging as access_logging
