"""JSON, YAML and TOML: keys, values and comments in place; structure and types kept."""

from scrubbing.engine.formats.data.handler import DataHandler

HANDLER = DataHandler()

__all__ = ["HANDLER", "DataHandler"]
