"""Recorded cases of ops."""

import collections


def tested_types():
    """By op: the dtype attributes of its recorded cases, each a dict."""
    return collections.defaultdict(list)
