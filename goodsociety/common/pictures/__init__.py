"""Reading pictures that strangers send: in a process that may use little, and without anything but what is seen."""

from goodsociety.common.pictures.reading import Picture, read_picture

__all__ = ["Picture", "read_picture"]
