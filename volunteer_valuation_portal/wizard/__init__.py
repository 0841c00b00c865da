from . import volunteer_engagement_answer
from . import volunteer_invitation
from . import volunteer_invitation_line
from . import volunteer_link_issued
