"""Many residents at once, on this machine only: each thinks for an exponentially distributed time, answers, and leaves from the
results; another takes the place. Interactions count once all have arrived."""

from __future__ import annotations

import asyncio
import os
import random
import statistics
import time
from dataclasses import dataclass, field

from .resident import Resident, Stuck

THINK = 5.0  # seconds, on average


@dataclass
class Load:
    """What came of it: seconds of every counted press and opening, errors by kind, visits begun."""

    took: list[float] = field(default_factory=list)
    opened: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    visits: int = 0
    presses: int = 0  # all of them, openings too
    seconds: float = 0.0
    memory: list[float] = field(default_factory=list)  # MB of each server, before and after
    worked: float = 0.0  # seconds of processor time of the servers, from the first arrival on: other work slows it less than the clock

    def figures(self) -> dict[str, float | int | str]:
        cuts = statistics.quantiles(self.took, n=100) if len(self.took) > 1 else [0.0] * 99
        return {"interactions": len(self.took), "per_second": round(len(self.took) / self.seconds, 1),
                "p50_ms": round(1000 * cuts[49], 1), "p95_ms": round(1000 * cuts[94], 1), "errors": len(self.errors),
                "error_kinds": "; ".join(sorted(set(self.errors))[:3]), "visits": self.visits,
                "cpu_ms_per_interaction": round(1000 * self.worked / max(1, self.presses), 1),
                "first_page_p50_ms": round(1000 * statistics.median(self.opened), 1) if self.opened else 0.0,
                "memory_per_session_mb": round(sum(self.memory[1::2]) - sum(self.memory[::2]), 1) / max(1, self.visits)}


def memory(process: int) -> float:
    """Resident memory of a process in MB."""
    with open(f"/proc/{process}/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * 4096 / 1e6


def worked(process: int) -> float:
    """Processor seconds a process has used."""
    with open(f"/proc/{process}/stat", encoding="ascii") as file:
        user, system = file.read().rpartition(")")[2].split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def press(address: str, processes: list[int], residents: int, arriving: float, seconds: float, think: float = THINK) -> Load:
    """`residents` at a time for `seconds`, after `arriving` seconds in which they come one by one."""
    load = Load(seconds=seconds)
    asyncio.run(_warm(address))
    _rest(processes)
    before, used = [memory(p) for p in processes], sum(map(worked, processes))
    asyncio.run(_all(load, address, residents, arriving, seconds, think))
    load.worked = sum(map(worked, processes)) - used
    load.memory = [m for pair in zip(before, [memory(p) for p in processes], strict=True) for m in pair]
    return load


def _rest(processes: list[int], seconds: float = 60) -> None:
    """Waits until the servers have done what they do beside the first visits: it is no work and no memory of a resident."""
    until, used = time.monotonic() + seconds, sum(map(worked, processes))
    while time.monotonic() < until:
        time.sleep(1)
        used, before = sum(map(worked, processes)), used
        if used - before < 0.05:
            return


async def _warm(address: str) -> None:
    """Ten visits before anything counts."""
    await asyncio.gather(*(Resident(address, random.Random(-n), f"127.0.0.{n + 2}").live(0.05) for n in range(10)))


async def _all(load: Load, address: str, residents: int, arriving: float, seconds: float, think: float) -> None:
    begun = time.perf_counter()
    count_from, end = begun + arriving, begun + arriving + seconds

    async def place(n: int) -> None:
        await asyncio.sleep(arriving * n / residents)
        while time.perf_counter() < end:
            resident = _Counted(load, count_from, address, random.Random(load.visits), f"127.0.{n // 250}.{n % 250 + 2}")
            load.visits += 1
            try:
                async with asyncio.timeout_at(asyncio.get_running_loop().time() + max(0.1, end - time.perf_counter())):
                    await resident.live(think)
            except TimeoutError:
                if time.perf_counter() < end:
                    load.errors.append("no answer in time")
            except (Stuck, OSError) as error:
                load.errors.append(f"{type(error).__name__}: {error}"[:120])
                await asyncio.sleep(1)

    await asyncio.gather(*(place(n) for n in range(residents)))


class _Counted(Resident):
    """A resident whose presses go into the books of the load."""

    def __init__(self, load: Load, count_from: float, *how: object) -> None:
        super().__init__(*how)
        self.load, self.count_from = load, count_from

    async def _run(self, states: list) -> None:
        begun = time.perf_counter()
        await super()._run(states)
        self.load.presses += 1
        if begun >= self.count_from:
            (self.load.took if states else self.load.opened).append(time.perf_counter() - begun)
