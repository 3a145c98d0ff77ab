"""The directory: the list of resources with its filters, facets, cards and suggestions."""
