"""The desk at a zone: what a device there watches, keeps, sends and is told."""
