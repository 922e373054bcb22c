"""Benchmarks: our answers beside the raw SQL that would do, in one run, equal before timed.

    bin/bench                 all of them, on the database of DATABASE_URL
    bin/bench lists tiles     some of them

They time; they never judge. Numbers go into docs/benchmarks.md with `--write`.
"""
