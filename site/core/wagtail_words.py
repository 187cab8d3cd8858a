"""Words of Wagtail's and Django's own whose French is clumsy or wrong: the catalogue of the house, asked
first, has better ones.

Wagtail names the kind of thing in many of them, and must then write “Ce(tte)” and “verrouillé(e)”: most do
without here, which the catalogue is told. It says of a page submitted that its publication is planned.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

CLUMSY = (
    # xgettext:no-python-format
    gettext_noop("<b>'{title}' is locked</b> by <b>you</b>."),
    # xgettext:no-python-format
    gettext_noop("<b>'{title}' is locked</b>."),
    # xgettext:no-python-format
    gettext_noop("<b>'{title}' was locked</b> by <b>you</b> on <b>{datetime}</b>."),
    # xgettext:no-python-format
    gettext_noop("<b>'{title}' was locked</b> by <b>{user}</b> on <b>{datetime}</b>."),
    # xgettext:no-python-format
    gettext_noop("Currently locked and will go live on the scheduled date"),
    # xgettext:no-python-format
    gettext_noop("Locked by another user"),
    # xgettext:no-python-format
    gettext_noop("Locked by schedule"),
    # xgettext:no-python-format
    gettext_noop("Locked by workflow"),
    # xgettext:no-python-format
    gettext_noop("Locked by you"),
    # xgettext:no-python-format
    gettext_noop("Locked"),
    # xgettext:no-python-format
    gettext_noop("Unlocked"),
    # xgettext:no-python-format
    gettext_noop("No one can make changes while the %(model_name)s is locked"),
    # xgettext:no-python-format
    gettext_noop("Only %(user)s can make changes while the %(model_name)s is locked"),
    # xgettext:no-python-format
    gettext_noop("Only you can make changes while the %(model_name)s is locked"),
    # xgettext:no-python-format
    gettext_noop("Only reviewers for this task can edit the %(model_name)s."),
    # xgettext:no-python-format
    gettext_noop("Reviewers can edit this %(model_name)s – lock it to prevent other reviewers from editing"),
    # xgettext:no-python-format
    gettext_noop("Anyone can edit this %(model_name)s"),
    # xgettext:no-python-format
    gettext_noop("Anyone can edit this %(model_name)s – lock it to prevent others from editing"),
    # xgettext:no-python-format
    gettext_noop("This %(model_name)s is currently awaiting moderation."),
    # xgettext:no-python-format
    gettext_noop(
        "This {model_name} is awaiting <b>'{task_name}'</b> in the <b>'{workflow_name}'</b> workflow."
    ),
    # xgettext:no-python-format
    gettext_noop(
        "This %(model_name)s is currently at <strong>%(task)s</strong> in <strong>%(workflow)s</strong>."
    ),
    # xgettext:no-python-format
    gettext_noop(
        "This %(model_name)s was marked as needing changes at <strong>%(task)s</strong> "
        "in <strong>%(workflow)s</strong>."
    ),
    # xgettext:no-python-format
    gettext_noop("This %(model_name)s hasn't been submitted for moderation yet"),
    # xgettext:no-python-format
    gettext_noop("The %(model_name)s could not be saved as it is locked"),
    # xgettext:no-python-format
    gettext_noop("The %(model_name)s could not be saved due to errors."),
    # xgettext:no-python-format
    gettext_noop("The %(model_name)s could not be created due to errors."),
    # xgettext:no-python-format
    gettext_noop("Would you still like to publish this %(model_name)s?"),
    # xgettext:no-python-format
    gettext_noop("Would you still like to publish this page?"),
    # xgettext:no-python-format
    gettext_noop("Publishing this %(model_name)s will cancel the current workflow."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' created and submitted for moderation."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' has been submitted for moderation."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' created and published."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' created and scheduled for publishing."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' created."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' deleted."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' updated and published."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' updated."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(object)s' is live and this version has been scheduled for publishing."),
    # xgettext:no-python-format
    gettext_noop("%(model_name)s '%(title)s' is now unlocked."),
    # xgettext:no-python-format
    gettext_noop("'%(object)s' unpublished."),
    # xgettext:no-python-format
    gettext_noop('Version %(revision_id)s of "%(object)s" unscheduled.'),
    # xgettext:no-python-format
    gettext_noop(
        "Version from %(timestamp)s of %(model_name)s '%(object)s' has been scheduled for publishing."
    ),
    # xgettext:no-python-format
    gettext_noop("Are you sure you want to delete this %(model_name)s?"),
    # xgettext:no-python-format
    gettext_noop("Are you sure you want to delete this %(snippet_type_name)s?"),
    # xgettext:no-python-format
    gettext_noop("Are you sure you want to unpublish this %(model_name)s?"),
    # xgettext:no-python-format
    gettext_noop("One or more references to this %(model_name)s prevent it from being deleted."),
    # xgettext:no-python-format
    gettext_noop("Choose when this %(model_name)s should go live and/or expire"),
    # xgettext:no-python-format
    gettext_noop("Add %(label)s"),
    # xgettext:no-python-format
    gettext_noop("Add %(model_name)s"),
    # xgettext:no-python-format
    gettext_noop("Create a new %(model_name)s"),
    # xgettext:no-python-format
    gettext_noop("New: %(model_name)s"),
    # xgettext:no-python-format
    gettext_noop("No %(model_name)s match your query."),
    # xgettext:no-python-format
    gettext_noop(
        "You are viewing a previous version of this %(model_name)s from <b>%(created_at)s</b> by %(user)s"
    ),
    # xgettext:no-python-format
    gettext_noop("Sync translated %(model_name)s"),
    # xgettext:no-python-format
    gettext_noop("Published '{object}' in {locale} with missing translations - see below."),
    # xgettext:no-python-format
    gettext_noop("Published '{object}' in {locale}."),
    # xgettext:no-python-format
    gettext_noop("Created"),
    # xgettext:no-python-format
    gettext_noop("Moved"),
    # xgettext:no-python-format
    gettext_noop("Renamed"),
    # xgettext:no-python-format
    gettext_noop("Reordered"),
    # xgettext:no-python-format
    gettext_noop("Published"),
    # xgettext:no-python-format
    gettext_noop("Choose another"),
    # xgettext:no-python-format
    gettext_noop("Oldest"),
    # xgettext:no-python-format
    gettext_noop("%s KB"),
    # xgettext:no-python-format
    gettext_noop("%s MB"),
    # xgettext:no-python-format
    gettext_noop("%s GB"),
    # Said in English, for want of French.
    gettext_noop("Choose a page (%(page_type)s)"),
)

#: What wagtailmedia leaves in English on the home page of the admin.
UNTRANSLATED = (
    ngettext_lazy(
        "<span>%(total)s</span> Media file "
        '<span class="visuallyhidden w-sr-only">created in %(site_name)s</span>',
        "<span>%(total)s</span> Media files "
        '<span class="visuallyhidden w-sr-only">created in %(site_name)s</span>',
    ),
)
