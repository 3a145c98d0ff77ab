"""Publishing: draft, review, published, closed; the schedule, reviews, previews, reading level."""
