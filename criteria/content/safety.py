"""Safety: the status of the service as a medical device, and what it says of care."""

from __future__ import annotations

from criteria.content import device_status as device_status
