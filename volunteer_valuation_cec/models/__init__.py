from . import volunteer_cec_rule
