"""Planning duties and shifts in bulk: by a pattern, by copying, by a spreadsheet; first foreseen, then carried out."""

from volunteers.planning.copying import copy_of_day, copy_of_edition
from volunteers.planning.pattern import Pattern, shifts_by
from volunteers.planning.plan import Line, Plan, Verdict

__all__ = ["Line", "Pattern", "Plan", "Verdict", "copy_of_day", "copy_of_edition", "shifts_by"]
