"""Assurance: what a vendor proves of their own house."""

from __future__ import annotations

from criteria.security import access_logging as access_logging
from criteria.security import composition as composition
from criteria.security import penetration as penetration
from criteria.security import release as release
from criteria.security import restoration as restoration
