"""The data that templates see, made from the site index and shared by page kinds."""
