"""The notation of laboratories, karyotypes and FISH in ISCN: what it says, not what a trial makes of it."""
