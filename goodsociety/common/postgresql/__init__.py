"""Django's PostgreSQL, whose kept connections are tried less often."""
