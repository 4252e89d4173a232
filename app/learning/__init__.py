"""The learner's pages: programme and lesson; and, for staff, the same pages as a learner sees them."""
