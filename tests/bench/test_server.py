"""What a server's processes use is read from the kernel: its own and its children's, nobody else's."""

import os
import subprocess
import sys
import time

import pytest

from bench.server import Running

pytestmark = pytest.mark.once
BUSY = "import time\nwhile time.process_time() < 0.3: pass\n"
CHILD = BUSY + "time.sleep(60)"
PARENT = f"import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', {CHILD!r}]); time.sleep(60)"


def test_time_and_memory_of_child_processes_count():
    process = subprocess.Popen([sys.executable, "-c", PARENT], start_new_session=True)
    try:
        running = Running(port=0, pid=process.pid, seconds_to_start=0)
        deadline = time.monotonic() + 20
        while running.processor_seconds() < 0.3:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert len(running.processes()) == 2
        assert running.processor_seconds() < 3
        assert 1 < running.memory_mb() < 200
        assert os.getpid() not in running.processes()
    finally:
        os.killpg(process.pid, 9)
        process.wait()


def test_a_process_that_is_gone_uses_nothing():
    running = Running(port=0, pid=2**22 + 1, seconds_to_start=0)
    assert (running.processes(), running.processor_seconds(), running.memory_mb()) == ([], 0, 0)
