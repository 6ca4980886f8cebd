# ruff: noqa: F401
"""Imported once, before a process is forked for each life: then a start costs no imports.

What stands here is frozen, so that a new process does not copy it all by looking through it.
"""

import gc

import pytest
import uvicorn.protocols.http.httptools_impl
import uvloop

import gateway.cli
import services.agreements.app
import services.finance.app

gc.collect()
gc.freeze()
