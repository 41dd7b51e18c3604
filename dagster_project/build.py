"""One build at a time: the lock around building and publishing, and the mark of a build that is whole.

The lock is the system's (`flock`): it goes when its holder dies, so a killed run blocks nobody. Building and
publishing are two steps and take it one after the other; the mark between them keeps a half-built file from being
published.
"""
