"""Journeys of Tensio, as a person recorded them in a browser."""
