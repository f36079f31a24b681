"""The sample company: exports of seven systems and the truth, made from one number."""

from seeds.company import generate

__all__ = ["generate"]
