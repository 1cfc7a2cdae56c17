"""The engines that answer: one interface, the embedded ones, Elasticsearch, and the two together."""
