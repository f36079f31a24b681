"""dbt as a child that dies with its parent.

A run that is killed by -9 cannot stop the dbt it started. Left alone, that dbt would go on writing
the warehouse while the next run begins. The kernel is asked to end it instead.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def die_with_parent() -> None:
    """Have the kernel end this process when the one that started it ends, however it ends."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() == 1:  # it ended before we could ask
            sys.exit(1)


def main() -> None:
    """Run dbt with the arguments of this process."""
    die_with_parent()
    from dbt.cli.main import cli

    cli()


if __name__ == "__main__":
    main()
