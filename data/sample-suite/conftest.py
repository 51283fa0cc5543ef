"""A small suite to try ptbench on: tests that wait, tests that compute, and a costly worker."""

import time

import pytest


@pytest.fixture(scope="session", autouse=True)
def service():
    """What every worker has to set up for itself before its first test."""
    time.sleep(0.1)
    yield
