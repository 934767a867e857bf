# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The dedup authors
"""The in-memory program that dedup is measured against: two sets of hex digests, JSON Lines in and out.

    python3 two-sets.py < posts.jsonl > unique.jsonl
"""

import hashlib
import json
import sys


class DedupSystem:
    def __init__(self):
        self.message_hashes = set()
        self.cleaned_message_hashes = set()

    @staticmethod
    def compute_hash(text):
        return hashlib.sha256(text.encode("utf-8")).hexdigest()

    def is_duplicate(self, message):
        message_hash = self.compute_hash(message)
        if message_hash in self.message_hashes:
            return True
        cleaned_hash = self.compute_hash(" ".join(message.lower().split()))
        if cleaned_hash in self.cleaned_message_hashes:
            return True
        self.message_hashes.add(message_hash)
        self.cleaned_message_hashes.add(cleaned_hash)
        return False


def main():
    dedup = DedupSystem()
    write = sys.stdout.buffer.write
    for line in sys.stdin.buffer:
        if not dedup.is_duplicate(json.loads(line)["message"]):
            write(line)


main()
