"""Settings of Sphinx for the site; `course/site/build.py` prepares its sources and calls it.

Nothing is executed, and nothing on a page comes from another computer: it opens from a stick.
"""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from babel import Locale  # noqa: E402
from docutils import nodes  # noqa: E402
from sphinx.application import Sphinx  # noqa: E402

from course.pages import formulas  # noqa: E402
from helpers.languages.catalogue import ENGLISH  # noqa: E402

_settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
_repository = _settings["tool"]["course"]["repository"]

project = "Deep-learning labs"
author = "the authors of the labs"
copyright = "2026, the authors of the labs. Code: MIT. Texts and figures: CC BY 4.0"
version = release = _settings["project"]["version"]
language = ENGLISH  # `build.py` names another

extensions = ["myst_nb"]
exclude_patterns = ["**/.ipynb_checkpoints"]
nb_execution_mode = "off"
nb_merge_streams = True
myst_enable_extensions = ["dollarmath", "amsmath"]
myst_heading_anchors = 4
# The labs begin their parts at the level that suits a notebook; mermaid is shown as text.
suppress_warnings = ["myst.header", "misc.highlighting_failure", "mystnb.mime_priority"]

html_theme = "sphinx_book_theme"
html_title = project
html_static_path = [str(Path(__file__).with_name("static"))]
html_css_files = ["site.css"]
templates_path = [str(Path(__file__).with_name("templates"))]
html_sidebars = {
    "**": ["navbar-logo.html", "languages.html", "search-button-field.html", "sbt-sidebar-nav.html"]
}
html_math_renderer = "mathml"
html_copy_source = False
html_show_sourcelink = False
html_theme_options = {
    "home_page_in_toc": True,
    "navbar_persistent": [],
    "show_navbar_depth": 1,
    "use_download_button": False,
    "use_fullscreen_button": False,
}
if _repository:
    html_theme_options |= {
        "repository_url": f"https://github.com/{_repository}",
        "use_repository_button": True,
        "launch_buttons": {
            "binderhub_url": "https://mybinder.org",
            "colab_url": "https://colab.research.google.com",
            "notebook_interface": "jupyterlab",
        },
    }


def setup(app: Sphinx) -> None:
    """Draw formulas as MathML, which needs no script; link each page to the same in other languages."""
    app.add_html_math_renderer("mathml", (_inline, None), (_block, None))
    app.connect("html-page-context", _link_languages)


def _link_languages(app: Sphinx, name: str, template: str, context: dict, doctree) -> None:
    own = app.config.language
    up = "../" * (name.count("/") + (own != ENGLISH))
    context["languages"] = [
        (
            code,
            Locale(code).get_display_name(code),
            f"{up}{'' if code == ENGLISH else f'{code}/'}{name}.html",
        )
        for code in context["editions"].split(",")
        if code != own
    ]


def _inline(writer, node: nodes.math) -> None:
    writer.body.append(formulas.drawn(node.astext()))
    raise nodes.SkipNode


def _block(writer, node: nodes.math_block) -> None:
    drawn = formulas.drawn(node.astext(), block=True)
    writer.body.append(
        f'<div class="math" tabindex="0" role="group" aria-label="Formula">{drawn}</div>'
    )
    raise nodes.SkipNode
