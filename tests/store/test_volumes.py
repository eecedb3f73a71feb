"""Network shares and synchronised folders are recognised, and nothing else is."""

from pathlib import Path, PurePosixPath

import pytest

from crmdesk import paths
from crmdesk.store import faults, files, volumes

LINUX = """\
/dev/vda / ext4 rw,relatime 0 0
proc /proc proc rw 0 0
server:/export /home nfs4 rw,vers=4.2 0 0
/dev/sdb1 /home/ann/disk ext4 rw 0 0
//nas/office /mnt/Our\\040Office cifs rw 0 0
ann@host:/ /home/ann/remote fuse.sshfs rw 0 0
C:\\134 /mnt/c 9p rw,aname=drvfs 0 0
tmpfs /tmp tmpfs rw 0 0
"""
MACOS = """\
/dev/disk3s1s1 on / (apfs, sealed, local, read-only, journaled)
/dev/disk3s5 on /System/Volumes/Data (apfs, local, journaled, nobrowse)
//ann@nas._smb._tcp.local/office on /Volumes/Our Office (smbfs, nodev, nosuid, mounted by ann)
/dev/disk5s1 on /Volumes/Stick (exfat, local, nodev)
"""
PLACES = [
    (LINUX, "/srv/crm", ""),
    (LINUX, "/home/ann/Documents", "nfs4"),
    (LINUX, "/home/ann/disk/crm", "ext4"),
    (LINUX, "/home/ann/disks", "nfs4"),
    (LINUX, "/mnt/Our Office/crm", "cifs"),
    (LINUX, "/home/ann/remote", "fuse.sshfs"),
    (LINUX, "/mnt/c/Users", "9p"),
    (LINUX, "/tmp/x", "tmpfs"),
    (MACOS, "/Users/ann/Documents", ""),
    (MACOS, "/Volumes/Our Office/crm", "smbfs"),
    (MACOS, "/Volumes/Stick", "exfat"),
]


@pytest.mark.parametrize(("mounts", "folder", "kind"), PLACES)
def test_the_file_system_of_a_folder(mounts: str, folder: str, kind: str) -> None:
    parse = volumes.parse_linux if mounts is LINUX else volumes.parse_macos
    assert volumes.file_system(PurePosixPath(folder), parse(mounts)) == kind


def test_a_computer_that_lives_on_the_network_may_work() -> None:
    mounts = volumes.parse_linux("root / 9p rw 0 0\n")
    assert volumes.file_system(PurePosixPath("/home/ann"), mounts) == ""


def test_the_last_mount_on_a_place_counts() -> None:
    mounts = volumes.parse_linux("a /data ext4 rw 0 0\nb /data nfs rw 0 0\n")
    assert volumes.file_system(PurePosixPath("/data/x"), mounts) == "nfs"


SYNCED = ["Dropbox", "Dropbox (Acme)", "OneDrive", "OneDrive - Acme Ltd", "iCloudDrive", "Library/Mobile Documents",
          "Library/CloudStorage/GoogleDrive-ann", "Google Drive", "Nextcloud", "Yandex.Disk"]  # fmt: skip
NOT_SYNCED = ["Documents", "Dropboxes", "My OneDriver", "Mega", "cloud", "Box"]


@pytest.mark.parametrize("name", SYNCED)
def test_synchronised_folders_are_refused(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name / "crm"
    folder.mkdir(parents=True)
    with pytest.raises(faults.BadPlace, match="synchronises"):
        files.connect(folder / "Shop.crmdesk", None, create=True)
    assert list(folder.iterdir()) == []
    files.connect(folder / "Shop.crmdesk", None, create=True, anywhere=True).close()


@pytest.mark.parametrize("name", NOT_SYNCED)
def test_others_are_not(tmp_path: Path, name: str) -> None:
    assert paths.synced_by(tmp_path / name) == ""


@pytest.mark.parametrize("marker", [".stfolder", ".dropbox.cache", ".owncloudsync.log"])
def test_a_marker_gives_a_synchronised_folder_away(tmp_path: Path, marker: str) -> None:
    (tmp_path / "office" / marker).mkdir(parents=True)
    assert paths.synced_by(tmp_path / "office" / "crm") == "office"


@pytest.mark.parametrize(
    ("documents", "home", "proposed"),
    [
        ("ann/Documents", "ann", "ann/Documents"),
        ("ann/OneDrive - Acme/Documents", "ann", "ann"),
        ("Dropbox/ann/Documents", "Dropbox/ann", "data"),
    ],
)
def test_new_files_are_proposed_where_they_may_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: str, home: str, proposed: str
) -> None:
    class Dirs:
        user_documents_dir, user_data_dir = str(tmp_path / documents), str(tmp_path / "data")

    monkeypatch.setattr(paths, "_dirs", Dirs)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / home)
    monkeypatch.delenv("CRMDESK_HOME")
    assert paths.documents() == tmp_path / proposed / "CRMDesk"
    files.connect(paths.documents() / "Shop.crmdesk", None, create=True).close()


def test_network_drives_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(volumes, "_linux_mounts", lambda: [("/", "ext4"), (str(tmp_path), "cifs")])
    monkeypatch.setattr(volumes.sys, "platform", "linux")
    with pytest.raises(faults.BadPlace, match="network drive"):
        files.connect(tmp_path / "Shop.crmdesk", None, create=True)
    assert list(tmp_path.iterdir()) == []
