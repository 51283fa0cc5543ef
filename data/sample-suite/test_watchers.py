"""Seven tests that wait for something, as tests of file watchers do."""

import time

import pytest


@pytest.mark.parametrize(
    "seconds",
    [0.30, 0.30, 0.05, 0.001, 0.64, 0.60, 0.35],
    ids=["create", "modify", "ignore", "noop", "rename", "recursive", "debounce"],
)
def test_watcher(seconds):
    started = time.monotonic()
    time.sleep(seconds)
    assert time.monotonic() - started >= seconds
