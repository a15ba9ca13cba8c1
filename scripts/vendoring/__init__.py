"""The parts of vendor_schemas.py."""
