from . import volunteer_report_grouping
from . import volunteer_contribution_report
from . import volunteer_time_report
