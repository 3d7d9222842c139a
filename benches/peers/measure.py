"""Runs commands one after the other and prints the processor seconds of each (user and system, all
threads), its peak memory, and how many times the first one's processor seconds it took.

usage: measure.py RUNS NAME COMMAND... -- NAME COMMAND... [-- ...]
"""

import os
import statistics
import subprocess
import sys


def run(command):
    """Processor seconds and peak resident bytes of one run; every run must succeed."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    code = os.waitstatus_to_exitcode(status)
    # 1: the charter does not hold, which is a result.
    if code not in (0, 1):
        sys.exit(f"{' '.join(command)}: exit {code}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def main():
    runs, words = int(sys.argv[1]), sys.argv[2:]
    jobs = [[]]
    for word in words:
        jobs.append([]) if word == "--" else jobs[-1].append(word)
    first = None
    print(f"{'':32} {'CPU s':>8} {'peak MB':>8} {'ratio':>7}   (median of {runs})")
    for name, *command in jobs:
        seen = [run(command) for _ in range(runs)]
        cpu = statistics.median(cpu for cpu, _ in seen)
        first = first or cpu
        memory = max(memory for _, memory in seen)
        print(f"{name:32} {cpu:8.2f} {memory / 1e6:8.0f} {cpu / first:6.1f}x", flush=True)


main()
