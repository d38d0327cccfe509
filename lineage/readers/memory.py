"""How a process that reads what others wrote is held to a limit of memory.

Run as a script, this file sets the limit and then becomes another program: between the two
nothing but Python is at work, where a function between fork and exec would run beside locks
that threads of the parent hold. So it imports nothing of the package.
"""

import os
import sys
from contextlib import suppress


def bound_memory(most: int) -> None:
    """Hold this process, and what it becomes, to a number of bytes, where the system can.

    A lower limit that is set already stays. macOS knows the limit and may refuse to set it: what
    is left then is the limit of time.
    """
    if sys.platform != "win32":
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        if hard != resource.RLIM_INFINITY:
            most = min(most, hard)
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    bound_memory(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])
