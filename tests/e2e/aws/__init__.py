"""The certificate stack, deployed by the real command lines to an AWS endpoint."""
