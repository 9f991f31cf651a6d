"""Safety of what a service says of health, calculates and accepts: one module for each criterion."""

from criteria.content.calculations import con_12

__all__ = ["con_12"]
