"""Commands: one module a noun, each parses, calls a service and prints."""
