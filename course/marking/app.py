"""The local page on which a person marks: one question, one answer, beside the model answer and its guide."""

from __future__ import annotations

import re
import secrets
import webbrowser
from dataclasses import dataclass
from pathlib import Path

import flask
from werkzeug.serving import make_server

from course import labs
from course.errors import UsageError
from course.grading.grade import written_tasks
from course.marking.marks import Answer, Marks
from course.notebooks import derive, notebook
from course.notebooks.tasks import copy_in
from course.notebooks.translations import edition
from course.pages import render
from course.pages.executed import beginning
from course.ports import find_port
from helpers.graded.judging import format_points
from helpers.languages.catalogue import language

HOST = "127.0.0.1"
STEPS = 8  # how many keys give points, beside the 0


@dataclass(frozen=True)
class Question:
    """A written question: what is asked, the model answer, and the marking guide, as Markdown."""

    identifier: str
    title: str
    task: str
    model: str
    guide: str


def questions(lab: labs.Lab) -> dict[str, Question]:
    """The written questions of a lab, from its solution, in the language that is spoken."""
    solution = edition.solution(notebook.read(lab.solution), lab, language())
    cells = {cell.id: cell.source for cell in solution.cells}
    result = {}
    for task in written_tasks(solution):
        inside = cells[task.answer_id].split(derive.BEGIN_TEXT)[1].split(derive.END_TEXT)[0]
        model, *guide = re.split(beginning(derive.GUIDE), inside, maxsplit=1)
        question = solution.cells[task.cell].source.split("\n", 1)[-1]
        result[task.identifier] = Question(
            task.identifier,
            task.title,
            question,
            re.sub(beginning(derive.MODEL), "", model),
            "".join(guide),
        )
    return result


def point_keys(possible: float) -> list[tuple[str, str]]:
    """Keys and the points that they give: `0` none, then steps of a quarter or, for many points, a half."""
    step = 0.25 if possible <= STEPS * 0.25 else possible / STEPS
    count = round(possible / step)
    return [(str(key), format_points(key * step)) for key in range(count + 1)]


def make_app(lab: labs.Lab, folder: Path, token: str) -> flask.Flask:
    """The application for one lab and the folder of its grades; every address begins with `token`."""
    marks, asked = Marks(folder), questions(lab)
    app = flask.Flask(__name__, static_url_path=f"/{token}/static")
    render.speak(app.jinja_env)
    app.jinja_env.filters["markdown"] = render.markdown
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    title = render.title(copy_in(lab, language()))

    @app.after_request
    def guard(response: flask.Response) -> flask.Response:
        response.headers["Content-Security-Policy"] = (
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; "
            "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
        )
        response.headers["Referrer-Policy"] = "no-referrer"
        response.headers["Cache-Control"] = "no-store"
        return response

    @app.errorhandler(UsageError)
    def refused(error: UsageError) -> tuple[str, int]:
        return str(error), 409

    @app.get(f"/{token}/")
    def overview() -> str:
        rows = []
        for identifier in marks.questions():
            answers = marks.of(identifier)
            marked = sum(bool(answer.points) for answer in answers)
            rows.append((asked.get(identifier), identifier, marked, len(answers)))
        return flask.render_template("overview.html", title=title, number=lab.number, rows=rows)

    @app.get(f"/{token}/<question>/")
    def first(question: str) -> flask.Response:
        """Go on where one stopped: at the first answer without points."""
        answers = _answers(marks, question)
        open_ones = [number for number, answer in enumerate(answers, 1) if not answer.points]
        return flask.redirect(
            flask.url_for("mark", question=question, number=(open_ones or [1])[0])
        )

    @app.get(f"/{token}/<question>/<int:number>")
    def mark(question: str, number: int) -> str:
        answers = _answers(marks, question)
        if not 1 <= number <= len(answers):
            flask.abort(404)
        answer = answers[number - 1]
        return flask.render_template(
            "mark.html",
            title=title,
            question=asked.get(question) or Question(question, "", "", "", ""),
            answer=answer,
            number=number,
            count=len(answers),
            done=sum(bool(other.points) for other in answers),
            keys=point_keys(answer.possible),
            remarks=[line for line, _ in marks.remarks(question)][:9],
            following=_following(answers, number),
        )

    @app.post(f"/{token}/<question>")
    def give(question: str) -> tuple[dict, int]:
        sent = flask.request.get_json()
        try:
            answer = marks.give(sent["student"], question, sent.get("points"), sent.get("remark"))
        except ValueError as error:
            return {"error": str(error)}, 400
        answers = marks.of(question)
        return {
            "points": answer.points,
            "done": sum(bool(other.points) for other in answers),
            "remarks": [line for line, _ in marks.remarks(question)][:9],
        }, 200

    return app


def _answers(marks: Marks, question: str) -> list[Answer]:
    return marks.of(question) or flask.abort(404)


def _following(answers: list[Answer], number: int) -> int | None:
    """The next answer without points, after this one or from the start."""
    order = [*range(number + 1, len(answers) + 1), *range(1, number)]
    return next((other for other in order if not answers[other - 1].points), None)


def serve(lab: labs.Lab, folder: Path, port: int = 0, browser: bool = True) -> None:
    """Serve the page on this computer only, until Ctrl-C; its address holds a token that nobody else knows.

    Raises
    ------
    UsageError
        When nothing was graded yet, or no port is free.
    """
    token = secrets.token_urlsafe(16)
    app = make_app(lab, folder, token)
    server = make_server(HOST, find_port(HOST, port) if port else 0, app, threaded=True)
    address = f"http://{HOST}:{server.server_port}/{token}/"
    print(f"Mark at {address}\nEverything is saved as you go. End with Ctrl-C.", flush=True)
    if browser:
        webbrowser.open(address)
    server.serve_forever()
