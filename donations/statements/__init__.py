"""Reading the files of banks: rows become lines with a moment and an amount, or with the reason why they have none."""

from donations.statements.columns import Columns, fits, known_format, suggested
from donations.statements.lines import Read, read_lines
from donations.statements.reading import BankFile, read_file

__all__ = ["BankFile", "Columns", "Read", "fits", "known_format", "read_file", "read_lines", "suggested"]
