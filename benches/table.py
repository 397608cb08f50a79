"""Runs the measures in turn with their peers and prints medians: table.py CORDON BUILD_TRAFFIC FOLDER ROWS"""

import os
import re
import statistics
import subprocess
import sys
import time
from pathlib import Path

RUNS = 5
DUCKDB = """
import duckdb, sys
c = duckdb.connect()
c.execute(f"create table t as select MMSI, BaseDateTime::timestamp t, LAT, LON, SOG, COG, Heading, VesselName, IMO, "
          f"CallSign, VesselType, Status, Length, Width, Draft from read_csv('{sys.argv[1]}') order by MMSI, t")
print(c.execute("select count(*) from t").fetchone()[0])
"""

# What AIS-catcher's decoder does with a log: every message, field by field.
AISCAT = """
import aiscat, sys
print(sum(1 for _ in aiscat.from_file(sys.argv[1])))
"""

# What MovingPandas makes of the same file with two of its rules: tracks cut at silences, then stops.
MOVINGPANDAS = """
import sys
from datetime import timedelta
import pandas, movingpandas
t = pandas.read_csv(sys.argv[1], usecols=["MMSI", "BaseDateTime", "LAT", "LON"], parse_dates=["BaseDateTime"])
tracks = movingpandas.TrajectoryCollection(t, traj_id_col="MMSI", t="BaseDateTime", x="LON", y="LAT", crs=4326)
split = movingpandas.ObservationGapSplitter(tracks).split(gap=timedelta(hours=4))
stops = movingpandas.TrajectoryStopDetector(split).get_stop_segments(min_duration=timedelta(minutes=30), max_diameter=500)
print(len(split), len(stops))
"""


def run(*command):
    """Seconds and peak MiB of a command, which must succeed."""
    begun = time.perf_counter()
    child = subprocess.Popen([str(part) for part in command], stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{command} failed with {child.returncode}")
    return time.perf_counter() - begun, usage.ru_maxrss / 1024


def medians(*commands):
    """Medians of several commands, run in turn so that a busy moment meets them all."""
    runs = [[run(*command) for command in commands] for _ in range(RUNS)]
    return [tuple(statistics.median(column) for column in zip(*of_one)) for of_one in zip(*runs)]


def opened(store):
    """Seconds from the command to open a store to the first whole frame: once with the window's start, and in a window that stands."""
    command = ["cargo", "bench", "--quiet", "--locked", "--bench", "frame", "--", "opening"]
    environment = {**os.environ, "CORDON_BENCH_STORE": str(store.resolve())}
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout
    return [int(ms) / 1000 for ms in re.findall(r"(\d+) ms[ ,]", said)[:2]]


def main():
    cordon, build_traffic, folder, rows = Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
    small = rows // 10
    for n in (small, rows):
        if not (folder / f"{n}.csv").exists():
            run(build_traffic, n, folder / f"{n}.csv")
    table, store = folder / f"{rows}.csv", folder / f"{rows}.cordon"
    importing = (cordon, "import", table, "-o", store, "-q")
    (ours, peak), (theirs, _) = medians(importing, (sys.executable, "-c", DUCKDB, table))
    (less, _), = medians((cordon, "import", folder / f"{small}.csv", "-o", folder / f"{small}.cordon", "-q"))
    log = folder / f"{small}.nmea"
    if not log.exists():
        run(build_traffic, small, log)
    decoding = (cordon, "import", log, "-o", folder / "log.cordon", "-q")
    (log_ours, _), (log_theirs, _) = medians(decoding, (sys.executable, "-c", AISCAT, log))
    from_start, opening = opened(store)
    found = folder / "findings.geojson"
    detecting = [(cordon, "detect", folder / f"{n}.cordon", "-o", found, "--quiet") for n in (small, rows)]
    (rules_less, _), (rules, rules_peak) = medians(*detecting)
    (from_file, _), = medians((cordon, "detect", folder / f"{small}.csv", "-o", found, "--quiet"))
    # It takes minutes: once tells enough.
    pandas, _ = run(sys.executable, "-c", MOVINGPANDAS, folder / f"{small}.csv")
    print(f"\n| work, {rows:,} rows | Cordon | against | ratio | must |\n|---|---|---|---|---|")
    print(f"| import to .cordon, levels included | {ours:.2f} s | DuckDB {theirs:.2f} s | {ours / theirs:.2f} | ≤ 0.5 |")
    print(f"| its peak memory | {peak:.0f} MiB | | | ≤ 1536 MiB |")
    print(f"| growth from {small:,} rows | {less:.2f} s → {ours:.2f} s | | {ours / less:.1f} | ≤ 11 |")
    print(f"| a log of {small:,} messages | {log_ours:.2f} s | AIS-catcher {log_theirs:.2f} s | {log_theirs / log_ours:.1f} × its rate | ≥ 1.5 |")
    print(f"| open a store, to the first whole frame | {opening:.3f} s | its import | {opening / ours:.3f} | ≤ 0.1 |")
    print(f"| the same, with the window's own start | {from_start:.3f} s | its import | {from_start / ours:.3f} | |")
    print(f"| all rules, findings written | {rules:.2f} s, {rules_peak:.0f} MiB with the store | | | ≤ 20 s, ≤ 2048 MiB beyond the store |")
    print(f"| their growth from {small:,} rows | {rules_less:.2f} s → {rules:.2f} s | | {rules / rules_less:.1f} | ≤ 12 |")
    print(f"| all rules, {small:,} rows of CSV | {from_file:.2f} s | MovingPandas, two rules, {pandas:.1f} s | {pandas / from_file:.0f} × | ≥ 100 × |")
    print(f"| bytes on disk and mapped, per position | {store.stat().st_size / rows:.1f} | | | ≤ 48 |")


main()
