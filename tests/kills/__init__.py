"""The whole site, killed at random points while people write: nothing acknowledged is lost, nothing done twice."""
