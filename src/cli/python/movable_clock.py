"""Wall time that can be moved, for the programs that are served here. Import it before any framework."""
import datetime as datetime_module
import time as time_module

_real_datetime = datetime_module.datetime
_real_time = time_module.time
_offset_seconds = 0.0


def set_offset(seconds):
    global _offset_seconds
    _offset_seconds = seconds


def _time():
    return _real_time() + _offset_seconds


class _AnyDatetime(type):
    """What was made elsewhere (by parsing, by arithmetic) is a datetime too."""

    def __instancecheck__(cls, instance):
        return isinstance(instance, _real_datetime)

    def __subclasscheck__(cls, subclass):
        return issubclass(subclass, _real_datetime)


class _MovableDatetime(_real_datetime, metaclass=_AnyDatetime):
    @classmethod
    def now(cls, tz=None):
        return _real_datetime.fromtimestamp(_time(), tz)

    @classmethod
    def utcnow(cls):
        return _real_datetime.utcfromtimestamp(_time())

    @classmethod
    def today(cls):
        return cls.now()


time_module.time = _time
datetime_module.datetime = _MovableDatetime
