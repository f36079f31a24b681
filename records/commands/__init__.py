"""One function a verb: permission, change and audit event in one transaction."""
