"""`python -m benchmarks`: all of it in one run on one machine. It fails when delivered is not sent."""

import argparse
import asyncio
import gc
import json
import os
import sys
from collections.abc import Iterator, Sequence

import uvloop

from benchmarks import pages, report, scale, soak, walks
from benchmarks.acts import ACTS
from benchmarks.counterpoint import Counterpoint, Couples, environment
from benchmarks.floors import Floor
from benchmarks.open_files import allow_sockets
from benchmarks.run import Plan, Run, Subject
from benchmarks.servers import OTHER_CORES
from benchmarks.stores import Stores, stores
from tests.servers import folder_for

QUICK = Plan(cold=30, few=10, many=30, few_pace=1.0, many_pace=1.5, steady=1.5, full=1.0, fresh=False)
WALKS, WALKS_QUICK = 30, 9  # couples
PAGES = 300  # couples of one counselor
LIMIT = 120.0  # seconds for one subject: a hang is a failure, not a wait


def arguments(words: Sequence[str] | None = None) -> argparse.Namespace:
    """The options, or the end of this process with one sentence about what is wrong with them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print the figures for a machine")
    parser.add_argument("--quick", action="store_true", help="under a minute: proves counts, times are rough")
    parser.add_argument("--only", default="", help="only subjects whose name holds this text")
    parser.add_argument(
        "--pages",
        type=positive,
        nargs="?",
        const=PAGES,
        metavar="N",
        help=f"instead: what a counselor's pages cost with N couples, {PAGES} if none is given",
    )
    parser.add_argument("--frame", type=int, default=3000, help="bytes of a floor's frame, as of a screen")
    add_load(parser)
    options = parser.parse_args(words)
    if (options.scale or options.soak) and options.quick:
        parser.error("--scale and --soak are runs of their own: leave out --quick.")
    if sum(map(bool, (options.scale, options.soak, options.pages))) > 1:
        parser.error("--scale, --soak and --pages are runs of their own: leave out all but one.")
    if options.act == "walk" and (options.scale or options.soak or options.connections > 1):
        parser.error("--act walk is a run of its own: leave out --scale, --soak and --tabs.")
    return options


def add_load(parser: argparse.ArgumentParser) -> None:
    """What the couples do, and how much of it there is."""
    parser.add_argument(
        "--act",
        choices=(*ACTS, "walk"),
        default="pause",
        help="pause and go on, ask and reply in words, or walk our exercises by JSON from start to end",
    )
    parser.add_argument(
        "--tabs",
        dest="connections",
        type=int,
        choices=(1, 2, 8),
        default=1,
        help="how many tabs each partner has open",
    )
    parser.add_argument(
        "--length", type=positive, default=1, metavar="N", help="records in each session before it starts"
    )
    parser.add_argument(
        "--scale", type=positive, metavar="N", help="instead: N connected couples, of whom 1 %% act"
    )
    parser.add_argument(
        "--soak",
        type=positive,
        metavar="MINUTES",
        help="instead: the same load for so long; nothing may grow",
    )


def positive(text: str) -> int:
    if not text.isdecimal() or not int(text):
        raise argparse.ArgumentTypeError(f"{text} is not a whole number above 0.")
    return int(text)


def subjects(
    given: Stores, couples: int, options: argparse.Namespace
) -> Iterator[tuple[Subject, dict[str, int]]]:
    """Each subject with the processes of the databases it uses."""
    for name, processes, stores_of_it, pids in (
        ("Counterpoint, PostgreSQL", 2, given.env, given.pids),
        ("Counterpoint, SQLite", 1, {}, {}),
    ):
        with folder_for("bench-data") as data:
            made = Couples(couples, options.act, options.length, environment(data, stores_of_it))
            for frames in ("html",) if options.quick and processes == 1 else ("html", "json"):
                yield Counterpoint(name, frames, processes, made), pids
    for letter in ("a", "b"):
        yield Floor(letter, given.env["REDIS_URL"], options.frame), {"redis": given.pids["redis"]}


def runs(given: Stores, options: argparse.Namespace) -> Iterator[tuple[Run, float]]:
    """Each run that was asked for, and the seconds after which it hangs."""
    plan = (QUICK if options.quick else Plan()).with_connections(options.connections)
    couples = options.scale or max(plan.cold, plan.many)
    wanted = options.only or ("PostgreSQL, html" if options.scale or options.soak else "")
    for subject, pids in subjects(given, couples, options):
        if wanted.lower() not in report.title(subject).lower():
            continue
        if options.act == "walk" and subject.frames != "json":
            continue
        if options.act == "walk":
            yield walks.Walks(subject, WALKS_QUICK if options.quick else WALKS, pids), LIMIT
        elif options.scale:
            sockets = 2 * couples * options.connections
            yield scale.Scale(subject, couples, options.connections, pids), scale.limit(sockets)
        elif options.soak:
            soaked = soak.Soak(subject, options.soak, options.connections, pids)
            yield soaked, soak.limit(options.soak)
        else:
            yield Run(subject, plan, pids), LIMIT


async def limited(run: Run, seconds: float) -> None:
    async with asyncio.timeout(seconds):
        await run.all()


def cost_of_pages(couples: int, is_json: bool) -> int:
    """Print what a counselor's pages cost on both databases."""
    found = {}
    with stores() as given:
        for name, stores_of_it in (("PostgreSQL", given.env), ("SQLite", {})):
            with folder_for("bench-data") as data:
                found[name] = pages.measured(couples, environment(data, stores_of_it))
    lines = (pages.as_text(name, couples, each) for name, each in found.items())
    print(json.dumps(found, indent=2) if is_json else "\n\n".join(lines))
    return 0


def main() -> int:
    options = arguments()
    allow_sockets(2 * (options.scale or Plan.many) * options.connections)
    os.sched_setaffinity(0, OTHER_CORES)
    if options.pages:
        return cost_of_pages(options.pages, options.json)
    gc.disable()  # collected between phases: no pause of this client shall pass for one of the server
    results = []
    with stores() as given:
        for run, seconds in runs(given, options):
            print(f"… {run.subject.name}, {run.subject.frames}", file=sys.stderr, flush=True)
            with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
                runner.run(limited(run, seconds))
            results.append(run.result)
    load = {"act": options.act, "tabs": options.connections, "length": options.length}
    print(
        json.dumps(report.as_json(results, load), indent=2) if options.json else report.as_text(results, load)
    )
    return 0 if report.is_whole(results) else 1


if __name__ == "__main__":
    sys.exit(main())
