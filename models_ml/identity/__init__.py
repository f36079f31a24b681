"""Who is who: records of people from every source, linked to the customers they stand for.

Exact matching only, kept behind `identity.customer_links`, so that a cleverer matcher can take
its place without any reader noticing. `python -m models_ml.identity WAREHOUSE` runs it by hand.
"""

from models_ml.identity.link import LinkReport, link_customers
from models_ml.identity.phones import normalise_phones
from models_ml.identity.tables import ensure_identity

__all__ = ["LinkReport", "ensure_identity", "link_customers", "normalise_phones"]
