from . import cec
