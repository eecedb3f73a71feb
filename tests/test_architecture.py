"""The rules of the design, read from the source: what may import what, and where what may stand."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests import sources
from tests.sources import MODULES, PACKAGE, ROOT

AT_START = {"PySide6", "shiboken6", "shibokensupport", "signature_bootstrap", "sqlcipher3", "platformdirs"}
"""What may be imported before the first window is painted; everything else waits until it is used."""


@pytest.fixture(scope="module", autouse=True)
def forgotten() -> Iterator[None]:
    yield
    sources.forget()


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    code = "from importlinter.cli import lint_imports; raise SystemExit(lint_imports(no_cache=True, no_logo=True))"
    return subprocess.run([sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False)


def imported_by(*modules: str) -> set[str]:
    """The top-level names in memory after importing the modules in a new interpreter."""
    code = f"import sys, {', '.join(modules)}\nprint(*{{name.split('.')[0] for name in sys.modules}})"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def third_party(names: set[str]) -> set[str]:
    return {
        name for name in names - sys.stdlib_module_names - {"crmdesk"} if not name.startswith(("_", "sitecustomize"))
    }


def dotted(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def layer(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0]


def findings(paths: list[Path], wrong: Callable[[ast.AST], bool]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}"
        for path in paths
        for node in sources.nodes(path)
        if wrong(node)
    ]


def called(node: ast.AST) -> str:
    """The bare name of what is called, or nothing."""
    if not isinstance(node, ast.Call):
        return ""
    return getattr(node.func, "attr", None) or getattr(node.func, "id", "")


class TestImports:
    def test_they_go_down_only(self) -> None:
        done = lint_imports(ROOT)
        assert done.returncode == 0, done.stdout + done.stderr

    def test_the_contracts_can_fail(self, tmp_path: Path) -> None:
        shutil.copytree(PACKAGE, tmp_path / "crmdesk", ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copy(ROOT / "pyproject.toml", tmp_path)
        for package, line in (
            ("domain", "import crmdesk.store"),
            ("services", "import PySide6.QtCore"),
            ("ui", "import crmdesk.store"),
            ("widgets", "import crmdesk.domain.base"),
            ("hub", "import crmdesk.domain.base"),
            ("surprise", ""),
        ):
            module = tmp_path / "crmdesk" / package / "planted.py"
            module.parent.mkdir(exist_ok=True)
            (module.parent / "__init__.py").touch()
            module.write_text(line)
        told = lint_imports(tmp_path).stdout
        assert "5 broken" in told, told
        assert "crmdesk.surprise" in told, told

    def test_only_screens_start_qt(self) -> None:
        modules = [dotted(path) for path in MODULES if layer(path) not in ("ui", "widgets")]
        assert not imported_by(*modules) & {"PySide6", "shiboken6"}

    @pytest.mark.parametrize("module", ["crmdesk.__main__", "crmdesk.ui.app"])
    def test_start_up_imports_little(self, module: str) -> None:
        assert third_party(imported_by(module)) <= AT_START


class TestSql:
    outside = [path for path in MODULES if layer(path) != "store" and path != PACKAGE / "hub" / "database.py"]
    statement = re.compile(
        r"\s*(SELECT\s.+\sFROM\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|PRAGMA\s"
        r"|(CREATE|DROP|ALTER)\s+(TEMP\s+|VIRTUAL\s+|UNIQUE\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s)",
        re.DOTALL,
    )

    def holds_sql(self, node: ast.AST) -> bool:
        return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(self.statement.match(node.value))

    def test_its_text_stands_in_the_store_only(self) -> None:
        assert not findings(self.outside, self.holds_sql)
        assert findings([path for path in MODULES if layer(path) == "store"], self.holds_sql)

    def test_only_the_store_opens_connections_and_sessions(self) -> None:
        openers = {"create_engine", "sessionmaker", "scoped_session", "Session", "text"}

        def imports_a_driver(node: ast.AST) -> bool:
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
            origin = node.module or "" if isinstance(node, ast.ImportFrom) else ""
            return bool({name.split(".")[0] for name in (*names, origin)} & {"sqlite3", "sqlcipher3", "apsw"}) or (
                origin.startswith("sqlalchemy") and bool({"create_engine", "sessionmaker", "text"} & set(names))
            )

        assert not findings(self.outside, imports_a_driver)
        assert not findings(self.outside, lambda node: called(node) in openers and called(node) != "text")


class TestTexts:
    """What a user typed is never taken for markup (QLabel and tooltips guess)."""

    screens = [path for path in MODULES if layer(path) in ("ui", "widgets")]

    def test_labels_come_from_the_one_maker_of_plain_labels(self) -> None:
        def wrong(node: ast.AST) -> bool:
            return called(node) == "QLabel" and bool(node.args)  # type: ignore[attr-defined]

        assert not findings(self.screens, wrong)
        assert not findings(
            [path for path in self.screens if layer(path) == "ui"], lambda node: called(node) == "QLabel"
        )

    def test_tooltips_are_escaped(self) -> None:
        def wrong(node: ast.AST) -> bool:
            if called(node) != "setToolTip":
                return False
            text = node.args[-1]  # type: ignore[attr-defined]
            return not (isinstance(text, ast.Constant) or called(text) in ("plain", "_"))

        assert not findings(self.screens, wrong)

    def test_no_message_boxes(self) -> None:
        assert not findings(self.screens, lambda node: isinstance(node, ast.Name) and node.id == "QMessageBox")


class TestModules:
    all_of_them = [
        path for folder in ("crmdesk", "tests", "packaging", "migrations") for path in (ROOT / folder).rglob("*.py")
    ]

    def test_none_is_long(self) -> None:
        assert not [str(path) for path in self.all_of_them if sources.text(path).count("\n") > 400]

    def test_each_says_in_a_sentence_what_it_is(self) -> None:
        """Which is the first thing in it: the rest need not be read."""
        assert not [str(path) for path in self.all_of_them if not self.begins_with_words(sources.text(path))]
        assert not self.begins_with_words("import os\n")
        assert not self.begins_with_words('""""""\n')

    def begins_with_words(self, text: str) -> bool:
        return not text or bool(re.match(r'(#.*\n)*\s*r?"""\s*[^\s"]', text))
