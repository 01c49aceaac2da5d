"""Names the tests that were under way when a run was interrupted: one of them may be what somebody grew tired of."""

import pytest


class Underway:
    """A plugin of the process that hands out the tests."""

    def __init__(self) -> None:
        self._tests: list[str] = []
        self._interrupted = False

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """A test begins."""
        self._tests.append(nodeid)

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """It has ended, whatever became of it."""
        self._tests.remove(nodeid)

    def pytest_keyboard_interrupt(self) -> None:
        """Somebody wants the run to end."""
        self._interrupted = True

    @pytest.hookimpl(trylast=True)  # the end of a long output is what people see
    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say what was not finished."""
        if self._interrupted and self._tests:
            terminalreporter.section("under way when it was interrupted")
            for test in self._tests:
                terminalreporter.line(test)
