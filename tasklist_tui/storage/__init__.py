"""Text to values and back: the gate, the readers, the surgical writer, safe files, the cache, the folder layout."""
