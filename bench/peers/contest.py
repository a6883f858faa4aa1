# SPDX-License-Identifier: Apache-2.0
"""Contenders that do the same work, judged before they are measured, and measured in turns.

A contender is a program that repeats its work for some seconds and says what that cost (Loop), or one that is started again and again
(Process). One that fails, or says what is no cost, ends the contest with its name; one that is not there leaves its rows out.
"""
import dataclasses
import json
import math
import os
import subprocess
import time
from typing import Dict, List, NoReturn, Optional, Sequence, Tuple

import rows

SECONDS = 0.4
ROUNDS = 5
REFUSED = 3
PATIENCE = 300


class Broken(Exception):
    """A contender cannot be measured. The text begins with its name."""


class Absent(Exception):
    """A contender is not there. The text says how to get it."""


@dataclasses.dataclass(frozen=True)
class Sample:
    """What some runs cost, in seconds."""
    runs: int
    processor: float
    clock: float

    def each(self, measure: str) -> float:
        """Of one run: measure is "processor", the time of all threads, or "clock"."""
        return (self.clock if measure == "clock" else self.processor) / self.runs


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and math.isfinite(value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def parse(name: str, text: str) -> Sample:
    """What a contender has printed: one JSON object and nothing else."""
    try:
        said = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        raise Broken(f"{name}: prints no JSON: {text[:200]!r}") from error
    if not isinstance(said, dict) or set(said) != {"runs", "processor", "clock"} or not all(map(_is_number, said.values())):
        raise Broken(f"{name}: must print the numbers runs, processor and clock, and prints {text[:200]!r}")
    if not isinstance(said["runs"], int) or said["runs"] < 1 or not said["processor"] > 0 or not said["clock"] > 0:
        raise Broken(f"{name}: prints what no work can cost: {text[:200]!r}")
    return Sample(said["runs"], float(said["processor"]), float(said["clock"]))


class Contender:
    """What both kinds have in common. `words` is the command, and gets the names of the files that are worked on behind it."""

    def __init__(self, name: str, words: Sequence[str], version: Optional[str] = None) -> None:
        self.name = name
        self.words = list(words)
        self.version = version

    def accepts(self, *files: str) -> bool:
        """Whether it finds the files good. Anything but a clear yes or no raises Broken."""
        raise NotImplementedError

    def slice(self, files: Sequence[str], seconds: float, threads: int) -> Sample:
        """Repeats the work for some seconds, at least once."""
        raise NotImplementedError


class Loop(Contender):
    """A program that repeats the work itself, so that its start does not count."""

    def run(self, files: Sequence[str], seconds: float, threads: int) -> "subprocess.CompletedProcess[str]":
        command = [*self.words, *files, "--seconds", str(seconds), "--threads", str(threads)]
        try:
            return subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE,
                                  env=dict(os.environ, GOMAXPROCS=str(threads)))
        except (OSError, subprocess.SubprocessError) as error:
            raise Broken(f"{self.name}: {error}") from error

    def fail(self, result: "subprocess.CompletedProcess[str]") -> NoReturn:
        raise Broken(f"{self.name}: ends with status {result.returncode}: {result.stderr.strip()[-400:]}")

    def accepts(self, *files: str) -> bool:
        result = self.run(files, 0, 1)
        if result.returncode == REFUSED:
            return False
        if result.returncode != 0:
            self.fail(result)
        parse(self.name, result.stdout)
        return True

    def slice(self, files: Sequence[str], seconds: float, threads: int) -> Sample:
        result = self.run(files, seconds, threads)
        if result.returncode != 0:
            self.fail(result)
        return parse(self.name, result.stdout)


class Process(Contender):
    """A program that does the work once and ends: its start counts. Status 0 is yes, 1 no."""

    def start(self, files: Sequence[str]) -> Tuple[int, Sample]:
        begin = time.monotonic()
        try:
            with subprocess.Popen([*self.words, *files], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                  stderr=subprocess.DEVNULL) as child:
                _, status, usage = os.wait4(child.pid, 0)
                child.returncode = os.WEXITSTATUS(status) if os.WIFEXITED(status) else -os.WTERMSIG(status)
        except OSError as error:
            raise Broken(f"{self.name}: {error}") from error
        return child.returncode, Sample(1, usage.ru_utime + usage.ru_stime, time.monotonic() - begin)

    def accepts(self, *files: str) -> bool:
        status, _ = self.start(files)
        if status not in (0, 1):
            raise Broken(f"{self.name}: ends with status {status}")
        return status == 0

    def slice(self, files: Sequence[str], seconds: float, threads: int) -> Sample:
        samples: List[Sample] = []
        while not samples or sum(sample.clock for sample in samples) < seconds:
            status, sample = self.start(files)
            if status != 0:
                raise Broken(f"{self.name}: ends with status {status}")
            samples.append(sample)
        processor = sum(sample.processor for sample in samples)
        if not processor > 0:
            raise Broken(f"{self.name}: costs nothing that can be measured")
        return Sample(len(samples), processor, sum(sample.clock for sample in samples))


@dataclasses.dataclass(frozen=True)
class Entry:
    """A contender, the files it works on, files that it must refuse, and the aim of ours against it."""
    contender: Contender
    files: Sequence[str]
    bad: Sequence[Sequence[str]] = ()
    aim: Optional[float] = None

    def judge(self) -> None:
        """Raises Broken unless the contender does what it claims: what does not check is not to be compared with."""
        name = self.contender.name
        if not self.contender.accepts(*self.files):
            raise Broken(f"{name}: refuses {' '.join(self.files)}, which is good")
        for files in self.bad:
            if self.contender.accepts(*files):
                raise Broken(f"{name}: accepts {' '.join(files)}, which is no good")


def take_turns(entries: Sequence[Entry], rounds: int, seconds: float, threads: int, warm_up: bool = True) -> List[List[Sample]]:
    """For each round the samples of all, in turn, so that whatever else the machine does hits all alike. Before them all warm up."""
    for entry in entries if warm_up else ():
        entry.contender.slice(entry.files, 0, threads)
    return [[entry.contender.slice(entry.files, seconds, threads) for entry in entries] for _ in range(rounds)]


def pairs(taken: Sequence[Sequence[Sample]], ours: int, theirs: int, measure: str) -> List[rows.Turn]:
    """Of each round what a run of ours and one of another cost."""
    return [(samples[ours].each(measure), samples[theirs].each(measure)) for samples in taken]


def hold(group: str, what: str, ours: Entry, others: Sequence[Entry], measure: str = "processor", threads: int = 1,
         rounds: int = ROUNDS, seconds: float = SECONDS) -> None:
    """Judges all, measures them and writes a row for each of the others."""
    entries = [ours, *others]
    if not others:
        return
    for entry in entries:
        entry.judge()
    taken = take_turns(entries, rounds, seconds, threads)
    for index, entry in enumerate(entries[1:], 1):
        rows.comparison(group, what, entry.contender.name, pairs(taken, 0, index, measure), aim=entry.aim, version=entry.contender.version)


def versions(wanted: Dict[str, str], found: Dict[str, str]) -> str:
    """The versions of packages, as a row says them: wanted is package → how people call it."""
    return ", ".join(f"{label} {found[name]}" for name, label in wanted.items() if name in found)
