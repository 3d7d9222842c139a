"""Four vitals of a Telegram export with Polars, as somebody who knows Polars would write it:
messages a local day, weekly retention, share of the most active 1, 9 and 90 %, share of messages
with a link. Two ways to get the file into a frame, because which is faster depends on the machine.

usage: polars_vitals.py [--orjson] result.json
"""

import gc
import sys

import polars as pl

ZONE = "Asia/Shanghai"
LINKS = ("link", "text_link")


# Named by hand: `text` is now a text and now a list, which the reader's own guess breaks on.
PART = pl.Struct({"type": pl.String})
MESSAGE = pl.Struct({"type": pl.String, "date_unixtime": pl.String, "from_id": pl.String, "text_entities": pl.List(PART)})


def by_polars(path):
    """The reader Polars has; it takes the file as one row."""
    whole = pl.read_json(path, schema={"messages": pl.List(MESSAGE)})
    messages = whole.select(pl.col("messages").explode()).unnest("messages")
    kinds = pl.col("text_entities").list.eval(pl.element().struct.field("type").is_in(LINKS))
    return messages.with_columns(link=kinds.list.any().fill_null(False)).drop("text_entities")


def by_orjson(path):
    """A fast parser and columns by hand, without the collector walking millions of new objects."""
    import orjson

    gc.disable()
    with open(path, "rb") as file:
        messages = orjson.loads(file.read())["messages"]
    return pl.DataFrame(
        {
            "type": [message["type"] for message in messages],
            "date_unixtime": [message["date_unixtime"] for message in messages],
            "from_id": [message.get("from_id") for message in messages],
            "link": [
                any(part["type"] in LINKS for part in message.get("text_entities", ())) for message in messages
            ],
        }
    )


def with_days(frame):
    """People's messages with their local day and the Monday of its ISO week."""
    instant = pl.from_epoch(pl.col("date_unixtime").cast(pl.Int64), time_unit="s").dt.replace_time_zone("UTC")
    return (
        frame.filter((pl.col("type") == "message") & pl.col("from_id").is_not_null())
        .with_columns(day=instant.dt.convert_time_zone(ZONE).dt.date())
        .with_columns(week=pl.col("day").dt.truncate("1w"))
    )


def retention(frame):
    """Cells (cohort, weeks since, people); a cohort is everybody's first week with a message."""
    weeks = frame.select("from_id", "week").unique()
    first = weeks.group_by("from_id").agg(cohort=pl.col("week").min())
    since = ((pl.col("week") - pl.col("cohort")).dt.total_days() // 7).alias("since")
    return weeks.join(first, on="from_id").group_by("cohort", since).agg(people=pl.len())


def layers(frame):
    """Per week the share of messages by the most active 1 %, the next 9 % and the rest."""
    of_week = frame.group_by("week", "from_id").agg(messages=pl.len())
    place = pl.col("messages").rank("ordinal", descending=True).over("week")
    people = pl.len().over("week")
    top, next_ = (people * 0.01).ceil(), (people * 0.1).ceil()
    layer = pl.when(place <= top).then(1).when(place <= next_).then(9).otherwise(90)
    sums = of_week.with_columns(layer=layer).group_by("week", "layer").agg(pl.col("messages").sum())
    return sums.with_columns(share=pl.col("messages") / pl.col("messages").sum().over("week"))


def main():
    read = by_orjson if sys.argv[1] == "--orjson" else by_polars
    frame = with_days(read(sys.argv[-1]))
    daily = frame.group_by("day").agg(messages=pl.len())
    cells = retention(frame)
    shares = layers(frame)
    top = shares.filter(pl.col("layer") == 1)["share"].mean()
    print(
        f"messages {len(frame)} days {len(daily)} retention cells {len(cells)} "
        f"mean top 1 % {top:.4f} links {frame['link'].sum()} of {len(frame)} = {frame['link'].mean():.4f}"
    )


main()
