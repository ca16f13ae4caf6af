"""Repositories of git read as data, and fresh ones written; git itself never runs.

Nothing an upload says is followed: no settings, hooks, alternates or filters. Every object is
known by the hash of its own bytes, so an index that lies cannot point at anything.
"""
