"""People, calls, applications, ranking, placements and mobilities."""
