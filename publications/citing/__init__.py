"""Publications as items of CSL-JSON, from which all references come."""
