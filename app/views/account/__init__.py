"""The account of the person who is here."""
