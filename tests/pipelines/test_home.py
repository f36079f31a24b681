"""One writer across processes, and homes that cannot be used."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipelines.failures import HomeUnusable, WarehouseBusy
from pipelines.home import open_home, writing

HOLDER = """
import sys, time
from pathlib import Path
from pipelines.home import open_home, writing
with writing(open_home(Path(sys.argv[1])), doing="a long run"):
    print("holding", flush=True)
    sys.stdin.read()
"""


def hold(home: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "holding\n"
    return process


def test_second_writer_is_told_who_holds_the_warehouse(tmp_path: Path) -> None:
    settings = open_home(tmp_path)
    holder = hold(tmp_path)

    with (
        pytest.raises(WarehouseBusy, match=rf"a long run \(process {holder.pid}, since"),
        writing(settings, doing="another"),
    ):
        pass

    holder.kill()
    holder.wait()


def test_killed_writer_gives_the_right_back(tmp_path: Path) -> None:
    settings = open_home(tmp_path)
    holder = hold(tmp_path)
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()

    with writing(settings, doing="the next"):
        assert "the next" in (tmp_path / "warehouse.lock").read_text()


def test_waiting_writer_goes_on_when_the_first_has_finished(tmp_path: Path) -> None:
    settings = open_home(tmp_path)
    holder = hold(tmp_path)
    told: list[str] = []

    def tell(sentence: str) -> None:
        told.append(sentence)
        assert holder.stdin is not None
        holder.stdin.close()

    with writing(settings, doing="the next", wait_seconds=30, on_wait=tell):
        assert told == [sentence for sentence in told if sentence.startswith("Waiting for a long")]
        assert len(told) == 1
    holder.wait()


def test_home_that_is_a_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(HomeUnusable, match="name another with --home"):
        open_home(tmp_path / "file")
