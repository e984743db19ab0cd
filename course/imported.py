"""What a piece of code imports."""

from __future__ import annotations

import ast


def imported(code: str) -> set[str]:
    """Modules that `code` imports, at whatever place, and `module.name` for names from them, modules or not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return names
