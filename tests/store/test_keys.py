"""Where the key is kept, how it is got back, and that nobody finds it lying about."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import keyring
import keyring.backends.fail
import keyring.backends.null
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backend import KeyringBackend

from crmdesk.store import backup, codes, faults, files, keyrings, keys
from tests.store import samples


class Memory(KeyringBackend):
    """Keeps what it is given, as a real keyring does."""

    priority = 1.0  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[str, str] = {}

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[username] = password

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get(username)

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[username]


class PlaintextKeyring(Memory):
    """As keyrings.alt brings along."""


PlaintextKeyring.__module__ = "keyrings.alt.file"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "Shop.crmdesk"


@pytest.fixture
def ring(monkeypatch: pytest.MonkeyPatch) -> Memory:
    ring = Memory()
    use(monkeypatch, ring)
    monkeypatch.setattr(keyrings, "TRUSTED", {Memory.__module__})
    return ring


def use(monkeypatch: pytest.MonkeyPatch, ring: KeyringBackend) -> None:
    monkeypatch.setattr(keyring, "get_keyring", lambda: ring)


def make(path: Path, protection: keys.Protection, passphrase: str | None = None) -> tuple[bytes, str]:
    key, code = keys.create(path, protection, passphrase)
    assert key
    assert code
    with closing(files.connect(path, key, create=True)) as connection:
        samples.fill(connection, 20)
    return key, code


# The recovery code


@given(st.binary(min_size=16, max_size=16))
def test_codes_read_back_as_people_type_them(secret: bytes) -> None:
    code = codes.write(secret)
    assert codes.read(code) == secret
    assert codes.read(code.lower().replace("-", " ").replace("0", "o").replace("1", "l")) == secret


@given(st.binary(min_size=16, max_size=16), st.integers(0, 33), st.sampled_from("ABCDEFGHJK23456789"))
def test_a_mistyped_letter_is_noticed(secret: bytes, place: int, letter: str) -> None:
    code = codes.write(secret)
    typed = code[:place] + letter + code[place + 1 :]
    if typed != code and typed[place] != "-":
        assert misread(typed)
    assert misread(code[:place] + code[place + 1 :]) or code[place] == "-"


def misread(typed: str) -> bool:
    try:
        codes.read(typed)
    except ValueError:
        return True
    return False


@pytest.mark.parametrize("typed", ["", "-", "hello", "É" * 28, "U" * 28, "0" * 200])
def test_what_is_no_code(typed: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        codes.read(typed)


# The keyring


def test_the_keyring_opens_without_a_question(file: Path, ring: Memory) -> None:
    key, _code = make(file, "keyring")
    assert keys.unlock(file) == key
    assert keys.protection(file) == "keyring"
    assert len(ring.kept) == 1


@pytest.mark.skipif(os.name != "posix", reason="rights of files are kept otherwise here")
def test_nobody_else_reads_the_record(file: Path) -> None:
    make(file, "passphrase", "right")
    assert keys.record_of(file).stat().st_mode & 0o777 == 0o600


def test_the_record_may_be_lost(file: Path, ring: Memory) -> None:
    key, _code = make(file, "keyring")
    keys.record_of(file).unlink()
    assert keys.unlock(file) == key
    assert keys.record_of(file).exists()


def test_a_moved_and_renamed_file_opens(file: Path, ring: Memory) -> None:
    key, _code = make(file, "keyring")
    moved = file.with_name("Other name.crmdesk")
    shutil.copy(file, moved)
    assert keys.unlock(moved) == key


def test_on_another_computer_the_recovery_code_opens_and_stays(file: Path, ring: Memory) -> None:
    key, code = make(file, "keyring")
    ring.kept.clear()
    with pytest.raises(faults.NeedsRecoveryCode, match="not on this computer"):
        keys.unlock(file)
    assert keys.unlock(file, recovery_code=code) == key
    assert keys.unlock(file) == key


def test_with_nothing_but_the_file_the_recovery_code_opens(file: Path) -> None:
    key, code = make(file, "passphrase", "secret")
    keys.record_of(file).unlink()
    with pytest.raises(faults.NeedsRecoveryCode):
        keys.unlock(file)
    assert keys.unlock(file, recovery_code=code) == key


def test_the_recovery_code_of_another_file(file: Path) -> None:
    make(file, "passphrase", "secret")
    _key, other = make(file.with_name("Other.crmdesk"), "passphrase", "secret")
    with pytest.raises(faults.WrongRecoveryCode, match="not the recovery code"):
        keys.unlock(file, recovery_code=other)
    with pytest.raises(faults.WrongRecoveryCode, match="mistyped"):
        keys.unlock(file, recovery_code=other[:-1])


def test_a_keyring_entry_that_is_not_a_code(file: Path, ring: Memory) -> None:
    make(file, "keyring")
    for wrong in ("overwritten", codes.write(b"another file 123")):
        ring.kept = dict.fromkeys(ring.kept, wrong)
        with pytest.raises(faults.NeedsRecoveryCode):
            keys.unlock(file)


@pytest.mark.parametrize("ring", [keyring.backends.fail.Keyring(), keyring.backends.null.Keyring(), PlaintextKeyring()])
def test_what_only_looks_like_a_keyring_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, ring: KeyringBackend
) -> None:
    use(monkeypatch, ring)
    assert not keys.keyring_usable()
    with pytest.raises(faults.KeyringMissing, match="Choose a passphrase"):
        keys.create(file, "keyring")
    assert list(file.parent.iterdir()) == []


def test_a_keyring_that_keeps_nothing_is_refused(monkeypatch: pytest.MonkeyPatch, ring: Memory) -> None:
    assert keys.keyring_usable()
    assert ring.kept == {}
    monkeypatch.setattr(ring, "set_password", lambda *_: None)
    assert not keys.keyring_usable()


def test_a_keyring_behind_a_chain_is_found(monkeypatch: pytest.MonkeyPatch, ring: Memory) -> None:
    class Chain(PlaintextKeyring):
        backends = (PlaintextKeyring(), ring)

    Chain.__module__ = "keyring.backends.chainer"
    use(monkeypatch, Chain())
    assert keys.keyring_usable()


def test_a_locked_keyring_says_so(file: Path, ring: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    key, code = make(file, "keyring")

    def dismissed(*_: str) -> str:
        raise RuntimeError("Prompt dismissed")

    monkeypatch.setattr(ring, "get_password", dismissed)
    with pytest.raises(faults.KeyringMissing, match="cannot be reached"):
        keys.unlock(file)
    assert keys.unlock(file, recovery_code=code) == key


REAL = """
import sys
from pathlib import Path
from crmdesk.store import keys
path = Path(sys.argv[1])
assert keys.keyring_usable()
key, _code = keys.create(path, "keyring")
path.write_bytes(keys.file_id(key) + bytes(range(256)) * 16)
assert keys.unlock(path) == key
keys.record_of(path).unlink()
assert keys.unlock(path) == key
path.unlink()
keys.discard(path)
"""
NEEDED = ("gnome-keyring-daemon", "dbus-run-session")


@pytest.mark.skipif(not all(map(shutil.which, NEEDED)), reason=f"needs {' and '.join(NEEDED)}")
def test_a_real_keyring(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME"):
        monkeypatch.setenv(name, str(file.parent))
    unlocked = 'printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null; exec "$@"'
    command = ["dbus-run-session", "--", "sh", "-c", unlocked, "sh", sys.executable, "-c", REAL, str(file)]
    environment = {**os.environ, "PYTHONPATH": str(samples.ROOT)}
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run


# The passphrase


def test_the_passphrase(file: Path) -> None:
    key, _code = make(file, "passphrase", "kırmızı şapka é")
    with pytest.raises(faults.NeedsPassphrase):
        keys.unlock(file)
    with pytest.raises(faults.WrongPassphrase):
        keys.unlock(file, "kirmizi sapka e")
    assert keys.unlock(file, "kırmızı şapka e\u0301") == key  # é typed as two


def test_a_guess_is_dear(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keys, "ARGON_MEMORY", samples.REAL_ARGON_MEMORY)
    key, _code = make(file, "passphrase", "secret")
    record = json.loads(keys.record_of(file).read_text())
    assert (record["memory"], record["rounds"], record["lanes"]) == (65536, 3, 4)
    assert keys.unlock(file, "secret") == key


def test_a_passphrase_is_asked_for(file: Path) -> None:
    with pytest.raises(faults.NeedsPassphrase, match="empty"):
        keys.create(file, "passphrase", "")
    assert list(file.parent.iterdir()) == []


def test_changing_the_passphrase(file: Path) -> None:
    key, code = make(file, "passphrase", "old")
    with pytest.raises(faults.WrongPassphrase):
        keys.change_passphrase(file, "new", passphrase="wrong")
    keys.change_passphrase(file, "new", passphrase="old")
    with pytest.raises(faults.WrongPassphrase):
        keys.unlock(file, "old")
    keys.change_passphrase(file, "newest", recovery_code=code)
    assert keys.unlock(file, "newest") == key
    assert keys.recovery_code(file, "newest") == code


def test_from_keyring_to_passphrase_while_open(file: Path, ring: Memory) -> None:
    key, code = make(file, "keyring")
    with closing(files.connect(file, key)) as connection:
        made = backup.make(connection)
        assert keys.recovery_code(file) == code
        keys.change_passphrase(file, "new")
    assert ring.kept == {}
    assert keys.unlock(made, "new") == key
    assert keys.protection(file) == "passphrase"
    assert keys.unlock(file, "new") == key


def test_a_lost_record_is_found_beside_the_backups(file: Path) -> None:
    key, _code = make(file, "passphrase", "secret")
    with closing(files.connect(file, key)) as connection:
        backup.make(connection)
    keys.record_of(file).unlink()
    assert keys.unlock(file, "secret") == key


BAD_RECORDS = ["", "{", "[]", "null", '{"file": 1}', '{"file": "00", "protection": "keyring", "more": 1}', "\0" * 99]


@pytest.mark.parametrize("content", BAD_RECORDS)
def test_a_spoilt_record_counts_as_lost(file: Path, content: str) -> None:
    key, code = make(file, "passphrase", "secret")
    keys.record_of(file).write_text(content)
    with pytest.raises(faults.NeedsRecoveryCode):
        keys.unlock(file, "secret")
    assert keys.unlock(file, recovery_code=code) == key


def test_a_record_may_not_ask_for_all_memory(file: Path) -> None:
    make(file, "passphrase", "secret")
    record = json.loads(keys.record_of(file).read_text())
    for name in ("memory", "rounds", "lanes"):
        for value in (1 << 31, 0, -1, "much", None):
            keys.record_of(file).write_text(json.dumps(record | {name: value}))
            with pytest.raises(faults.NeedsRecoveryCode):
                keys.unlock(file, "secret")


# None, and things that are no files


def test_a_plain_file_has_no_key(file: Path) -> None:
    assert keys.create(file, "none") == (None, None)
    files.connect(file, None, create=True).close()
    assert keys.unlock(file) is None
    assert keys.protection(file) == "none"
    assert keys.recovery_code(file) is None


@pytest.mark.parametrize(("content", "kind"), [(b"", faults.Damaged), (b"hello", faults.Foreign)])
def test_unlocking_what_is_no_file(file: Path, content: bytes, kind: type[faults.FileFault]) -> None:
    with pytest.raises(faults.Missing):
        keys.unlock(file)
    file.write_bytes(content)
    with pytest.raises(kind):
        keys.unlock(file)


def test_creating_is_refused_where_something_stands(file: Path) -> None:
    make(file, "passphrase", "secret")
    with pytest.raises(faults.Exists):
        keys.create(file, "passphrase", "other")
    file.unlink()  # moved away for a while: its record must outlive that
    with pytest.raises(faults.Exists):
        keys.create(file, "passphrase", "other")


def test_taking_a_creation_back(file: Path, ring: Memory) -> None:
    keys.create(file, "keyring")
    keys.discard(file)
    assert list(file.parent.iterdir()) == []
    assert ring.kept == {}
    make(file, "keyring")
    keys.discard(file)
    assert keys.unlock(file)


def test_the_key_lies_nowhere(file: Path, capfd: pytest.CaptureFixture[str]) -> None:
    key, code = make(file, "passphrase", "secret")
    secret = codes.read(code)
    with closing(files.connect(file, key)) as connection:
        samples.fill(connection, 50)
        places = [path.read_bytes() for path in (keys.record_of(file), file.with_name("Shop.crmdesk-wal"))]
        places += [str(dict(os.environ)).encode(), repr(connection).encode(), "".join(capfd.readouterr()).encode()]
    places.append(file.read_bytes())
    for place in places:
        assert not any(
            clue in place for clue in (key, secret, key.hex().encode(), secret.hex().encode(), code.encode())
        )
