from . import volunteer_task_declare
from . import volunteer_time_refuse
