"""What every endpoint of the API shares.

DRF imports ``bodies`` and ``lists`` while its own views are being imported, so these two import none of them.
"""
