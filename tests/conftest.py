"""What every test stands on: Qt without a screen, folders of its own, and no noise of any kind."""

import gc
import logging
import os
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LANGUAGE"] = os.environ["CRMDESK_LANGUAGE"] = "en"

SHARED_DATA = Path(__file__).parents[2] / "shared" / "data"
_folders = tempfile.TemporaryDirectory(prefix="crmdesk-tests-", ignore_cleanup_errors=True)
if sys.dont_write_bytecode:  # programs that tests start would each compile everything anew
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(Path(_folders.name) / "bytecode")


def pytest_addoption(parser: pytest.Parser) -> None:
    default = int(os.environ.get("CRMDESK_TEST_SIZE", "1"))
    parser.addoption("--size", type=int, default=default, help="how much longer the long programmes run (default 1)")


def pytest_configure(config: pytest.Config) -> None:
    for variable in ("CRMDESK_CONFIG", "CRMDESK_HOME", "CRMDESK_STATE"):
        os.environ[variable] = str(Path(_folders.name) / variable.lower())
    times = config.getoption("--size")
    settings.register_profile(
        "crmdesk",
        deadline=None,
        max_examples=25 * times,
        derandomize=times == 1,  # the default run says the same today and tomorrow; longer ones look for news
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
        print_blob=True,
    )
    settings.load_profile("crmdesk")


def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: no search for garbage need look at it again."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish() -> None:
    """Without a screen Qt keeps what was copied until after Python is gone, and would ask it to let go."""
    if (widgets := sys.modules.get("PySide6.QtWidgets")) and widgets.QApplication.instance():
        widgets.QApplication.clipboard().clear()


def pytest_unconfigure() -> None:
    _folders.cleanup()


def pytest_runtest_setup(item: pytest.Item) -> None:
    for marker in item.iter_markers("needs_size"):
        if item.config.getoption("--size") < marker.args[0]:
            pytest.skip(f"runs with --size {marker.args[0]} or more")


@pytest.fixture(scope="session")
def size(pytestconfig: pytest.Config) -> int:
    """How many times longer than by default a long programme is to run."""
    return int(pytestconfig.getoption("--size"))


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The collection of real files beside the checkout; read only."""
    folder = Path(os.environ.get("CRMDESK_TEST_DATA") or SHARED_DATA)
    if not folder.is_dir():
        pytest.skip(f"no collection of real files at {folder} (CRMDESK_TEST_DATA names another place)")
    return folder


class _Collector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(f"{record.levelname} {record.name}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def no_log_records(request: pytest.FixtureRequest) -> Iterator[None]:
    """A warning in the log fails the test, unless the test asks for `caplog` and so looks itself."""
    collector = _Collector()
    logging.getLogger().addHandler(collector)
    yield
    logging.getLogger().removeHandler(collector)
    if collector.lines and "caplog" not in request.fixturenames:
        pytest.fail("logged: " + "; ".join(collector.lines))


def _python_threads() -> set[threading.Thread]:
    """Without the shadows of threads that Qt started and that once ran Python."""
    return {thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)}


@pytest.fixture(autouse=True)
def no_threads_left() -> Iterator[None]:
    before = _python_threads()
    yield
    patience = time.monotonic() + 2
    while (left := _python_threads() - before) and time.monotonic() < patience:
        time.sleep(0.01)
    if left:
        pytest.fail(f"threads left over: {sorted(thread.name for thread in left)}")


@pytest.fixture(autouse=True)
def back_home() -> Iterator[None]:
    """A test that goes abroad or chooses something comes back: the next one begins in this country and language."""
    from PySide6.QtCore import QLocale

    from crmdesk import i18n

    at_home, config = QLocale(), os.environ["CRMDESK_CONFIG"]
    yield
    QLocale.setDefault(at_home)
    Path(config, "settings.json").unlink(missing_ok=True)
    i18n.speak("en")
