"""Three-valued logic, intervals of money, the facts of one household, and the income test."""
import datetime
import functools
import itertools
from fractions import Fraction

CITY_DISTRICTS = frozenset(["lucheng", "longwan", "ouhai", "dongtou", "functional_zone"])
COUNTIES = frozenset(["yueqing", "ruian", "longgang", "yongjia", "pingyang", "cangnan", "wencheng", "taishun"])
WENZHOU = CITY_DISTRICTS | COUNTIES

# Places where the sentence gives what the rows as first agreed refused (ADJUDICATIONS.md): decided for the sentence.
# The other places named below were decided for the rows; their names are not here, so their branches do not count.
OPEN = frozenset(["parents-not-entered", "grandchild", "repaid-later"])

NOTHING_KNOWN = (0, None)  # from 0 without an upper end
NO_FIGURE = NOTHING_KNOWN            # settled as (None, None)


# ---- three-valued logic (Kleene): True, False, None = unknown

def every(*values):
    """And."""
    if False in values:
        return False
    return None if None in values else True


def some(*values):
    """Or; of nothing: False."""
    if True in values:
        return True
    return None if None in values else False


def negate(value):
    """Not."""
    return None if value is None else not value


def among(value, allowed):
    """Is the value one of those allowed?"""
    return None if value is None else value in allowed


def other_than(value, *refused):
    """Is the value known to be none of those refused?"""
    return None if value is None else value not in refused


def holds(values, item):
    """Does a list of answers contain the item? (null = unknown, [] = none of these)"""
    return None if values is None else item in values


def at_least(value, bound):
    """value >= bound."""
    return None if value is None else exact(value) >= exact(bound)


def at_most(value, bound):
    """value <= bound."""
    return None if value is None else exact(value) <= exact(bound)


def below(value, bound):
    """value < bound."""
    return None if value is None else exact(value) < exact(bound)


def above(value, bound):
    """value > bound."""
    return None if value is None else exact(value) > exact(bound)


def doubt(name, value):
    """A reading that only counts while its place is open."""
    return value if name in OPEN else False


# ---- intervals (low, high); high None = no upper end

def exact(value):
    """A number as a whole number or an exact fraction, by its written form."""
    return value if type(value) is int or type(value) is Fraction else written(str(value))


@functools.lru_cache(maxsize=4096)
def written(text):
    """The fraction a number is written as."""
    return Fraction(text)


def sure(value):
    """The interval of one number; unknown = from 0 without an upper end."""
    if value is None:
        return NOTHING_KNOWN
    number = exact(value)
    return (number, number)


def or_more(value):
    """不低于: the low end only."""
    return (exact(value), None)


def up_to(value):
    """不超过/最高: from 0."""
    return (0, exact(value))


def hull(*intervals):
    """The smallest interval that holds all of them."""
    high = None if any(i[1] is None for i in intervals) else max(i[1] for i in intervals)
    return (min(i[0] for i in intervals), high)


def plus(*intervals):
    """The sum of intervals."""
    high = None if any(i[1] is None for i in intervals) else sum(i[1] for i in intervals)
    return (sum(i[0] for i in intervals), high)


def minus(left, right):
    """left - right, never below 0."""
    low = 0 if right[1] is None else max(0, left[0] - right[1])
    high = None if left[1] is None else max(0, left[1] - right[0])
    return (low, high)


def times(*intervals):
    """The product of intervals of numbers not below 0 (0 times anything is 0)."""
    low, high = intervals[0]
    for interval in intervals[1:]:
        low *= interval[0]
        if interval[1] == 0 or high == 0:
            high = 0
        elif high is None or interval[1] is None:
            high = None
        else:
            high *= interval[1]
    return (low, high)


def scaled(interval, factor):
    """An interval times an exact number."""
    return times(interval, sure(factor))


def lesser(left, right):
    """The smaller of two."""
    highs = [h for h in (left[1], right[1]) if h is not None]
    return (min(left[0], right[0]), min(highs) if highs else None)


def greater(left, right):
    """The larger of two."""
    high = None if left[1] is None or right[1] is None else max(left[1], right[1])
    return (max(left[0], right[0]), high)


def interval_at_most(left, right):
    """left <= right, unknown where the intervals leave it open."""
    if left[1] is not None and left[1] <= right[0]:
        return True
    if right[1] is not None and left[0] > right[1]:
        return False
    return None


def interval_at_least(left, right):
    """left >= right."""
    return interval_at_most(right, left)


# ---- statuses

SAME = object()


def settle(eligible, possible=SAME, pays=NO_FIGURE):
    """(status, low, high): ineligible only where both the plain and the doubtful reading are refuted."""
    if possible is SAME:
        possible = eligible
    if eligible is True:
        status = "eligible"
    elif eligible is False and possible is False:
        return ("ineligible", None, None)
    else:
        status = "possible"
    low, high = pays
    if low == 0 and high is None:
        return (status, None, None)
    return (status, low, high)


# ---- the facts of one household

class Case:
    """One household at one date, with the numbers that are known."""

    def __init__(self, household, as_of, parameters):
        self.household = household.get("household") or {}
        self.members = household["members"]
        self.as_of = as_of
        self.parameters = parameters or {}
        self.size = len(self.members)
        self.per_head = None

    def get(self, name):
        """A household fact; None = unknown."""
        return self.household.get(name)

    def number(self, name):
        """A parameter as an interval."""
        return sure(self.parameters.get(name))

    def any_member(self, test):
        """Does the test hold of some member?"""
        return some(*[test(person) for person in self.members])

    # persons

    def age(self, person):
        """Completed years; a birthday on 29 February completes on 1 March in other years."""
        born = person.get("birth_date")
        if born is None:
            return person.get("age")
        if not isinstance(born, datetime.date):
            born = datetime.date.fromisoformat(born)
        before_birthday = (self.as_of.month, self.as_of.day) < (born.month, born.day)
        return self.as_of.year - born.year - before_birthday

    def needy(self, person):
        """附1.4 困难群众."""
        return some(recognised(person), self.get("low_income_rural"))

    def any_needy(self):
        """A household with a member of 困难群众."""
        return self.any_member(self.needy)

    def any_assistance(self, *kinds):
        """Some member is recognised as one of the kinds."""
        return self.any_member(lambda person: among(person.get("assistance"), kinds))

    def any_local(self):
        """附1.2 for household rows: some member has a Wenzhou hukou."""
        return self.any_member(local)

    def any_city(self):
        """附1.1 for household rows: some member has a hukou in a city district."""
        return self.any_member(city)

    def lives_in_wenzhou(self):
        """The household lives in Wenzhou."""
        return among(self.get("residence"), WENZHOU)

    def lives_in_city(self):
        """The household lives in a city district."""
        return among(self.get("residence"), CITY_DISTRICTS)

    def lives_in_county(self):
        """The household lives in a county."""
        return among(self.get("residence"), COUNTIES)

    def away(self, person, districts_apart=False):
        """Is the hukou of another area than the residence? The city districts are one area, except in 25.1."""
        hukou, residence = person.get("hukou"), self.get("residence")
        if hukou is None or residence is None:
            return None
        if not districts_apart and hukou in CITY_DISTRICTS and residence in CITY_DISTRICTS:
            return False
        return hukou != residence or hukou not in WENZHOU

    def at_home(self, person):
        """未成年、未独立生活."""
        return some(below(self.age(person), 18), negate(person.get("independent")))

    def child_of_family(self, person):
        """子女 of this household: children and grandchildren; the first person and siblings beside a parent."""
        relation = person["relation"]
        if relation not in ("self", "sibling"):
            return relation in ("child", "grandchild")
        if any(other["relation"] in ("parent", "grandparent") for other in self.members):
            return True
        # A minor who fills in alone has parents all the same; they are only not entered.
        alone = all(other["relation"] in ("self", "sibling") for other in self.members)
        return doubt("parents-not-entered", None if alone and below(self.age(person), 18) is not False else False)

    # income

    def dibian_standard(self):
        """2.1: dibao standard times 1.5 to 2, never above the minimum wage."""
        multiple = self.parameters.get("dibian_multiple")
        multiple = (Fraction(3, 2), Fraction(2)) if multiple is None else sure(multiple)
        return lesser(times(self.number("dibao_standard"), multiple), self.number("min_wage"))

    def income_per_head(self):
        """Countable monthly income per member (1.3-1.7, 4.2, 23.9) as an interval."""
        if self.per_head is None:
            self.per_head = scaled(self.countable_income(), Fraction(1, self.size))
        return self.per_head

    def countable_income(self):
        """Countable monthly income of the household as an interval."""
        entries = self.get("income")
        if entries is None:
            return sure(self.get("monthly_income"))
        limit = self.dibian_standard()
        parts = [monthly(e) for e in entries if e["kind"] in ("wage", "self_employment", "pension", "other")]
        for person in self.members:
            own = [e for e in entries if e.get("member") == person["id"]]
            parts.append(self.first_work([e for e in own if e["kind"] in ("first_job", "first_business")], person, limit))
            subsidy = plus(NIL, *[monthly(e) for e in own if e["kind"] == "public_job_subsidy"])
            # 困难群众 is asked of the household whose income is tested, as for the two kinds below.
            parts.append(reduced(subsidy, limit, self.any_needy()))
        for kind, yearly in (("crop_compensation", 50000), ("home_processing", 20000)):
            whole = plus(NIL, *[monthly(e) for e in entries if e["kind"] == kind])
            parts.append(reduced(whole, sure(Fraction(yearly, 12)), self.any_needy()))
        return plus(NIL, *parts)

    def first_work(self, entries, person, limit):
        """1.3-1.5: first job or business of a dibao/dibian member, over all that is not known."""
        if not entries:
            return NIL
        relief = among(person.get("assistance"), ("dibao", "dibian"))
        certificate = person.get("disability_certificate")
        outcomes = []
        for chosen in itertools.product(*[stages(e, relief, certificate) for e in entries]):
            full = plus(NIL, *[monthly(e) for e, stage in zip(entries, chosen) if stage == "all"])
            less = plus(NIL, *[monthly(e) for e, stage in zip(entries, chosen) if stage == "less"])
            outcomes.append(plus(full, minus(less, limit)))
        return hull(*outcomes)


NIL = (0, 0)


def monthly(entry):
    """The monthly figure of one income entry."""
    if entry.get("monthly") is not None:
        return sure(entry["monthly"])
    if entry.get("annual") is not None:
        return scaled(sure(entry["annual"]), Fraction(1, 12))
    return NOTHING_KNOWN


def reduced(whole, limit, needy):
    """Only what is above the limit counts for 困难群众; for others anything from that up to all of it."""
    return minus(whole, limit) if needy is True else hull(minus(whole, limit), whole)


def stages(entry, relief, certificate):
    """The ways in which an entry could count: nothing, less the cost of working, all."""
    if relief is False:
        return ["all"]
    found = [] if relief else ["all"]
    if entry["kind"] == "first_business":
        windows = [12]
    else:
        windows = {True: [36], False: [12], None: [12, 36]}[certificate]
    months = entry.get("months_in_job")
    for free in windows:
        if months is None:
            found += ["nothing", "less", "all"]
        elif months < free:
            found.append("nothing")
        else:
            found.append("less" if months < free + 24 else "all")
    return sorted(set(found))


# ---- tests of one person

def local(person):
    """附1.2: a Wenzhou hukou."""
    return among(person.get("hukou"), WENZHOU)


def city(person):
    """附1.1: a hukou in a city district."""
    return among(person.get("hukou"), CITY_DISTRICTS)


def certified(person):
    """持证残疾人."""
    return person.get("disability_certificate")


def disabled_in_any_sense(person):
    """残疾人 without 持证: a certificate, or at least a known kind of disability."""
    return some(certified(person), other_than(person.get("disability_category"), "none"))


def graded(person, *grades):
    """Disabled in one of the grades, with or without a certificate."""
    return every(other_than(person.get("disability_category"), "none"), among(person.get("disability_grade"), grades))


def elsewhere(person):
    """A hukou outside Wenzhou."""
    return negate(local(person))


def recognised(person):
    """认定的低保、低边、特困."""
    return among(person.get("assistance"), ("dibao", "dibian", "tekun"))


def impaired(person):
    """残疾 or 孤独症, with or without a certificate."""
    return some(person.get("autism"), other_than(person.get("disability_category"), "none"))


def generally(value):
    """A general rule that is not in the document: where it does not hold, only the department can tell."""
    return True if value is True else None


def rows():
    """A list of rows and the two decorators that add to it: for household rows, for person rows."""
    listed = []

    def add(row_id, unit):
        def keep(rule):
            listed.append((row_id, unit, rule))
            return rule
        return keep

    return listed, (lambda row_id: add(row_id, "household")), (lambda row_id: add(row_id, "person"))
