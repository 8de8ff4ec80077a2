"""How Hanpo is put together on a machine: settings, addresses, server entry points. Knows everybody, holds no logic."""
