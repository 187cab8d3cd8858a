"""The trash: what is deleted in the admin can be taken back for thirty days.

`wagtail-trash` (3.2.0) was read and left: it declares Wagtail 6 and 7 and rests on modeladmin, which is no
longer part of Wagtail; its bin is a page of the site, listed and searched like others; it knows nothing of
translations, copies, workflows and dates of publication; and it answers before what refuses deletion in
`blog.keeping`. What is kept of it is the idea: a page in the trash is a page, moved and withdrawn, so that
its revisions, comments, links and redirects stay what they are. Restored, it is what it was: public if it
was public, at its place among its sisters, with its translations.

Records (themes, people, partners…) have no trash: what points at them is emptied or deleted with them by the
database, and a record restored alone would be a lie. One that is used is not deleted: see `records`.
Registrations and membership requests are erased by rules of their own and never lie here.
"""
