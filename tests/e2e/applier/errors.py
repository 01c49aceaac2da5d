"""What the applier refuses."""


class ApplierError(Exception):
    """A resource, argument or expression that is not known here, or a server that did not keep what it was sent."""
