"""How likely chance makes two students' answers as alike as they are, seen from the class itself.

A piece that many wrote says little, one that two wrote says much: each counts by the surprise, in bits, that
another student has it, too. How alike two students happen to be is read off all pairs of the class, exercise by
exercise. So an exercise with one natural answer says nothing about anybody, and to be listed two students must be
alike where others are not: very much so in one exercise, or in many at once.
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy import sparse
from sklearn.feature_extraction.text import CountVectorizer

# Listed pairs in a class in which nobody copied, if answers did not depend on each other.
MOST_EXPECTED = 0.01
_TAIL = 0.99  # share of the pairs from which chances are counted; beyond, they are extrapolated
_LEAST_IN_TAIL = 10  # pairs
_FLOOR = 3.0  # pieces that only two have, by which the chance shrinks to a third, at the most
_STEP, _MOST = 0.25, 80.0  # bits: the grid on which distributions are added up
_SHOWN = 2.0  # bits from which on an exercise is shown


@dataclass(frozen=True)
class Alike:
    """What two students share in one exercise: the chance of it, from 0 to 1, and the pieces, the rarest first."""

    exercise: str
    chance: float
    pieces: tuple[str, ...]


@dataclass(frozen=True)
class Pair:
    """Two students; `expected` is how many pairs as alike as this a class without copies would have."""

    students: tuple[str, str]
    alike: tuple[Alike, ...]
    expected: float


def pairs(answers: Mapping[str, Mapping[str, set[str]]]) -> list[Pair]:
    """The pairs of students whose answers are more alike than chance explains, the most alike first.

    Parameters
    ----------
    answers : mapping
        Of each exercise, the pieces of each student's answer.
    """
    students = sorted({student for sets in answers.values() for student in sets})
    exercises = [
        _Exercise(name, sets, students)
        for name, sets in answers.items()
        if sum(map(bool, sets.values())) > 2
    ]
    if not exercises:
        return []
    total = sum(exercise.bits for exercise in exercises)
    count = len(students) * (len(students) - 1) / 2
    reached = functools.cache(_reached)
    suspicious = []
    for a, b in zip(*np.nonzero(np.triu(total, 1) > np.log2(count)), strict=True):
        both = tuple(
            exercise for exercise in exercises if exercise.answered[a] and exercise.answered[b]
        )
        expected = count * float(reached(both)[int(total[a, b] / _STEP)])
        if expected <= MOST_EXPECTED:
            telling = sorted(both, key=lambda exercise: -exercise.bits[a, b])
            alike = tuple(
                exercise.alike(a, b) for exercise in telling if exercise.bits[a, b] >= _SHOWN
            )
            suspicious.append(Pair((students[a], students[b]), alike, expected))
    return sorted(suspicious, key=lambda pair: pair.expected)


def _reached(exercises: tuple[_Exercise, ...]) -> np.ndarray:
    """The chance that two who know nothing of each other reach so many bits in these exercises together."""
    together = np.ones(1)
    for exercise in exercises:
        together = np.convolve(together, exercise.distribution)
    return together[::-1].cumsum()[::-1]


class _Exercise:
    """How alike all pairs of a class are in one exercise: `bits[a, b]` says how little chance explains it."""

    def __init__(self, name: str, answers: Mapping[str, set[str]], students: list[str]) -> None:
        self.name = name
        self.answered = np.array([bool(answers.get(student)) for student in students])
        size = self.answered.sum()
        vectorizer = CountVectorizer(analyzer=lambda pieces: pieces, binary=True, dtype=np.float64)
        has = vectorizer.fit_transform([answers.get(student, set()) for student in students])
        owners = np.asarray(has.sum(axis=0)).ravel()
        shared = owners > 1
        self._names = vectorizer.get_feature_names_out()[shared]
        self._has = sparse.csr_matrix(has[:, shared])
        self._surprise = np.log2((size - 1) / (owners[shared] - 1))
        alike = (self._has.multiply(self._surprise) @ self._has.T).toarray()
        pair = np.triu(np.outer(self.answered, self.answered), 1)
        scores = np.sort(alike[pair])
        self.bits = np.zeros_like(alike)
        self.bits[pair] = -np.log2(_chances(alike[pair], scores, _FLOOR * np.log2(size - 1)))
        self.bits += self.bits.T
        self.distribution = _distribution(self.bits[pair])

    def alike(self, a: int, b: int) -> Alike:
        """What two students share."""
        places = self._has[a].multiply(self._has[b]).nonzero()[1]
        rarest = sorted(places, key=lambda place: (-self._surprise[place], self._names[place]))
        return Alike(self.name, float(2 ** -self.bits[a, b]), tuple(self._names[rarest]))


def _chances(scores: np.ndarray, ordered: np.ndarray, floor: float) -> np.ndarray:
    """The share of all pairs that are at least as alike; beyond the tail of the class, an exponential one."""
    count = len(ordered)
    chances = (count - np.searchsorted(ordered, scores - 1e-9)) / count
    share = min(0.1, max(1 - _TAIL, _LEAST_IN_TAIL / count))
    start = np.quantile(ordered, 1 - share)
    beyond = scores > start
    excess = ordered[ordered > start] - start
    if len(excess):
        scale = max(floor, np.median(excess) / np.log(2))
        chances[beyond] = len(excess) / count * np.exp(-(scores[beyond] - start) / scale)
    return np.maximum(chances, 2.0**-_MOST)


def _distribution(bits: np.ndarray) -> np.ndarray:
    """How often two students reach how many bits in one exercise, on the grid.

    As counted in the class, and beyond its tail as bits are defined, by which half as many reach one more: what
    those who copied add to the tail of the class is no chance.
    """
    grid = np.arange(0, _MOST + _STEP, _STEP)
    counted = 1 - np.searchsorted(np.sort(bits), grid - 1e-9) / len(bits)
    tail = min(-np.log2(1 - _TAIL), np.log2(max(2, len(bits) / _LEAST_IN_TAIL)))
    reached = np.where(grid < tail, np.minimum(counted, 2.0**-grid), 2.0**-grid)
    reached[0] = 1.0
    reached = np.minimum.accumulate(reached)
    return reached - np.append(reached[1:], 0.0)
