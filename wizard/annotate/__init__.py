"""A values file as a reviewer reads it: with notes above each key, or as a document of its own."""
