"""The rating library's JSON and the Atom feed over HTTP: a Datasette plugin, active wherever one of our files is served."""
