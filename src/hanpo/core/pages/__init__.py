"""What the pages of all fields have in common: their guard, and how they show rows, forms and files."""

from hanpo.core.pages.guard import PageRequest, page, public
from hanpo.core.pages.showing import May, download, form_page, page_of, show, tried

__all__ = ["May", "PageRequest", "download", "form_page", "page", "page_of", "public", "show", "tried"]
