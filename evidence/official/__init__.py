"""Official figures: published totals, shown beside ours, contradictions visible."""
