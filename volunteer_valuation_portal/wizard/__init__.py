from . import volunteer_invitation
from . import volunteer_invitation_line
