"""Telling credentials from other text, by forms that nothing else has."""

from __future__ import annotations

import re

SIGNS = (
    "AKIA", "ASIA", "PRIVATE KEY-----", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_", "glpat-", "hf_",
    "nvapi-", "xox", "AIza", "sk-", "eyJ", "@",
)  # fmt: skip
"""A text without any of these holds no credential that is told by its form."""

_FORMS = {
    "an AWS access key": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})",
    "a GitLab token": r"\bglpat-[A-Za-z0-9_-]{20,}",
    "a Hugging Face token": r"\bhf_[A-Za-z0-9]{34,}\b",
    "an NGC key": r"\bnvapi-[A-Za-z0-9_-]{40,}",
    "a Slack token": r"\bxox[abprs]-[A-Za-z0-9-]{10,}",
    "a Google API key": r"\bAIza[0-9A-Za-z_-]{35}\b",
    "an OpenAI key": r"\bsk-(?:proj-|ant-)?[A-Za-z0-9]{20,}",
    "a signed token": r"\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}",
    "a password in an address": r"://[^/\s:@$]+:[^/\s:@$<>{}*]{3,}@",
}
_ANY = re.compile("|".join(f"(?P<f{n}>{form})" for n, form in enumerate(_FORMS.values())))
_NAMES = tuple(_FORMS)

_NAMED = re.compile(
    r"(?:^|_)(?:PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|SECRET_(?:ACCESS_)?KEY|PRIVATE_KEY)$", re.I
)
_VOCABULARY = re.compile(r"(?:^|_)(?:PAD|EOS|BOS|UNK|SEP|CLS|MASK|STOP|SPECIAL|IMAGE|START|END)_TOKEN$", re.I)
_HARMLESS = re.compile(
    r"[\d.]+|true|false|yes|no|none|null|optional|disabled|enabled|auto|[</\$].*|.*://.*", re.I
)


def recognised(text: str) -> tuple[str, int] | None:
    """What kind of credential the text holds and where that begins; None when it holds none."""
    match = _ANY.search(text)
    if match is None or match.lastgroup is None:
        return None
    return _NAMES[int(match.lastgroup[1:])], match.start()


def is_named_secret(name: str) -> bool:
    """Whether a variable of this name is meant to hold a credential; tokens of a vocabulary are not."""
    return _NAMED.search(name) is not None and _VOCABULARY.search(name) is None


def may_be_secret(text: str) -> bool:
    """Whether a value can be a credential: no number, no switch, no path, no reference."""
    return len(text) > 3 and _HARMLESS.fullmatch(text) is None
