from . import volunteer_cec_rule
from . import volunteer_engagement
from . import volunteer_mandate
