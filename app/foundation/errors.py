"""The three ways in which Kettle says no. Each carries a sentence for a person."""


class Problem(Exception):
    """Something that a person can be told in words."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Refused(Problem):
    """You may not, or not like this: the sentence says why and what to do instead."""


class NotFound(Problem):
    """There is no such thing *for you*. What one may not see answers exactly like what does not exist."""

    def __init__(self, sentence: str = "We could not find that.") -> None:
        super().__init__(sentence)


class CannotDo(Problem):
    """Kettle itself is not able to do it now: the sentence says what is missing."""
