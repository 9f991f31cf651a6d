"""Consent: to the use of health data, and to what pages read and write on a person's machine."""

from __future__ import annotations

from criteria.gdpr import trackers as trackers
