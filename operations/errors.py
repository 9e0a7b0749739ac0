"""What stands in the way of a backup, its check or its restoring."""


class ArchiveError(Exception):
    """One Chinese sentence for whoever runs the command: what is wrong, and what to do."""
