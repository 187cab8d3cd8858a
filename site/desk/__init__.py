"""The editors' house: what helps whoever writes, translates and looks after the site.

One nested app application a job.
"""
