"""The coordinators' pages on the day."""
