"""Timings that the documentation quotes, each printed by one command.

Every module here is a benchmark of its own: its docstring's first line says what it measures, `python -m
benchmarks.<name>` runs it. `python -m benchmarks` lists them and runs the quick one.
"""
