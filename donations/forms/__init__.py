"""What people type to give, and to look after what was given."""
