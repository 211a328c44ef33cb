"""Views: the data that templates are handed, made from the site index; shared by page kinds."""
