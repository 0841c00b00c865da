from . import booking_export
from . import time_export
