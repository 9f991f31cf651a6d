"""Commits in groups: writes that wait at the same moment share one transaction, hence one wait for the disk.

A job is told of its result only when the group that it was in is committed. If one job breaks its group, each is done
again in a transaction of its own, so that a job answers for itself only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

T = TypeVar("T")
Transaction = Callable[[Callable[[Connection], Any]], Any]
# Enough to share a wait among all threads that serve requests.
_LARGEST = 64
# Two processes may lock the same two rows in opposite order; PostgreSQL then ends one of their transactions.
_TRIES = 5


class CommitFailed(RuntimeError):
    """A job was not done, because another part of the space broke. Nothing of it is stored."""


class Job(Generic[T]):
    """Something to do in a transaction, and where its result goes."""

    def __init__(self, work: Callable[[Connection], T]) -> None:
        self.work = work
        self.done: Future[T] = Future()


class GroupCommits:
    """One thread that does every job. ``transaction`` runs a function in one transaction and commits it."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self._waiting: deque[Job[Any]] = deque()
        self._thread = ThreadPoolExecutor(1, "space-commits")

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a committed transaction and return its result. It may be done more than once before that.

        Never call it inside another transaction: it would wait for its own caller. Raises ``SQLAlchemyError`` or
        ``ValueError`` of ``work``, or ``CommitFailed``; nothing is stored then.
        """
        job = Job(work)
        self._waiting.append(job)
        self._thread.submit(self._serve)
        return job.done.result()

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._thread.shutdown()

    def _serve(self) -> None:
        group: list[Job[Any]] = []
        while self._waiting and len(group) < _LARGEST:
            group.append(self._waiting.popleft())
        try:
            self._commit(group)
        finally:
            for job in group:
                if not job.done.done():
                    job.done.set_exception(CommitFailed())

    def _commit(self, group: list[Job[Any]]) -> None:
        if len(group) > 1:
            try:
                results = self._transaction(lambda connection: [job.work(connection) for job in group])
            except (SQLAlchemyError, ValueError):
                pass  # each answers for itself, below
            else:
                for job, result in zip(group, results, strict=True):
                    job.done.set_result(result)
                return
        for job in group:
            self._alone(job)

    def _alone(self, job: Job[Any]) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                result = self._transaction(job.work)
            except (SQLAlchemyError, ValueError) as error:
                if attempt == _TRIES or not _is_transient(error):
                    job.done.set_exception(error)
                    return
            else:
                job.done.set_result(result)
                return


def _is_transient(error: Exception) -> bool:
    """Tell whether the same transaction may succeed next time (SQLSTATE class 40: rolled back by the database)."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    return str(getattr(cause, "sqlstate", "") or "").startswith("40")
