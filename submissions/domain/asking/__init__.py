"""The rights holder's link: an owner without an account is asked, answers, takes it back."""
