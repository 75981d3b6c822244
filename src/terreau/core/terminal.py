"""Tell a person at a terminal how far long work is."""

import sys
import time


class TerminalProgress:
    """Write counts on the error output: one line that moves at a terminal, few lines elsewhere."""

    def __init__(self, title: str):
        self._title = title
        self._moving = sys.stderr.isatty()
        self._told_at = float("-inf")
        self._width = 0

    def advance(self, done: int, total: int, message: str = "") -> None:
        """Tell how much is done."""
        over = total and done >= total
        pause = 0.1 if self._moving else 2.0
        if not over and time.monotonic() - self._told_at < pause:
            return
        self._told_at = time.monotonic()
        counted = f"{done}/{total}" if total else str(done)
        line = f"  {self._title} : {counted} {message}".rstrip()[:100]
        if self._moving:
            sys.stderr.write("\r" + line.ljust(self._width))
            self._width = len(line)
        else:
            sys.stderr.write(line + "\n")
        sys.stderr.flush()

    __call__ = advance

    def close(self) -> None:
        """Leave the line that moves."""
        if self._moving and self._width:
            sys.stderr.write("\n")
        self._width = 0


def tell(text: str) -> None:
    """Say one line to the person who typed the command."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
