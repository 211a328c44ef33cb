"""Write: bytes to disk. What is made waits in a stage; only a site that holds together is put in place."""

from sitegen.write.folder import Compared, Folder, NotOurs, digest_of
from sitegen.write.lock import Locked, locked
from sitegen.write.manifest import Manifest, load, save
from sitegen.write.place import Placed, place
from sitegen.write.published import verify_published
from sitegen.write.stage import Stage
from sitegen.write.told import tell, told_at

__all__ = [
    "Compared",
    "Folder",
    "Locked",
    "Manifest",
    "NotOurs",
    "Placed",
    "Stage",
    "digest_of",
    "load",
    "locked",
    "place",
    "save",
    "tell",
    "told_at",
    "verify_published",
]
