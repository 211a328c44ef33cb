"""Audit: whether what is to be published agrees with itself and with what was published before."""
