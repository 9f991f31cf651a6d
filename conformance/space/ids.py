"""Random ids (UUID version 4), drawn from the system in blocks.

Asking the system lets go of the interpreter; under load, each id would wait for its turn to go on.
"""

from __future__ import annotations

import os
from threading import Lock
from uuid import UUID

_BLOCK, _SIZE = 4096, 16
_lock = Lock()
_drawn = b""
_used = 0


def new_id() -> str:
    """Return a new UUID as text."""
    return str(UUID(bytes=_draw(), version=4))


def _draw() -> bytes:
    global _drawn, _used
    with _lock:
        if _used + _SIZE > len(_drawn):
            _drawn, _used = os.urandom(_BLOCK), 0
        _used += _SIZE
        return _drawn[_used - _SIZE : _used]


def _forget() -> None:
    """A forked process must not draw what its parent draws."""
    global _drawn, _used
    _drawn, _used = b"", 0


os.register_at_fork(after_in_child=_forget)
