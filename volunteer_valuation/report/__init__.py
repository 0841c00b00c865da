from . import volunteer_time_report
from . import volunteer_time_report_grouping
