"""Events: what the office holds, with limited places, and who comes."""
