"""Write: bytes to disk. What is made waits in a stage; only a site that holds together is put in place."""

from sitegen.write.folder import Compared, Folder, NotOurs, digest_of
from sitegen.write.lock import Locked, locked
from sitegen.write.manifest import Manifest, load, save
from sitegen.write.place import Placed, place
from sitegen.write.public_manifest import manifest_time, publish_manifest
from sitegen.write.published import verify_published
from sitegen.write.stage import Stage

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
    "manifest_time",
    "place",
    "publish_manifest",
    "save",
    "verify_published",
]
