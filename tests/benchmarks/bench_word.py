"""The Word file at 1, 2 and 4 times the paragraphs: linear, and against rewriting the finished file's parts by zipfile."""

from ground import best, demo, rewritten, say

SENTENCE = "坚持把抓基层打基础作为长远之计和固本之举，推动各项任务落到实处、见到成效。"


def main() -> None:
    from reports.outputs import word
    from tests.reports.conftest import plain

    base = 0.0
    for times in (1, 2, 4):
        document = plain(*[SENTENCE * 8] * (200 * times))
        finished = word.render(document)
        took, floor = best(lambda d=document: word.render(d), 3), best(lambda f=finished: rewritten(f), 3)
        base = base or took
        say(
            f"word, {200 * times} paragraphs",
            growth=took / base,
            linear=took / base / times,
            ratio=took / floor,
            seconds=took,
        )


if __name__ == "__main__":
    with demo(0):
        main()
