"""The `kith` command: the verbs, and one place that turns failures into sentences."""

import errno
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import typer
from typer.exceptions import Abort, Exit, TyperException

from pipelines.commands import (
    bench,
    demo,
    doctor,
    publish,
    quarantine,
    query,
    run,
    source,
    test,
    up,
    user,
)
from pipelines.failures import PipelineError, sentence_of

app = typer.Typer(
    name="kith",
    help="From orders, forms and tickets to one row per real customer, on one machine.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(demo.demo)
app.command()(run.run)
app.command()(up.up)
app.command()(query.query)
source.app.add_typer(quarantine.app, name="quarantine")
app.add_typer(source.app, name="source")
app.command()(publish.publish)
app.add_typer(user.app, name="user")
app.command()(doctor.doctor)
app.command()(bench.bench)
app.command(name="test")(test.run_every_check)


def main() -> None:
    """Run a command; whatever fails ends in one sentence on stderr and a code other than 0."""
    try:
        code = app(standalone_mode=False, prog_name="./kith")
    except Exit as error:
        code = error.exit_code
    except TyperException as error:
        code = _explain_usage(error)
    except (KeyboardInterrupt, Abort):
        sys.stderr.write("\nkith: stopped.\n")
        code = 130
    except BrokenPipeError:
        sys.stderr.close()
        code = 0
    except PipelineError as error:
        code = _complain(str(error))
    except Exception as error:  # noqa: BLE001 - the last stop: people get a sentence, the log the rest
        code = _complain(_explain(error))
    sys.exit(code if isinstance(code, int) else 0)


def _complain(text: str) -> int:
    sys.stderr.write(f"kith: {text}\n")
    return 1


def _explain_usage(error: TyperException) -> int:
    """A wrong option gets a sentence; a group without its command gets its help."""
    context = getattr(error, "ctx", None)
    if type(error).__name__ == "NoArgsIsHelpError" and context is not None:
        sys.stdout.write(context.get_help() + "\n")
        return 2
    told = getattr(error, "format_message", lambda: str(error))().rstrip(".")
    _complain(f"{told}. `./kith --help` and `./kith COMMAND --help` tell more.")
    return 2


def _explain(error: Exception) -> str:
    """A sentence for a failure nobody foresaw; the traceback goes to a file."""
    module = type(error).__module__
    if module.startswith(("records.", "pipelines.")):
        return sentence_of(error)
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return (
            "No disk space is left: free some and run this again; the served version is untouched."
        )
    text = "".join(traceback.format_exception(error))
    log = Path(_log_directory()) / "kith-error.log"
    try:
        with log.open("a") as file:
            file.write(f"{datetime.now(UTC).isoformat()} {' '.join(sys.argv[1:])}\n{text}\n")
    except OSError:
        return f"{type(error).__name__}: {sentence_of(error)}"
    return f"{type(error).__name__}: {sentence_of(error)} (details: {log})"


def _log_directory() -> Path:
    from records.settings import load_settings

    arguments = sys.argv
    home = arguments[arguments.index("--home") + 1] if "--home" in arguments[:-1] else None
    return load_settings(home).logs_dir


if __name__ == "__main__":
    main()
