"""Journeys of Sommeil, as a person recorded them in a browser."""
