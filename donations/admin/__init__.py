"""Campaigns, pledges, slips, statements and the ledger in the organisers' workspace."""

from donations.admin import charges, finance, giving, in_kind, papers, pledging, slips, statements

__all__ = ["charges", "finance", "giving", "in_kind", "papers", "pledging", "slips", "statements"]
