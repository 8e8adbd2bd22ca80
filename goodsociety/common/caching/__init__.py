"""Pages that are the same for everybody: made once, kept a while, given to all.

A view is marked with ``public_page``; ``caching.middleware.KeepPages`` does the rest.
"""

from goodsociety.common.caching.marking import public_page

__all__ = ["public_page"]
