"""Integration tests: five wait for a reload, three compile something and need the CPU."""

import time

import pytest


@pytest.mark.parametrize(
    "seconds",
    [0.52, 0.44, 0.40, 0.33, 0.25],
    ids=["template", "style", "script", "config", "socket"],
)
def test_reload(seconds):
    started = time.monotonic()
    time.sleep(seconds)
    assert time.monotonic() - started >= seconds


@pytest.mark.parametrize("cpu_seconds", [0.30, 0.30, 0.30], ids=["parse", "compile", "bundle"])
def test_build(cpu_seconds):
    """Uses that much CPU time, however many others want the CPU, too."""
    total = 0
    started = time.process_time()
    while time.process_time() - started < cpu_seconds:
        total += sum(range(1000))
    assert total > 0
