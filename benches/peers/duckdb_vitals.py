"""The same four vitals with DuckDB, in SQL: messages a local day, weekly retention, share of the most
active 1, 9 and 90 %, share of messages with a link.

usage: duckdb_vitals.py result.json
"""

import sys

import duckdb

# Only the columns needed are named: the reader then skips the others.
SHAPE = """{'messages': 'STRUCT("type" VARCHAR, date_unixtime VARCHAR, from_id VARCHAR,
            text_entities STRUCT("type" VARCHAR)[])[]'}"""

LOAD = f"""
CREATE TEMP TABLE message AS
WITH raw AS (
    SELECT unnest(messages) AS m
    FROM read_json(?, columns = {SHAPE}, maximum_object_size = 4000000000)
), mine AS (
    SELECT m.from_id AS person,
           CAST(timezone('Asia/Shanghai', to_timestamp(CAST(m.date_unixtime AS BIGINT))) AS DATE) AS day,
           coalesce(list_has_any(list_transform(m.text_entities, lambda part: part.type), ['link', 'text_link']),
                    false) AS link
    FROM raw
    WHERE m.type = 'message' AND m.from_id IS NOT NULL
)
SELECT person, day, CAST(date_trunc('week', day) AS DATE) AS week, link FROM mine
"""

RETENTION = """
WITH weeks AS (SELECT DISTINCT person, week FROM message),
     first AS (SELECT person, min(week) AS cohort FROM weeks GROUP BY person)
SELECT cohort, (week - cohort) // 7 AS since, count(*) AS people
FROM weeks JOIN first USING (person) GROUP BY ALL
"""

LAYERS = """
WITH sums AS (SELECT week, person, count(*) AS messages FROM message GROUP BY ALL),
     placed AS (
         SELECT week, messages,
                row_number() OVER (PARTITION BY week ORDER BY messages DESC) AS place,
                count(*) OVER (PARTITION BY week) AS people
         FROM sums)
SELECT week,
       sum(messages) FILTER (place <= ceil(people * 0.01)) / sum(messages) AS top,
       sum(messages) FILTER (place > ceil(people * 0.01) AND place <= ceil(people * 0.1)) / sum(messages) AS next,
       sum(messages) FILTER (place > ceil(people * 0.1)) / sum(messages) AS rest
FROM placed GROUP BY week
"""


def main():
    connection = duckdb.connect()
    connection.execute(LOAD, [sys.argv[1]])
    rows = lambda query: connection.execute(query).fetchall()
    daily = rows("SELECT day, count(*) FROM message GROUP BY day")
    cells = rows(RETENTION)
    layers = rows(LAYERS)
    total, links = rows("SELECT count(*), count(*) FILTER (link) FROM message")[0]
    top = sum(row[1] for row in layers) / len(layers)
    print(
        f"messages {total} days {len(daily)} retention cells {len(cells)} "
        f"mean top 1 % {top:.4f} links {links} of {total} = {links / total:.4f}"
    )


main()
