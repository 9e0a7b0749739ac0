"""What stands in the way of reading a workbook."""


class UnreadableError(Exception):
    """A file that cannot be taken as it is: what is wrong with it and what to do, in one or two sentences."""
