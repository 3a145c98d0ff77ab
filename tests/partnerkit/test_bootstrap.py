import os

import pytest

from partnerkit import bootstrap


@pytest.fixture
def sheet(settings, tmp_path):
    """The only static file there is."""
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    own = {"staticfiles": {"BACKEND": "partnerkit.storage.StaticFilesStorage"}}
    settings.STORAGES = settings.STORAGES | own
    file = tmp_path / "source" / "a.css"
    file.parent.mkdir()
    file.write_text("a{}")
    return file


def test_static_files_are_collected_again_only_when_a_source_changed(sheet, settings):
    collected = settings.STATIC_ROOT / "a.css"

    bootstrap.collect_static_files()
    assert collected.read_text() == "a{}"

    collected.write_text("untouched by a second run")
    bootstrap.collect_static_files()
    assert collected.read_text() == "untouched by a second run"

    sheet.write_text("b{}")
    os.utime(sheet, ns=(0, 0))  # as a package's files may have
    bootstrap.collect_static_files()
    assert collected.read_text() == "b{}"


def test_an_interrupted_collection_is_done_again(sheet, settings, monkeypatch):
    def interrupted(*_arguments, **_options):
        (settings.STATIC_ROOT / "a.css").write_text("half")
        raise KeyboardInterrupt

    bootstrap.collect_static_files()
    before = sheet.stat()
    sheet.write_text("changed{}")
    with monkeypatch.context() as patch:
        patch.setattr(bootstrap, "call_command", interrupted)
        with pytest.raises(KeyboardInterrupt):
            bootstrap.collect_static_files()

    sheet.write_text("a{}")
    os.utime(sheet, ns=(before.st_atime_ns, before.st_mtime_ns))
    bootstrap.collect_static_files()

    assert (settings.STATIC_ROOT / "a.css").read_text() == "a{}"


def test_a_password_is_long_readable_and_never_the_same():
    passwords = {bootstrap.readable_password() for _ in range(100)}

    assert len(passwords) == 100
    for password in passwords:
        assert len(password) == 19
        assert not set(password) & set("0o1il")
