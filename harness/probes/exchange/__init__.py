"""The ``exchange`` probe: the candidate as a client of the health space, judged by what arrives there."""
