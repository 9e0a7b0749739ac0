"""What XML can carry."""

import re

NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def clean_for_xml(text: str) -> str:
    """Leave out what XML cannot carry; every other character stays as it was typed."""
    return NOT_XML.sub("", text)
