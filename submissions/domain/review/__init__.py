"""Review: the queue, claims with a lease, the checklist, decisions, the thread, appeals."""
