from . import base_partner_merge
from . import volunteer_task_declare
from . import volunteer_time_import
from . import volunteer_time_import_file
from . import volunteer_time_import_line
from . import volunteer_time_import_names
from . import volunteer_time_refuse
from . import volunteer_yearly_sheet
