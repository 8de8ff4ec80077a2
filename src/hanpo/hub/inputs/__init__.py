"""Forms of the hub: what people type, parsed and checked before a deed is called."""
