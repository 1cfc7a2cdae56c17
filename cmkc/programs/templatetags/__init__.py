"""Tags of programs and approvals."""
