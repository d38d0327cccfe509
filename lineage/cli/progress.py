"""How far the work is, drawn on a terminal: stage, share, rate, and the time that is left.

rich draws it, because a line that is written over has to know how wide Chinese is, what a
terminal can do, and when it is redrawn; it takes a tenth of a second to load, so that the
console imports this module only when there is a terminal to draw on.
"""

from collections.abc import Callable
from typing import IO

from rich.console import Console as Screen
from rich.progress import (
    BarColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
)
from rich.text import Text

from lineage.wording import Words

_UNITS = ((1e9, "G"), (1e6, "M"), (1e3, "k"))


class Display:
    """One line at the foot of the terminal, from the first stage until it is closed.

    Args:
        stream: The terminal.
        words: The language that is spoken.
        amount: Gives the characters that are worked on; 0 while nobody knows.
    """

    def __init__(self, stream: IO[str], words: Words, amount: Callable[[], int]) -> None:
        self._words = words
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=24),
            TextColumn("{task.fields[done]:>4}"),
            _Rate(words, amount),
            _Left(words),
            console=Screen(file=stream),
            transient=True,
        )
        self._stage = ""
        self._task = self._progress.add_task("", total=None, done="")
        self._progress.start()

    def show(self, stage: str, share: float) -> None:
        """Show that a share (0..1) of a stage is done; 0 while that is not known."""
        if stage != self._stage:
            self._stage = stage
            # How fast one stage is says nothing of the next.
            self._progress.reset(self._task, total=None, description=self._words.translate(stage))
            self._progress.refresh()
        self._progress.update(
            self._task,
            completed=share,
            total=1.0 if share else None,
            done=f"{share:.0%}" if share else "",
        )

    def close(self) -> None:
        """Take the line away, and give the cursor back."""
        self._progress.stop()


class _Rate(ProgressColumn):
    """How much of a stage has been done in a second."""

    def __init__(self, words: Words, amount: Callable[[], int]) -> None:
        super().__init__()
        self._words = words
        self._amount = amount

    def render(self, task: Task) -> Text:
        if not task.completed or not task.elapsed:
            return Text("")
        rate = task.completed / task.elapsed
        if amount := self._amount():
            return Text(self._words.say("progress_rate", rate=_short(rate * amount)))
        return Text(self._words.say("progress_rate_share", rate=f"{rate * 100:.1f}"))


class _Left(ProgressColumn):
    """The time that a stage will still take; the time it has taken while nobody knows."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words

    def render(self, task: Task) -> Text:
        elapsed = task.elapsed or 0.0
        if not task.completed:
            return Text(_clock(elapsed))
        left = elapsed * (1 - task.completed) / task.completed
        return Text(self._words.say("progress_left", time=_clock(left)))


def _clock(seconds: float) -> str:
    """Return a time as a clock shows it.

    Example:
        >>> _clock(71.4), _clock(7322)
        ('01:11', '2:02:02')
    """
    minutes, rest = divmod(int(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes:02}:{rest:02}"


def _short(number: float) -> str:
    """Return a number as one reads it at a glance.

    Example:
        >>> _short(1_234_567), _short(431.6)
        ('1.2M', '432')
    """
    for size, letter in _UNITS:
        if number >= size:
            return f"{number / size:.1f}{letter}"
    return f"{number:.0f}"
