"""The desk at a zone: pages for a phone or tablet, and what their script asks and sends."""
