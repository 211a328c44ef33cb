"""The gates: functions that are handed a page or a built folder and tell in words what is wrong with it; [] is good."""
