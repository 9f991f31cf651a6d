"""Commits in groups: writes that wait at the same moment share one transaction, hence one wait for the disk.

A job is told of its result only when the group that it was in is committed. If one job breaks its group, each is done
again in a transaction of its own, so that a job answers for itself only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

T = TypeVar("T")
Transaction = Callable[[Callable[[Connection], Any]], Any]
Row = dict[str, Any]
Insert = Callable[[Connection, list[Row]], set[str]]
# Enough to share a wait among all threads that serve requests.
_LARGEST = 64
# Two processes may lock the same two rows in opposite order; PostgreSQL then ends one of their transactions.
_TRIES = 5


class CommitFailed(RuntimeError):
    """A job was not done, because another part of the space broke. Nothing of it is stored."""


class Job(Generic[T]):
    """Something to do in a transaction, and where its result goes.

    ``row`` is inserted first, unless it is there: then ``work`` is told whether it was inserted.
    """

    def __init__(self, work: Callable[[Connection, bool], T], row: Row | None = None) -> None:
        self.work, self.row = work, row
        self.done: Future[T] = Future()


class GroupCommits:
    """One thread that does every job.

    ``transaction`` runs a function in one transaction and commits it. ``insert`` inserts the rows of many jobs at once
    and returns the ids of those that were not there.
    """

    def __init__(self, transaction: Transaction, insert: Insert) -> None:
        self._transaction, self._insert = transaction, insert
        self._waiting: deque[Job[Any]] = deque()
        self._thread = ThreadPoolExecutor(1, "space-commits")

    def run(self, work: Callable[[Connection], T]) -> T:
        """Do ``work`` in a committed transaction and return its result. It may be done more than once before that.

        Never call it inside another transaction: it would wait for its own caller. Raises ``SQLAlchemyError`` or
        ``ValueError`` of ``work``, or ``CommitFailed``; nothing is stored then.
        """
        return self._run(Job(lambda connection, _: work(connection)))

    def run_new(self, row: Row, work: Callable[[Connection, bool], T]) -> T:
        """Insert a row unless it is there, then do ``work``, which learns whether it was not. All else as ``run``."""
        return self._run(Job(work, row))

    def _run(self, job: Job[T]) -> T:
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
                results = self._transaction(partial(self._do, group))
            except (SQLAlchemyError, ValueError):
                pass  # each answers for itself, below
            else:
                for job, result in zip(group, results, strict=True):
                    job.done.set_result(result)
                return
        for job in group:
            self._alone(job)

    def _do(self, group: list[Job[Any]], connection: Connection) -> list[Any]:
        rows = [job.row for job in group if job.row is not None]
        new = self._insert(connection, rows) if rows else set()
        return [job.work(connection, job.row is not None and job.row["id"] in new) for job in group]

    def _alone(self, job: Job[Any]) -> None:
        for attempt in range(1, _TRIES + 1):
            try:
                (result,) = self._transaction(partial(self._do, [job]))
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
