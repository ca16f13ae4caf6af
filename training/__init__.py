"""The recipe of the shipped name model. Nothing here runs in production."""
