"""
The structures of the API, one class for each; members are attributes in snake_case.

Objects are immutable.  An absent member is None, an absent list or map is empty.  Constructors take
keyword arguments: LexV2Bot(alias_arn="arn:...").  The classes are made from the tables of the
library; types.pyi declares them for type checkers.
"""
from ._structure import CLASSES, ResponseMetadata, Structure

globals().update(CLASSES)
__all__ = ["ResponseMetadata", "Structure", *CLASSES]
