from . import test_attestation
from . import test_capacity
from . import test_cec_rule
from . import test_company
from . import test_declaration
from . import test_eligibility_pure
from . import test_mandate
from . import test_mandates_pure
