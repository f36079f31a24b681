"""The launcher: what it says before and when an install fails. It imports nothing of ours."""

import importlib.machinery
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def launcher(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    loader = importlib.machinery.SourceFileLoader("kith_launcher", str(ROOT / "kith"))
    spec = importlib.util.spec_from_loader("kith_launcher", loader)
    assert spec is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader.exec_module(module)
    for name in ("uv.lock", "pyproject.toml"):
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(module, "ROOT", str(tmp_path))
    monkeypatch.setattr(module, "STAMP", str(tmp_path / "stamp"))
    return module


def test_alone_and_with_help_it_lists_workflows_without_installing() -> None:
    for arguments in ([], ["--help"]):
        done = subprocess.run(
            [sys.executable, "-I", str(ROOT / "kith"), *arguments],
            capture_output=True,
            text=True,
            check=True,
        )

        assert "./kith demo" in done.stdout
        assert "./kith source add files DIR --map map.yaml" in done.stdout
        assert done.stderr == ""


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        pytest.param("error: No space left on device (os error 28)", "No disk space", id="disk"),
        pytest.param("error: Permission denied (os error 13)", "Cannot write below", id="rights"),
        pytest.param("dns error: failed to lookup", "first install needs the network", id="dns"),
        pytest.param(
            "Failed to fetch: `https://example.org`", "first install needs the network", id="fetch"
        ),
        pytest.param(
            "The lockfile at `uv.lock` needs to be updated", "does not match", id="lock file"
        ),
        pytest.param("ensurepip is not available", "has no venv module", id="venv"),
        pytest.param("\n odd thing. \n", "The install stopped: odd thing.", id="unknown"),
        pytest.param("", "no reason was given", id="silent"),
    ],
)
def test_failed_install_is_told_in_one_sentence(
    launcher: ModuleType, output: str, sentence: str
) -> None:
    told = launcher.explain(output)

    assert sentence in told
    assert "\n" not in told


def test_old_python_is_told_what_is_needed(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(launcher.shutil, "which", lambda _name: None)

    with pytest.raises(launcher.CannotStart, match=r"needs Python 3\.11 to 3\.14, this is 3\.9"):
        launcher.check_python()


def test_old_python_goes_on_under_a_newer_one(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[str] = []
    monkeypatch.setattr(launcher.sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(
        launcher.shutil, "which", lambda name: f"/bin/{name}" if name == "python3.12" else None
    )
    monkeypatch.setattr(launcher.os, "execv", lambda path, _arguments: started.append(path))
    monkeypatch.delenv("KITH_PYTHON_TRIED", raising=False)

    with pytest.raises(launcher.CannotStart):
        launcher.check_python()

    assert started == ["/bin/python3.12"]
    monkeypatch.delenv("KITH_PYTHON_TRIED")


def test_stamp_counts_only_for_the_lock_file_it_was_made_for(
    launcher: ModuleType, tmp_path: Path
) -> None:
    wanted = launcher.fingerprint()
    (tmp_path / "stamp").write_text(f"{wanted} main dev")

    assert launcher.installed_groups(wanted) == {"main", "dev"}
    (tmp_path / "uv.lock").write_text("changed")
    assert launcher.installed_groups(launcher.fingerprint()) == set()


def test_full_disk_is_noticed_before_anything_is_made(
    launcher: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(launcher, "PYTHON", str(tmp_path / "no-python"))
    monkeypatch.setattr(
        launcher.shutil, "disk_usage", lambda _path: type("Usage", (), {"free": 1024**3})()
    )

    with pytest.raises(launcher.CannotStart, match=r"Only 1\.0 GB are free"):
        launcher.install({"main"})
