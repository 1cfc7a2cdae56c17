"""What the mail server has taken and the database does not know yet: a file beside each mail worker.

Marking each mail in the database would cost a query a reader. So the marks are made many at a time, and this file holds
those that are still to make: a worker that is killed leaves it behind, and the next one on this machine makes them.
"""

import contextlib
import fcntl
import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.conf import settings


def folder() -> Path:
    """Give the folder of the journals, made when it is missing."""
    path: Path = settings.VAR_DIR / "mail-journal"
    path.mkdir(parents=True, exist_ok=True)
    return path


class Journal:
    """The file of one worker, locked as long as it lives. Its name is the worker's name.

    `taken` is what it holds: mails that the server has taken and that are still to be marked.
    """

    def __init__(self) -> None:
        self.name = uuid.uuid4().hex
        self._path = folder() / f"{self.name}.txt"
        unseen = self._path.with_suffix(".new")
        self._file = unseen.open("w", encoding="ascii")
        fcntl.flock(self._file, fcntl.LOCK_EX)
        unseen.rename(self._path)  # nobody sees it before it is locked
        self.taken: list[int] = []

    def note(self, delivery: int) -> None:
        """Write down that a mail was taken; the next line of the program may be the last. Raises: OSError."""
        self.taken.append(delivery)
        self._file.write(f"{delivery}\n")
        self._file.flush()

    def clear(self) -> None:
        """Forget what the database knows by now."""
        self.taken = []
        self._file.seek(0)
        self._file.truncate()

    def close(self) -> None:
        """Let the file go; to be called when nothing is left to mark."""
        self._path.unlink(missing_ok=True)
        self._file.close()


def left_behind() -> Iterator[tuple[str, list[int], Path]]:
    """Give what dead workers have noted: their name, the mails that were taken, and the file, to be removed then."""
    for path in sorted(folder().glob("*.txt")):
        with contextlib.ExitStack() as until_settled:
            try:
                file = until_settled.enter_context(path.open(encoding="ascii"))
            except FileNotFoundError:  # another worker was faster
                continue
            if _nobodys(file):
                lines = file.read().split("\n")
                yield path.stem, [int(line) for line in lines[:-1] if line.isdecimal()], path


def _nobodys(file: IO[str]) -> bool:
    """Tell whether no living worker holds the file."""
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return os.fstat(file.fileno()).st_nlink > 0
