"""What rendered documents mean to the programs that will read them; no rule is here."""
