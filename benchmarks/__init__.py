"""Measurements that print figures; nothing here is installed."""
