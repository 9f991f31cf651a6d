"""Safety of what a service says of health, calculates and accepts: one module for each criterion."""

from criteria.content import device_status as device_status
from criteria.content.beside_care import con_10
from criteria.content.calculations import con_12

__all__ = ["con_10", "con_12"]
