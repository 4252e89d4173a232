"""How far a learner is: which lessons are begun and complete, which steps are done, what is open and why."""
