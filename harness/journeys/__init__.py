"""Recorded journeys: read, held to their schema, and replayed by a browser. They hold data, never programs."""
