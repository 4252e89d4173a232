"""One law a file. A law takes the folder that holds `app/` and yields its faults as sentences with file and line."""
