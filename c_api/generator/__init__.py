"""Generators that turn c_api/spec into headers, export maps, aliases and documentation."""
