"""The makers: one for each kind of file."""
