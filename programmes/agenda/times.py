"""When something takes place, in days of the site's time zone: one answer for lists, months and calendars."""

import datetime

from django.utils import timezone


class Times:
    """Has `starts_at`, `ends_at` (or None), `all_day` and `date_text` (empty where the day is fixed)."""

    @property
    def first_day(self) -> datetime.date:
        return timezone.localtime(self.starts_at).date()

    @property
    def last_day(self) -> datetime.date:
        """The day on which it ends; a party that ends at midnight ends on the day on which it began."""
        if self.ends_at is None:
            return self.first_day
        last = timezone.localtime(self.ends_at)
        if not self.all_day and last.time() == datetime.time.min and last.date() > self.first_day:
            return last.date() - datetime.timedelta(days=1)
        return last.date()

    def is_past(self, today: datetime.date) -> bool:
        """The same answer as `EventQuerySet.past`."""
        return self.last_day < today

    def month(self, today: datetime.date) -> datetime.date | None:
        """First day of the month in which it is listed on `today`; None where its date leaves several."""
        if self.date_text and self.first_day.replace(day=1) != self.last_day.replace(day=1):
            return None
        return max(self.first_day, min(today, self.last_day)).replace(day=1)

    def is_in_month(self, month: datetime.date) -> bool:
        """Whether a day of it is in the month that begins on `month`: all must be where none is fixed."""
        first, last = self.first_day.replace(day=1), self.last_day.replace(day=1)
        return first == last == month if self.date_text else first <= month <= last
