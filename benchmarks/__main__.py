"""`python -m benchmarks`: all of it in one run on one machine. It fails when delivered is not sent."""

import argparse
import asyncio
import gc
import json
import os
import sys
from collections.abc import Iterator

import uvloop

from benchmarks import report
from benchmarks.acts import ACTS
from benchmarks.counterpoint import Counterpoint, Couples, environment
from benchmarks.figures import Result
from benchmarks.floors import Floor
from benchmarks.run import Plan, Run, Subject
from benchmarks.servers import OTHER_CORES
from benchmarks.stores import Stores, stores
from tests.servers import folder_for

QUICK = Plan(cold=30, few=10, many=30, few_pace=1.0, many_pace=1.5, steady=1.5, full=1.0, fresh=False)
LIMIT = 120.0  # seconds for one subject: a hang is a failure, not a wait


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures for a machine")
    parser.add_argument("--quick", action="store_true", help="under a minute: proves counts, times are rough")
    parser.add_argument("--only", default="", help="only subjects whose name holds this text")
    parser.add_argument(
        "--act", choices=ACTS, default="pause", help="pause and go on, or ask and reply in words"
    )
    parser.add_argument("--frame", type=int, default=3000, help="bytes of a floor's frame, as of a screen")
    return parser.parse_args()


def subjects(given: Stores, couples: int, options: argparse.Namespace) -> Iterator[tuple[Subject, list[int]]]:
    """Each subject with the processes of the databases it uses."""
    for name, processes, stores_of_it, pids in (
        ("Counterpoint, PostgreSQL", 2, given.env, [given.redis, given.postgres]),
        ("Counterpoint, SQLite", 1, {}, []),
    ):
        with folder_for("bench-data") as data:
            made = Couples(couples, options.act, environment(data, stores_of_it))
            for frames in ("html",) if options.quick and processes == 1 else ("html", "json"):
                yield Counterpoint(name, frames, processes, made), pids
    for letter in ("a", "b"):
        yield Floor(letter, given.env["REDIS_URL"], options.frame), [given.redis]


async def limited(run: Run) -> Result:
    async with asyncio.timeout(LIMIT):
        return await run.all()


def main() -> int:
    options = arguments()
    plan = QUICK if options.quick else Plan()
    os.sched_setaffinity(0, OTHER_CORES)
    gc.disable()  # collected between phases: no pause of this client shall pass for one of the server
    results = []
    with stores() as given:
        for subject, pids in subjects(given, max(plan.cold, plan.many), options):
            if options.only.lower() in report.title(subject).lower():
                print(f"… {subject.name}, {subject.frames}", file=sys.stderr, flush=True)
                with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                    results.append(runner.run(limited(Run(subject, plan, pids))))
    print(json.dumps(report.as_json(results), indent=2) if options.json else report.as_text(results))
    return 0 if report.is_whole(results) else 1


if __name__ == "__main__":
    sys.exit(main())
