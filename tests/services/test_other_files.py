"""Another file of CRMDesk comes in as by its complete export, and stays as it is."""

from contextlib import closing
from pathlib import Path

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.services import attachments, files, importing, looking, records
from crmdesk.services.importing import Options
from crmdesk.services.reports import Verdict
from crmdesk.store.files import connect
from crmdesk.store.store import Store
from tests.services.test_importing import done
from tests.store.template import visible

PASSPHRASE = "correct horse"


@pytest.fixture
def other(tmp_path: Path) -> Path:
    path = tmp_path / "other.crmdesk"
    made, _code = files.new(path, "passphrase", PASSPHRASE)
    with closing(made) as store:
        parts = {"phones": [{"value": "+49 30 1234567"}], "affiliations": [{"company": "Müller GmbH"}]}
        greta = records.add(store, "contact", {"given_name": "Greta", "family_name": "Müller"}, parts)
        attachments.add(store, greta, b"a plan", "plan.txt")
    return path


def everything(store: Store) -> dict[str, object]:
    kept = visible(store)
    kept.pop("import_runs", None)
    return kept


def test_everything_of_it_comes_in_and_nothing_of_it_changes(store: Store, other: Path) -> None:
    secrets = Options(secrets={other: (PASSPHRASE, None)})
    [found] = looking.look([other], secrets)
    assert found.format == looking.OURS
    before = other.read_bytes()
    tried = done(importing.preview(store, [other], secrets))
    report = done(importing.run(store, [other], secrets))
    assert report.counts == tried.counts == {Verdict.ADDED: 2}
    assert not report.warnings
    assert other.read_bytes() == before
    (plan,) = store.connection.execute("SELECT id FROM attachments").fetchone()
    assert attachments.read(store, plan) == b"a plan"
    with closing(files.open_file(other, PASSPHRASE)) as origin:
        assert everything(store) == everything(origin)
    again = done(importing.run(store, [other], secrets))
    assert again.counts == {Verdict.UNCHANGED: 2}


def test_an_older_or_newer_file(store: Store, tmp_path: Path) -> None:
    old, new = tmp_path / "old.crmdesk", tmp_path / "new.crmdesk"
    connect(old, None, create=True).close()
    before = old.read_bytes()
    assert done(importing.run(store, [old])).read == 0
    assert old.read_bytes() == before, "a copy of it was brought up to date"
    with closing(connect(new, None, create=True)) as connection:
        connection.execute("PRAGMA user_version = 100")
    with pytest.raises(UserError, match="newer CRMDesk"):
        done(importing.run(store, [new]))


def test_why_one_cannot_be_read_is_told(store: Store, other: Path, tmp_path: Path) -> None:
    with pytest.raises(files.NeedsPassphrase):
        looking.look([other], Options())
    wrong = Options(secrets={other: ("wrong", None)})
    with pytest.raises(files.WrongPassphrase):
        done(importing.run(store, [other], wrong))
    with pytest.raises(UserError, match="already open in this window"):
        done(importing.run(store, [store.path]))
    damaged = tmp_path / "damaged.crmdesk"
    damaged.write_bytes(b"no database at all" * 100)
    with pytest.raises(UserError):
        done(importing.run(store, [damaged]))
    assert store.listing("contact").count() == 0
