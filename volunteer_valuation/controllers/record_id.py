"""Numbers of records in the addresses of our routes."""

# What the database can hold as an id; any other number is no address of ours.
RECORD_ID = "<int(min=1, max=2147483647):%s>"
