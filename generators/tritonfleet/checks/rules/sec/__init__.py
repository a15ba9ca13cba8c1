"""Rules about secrets, rights, hardening."""
