"""Documentation generated from the types and the rules, so that it cannot disagree with them."""
