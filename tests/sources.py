"""The source as it is written: read and parsed once for all who look into it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "crmdesk"
MODULES = sorted(PACKAGE.rglob("*.py"))


@cache
def text(path: Path) -> str:
    return path.read_text("utf-8")


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(text(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    return tuple(ast.walk(tree(path)))


def forget() -> None:
    """So many nodes would slow down whatever comes after."""
    for made in (text, tree, nodes):
        made.cache_clear()
