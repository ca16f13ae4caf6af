"""The scrubbing engine: a pure library that removes what identifies from files."""

__version__ = "0.1.0"
