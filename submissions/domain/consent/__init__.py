"""Who owns the work, may it be used, is it confidential: facts, rules, verdicts, records."""
