"""What a command cannot go on with."""


class CourseError(Exception):
    """What a command cannot go on with; its message says what is wrong, and is all that the user sees."""


class UsageError(CourseError):
    """A command that cannot be carried out as written; the message says what to do."""
