from . import booking_export
from . import certificate
from . import time_export
from . import verify
