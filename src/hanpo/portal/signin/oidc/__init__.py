"""Single sign-on by OpenID Connect, stricter than allauth's own: signed ID tokens that carry our nonce, and no others.

allauth asks for no nonce and does not check the signature of a token that it fetched itself over TLS (which OpenID
Connect Core 1.0, section 3.1.3.7, allows). Providers of public offices ask for both.
"""
