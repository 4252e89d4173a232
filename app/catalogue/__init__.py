"""What is taught, read from files into frozen objects and checked.

A *document* is one Markdown file; a *unit* its smallest part with a place (heading, paragraph, item, feedback …);
a *finding* is one thing that the check has to say. Nothing here knows a database or Flask.
"""
