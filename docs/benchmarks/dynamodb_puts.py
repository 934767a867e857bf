# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The dedup authors
"""The recipe that dedup's batches are measured against: conditional puts by boto3, one after the other.

BatchClaimPairs starts it with endpoint, Region and table, writes lines of "first new number, count, duplicates of a hundred", and
reads how many posts were new. The key is that of the table of claims, so that all claim in one table.
"""

import hashlib
import sys
import time

import boto3
from botocore.exceptions import ClientError

HELD = 100_000
HOLD_SECONDS = 172800


def key(number):
    return hashlib.sha256(f"user{number % 1000}#{number}".encode()).digest()[:16]


def number(first_new, duplicates, place):
    in_hundred = place % 100
    if in_hundred < duplicates:
        return place * 7919 % HELD
    return first_new + place // 100 * (100 - duplicates) + in_hundred - duplicates


def put(table, post):
    now = int(time.time())
    try:
        table.put_item(
            Item={"k": key(post), "e": now + HOLD_SECONDS},
            ConditionExpression="attribute_not_exists(k) OR e <= :now",
            ExpressionAttributeValues={":now": now},
        )
        return True
    except ClientError as error:
        if error.response["Error"]["Code"] != "ConditionalCheckFailedException":
            raise
        return False


def claim(table, first_new, count, duplicates):
    return sum(put(table, number(first_new, duplicates, place)) for place in range(count))


def main(endpoint, region, name):
    table = boto3.resource("dynamodb", endpoint_url=endpoint, region_name=region).Table(name)
    for place in range(1000):
        put(table, number(0, 100, place))
    for line in sys.stdin:
        first_new, count, duplicates = map(int, line.split())
        print(claim(table, first_new, count, duplicates), flush=True)


main(*sys.argv[1:])
