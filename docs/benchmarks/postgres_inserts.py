# SPDX-License-Identifier: Apache-2.0
# SPDX-FileCopyrightText: The dedup authors
"""The inserts that dedup's batches on PostgreSQL are measured against, into a table of posts that is unique by handle and message.

BatchClaimRate starts it with host, port, database, user, one of "executemany" (SQLAlchemy) and "execute_values" (psycopg2), and the
size of a batch; writes lines of "first new number, count, duplicates of a hundred"; and reads how many posts were new.
"""

import os
import sys

import psycopg2
import sqlalchemy
from psycopg2.extras import execute_values

HELD = 100_000
TABLE = """
CREATE TABLE tweets (
    id serial PRIMARY KEY, handle varchar(50) NOT NULL, message text NOT NULL, name varchar(100), hours_ago float,
    created_at timestamp DEFAULT now(), CONSTRAINT unique_handle_message UNIQUE (handle, message))
"""
INSERT = "INSERT INTO tweets (handle, message, name, hours_ago) VALUES "


def post(number):
    words = number * 0x9E3779B97F4A7C15 % 2**63
    return {
        "handle": f"user{number % 1000}",
        "message": f"post {words} with as many words as people write in one, or a few more, {number}",
        "name": "A Name",
        "hours_ago": 1.5,
    }


def numbers(first_new, count, duplicates):
    for place in range(count):
        in_hundred = place % 100
        if in_hundred < duplicates:
            yield place * 7919 % HELD
        else:
            yield first_new + place // 100 * (100 - duplicates) + in_hundred - duplicates


class Executemany:
    def __init__(self, host, port, database, user):
        password = os.environ["PGPASSWORD"]
        url = sqlalchemy.URL.create("postgresql+psycopg2", user, password, host, port, database)
        self.engine = sqlalchemy.create_engine(url)
        values = "(:handle, :message, :name, :hours_ago) ON CONFLICT (handle, message) DO NOTHING"
        self.statement = sqlalchemy.text(INSERT + values)

    def insert(self, posts):
        with self.engine.begin() as connection:
            connection.execute(self.statement, posts)

    def count(self):
        with self.engine.begin() as connection:
            return connection.execute(sqlalchemy.text("SELECT count(*) FROM tweets")).scalar()


class ExecuteValues:
    def __init__(self, host, port, database, user):
        self.connection = psycopg2.connect(host=host, port=port, dbname=database, user=user)
        self.claimed = 0

    def insert(self, posts):
        rows = [(post["handle"], post["message"], post["name"], post["hours_ago"]) for post in posts]
        with self.connection, self.connection.cursor() as cursor:
            statement = INSERT + "%s ON CONFLICT (handle, message) DO NOTHING RETURNING id"
            self.claimed += len(execute_values(cursor, statement, rows, page_size=len(rows), fetch=True))

    def count(self):
        return self.claimed


def prepare(host, port, database, user):
    with psycopg2.connect(host=host, port=port, dbname=database, user=user) as connection:
        with connection.cursor() as cursor:
            cursor.execute(TABLE)
    held = ExecuteValues(host, port, database, user)
    for start in range(0, HELD, 10_000):
        held.insert([post(number) for number in range(start, start + 10_000)])


def main(host, port, database, user, way, batch):
    prepare(host, port, database, user)
    inserter = (Executemany if way == "executemany" else ExecuteValues)(host, port, database, user)
    for line in sys.stdin:
        posts = [post(number) for number in numbers(*map(int, line.split()))]
        before = inserter.count()
        for start in range(0, len(posts), int(batch)):
            inserter.insert(posts[start : start + int(batch)])
        print(inserter.count() - before, flush=True)


main(*sys.argv[1:])
