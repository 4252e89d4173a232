"""What can go wrong, said once. Messages are message ids (English); the edge translates them."""

from collections.abc import Mapping


class KelimError(Exception):
    """A refusal that a person can understand. `message` may hold %(name)s fields, filled from `values`."""

    status = 500

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values: Mapping[str, object] = values


class NotFound(KelimError):
    """There is no such thing, or it is not this actor's to know of."""

    status = 404


class Forbidden(KelimError):
    """The actor is known and may not do this."""

    status = 403


class Conflict(KelimError):
    """Somebody else changed it meanwhile; nothing was overwritten."""

    status = 409


class Gone(KelimError):
    """It was there and is over: a used link, an ended invitation."""

    status = 410


class Invalid(KelimError):
    """Input that cannot be taken. `field` names the form field that it belongs to, if one does."""

    status = 422

    def __init__(self, message: str, field: str = "", **values: object) -> None:
        super().__init__(message, **values)
        self.field = field


class TooMany(KelimError):
    """Too fast; `seconds` says how long to wait."""

    status = 429

    def __init__(self, message: str, seconds: int, **values: object) -> None:
        super().__init__(message, seconds=seconds, **values)
        self.seconds = seconds


class ReadOnly(RuntimeError):
    """Code tried to change data outside of a write transaction: a fault of ours, never of a reader."""
