"""Tests of events, mirroring its folders."""
