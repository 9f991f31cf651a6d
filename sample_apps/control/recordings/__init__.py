"""Journeys of the control app, as a person would record them in a browser."""
