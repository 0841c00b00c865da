from . import test_approval
from . import test_benevalibre
from . import test_guards
from . import test_guards_pure
from . import test_rights
from . import test_time_import
from . import test_valuation_pure
from . import test_waiting
