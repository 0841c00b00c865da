from . import declare
from . import entry
