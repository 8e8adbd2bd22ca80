"""Campaigns, pledges, slips, statements and the ledger in the organisers' workspace."""

from donations.admin import pledging

__all__ = ["pledging"]
