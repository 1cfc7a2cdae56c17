"""Programs that help advanced manufacturing into use, and approvals of what was made that way."""
