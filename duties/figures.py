"""Which figures a record may name.

The figures are computed from records, and so known only above them: whoever computes them offers them here
when the portal starts.
"""

Choices = list[tuple[str, str]]  # key and label

_offered: Choices = []


def offer(choices: Choices) -> None:
    """Say which figures there are."""
    _offered[:] = choices


def figure_choices() -> Choices:
    """Return the figures that a 目标责任书 or an 考核指标 may name."""
    return list(_offered)
