"""What can go wrong with a letter."""


class NotSent(Exception):
    """`code` says why, without the address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Undeliverable(NotSent):
    """This letter will never arrive."""


class NotNow(NotSent):
    """The mail server said no for now."""
