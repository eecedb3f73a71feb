"""The one kind of error that is not our bug."""


class UserError(Exception):
    """The user or the world did something: wrong key, full disk, unreadable file.

    Shown as it stands, without a traceback: what happened, what is safe, what to do now.
    `problems` lists the single places (a line, a field) where there are several.
    """

    def __init__(self, message: str, problems: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
