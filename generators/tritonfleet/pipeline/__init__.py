"""From a fleet file to files and objects: the stages in order, each service on its own."""
