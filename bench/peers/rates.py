"""Reads, costs and compares a file of bookings three ways, each in a process of its own on two cores: ours, DuckDB, pandas.

    python rates.py WHOLETIME BOOKINGS.csv [ours|duckdb|pandas ...]

The peers do less: fixed percentages instead of dated facts, a time band by the hour of the start, no row refused or explained,
quantiles by booking and not by hour. Bookings and pounds must agree to a pound in a million all the same.
"""

import csv
import io
import os
import subprocess
import sys
import time

CORES = {0, 1}
HOLIDAY, PENSION = 0.1207, 0.1438
COLUMNS = (
    "employer zone staff_group grade tier start end unpaid_break_minutes status hours_authorised channel "
    "worker_pay agency_charge vat"
).split()

DUCKDB = """
WITH b AS (
  SELECT *, date_diff('minute', "start", "end") - coalesce(unpaid_break_minutes, 0) AS span,
         CASE WHEN "start" < DATE '2025-04-06' THEN 0.138 ELSE 0.15 END + {pension} AS employer_part,
         channel IN ('agency', 'outsourced bank') AS company, coalesce(agency_charge, 0) AS charge,
         CASE WHEN dayofweek("start") = 0 THEN 2 WHEN dayofweek("start") = 6 OR hour("start") NOT BETWEEN 6 AND 19 THEN 1 ELSE 0 END AS band,
         CASE WHEN channel = 'direct engagement' THEN 0.2
              WHEN staff_group IN ('registered nursing', 'nursing support') THEN 0
              WHEN staff_group = 'medical' THEN CASE WHEN "start" < DATE '2025-10-01' THEN 0.2 ELSE 0 END
              ELSE 0.2 END AS rule
  FROM read_csv(?, header = true, nullstr = ['', 'unknown'], types = {{'hours_authorised': 'DOUBLE', 'vat': 'DOUBLE', 'agency_charge': 'DOUBLE', 'worker_pay': 'DOUBLE'}})
  WHERE status = 'worked' AND channel <> 'unfilled' AND worker_pay IS NOT NULL
), c AS (
  SELECT *, coalesce(round(hours_authorised * 60), span) AS minutes,
         CASE WHEN company THEN charge ELSE worker_pay * (1 + {holiday}) * (1 + employer_part) + charge END
         + CASE WHEN company OR charge > 0 THEN coalesce(vat, charge * rule) ELSE 0 END AS cost
  FROM b
), cells AS (
  SELECT staff_group, grade, tier, band, zone, count(*) AS n, sum(minutes), sum(cost) AS cost, count(DISTINCT employer),
         quantile_cont(worker_pay * 60 / minutes, [0.1, 0.25, 0.5, 0.75, 0.9]),
         quantile_cont(cost * 60 / minutes, [0.1, 0.25, 0.5, 0.75, 0.9])
  FROM c GROUP BY ALL
)
SELECT sum(n)::BIGINT, sum(cost)::DOUBLE FROM cells
"""


def ours(program, path):
    done = subprocess.run(
        [program, "rates", "compare", path, "--threads", "2", "--min-employers", "1", "--format", "csv"],
        check=True, capture_output=True, text=True,
    )
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    return sum(int(row["bookings"]) for row in rows), sum(float(row["cost_pounds"]) for row in rows)


def duckdb(path):
    import duckdb as peer

    peer.execute("SET threads = 2")
    return peer.execute(DUCKDB.format(holiday=HOLIDAY, pension=PENSION), [path]).fetchone()


def pandas(path):
    import pandas as pd

    words = ["employer", "zone", "staff_group", "grade", "tier", "status", "channel"]
    b = pd.read_csv(path, usecols=COLUMNS, dtype={name: "category" for name in words}, parse_dates=["start", "end"], na_values="unknown")
    b = b[(b.status == "worked") & (b.channel != "unfilled") & b.worker_pay.notna()]
    span = (b.end - b.start).dt.total_seconds() / 60 - b.unpaid_break_minutes.fillna(0)
    b = b.assign(minutes=(b.hours_authorised * 60).round().fillna(span), charge=b.agency_charge.fillna(0.0))
    employer_part = PENSION + (b.start < "2025-04-06").map({True: 0.138, False: 0.15})
    company = b.channel.isin(["agency", "outsourced bank"])
    direct = b.channel == "direct engagement"
    rule = pd.Series(0.2, index=b.index)
    rule[~direct & b.staff_group.isin(["registered nursing", "nursing support"])] = 0.0
    rule[~direct & (b.staff_group == "medical") & (b.start >= "2025-10-01")] = 0.0
    own = b.worker_pay * (1 + HOLIDAY) * (1 + employer_part) + b.charge
    vat = b.vat.fillna(b.charge * rule).where(company | (b.charge > 0), 0.0)
    day, hour = b.start.dt.day_of_week, b.start.dt.hour
    band = (day == 5) | ~hour.between(6, 19)
    b = b.assign(cost=b.charge.where(company, own) + vat, band=band.astype("int8").where(day != 6, 2))
    b = b.assign(pay_hour=b.worker_pay * 60 / b.minutes, cost_hour=b.cost * 60 / b.minutes)
    cells = b.groupby(["staff_group", "grade", "tier", "band", "zone"], observed=True)
    sums = cells.agg(n=("cost", "size"), minutes=("minutes", "sum"), cost=("cost", "sum"), employers=("employer", "nunique"))
    cells[["pay_hour", "cost_hour"]].quantile([0.1, 0.25, 0.5, 0.75, 0.9])
    return int(sums.n.sum()), float(sums.cost.sum())


def one(name, program, path):
    """Bookings and pounds of one way, printed by a process of its own."""
    found = ours(program, path) if name == "ours" else {"duckdb": duckdb, "pandas": pandas}[name](path)
    print(found[0], found[1])


def measured(name, program, path):
    """Seconds, seconds of both cores, peak in MB, each with those of its child, bookings, pounds."""
    start = time.perf_counter()
    child = subprocess.Popen([sys.executable, __file__, "--one", name, program, path], stdout=subprocess.PIPE, text=True)
    os.sched_setaffinity(child.pid, CORES)
    text = child.stdout.read()
    _, status, used = os.wait4(child.pid, 0)
    if status != 0:
        raise SystemExit(f"{name}: failed with {status}")
    bookings, pounds = text.split()
    cores = used.ru_utime + used.ru_stime
    return time.perf_counter() - start, cores, used.ru_maxrss / 1024, int(bookings), float(pounds)


def main():
    program, path, *names = sys.argv[1:]
    # A warm file for all.
    with open(path, "rb") as file:
        while file.read(1 << 24):
            pass
    first = None
    print(f"{'way':<8} {'seconds':>8} {'times':>6} {'of cores':>8} {'times':>6} {'peak MB':>8} {'bookings':>10} {'pounds':>16}")
    for name in names or ["ours", "duckdb", "pandas"]:
        seconds, cores, peak, bookings, pounds = measured(name, program, path)
        first = first or (seconds, cores, bookings, pounds)
        times, of_cores = seconds / first[0], cores / first[1]
        print(
            f"{name:<8} {seconds:>8.2f} {times:>6.1f} {cores:>8.2f} {of_cores:>6.1f} {peak:>8.0f} {bookings:>10} {pounds:>16.2f}",
            flush=True,
        )
        if bookings != first[2] or abs(pounds - first[3]) > first[3] / 1e6:
            raise SystemExit(f"{name} does not agree with the first")


if __name__ == "__main__":
    one(*sys.argv[2:]) if sys.argv[1] == "--one" else main()
