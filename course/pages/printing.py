"""Prints a page to a PDF, with the browser that is on this computer."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path

_ON_PATH = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_ON_MACOS = ("Google Chrome", "Chromium", "Microsoft Edge")
_ON_WINDOWS = ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe")
_PATIENCE = 180  # s for the browser, on a busy machine


def browser() -> str | None:
    """Path of a Chromium, Chrome or Edge; None where there is none."""
    for name in _ON_PATH:
        if program := shutil.which(name):
            return program
    places = [Path(f"/Applications/{name}.app/Contents/MacOS/{name}") for name in _ON_MACOS]
    for variable in ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA"):
        if os.environ.get(variable):
            places += [Path(os.environ[variable], name) for name in _ON_WINDOWS]
    return next((str(path) for path in places if path.is_file()), None)


def print_page(page: Path, pdf: Path) -> bool:
    """Print `page` to `pdf`, tagged and with an outline; False where there is no browser, or it fails."""
    program = browser()
    if program is None:
        return False
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [program, "--headless", "--disable-gpu", f"--user-data-dir={profile}"]
        command += ["--no-pdf-header-footer", "--generate-pdf-document-outline"]
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium as root, such as in a container, asks for it
        command += [f"--print-to-pdf={pdf.resolve()}", page.resolve().as_uri()]
        pdf.unlink(missing_ok=True)
        with contextlib.suppress(OSError, subprocess.TimeoutExpired):
            subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)
    return pdf.is_file()
