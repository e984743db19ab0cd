"""Pages made of grades: feedback for a student, the gradebook for the instructor."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from nbformat import NotebookNode

from course import labs
from course.grading import bubblewrap, tables
from course.grading.limits import Terms
from course.grading.submission import GRADED, Grade
from course.notebooks.tasks import Task, copy_in, titles_of
from course.pages import render
from helpers.graded import bars
from helpers.graded.judging import FAILED, NOT_ATTEMPTED, PASSED
from helpers.graded.tests import LAB_POINTS
from helpers.languages.catalogue import language, number

if TYPE_CHECKING:
    from course.grading import charts

_SIGNS = {PASSED: "✓", FAILED: "✗", NOT_ATTEMPTED: "○"}


def feedback(
    lab: labs.Lab,
    grade: Grade,
    executed: NotebookNode | None,
    written: dict[Task, str],
    terms: Terms,
    analysis: str = "",
    marks: Mapping[str, tuple[str, str]] | None = None,
) -> str:
    """Page for a student: what was earned, what failed and why, their figures, all that they wrote.

    `marks` holds points and remark for each written question, empty where a person has not given any.
    """
    marks = marks or {}
    points_of_parts = [tables.number(points) for points, _ in marks.values() if points]
    return render.page(
        "feedback.html",
        lab=lab,
        title=render.title(copy_in(lab, language())),
        grade=grade,
        graded=grade.status == GRADED,
        titles=titles_of(lab),
        lost=[outcome for outcome in grade.outcomes if outcome.points < outcome.possible],
        signs=_SIGNS,
        measured={
            outcome.exercise: [in_words(name, v, terms) for name, v in outcome.measured.items()]
            for outcome in grade.outcomes
        },
        written=written,
        written_points=sum(task.points for task in written),
        marks=marks,
        given_points=sum(points_of_parts),
        not_marked=len(written) - len(points_of_parts),
        total=grade.points + sum(points_of_parts),
        out_of=LAB_POINTS,
        analysis=analysis,
        pictures=render.pictures(executed),
        errors=render.errors(executed),
    )


def in_words(name: str, value: float, terms: Terms) -> str:
    """A measured value, and what is expected of it at full settings."""
    limit = bars.bar(name) if terms.full_training else None
    text = f"{tables.spoken_name(name)} {number(f'{value:.4f}')}"
    if limit is None:
        return text
    wanted = bars.demand(limit, bars.better(name))
    return f"{text}, {wanted} expected"


def gradebook(
    lab: labs.Lab,
    grades: list[Grade],
    terms: Terms,
    links: Mapping[str, str] | None = None,
    rest: tables.NotGraded | None = None,
    drawn: list[charts.Chart] | None = None,
) -> str:
    """Page for the instructor: marks, their distribution, the hardest exercises, what the networks reach.

    Parameters
    ----------
    lab : Lab
    grades : list of Grade
    terms : Terms
    links : mapping, optional
        The address of each student's feedback. Without it, the page names nobody.
    rest : NotGraded, optional
        Who handed in nothing, and files that are no submission.
    drawn : list of Chart, optional
        What `charts.of_batch` gives, where it is at hand: to draw takes seconds.
    """
    if drawn is None:
        from course.grading import charts  # matplotlib

        drawn = charts.of_batch(lab, grades, terms)
    points = [grade.points for grade in grades]
    return render.page(
        "gradebook.html",
        lab=lab,
        title=render.title(copy_in(lab, language())),
        grades=grades,
        links=links,
        rest=rest or tables.NotGraded(),
        possible=grades[0].possible,
        mean=statistics.fmean(points),
        median=statistics.median(points),
        odd=[grade for grade in grades if grade.status != GRADED],
        cut=[grade for grade in grades if grade.status == GRADED and grade.message],
        sample=bubblewrap.data_folder() is None,
        charts=drawn,
        troubles=_troubles(grades),
        titles=titles_of(lab),
        graded=GRADED,
        measured=tables.measured_names(grades),
        values={grade.student: tables.values_measured(grade) for grade in grades},
        spoken=tables.spoken_name,
    )


@dataclass(frozen=True)
class Trouble:
    """An exercise that some did not pass: how many failed, how many left it out, the commonest reason."""

    exercise: str
    failed: int
    left_out: int
    reason: str
    times: int


def _troubles(grades: list[Grade]) -> list[Trouble]:
    """What went wrong with each exercise, for submissions that ran; the one with the most failures first."""
    troubles = []
    for outcomes in zip(
        *(grade.outcomes for grade in grades if grade.status == GRADED), strict=True
    ):
        failed = [outcome for outcome in outcomes if outcome.status == FAILED]
        left_out = sum(outcome.status == NOT_ATTEMPTED for outcome in outcomes)
        reasons = Counter(outcome.reason for outcome in failed)
        reason, times = reasons.most_common(1)[0] if reasons else ("", 0)
        if failed or left_out:
            troubles.append(Trouble(outcomes[0].exercise, len(failed), left_out, reason, times))
    return sorted(troubles, key=lambda trouble: (-trouble.failed, -trouble.left_out))
