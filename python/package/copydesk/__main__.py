"""The program `copydesk`: `python -m copydesk clean < scraped.txt`."""

import signal
import sys

from copydesk import _native


def main() -> int:
    """Runs the program with the arguments of this process; gives its exit status."""
    # Python would only note an interruption, and raise it when the program is done.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    return _native.run(["copydesk", *sys.argv[1:]])


if __name__ == "__main__":
    sys.exit(main())
