"""What happens once, before the first visitor."""

from __future__ import annotations

import ctypes
import gc
import importlib
import logging
import os
import pkgutil
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from threading import Thread, get_native_id
from typing import Any

from streamlit.runtime.pages_manager import PagesManager

from serving.shell import MovedError, compressed, compressible, smallest

M_ARENA_MAX = -8  # of mallopt(3)


def warmed(*packages: str, ready: Callable[[], Any],
           beside: Callable[[], Any] = lambda: None) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """A lifespan for the server: imports the helper modules of `packages` with all the libraries behind them, calls
    `ready`, and takes what is there by then out of the garbage collector's sight. What can be waited for where it is needed is
    done while the first browser loads: `beside`, then every script compressed.

    The first visitor would wait one to two seconds for these imports. Collecting walks every object of every library and
    every session; frozen, it walks only what visitors leave behind (runner.postScriptGC in .streamlit/config.toml turns off
    a collection after each click, 50 to 90 milliseconds of it).

    The door names its pages itself. Until it has run once, Streamlit takes every file in pages/ for a page, draws the first
    visitor its own list of them, and stops where two names come to the same address.
    """
    if not hasattr(PagesManager, "uses_pages_directory"):
        raise MovedError("PagesManager.uses_pages_directory is gone: how does Streamlit find pages now?")
    PagesManager.uses_pages_directory = False

    @asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        one_heap()
        for package in packages:
            for module in pkgutil.iter_modules(importlib.import_module(package).__path__):
                if module.name.startswith("_"):
                    importlib.import_module(f"{package}.{module.name}")
        _tried(ready)
        gc.collect()
        gc.freeze()

        def meanwhile() -> None:
            importlib.import_module("pandas")  # Streamlit looks for tables in what it sends to a component: half a second the first time
            _tried(beside)
            with suppress(AttributeError, OSError):  # where threads have a priority of their own: the first page comes first
                os.setpriority(os.PRIO_PROCESS, get_native_id(), 10)
            smallest()
            for path in compressible():
                compressed(path)
            gc.freeze()
        Thread(target=meanwhile, daemon=True).start()
        yield

    return lifespan


def one_heap() -> bool:
    """One heap for all threads, where the C library has several (glibc); whether it could be set. Every run of a page is a thread of
    its own, and what visits keep was scattered over sixteen heaps: 0.204 MB a visit, with one heap 0.191 (means of five runs each of
    200 visits). Python runs one thread at a time, so none waits for another here."""
    with suppress(AttributeError, OSError, TypeError):  # another C library, another system
        return bool(ctypes.CDLL(None).mallopt(M_ARENA_MAX, 1))
    return False


def _tried(run: Callable[[], Any]) -> None:
    try:
        run()
    except Exception as error:  # the pages say it in Chinese to whoever comes; a server that is down says nothing
        logging.getLogger("app").error("%s at start: run python -m benefits check", type(error).__name__)
