from . import volunteer_time_report
