"""The faces of Hanpo: staff home (the tray), resident home, prefecture view, sign-in, navigation, design system.

The portal stands above the fields and shows what their manifests offer; it stores nothing of its own.
"""
