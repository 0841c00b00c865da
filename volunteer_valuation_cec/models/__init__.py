from . import res_company
from . import res_config_settings
from . import volunteer_activity
from . import volunteer_cec_rule
from . import volunteer_engagement
from . import volunteer_mandate
from . import volunteer_time_entry
