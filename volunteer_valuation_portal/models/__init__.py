from . import mail_template
from . import res_partner
from . import volunteer_time_entry_own
from . import volunteer_time_entry_declaring_own
from . import volunteer_time_entry_own_changing
from . import volunteer_time_entry_own_words
from . import volunteer_link
from . import volunteer_link_use
