"""`make similar`: pairs of submissions that are more alike than chance explains, for the instructor's eyes."""
