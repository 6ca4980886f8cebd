"""What anybody may read without signing in: announcements as pages, feeds and calendar entries."""
