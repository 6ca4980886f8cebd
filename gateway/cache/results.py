"""Results by key, bounded in bytes, and by what they depend on; the changes that are on their way.

Belongs to one process and its event loop; nothing here waits. A result is known before it is read: a change
that comes meanwhile finds it, and what was read is then not kept.
"""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass, field

from chassis.telemetry import metrics
from gateway.compiler.touches import Dependence
from gateway.views.differences import Difference, Differences, Words

SHARE = 16
"""A result larger than this part of all that may be kept is not kept."""
BODIES_MAX = 4
"""Of one result: as many spellings of its request are known by their bytes."""
OVERHEAD_BYTES = 2_000
"""What a result takes besides its data: keys, index, objects."""

Place = tuple[str, str, str]


@dataclass(eq=False, slots=True)
class Result:
    """``data`` is the answer's, None while it is read. ``bodies``: requests that are known to ask for it."""

    key: Hashable
    depends_on: tuple[Dependence, ...]
    data: bytes | None = None
    size: int = 0
    bodies: list[Hashable] = field(default_factory=list)

    def touched_by(self, differences: Differences) -> bool:
        return any(
            each.type in differences.whole
            or any(each.touched_by(difference) for difference in differences.rows.get(each.type, ()))
            for each in self.depends_on
        )


class Results:
    """At most ``bytes_max`` of them; those longest unused go first."""

    def __init__(self, bytes_max: int) -> None:
        self._bytes_max = bytes_max
        self._bytes = 0
        self._kept: OrderedDict[Hashable, Result] = OrderedDict()
        self._bodies: dict[Hashable, tuple[Result, str | None]] = {}
        self._standing: set[Result] = set()  # kept or being read: what a change must find
        self._index: dict[Place, set[Result]] = defaultdict(set)
        self._on_their_way: list[Differences] = []

    @property
    def size(self) -> int:
        """In bytes."""
        return self._bytes

    @property
    def keeps_any(self) -> bool:
        return self._bytes_max > 0

    @property
    def on_their_way(self) -> int:
        """Changes that are announced and not yet known to be committed or not."""
        return len(self._on_their_way)

    def get(self, key: Hashable) -> Result | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def recall(self, body: Hashable) -> tuple[bytes, str | None] | None:
        """The data that this request's bytes asked for before, and its operation's name."""
        found = self._bodies.get(body)
        if found is None:
            return None
        result, name = found
        self._kept.move_to_end(result.key)
        assert result.data is not None
        return result.data, name

    def begin(self, key: Hashable, depends_on: tuple[Dependence, ...]) -> Result | None:
        """Before it is read. None: a change on its way touches it, so what is read may be old at once."""
        result = Result(key, depends_on)
        if any(result.touched_by(differences) for differences in self._on_their_way):
            return None
        self._standing.add(result)
        for place in map(_place, depends_on):
            self._index[place].add(result)
        return result

    def keep(self, result: Result, data: bytes) -> bool:
        """What was read. False: a change touched it meanwhile."""
        if result not in self._standing:
            return False
        result.data = data
        if len(data) * SHARE > self._bytes_max:
            self._forget(result)
            return True
        self._kept[result.key] = result
        self._grow(result, len(data) + OVERHEAD_BYTES)
        return True

    def give_up(self, result: Result) -> None:
        """It could not be read."""
        if result in self._standing:
            self._forget(result)

    def know(self, body: Hashable, size: int, name: str | None, result: Result) -> None:
        """From now on these bytes of a request stand for the result."""
        known = body in self._bodies or len(result.bodies) >= BODIES_MAX or size * SHARE > self._bytes_max
        if known or self._kept.get(result.key) is not result:
            return
        self._bodies[body] = result, name
        result.bodies.append(body)
        self._grow(result, size)

    def hear(self, differences: Differences) -> None:
        """A change is about to be committed: what it touches goes, and is not kept again until ``settle``."""
        self._on_their_way.append(differences)
        touched = set(self._touched(differences))
        for result in touched:
            self._forget(result)
        metrics.cache_dropped(len(touched), "change")

    def settle(self, changes: int) -> None:
        """The first so many changes are committed or will never be: whoever reads now reads after them."""
        del self._on_their_way[:changes]

    def clear(self) -> None:
        """Everything goes, what is being read too."""
        metrics.cache_dropped(len(self._standing), "lease")
        for result in tuple(self._standing):
            self._forget(result)

    def _touched(self, differences: Differences) -> Iterator[Result]:
        if differences.whole:
            yield from (result for result in self._standing if result.touched_by(differences))
        for difference in (each for rows in differences.rows.values() for each in rows):
            for place in _places(difference):
                for result in self._index.get(place, ()):
                    if any(
                        each.type == difference.type and each.touched_by(difference)
                        for each in result.depends_on
                    ):
                        yield result

    def _grow(self, result: Result, by: int) -> None:
        result.size += by
        self._bytes += by
        while self._bytes > self._bytes_max:
            self._forget(next(iter(self._kept.values())))
            metrics.cache_dropped(1, "room")
        metrics.cache_holds(self._bytes)

    def _forget(self, result: Result) -> None:
        self._standing.discard(result)
        for place in map(_place, result.depends_on):
            standing = self._index[place]
            standing.discard(result)
            if not standing:
                del self._index[place]
        for body in result.bodies:
            del self._bodies[body]
        if self._kept.get(result.key) is result:
            del self._kept[result.key]
            self._bytes -= result.size
            metrics.cache_holds(self._bytes)


def _place(dependence: Dependence) -> Place:
    """Where a change looks for those it may touch: by one value that its row must hold, else by type."""
    column, value = dependence.equal[0] if dependence.equal else ("", "")
    return dependence.type, column, value


def _places(difference: Difference) -> Iterable[Place]:
    rows: list[Words] = [row for row in (difference.before, difference.after) if row is not None]
    held = {(difference.type, column, value) for row in rows for column, value in row.items()}
    return {(difference.type, "", ""), *held}
