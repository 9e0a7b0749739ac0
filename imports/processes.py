"""Which process works on a batch: told from a later one that got the same number."""

import os

import psutil

APART = 5  # seconds by which the clock may be set meanwhile


def name_of(pid: int | None = None) -> str:
    """This process, or another: its number and when it began. Empty where it is gone."""
    try:
        return f"{pid or os.getpid()} {psutil.Process(pid).create_time():.2f}"
    except psutil.NoSuchProcess:
        return ""


def alive(name: str) -> bool:
    """Whether that process is still at work."""
    if not name:
        return False
    pid, born = name.split()
    try:
        process = psutil.Process(int(pid))
        return abs(process.create_time() - float(born)) < APART and process.status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False
