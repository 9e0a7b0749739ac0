"""What the columns and words of a batch mean.

Settled, or shown to its author, who decides before any row is judged.
"""

from collections.abc import Collection

from imports.files import Folder
from imports.mapping.answers import Answers, as_json, from_json
from imports.mapping.headless import guess_heading
from imports.mapping.page import describe
from imports.mapping.whole import Mapping
from imports.memory import recall
from imports.models import Batch
from imports.parse.decisions import ByTitle
from imports.plan import Plan
from imports.preview import groups
from imports.progress import Progress
from imports.reading import Reading
from imports.rows.lines import Action
from records.layout import Layout
from spreadsheets.errors import UnreadableError
from spreadsheets.reading import Grid

Likely = Batch.Likely
NOTE = "mapping"  # in the folder of a batch: what the page 对应关系 shows
MOST_REASONS = 3


def decide(batch: Batch, grids: list[Grid]) -> Reading | None:
    """Settle what a batch means, in its `decisions`; None where its author is to see it first."""
    mapping = _map(batch, grids)
    answers = Answers.from_json(batch.answers)
    Folder(batch).write_json(NOTE, describe(mapping, answers.seen))
    if batch.likely == Likely.SHOWN and _is_to_be_seen(mapping, answers):
        return None
    if batch.likely == Likely.TAKEN:
        decisions = mapping.with_likely()
    elif batch.likely == Likely.LEFT:
        decisions = recall(batch.pages, batch.user, grids)
    else:
        decisions = mapping.decisions
    batch.decisions = as_json(decisions)
    if batch.likely == Likely.SHOWN:
        return mapping.reading
    return Reading(batch.pages, batch.user, grids, decisions, batch.file_name)


def _map(batch: Batch, grids: list[Grid]) -> Mapping:
    """Map the file of a batch; one without a heading that is known is shown with a guess.

    `UnreadableError` where it holds no table, or nobody is there to look at the guess.
    """
    pages, user = batch.pages, batch.user
    answers = Answers.from_json(batch.answers)
    own, seen_keys = answers.tables, answers.seen
    memory = recall(pages, user, grids)
    try:
        return Mapping(pages, user, grids, own, memory, batch.file_name, seen_keys=seen_keys)
    except UnreadableError:
        guess = guess_heading(grids) if batch.likely == Likely.SHOWN else None
        if guess is None:
            raise
        title = Layout.of(pages).main.title
        return Mapping(pages, user, grids, {title: guess}, memory, batch.file_name, is_guessed=True)


def _is_to_be_seen(mapping: Mapping, answers: Answers) -> bool:
    """Tell whether something is likely only, or is asked that was not asked before."""
    if mapping.is_sure:
        return False
    return mapping.has_likely or not set(mapping.asks()) <= set(answers.seen)


def plan_of(batch: Batch, grids: list[Grid], progress: Progress) -> Plan:
    """Make the plan of a batch by what was settled for it."""
    decisions: ByTitle = from_json(batch.decisions)
    return Plan(batch.pages, batch.user, grids, progress, decisions, batch.file_name)


def is_pointless(batch: Batch, plan: Plan) -> bool:
    """Tell whether no row could be brought in by what the author has decided, of which he is told once."""
    answers = Answers.from_json(batch.answers)
    if not answers.seen or answers.anyway or batch.likely != Likely.SHOWN:
        return False
    return bool(plan.lines) and all(line.action == Action.ERROR for line in plan.lines)


def note_reasons(batch: Batch, plan: Plan) -> None:
    """Put the first reasons why no row could be brought in by the author's decisions on their page."""
    reasons: Collection[str] = [group["message"] for group in groups(plan.problems)[:MOST_REASONS]]
    folder = Folder(batch)
    folder.write_json(NOTE, {**folder.read_json(NOTE), "reasons": reasons})
