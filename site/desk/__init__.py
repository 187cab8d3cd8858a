"""The editors' house: what helps whoever writes, translates and looks after the site.

One nested application a job.
"""
