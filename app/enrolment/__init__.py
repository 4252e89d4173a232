"""Who learns what, where and when: a cohort is the people of one programme, institution and year."""
