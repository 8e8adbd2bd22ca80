"""Who wants to come, and what is asked of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from accounts.contact import Contact
from activities import refusals
from activities.models import Activity, Answer, Registration


@dataclass(frozen=True)
class Party:
    """Who wants to come: the contact that answers for it, how many they are, and the code of places held for it."""

    contact: Contact
    size: int = 1
    hold: str = ""
    #: Asked only where an activity is not for all ages, and not kept.
    youngest: int | None = None
    oldest: int | None = None
    #: What it answered, by the number of the question.
    answers: Mapping[int, str] = field(default_factory=dict)


def refuse_ages(activity: Activity, party: Party) -> None:
    """Refuse a party with somebody too young or too old for an activity, or that does not say."""
    refuse_unsaid(activity.minimum_age, party.youngest)
    refuse_unsaid(activity.maximum_age, party.oldest)
    if party.youngest is not None and activity.minimum_age is not None and party.youngest < activity.minimum_age:
        raise refusals.TooYoung(minimum=activity.minimum_age)
    if party.oldest is not None and activity.maximum_age is not None and party.oldest > activity.maximum_age:
        raise refusals.TooOld(maximum=activity.maximum_age)


def refuse_unsaid(limit: int | None, age: int | None) -> None:
    """Refuse an age that is not said where there is a limit to it."""
    if limit is not None and age is None:
        raise refusals.AgeNeeded


def keep_answers(registration: Registration, party: Party) -> None:
    """Keep what a party answered. Refuses AnswerNeeded where a question that must be answered is not."""
    # Pages and the API, which show the questions, have fetched them along.
    questions = list(registration.session.activity.questions.all())
    if any(question.is_required and not party.answers.get(question.pk) for question in questions):
        raise refusals.AnswerNeeded
    given = [(question, party.answers.get(question.pk, "")) for question in questions]
    Answer.objects.bulk_create(
        Answer(registration=registration, question=question, text=text) for question, text in given if text
    )
