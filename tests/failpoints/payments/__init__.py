"""The finance service under people who go abroad, and a finance office that answers everything twice."""
