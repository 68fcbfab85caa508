"""Keys are found, made only for the demo, and never readable by others."""

import base64
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.secrets import data_folder, read_master_keys, read_secret

ONE, TWO = (base64.b64encode(bytes([number]) * 32).decode() for number in (1, 2))


def test_the_environment_comes_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "key").write_text("from the file")
    monkeypatch.setenv("A_KEY", "from the environment")
    assert read_secret("A_KEY", tmp_path / "key", may_make=True) == "from the environment"


def test_a_made_key_stays_the_same_and_is_for_its_owner_alone(tmp_path: Path) -> None:
    made = read_secret("A_KEY", tmp_path / "key", may_make=True)
    assert read_secret("A_KEY", tmp_path / "key", may_make=False) == made
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["key"]
    assert len(base64.b64decode(made)) == 32


def test_production_makes_no_key_by_itself(tmp_path: Path) -> None:
    with pytest.raises(ImproperlyConfigured, match="A_KEY is missing"):
        read_secret("A_KEY", tmp_path / "key", may_make=False)


def test_the_data_folder_is_for_its_owner_alone(tmp_path: Path) -> None:
    assert data_folder(str(tmp_path / "a/b")).stat().st_mode & 0o777 == 0o700


def test_master_keys_come_in_the_order_given() -> None:
    assert read_master_keys(f"{ONE}, {TWO}") == [b"\1" * 32, b"\2" * 32]


@pytest.mark.parametrize("listed", ["", "short", ONE[:-4], f"{ONE},not base64!", "a" * 44])
def test_anything_else_is_refused(listed: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="32 bytes"):
        read_master_keys(listed)
