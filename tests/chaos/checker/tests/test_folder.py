from pathlib import Path

import orjson

from tests.chaos.checker.history import Fault, Waiting
from tests.chaos.checker.loading.folder import FAULTS, faults_of, read_faults, waiting_of


def written(folder: Path, *lines: object) -> list[dict[str, object]]:
    (folder / FAULTS).write_bytes(b"\n".join(map(orjson.dumps, lines)))
    return list(read_faults(folder))


def test_every_record_that_a_fault_sent_is_known_by_its_place(tmp_path: Path) -> None:
    records = [{"partition": 2, "key": "a", "of": 3, "offset": 8}, {"partition": 2, "key": "b", "offset": 9}]
    fault = {"kind": "duplicates", "target": "t", "at": 1.0}
    lines = written(
        tmp_path,
        {"at": 1.2, "what": "harmed", "fault": fault, "facts": {"topic": "t", "records": records}},
        {"at": 1.3, "what": "healed", "number": 0},
    )
    assert [fault for line in lines for fault in faults_of(line)] == [
        Fault(1.2, "duplicates", "t", 2, 8),
        Fault(1.2, "duplicates", "t", 2, 9),
    ]


def test_a_fault_that_may_have_been_done_has_no_place(tmp_path: Path) -> None:
    fault = {"kind": "poison", "target": "t"}
    (line,) = written(tmp_path, {"at": 1.0, "what": "not-done", "fault": fault, "error": "TimeoutError"})
    assert list(faults_of(line)) == [Fault(1.0, "poison", "t", done=False)]


def test_what_waited_is_read_as_it_was_tended(tmp_path: Path) -> None:
    waited = {"group": "g", "topic": "t", "key": "a", "partition": 0, "offsets": [4, 6], "end": 7}
    (line,) = written(tmp_path, {"at": 1.0, "what": "discarded"} | waited)
    assert list(waiting_of(line)) == [Waiting("g", "t", "a", 0, [4, 6], 7)]


def test_a_run_without_faults_has_no_such_file(tmp_path: Path) -> None:
    assert list(read_faults(tmp_path)) == []
