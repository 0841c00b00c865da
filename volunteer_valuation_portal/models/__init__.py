from . import mail_template
from . import res_partner
from . import volunteer_time_entry_own
from . import volunteer_time_entry_declaring_own
from . import volunteer_time_entry_own_words
