"""Built-in kinds, as YAML."""
