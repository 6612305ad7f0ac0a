"""Every page there is, found as people find it: by following links from the start page, in the demo region."""
