"""Reading spreadsheets that strangers send: in a process that may use little, with a sentence for each no."""

from goodsociety.common.sheets.reading import Row, Table, read_table, read_tables

__all__ = ["Row", "Table", "read_table", "read_tables"]
