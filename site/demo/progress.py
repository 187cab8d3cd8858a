"""How far the work is: a bar that redraws itself on a terminal, one line a stage anywhere else."""

from contextlib import contextmanager

WIDTH = 30


class Progress:
    def __init__(self, stream):
        self.stream = stream
        self._label, self._done, self._total = "", 0, 0

    @contextmanager
    def stage(self, label: str, total: int):
        """One stage of `total` steps; each `advance()` is a step."""
        self._label, self._done, self._total = label, 0, total
        self._draw()
        yield
        self._finish()

    def advance(self) -> None:
        self._done += 1
        self._draw()

    def _draw(self) -> None:
        if self.stream.isatty():
            done = WIDTH * self._done // self._total if self._total else WIDTH
            bar = "█" * done + "░" * (WIDTH - done)
            self._write(f"\r{self._label:<22} {bar} {self._done}/{self._total}")

    def _finish(self) -> None:
        self._write("\n" if self.stream.isatty() else f"{self._label}: {self._done}\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
