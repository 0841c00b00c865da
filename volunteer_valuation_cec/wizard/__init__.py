from . import volunteer_cec_refuse
