"""Publication on the desk: steps between statuses, and reviews."""
