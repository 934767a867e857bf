# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The dedup authors
"""The pipeline that dedup's batches are measured against: SET NX EX by redis-py, one pipeline for each thousand posts.

BatchClaimRate starts it with the server's port, writes lines of "first new number, count, duplicates of a hundred", and reads how
many posts were new.
"""

import sys

import redis

BATCH = 1000
HELD = 100_000
HOLD_SECONDS = 172800


def key(first_new, duplicates, place):
    in_hundred = place % 100
    if in_hundred < duplicates:
        number = place * 7919 % HELD
    else:
        number = first_new + place // 100 * (100 - duplicates) + in_hundred - duplicates
    return f"tweet:user{number % 1000}:{number * 0x9E3779B97F4A7C15 % 2**63}"


def claim(server, first_new, count, duplicates):
    claimed = 0
    for start in range(0, count, BATCH):
        pipeline = server.pipeline()
        for place in range(start, min(count, start + BATCH)):
            pipeline.set(key(first_new, duplicates, place), "1", nx=True, ex=HOLD_SECONDS)
        claimed += sum(1 for result in pipeline.execute() if result)
    return claimed


def main(port):
    server = redis.Redis(host="127.0.0.1", port=port)
    for line in sys.stdin:
        first_new, count, duplicates = map(int, line.split())
        print(claim(server, first_new, count, duplicates), flush=True)


main(int(sys.argv[1]))
