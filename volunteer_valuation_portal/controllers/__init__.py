from . import declare
from . import entry
from . import own_data
from . import own_list
from . import links
from . import quiet_log
from . import series
from . import associations
