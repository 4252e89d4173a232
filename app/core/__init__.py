"""What every room stands on: database, clock, errors, ids, encryption. No Flask here."""
