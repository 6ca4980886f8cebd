"""What a caller is told when PostgreSQL says no: try again, already there, or not a value it can hold."""

from __future__ import annotations

from collections.abc import Mapping

import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from chassis.database import FAREWELL, NO_WAY_THERE, was_cut
from chassis.refusal import Kind, Refusal

Constraints = Mapping[str, type[Refusal]]


class DatabaseBusy(Refusal):
    """Another transaction was in the way, or every connection was taken; repeating likely helps."""

    code, kind = "busy", Kind.UNAVAILABLE
    tr = "Kayıt şu anda başka bir işlemde; hiçbir şey değişmedi."
    en = "The record is in use by another operation; nothing was changed."
    next_tr, next_en = "Birkaç saniye sonra yeniden deneyin.", "Try again in a few seconds."


class DatabaseUnreachable(Refusal):
    code, kind = "database-unavailable", Kind.UNAVAILABLE
    tr, en = "Veritabanına şu anda ulaşılamıyor.", "The database cannot be reached now."
    next_tr, next_en = "Birkaç saniye sonra yeniden deneyin.", "Try again in a few seconds."


class ValueNotStorable(Refusal):
    """The database cannot hold a value: out of its range, or not text at all."""

    code, kind = "value-not-storable", Kind.INVALID
    tr, en = (
        "Bir değer saklanamayacak kadar büyük ya da bozuk.",
        "A value is too large or malformed to be stored.",
    )
    next_tr, next_en = "Değerleri kontrol edin.", "Check the values."


class RecordsCollide(Refusal):
    """A uniqueness or reference rule of the database that has no refusal of its own."""

    code, kind = "records-collide", Kind.CONFLICT
    tr, en = "Bu kayıt var olan başka bir kayıtla çakışıyor.", "This collides with a record that exists."
    next_tr, next_en = "Var olan kaydı arayın.", "Look for the existing record."


# The same again may succeed: serialisation failure, deadlock, lock or statement timeout, no free connection
BUSY = frozenset({"40001", "40P01", "55P03", "57014", "53300"})
UNREACHABLE_CLASSES = ("08", "57P")
DATA_CLASS, INTEGRITY_CLASS = "22", "23"


def refusal_of(error: Exception, constraints: Constraints) -> Refusal | None:
    """The refusal that ``error`` means, or None when it is a fault of ours.

    ``constraints`` names the refusal behind each of the service's own constraints.
    """
    if isinstance(error, PoolTimeout):
        return DatabaseBusy()
    if isinstance(error, (*NO_WAY_THERE, FAREWELL)):
        return DatabaseUnreachable()
    if isinstance(error, DBAPIError):
        return _from_driver(error, constraints)
    if isinstance(error, asyncpg.PostgresError):  # of a connection without SQLAlchemy
        return _from_state(error.sqlstate or "", error, constraints)
    return None


HANDLED: tuple[type[Exception], ...] = (DBAPIError, PoolTimeout, *NO_WAY_THERE, FAREWELL)


def cause_of(error: Exception) -> dict[str, str]:
    """What the driver said, for a log: its type, SQLSTATE and constraint, none of the values."""
    cause = _driver_error(error)
    facts = {
        "sqlstate": getattr(cause, "sqlstate", None),
        "constraint": getattr(cause, "constraint_name", None),
    }
    return {"error": type(cause).__name__, **{name: str(fact) for name, fact in facts.items() if fact}}


def _driver_error(error: Exception) -> BaseException:
    orig = error.orig if isinstance(error, DBAPIError) else None
    return (orig.__cause__ or orig) if orig else error


def _from_driver(error: DBAPIError, constraints: Constraints) -> Refusal | None:
    cause = _driver_error(error)
    state = getattr(cause, "sqlstate", None) or ""
    if was_cut(error) and state not in BUSY:
        return DatabaseUnreachable()
    return _from_state(state, cause, constraints)


def _from_state(state: str, cause: BaseException, constraints: Constraints) -> Refusal | None:
    if state in BUSY:
        return DatabaseBusy()
    if state.startswith(UNREACHABLE_CLASSES):
        return DatabaseUnreachable()
    if state.startswith(DATA_CLASS) or isinstance(cause, asyncpg.DataError):
        return ValueNotStorable()
    if state.startswith(INTEGRITY_CLASS):
        return constraints.get(getattr(cause, "constraint_name", None) or "", RecordsCollide)()
    return None
