"""An application of Django's, because viewflow finds flows by the application that they belong to."""
