"""Keys that could be guessed or are known to others: named whatever the database holds."""

from collections.abc import Iterator, Sequence

from django.conf import settings

SHORTEST = 32  # characters
FEWEST = 10  # different ones
MADE_BY = 'python -c "import secrets; print(secrets.token_urlsafe(48))"'
REPLACE = (
    "还没有用过的直接换掉；用过的，在最前面加一把新的，停止服务，运行 python manage.py give_key，再从 .env 去掉它。"
    f"新密钥由 {MADE_BY} 得到"
)
REPLACE_SECRET = f"请换一个，由 {MADE_BY} 得到"
GIVE_FIRST = (
    "个人信息还由它加密，先设 PERSONAL_DATA_KEYS，停止服务，运行 python manage.py give_key，然后换掉它。"
    f"两者都由 {MADE_BY} 得到"
)


def weaknesses() -> list[str]:
    """Say what is weak about SECRET_KEY and the keys of personal data, a sentence each."""
    remedy = REPLACE_SECRET if settings.PERSONAL_DATA_KEYS else GIVE_FIRST
    sentences = [f"SECRET_KEY {fault}：{remedy}。" for fault in faults(settings.SECRET_KEY)]
    sentences += _of_keys(settings.PERSONAL_DATA_KEYS)
    return sentences


def _of_keys(keys: Sequence[str]) -> Iterator[str]:
    for place, key in enumerate(keys, start=1):
        name = f"PERSONAL_DATA_KEYS 的第 {place} 把"
        if key in keys[: place - 1]:
            yield f"{name}和第 {list(keys).index(key) + 1} 把相同：请只留一把，用于查找的那把留在最后。"
        elif key == settings.SECRET_KEY:
            yield f"{name}和 SECRET_KEY 相同：{REPLACE}。"
        else:
            for fault in faults(key):
                yield f"{name}{fault}：{REPLACE}。"


def faults(secret: str) -> Iterator[str]:
    """Say why a secret is no secret; of several reasons the first."""
    if len(secret) < SHORTEST:
        yield f"太短（{len(secret)} 个字符，至少 {SHORTEST} 个）"
    elif len(set(secret)) < FEWEST:
        yield f"太简单（只有 {len(set(secret))} 种字符，至少 {FEWEST} 种）"
    elif secret in _example():
        yield "是示例里的，人人都知道"


def _example() -> str:
    try:
        return (settings.BASE_DIR / ".env.example").read_text(encoding="utf-8")
    except OSError:
        return ""
