"""Rows, pages and small servers that tests of several folders build on."""
