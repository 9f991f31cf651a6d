"""Why a signature, or what it was made for, is refused."""

from __future__ import annotations

from criteria.messages import message


class SignatureWrong(Exception):
    """A key, envelope or signature that must not be relied on.

    ``key`` is a message key (``signing.head``) and ``params`` its values; ``criteria.messages`` turns both into a
    sentence and what to do.
    """

    def __init__(self, key: str, **params: object) -> None:
        self.key = key
        self.params = {name: str(value) for name, value in params.items()}
        super().__init__(message(key).seen.filled(self.params).en)
