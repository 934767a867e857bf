# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The dedup authors
"""Writes posts with invented words, about 200 bytes each; one in twenty is a repeat of the one before it.

    python3 posts.py 5000000 > posts.jsonl
"""

import random
import sys


def main(count):
    chance = random.Random(7)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choice(letters) for _ in range(chance.randint(2, 9))) for _ in range(5000)]
    post = ""
    for i in range(count):
        if not post or chance.random() >= 0.05:
            message = " ".join(chance.choices(words, k=chance.randint(8, 24)))
            post = '{"id":"%d","handle":"@user%d","name":"User %d","message":"%s","hours_ago":%.1f}\n' % (
                10**17 + i,
                chance.randrange(10**6),
                i % 1000,
                message,
                chance.random() * 48,
            )
        sys.stdout.write(post)


main(int(sys.argv[1]))
