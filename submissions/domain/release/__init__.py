"""Release: proposed by one person, confirmed by another, signed, downloaded, verified."""
