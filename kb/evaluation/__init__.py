"""Judged queries and runs to measures and reports. Is given a run; never searches."""
