"""What can go wrong with a letter."""


class Undeliverable(Exception):
    """This letter will never arrive; `code` says why, without the address."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
