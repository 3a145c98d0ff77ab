"""Naming what a fetched page means for a link: works, moved, gone, taken over, and so on."""
