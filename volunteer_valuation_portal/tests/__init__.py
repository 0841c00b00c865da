from . import test_invitation
from . import test_invitation_mails
from . import test_invitation_rights
from . import test_translations
