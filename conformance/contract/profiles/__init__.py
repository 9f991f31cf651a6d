"""Is a resource a right instance of its profile? Pure, offline, and total over hostile input.

``validate_resource`` judges the eleven measures (Observation), PhdDevice, and Bundles of these.
"""

from conformance.contract.profiles.catalogue import Profile, profiles
from conformance.contract.profiles.problem import Problem
from conformance.contract.profiles.validate import validate_resource

__all__ = ["Problem", "Profile", "profiles", "validate_resource"]
