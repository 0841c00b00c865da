from . import test_hostile_methods
from . import test_hostile_routes
from . import test_invitation
from . import test_invitation_mails
from . import test_invitation_rights
from . import test_links
from . import test_translations
from . import test_declare
