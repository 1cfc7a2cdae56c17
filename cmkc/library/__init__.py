"""The library: publications, their versions, citations and exports."""
