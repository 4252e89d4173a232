"""Following the pilot in figures. Nothing here leads to a row: other rooms hand over what may be told, and no more."""
