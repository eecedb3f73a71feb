"""Files of other programs into ours: looked at first, taken in as one step, and the same file again changes nothing."""

import gc
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from sqlalchemy.orm import Session

from crmdesk.domain.sources import ImportRun
from crmdesk.formats import rejects
from crmdesk.i18n import _
from crmdesk.services.intake import Intake, OnDuplicate, Options
from crmdesk.services.reports import Item, Progress, Report, Twin, Verdict
from crmdesk.services.sources import sources_of
from crmdesk.services.writing import whole_file
from crmdesk.store.steps import Step
from crmdesk.store.store import Store

__all__ = ["Item", "OnDuplicate", "Options", "Progress", "Report", "Twin", "Verdict", "preview", "run", "write_rejects"]

_LONGEST_NAME = 200
_NO_OPTIONS = Options()


def preview(store: Store, paths: Iterable[Path], options: Options = _NO_OPTIONS) -> Generator[Progress, None, Report]:
    """What `run` would do, card by card: done in earnest and taken back, so that both say the same."""
    sources = sources_of(list(paths), options.kind)
    with store.trial() as session, without_collector():
        intake = Intake(store, session, options, is_trial=True)
        with _let_go_of(intake):
            yield from intake.take_sources(sources)
            yield from (Progress(1.0) for _pause in intake.let_go())
    return intake.report


def run(
    store: Store,
    paths: Iterable[Path],
    options: Options = _NO_OPTIONS,
    stop: Callable[[], bool] = lambda: False,
) -> Generator[Progress, None, Report]:
    """Take the files in as one step; closing the generator takes everything back.

    Once `stop` says so, what came so far stays and `Report.stopped_at` tells where to go on (`Options.start`).
    """
    from crmdesk.services import files

    files_ = list(paths)
    sources = sources_of(files_, options.kind)
    if store.listing("contact").count() and not files.is_backed_up(store):
        yield from (Progress(0.0, _("Backing up")) for _step in files.backup_in_steps(store))
    names = ", ".join(path.name for path in files_)[:_LONGEST_NAME]
    with store.write_in_parts(_("Import {name}").format(name=names)) as (session, step), without_collector():
        intake = Intake(store, session, options, is_trial=False, stop=stop)
        with _let_go_of(intake):
            for progress in intake.take_sources(sources):
                yield progress
                if not intake.is_by_tables:
                    yield from (progress for _left in step.renew_search())  # whoever stops does not wait for it
            yield from (Progress(1.0, _("Making it searchable")) for _left in step.renew_search())
            yield from (Progress(1.0, names) for _pause in intake.let_go())
        _remember(session, names, intake.report, store.author)
    return intake.report


@contextmanager
def _let_go_of(intake: Intake) -> Iterator[None]:
    """Also where it is given up."""
    try:
        yield
    finally:
        for _pause in intake.let_go():
            pass


def _remember(session: Session, names: str, report: Report, author: str) -> None:
    """In the same step: the list of past imports, and what is undone with it."""
    counts = report.counts
    if counts[Verdict.ADDED] or counts[Verdict.UPDATED]:
        numbers = {verdict.value: counts[verdict] for verdict in Verdict}
        session.add(ImportRun(name=names, source=report.program or None, author=author or None, **numbers))


def renew_search(session: Session, step: Step) -> Generator[Progress, None, None]:
    """The last part of long work: what was written can be found."""
    session.flush()
    total = 0
    for left in step.renew_search():
        total = max(total, left)
        yield Progress(1 - 0.3 * left / (total or 1), _("Making it searchable"))


@contextmanager
def without_collector() -> Iterator[None]:
    """Millions of small live objects make each collection long and none is garbage."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def write_rejects(report: Report, to: Path) -> None:
    """What was rejected as CSV, the reason first: to be mended and imported again."""
    import csv
    from io import TextIOWrapper

    refused = [(item.reason, item.file, item.line, item.text) for item in report.rejected]
    with whole_file(to) as file:
        text = TextIOWrapper(file, "utf-8-sig", newline="")
        csv.writer(text).writerows(rejects.rows(refused, report.layouts))
        text.detach()


def resumed(options: Options, report: Report) -> Options:
    """To go on where the import was stopped."""
    return replace(options, start=report.stopped_at or 0)
