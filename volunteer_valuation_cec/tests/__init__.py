from . import test_cec_rule
from . import test_eligibility_pure
from . import test_mandate
