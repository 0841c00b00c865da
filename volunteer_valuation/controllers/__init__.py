from . import booking_export
