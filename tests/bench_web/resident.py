"""A resident without a browser: speaks Streamlit's own protocol over a real websocket, reads what is drawn, answers whatever is
asked and presses on, by the kinds of the widgets and not by what they say."""

from __future__ import annotations

import asyncio
import random
import time
from typing import Any

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import connect

BORN = "1943"
ESCAPES = ("不清楚", "都没有")
LONGEST = 30  # seconds one press may take
TRIES = 3


class Stuck(Exception):
    """A page that takes no answer, or shows an error of the app."""


class Resident:
    """One visit. `took` collects the seconds from each press to the end of the run it started."""

    def __init__(self, address: str, chance: random.Random, source: str = "127.0.0.1") -> None:
        self.url = address.replace("http", "ws", 1) + "/_stcore/stream"
        self.origin, self.chance, self.source = address, chance, source
        self.took: list[float] = []
        self.opened = 0.0
        self.page, self.pages = "", {}
        self.elements: list[Any] = []
        self.cached: dict[str, ForwardMsg] = {}

    async def live(self, think: float, most: int = 80) -> None:
        """From the start page to the results, thinking `think` seconds on average. Raises Stuck, OSError, TimeoutError."""
        async with connect(self.url, subprotocols=["streamlit"], origin=self.origin, max_size=None, open_timeout=LONGEST,
                           local_addr=(self.source, 0)) as self.line:
            begun = time.perf_counter()
            await self._run([])
            self.opened = time.perf_counter() - begun
            for _ in range(most):
                if self.pages.get(self.page) == "results":
                    return
                for attempt in range(TRIES):
                    await asyncio.sleep(self.chance.expovariate(1 / think))
                    pressed = self._answers(unsure=attempt > 0)
                    begun = time.perf_counter()
                    await self._run(pressed)
                    self.took.append(time.perf_counter() - begun)
                    if not any(e.WhichOneof("type") == "alert" and e.alert.format == 1 for e in self.elements):
                        break
                else:
                    raise Stuck("every answer was refused")
            raise Stuck(f"no results after {most} pages")

    async def _run(self, states: list[WidgetState]) -> None:
        """Sends what is chosen and reads until the page stands again."""
        message = BackMsg()
        message.rerun_script.page_script_hash = self.page
        message.rerun_script.widget_states.widgets.extend(states)
        message.rerun_script.cached_message_hashes.extend(self.cached)
        await self.line.send(message.SerializeToString())
        drawn: dict[tuple[int, ...], Any] = {}
        async with asyncio.timeout(LONGEST):
            while True:
                got = ForwardMsg.FromString(await self.line.recv())
                kind = got.WhichOneof("type")
                if kind == "ref_hash":
                    path = tuple(got.metadata.delta_path)
                    got = self.cached[got.ref_hash]
                    kind = got.WhichOneof("type")
                else:
                    path = tuple(got.metadata.delta_path)
                    if got.metadata.cacheable:
                        self.cached[got.hash] = got
                if kind == "new_session":
                    drawn.clear()
                    self.page = got.new_session.page_script_hash
                elif kind == "navigation":
                    self.pages = {p.page_script_hash: p.url_pathname for p in got.navigation.app_pages}
                    self.page = got.navigation.page_script_hash
                elif kind == "delta" and got.delta.WhichOneof("type") == "new_element":
                    drawn[path] = got.delta.new_element
                elif kind == "delta":
                    for under in [p for p in drawn if p[:len(path)] == path]:
                        del drawn[under]
                elif kind == "script_finished" and got.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN:
                    break
        self.elements = list(drawn.values())
        if any(e.WhichOneof("type") == "exception" for e in self.elements):
            raise Stuck("the app shows an exception")

    def _answers(self, unsure: bool) -> list[WidgetState]:
        """The state of every widget on the page, one chosen at random where something is to be chosen, and the press."""
        states, buttons, boxes, typed = [], [], [], False
        for element in self.elements:
            kind = element.WhichOneof("type")
            widget = getattr(element, kind) if kind else None
            if kind == "radio":
                states.append(WidgetState(id=widget.id, string_value=widget.options[-1] if unsure else self.chance.choice(widget.options)))
            elif kind == "selectbox":
                states.append(WidgetState(id=widget.id, string_value=self.chance.choice(widget.options)))
            elif kind == "text_input":
                states.append(WidgetState(id=widget.id, string_value="" if unsure else BORN))
                typed |= not unsure
            elif kind == "number_input" and not unsure:
                states.append(WidgetState(id=widget.id, double_value=max(1.0, widget.min)))
                typed = True
            elif kind == "button_group":
                state = WidgetState(id=widget.id)
                state.string_array_value.data.append(self.chance.choice(widget.options).content)
                states.append(state)
            elif kind == "checkbox":
                boxes.append(widget)
            elif kind == "button" and not widget.disabled:
                buttons.append(widget)
        for box in [] if typed else self._ticked(boxes):
            states.append(WidgetState(id=box.id, bool_value=True))
        onward = next((b for b in buttons if b.type == "primary"), None)
        if onward is None:
            raise Stuck("nothing to press")
        states.append(WidgetState(id=onward.id, trigger_value=True))
        return states

    @staticmethod
    def _ticked(boxes: list[Any]) -> list[Any]:
        for word in ESCAPES:
            found = [b for b in boxes if b.label.startswith(word)]
            if found:
                return found
        return boxes[-1:]
