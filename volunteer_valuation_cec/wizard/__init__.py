from . import volunteer_cec_list
from . import volunteer_cec_refuse
from . import volunteer_time_import
