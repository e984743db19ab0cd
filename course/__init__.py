"""What an instructor and a maintainer run: `python -m course …`."""

from helpers.languages import finder

# Modules whose messages students read, and instructors beside them (`make translations` takes them from here).
finder.SPOKEN.update(
    {
        "course.commands.students",
        "course.data",
        "course.grading.charts",
        "course.grading.gradebook",
        "course.grading.overrides",
        "course.grading.reading",
        "course.grading.submission",
        "course.labs",
        "course.marking.app",
        "course.marking.marks",
        "course.mlflow_page",
        "course.notebooks.notebook",
        "course.pages.executed",
        "course.pages.progress",
        "course.pages.render",
        "course.pages.report",
        "course.ports",
        "course.similar.compare",
        "course.student",
    }
)
