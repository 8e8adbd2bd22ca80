"""Loading an edition from a file: read it, check all of it, then write it in one transaction."""
