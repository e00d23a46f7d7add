from contacts.people.queries import duplicates_of, known_by
from crm.records import actions
from tests import make


def found(**asked):
    return [(each.contact.name, each.reason, each.seen) for each in duplicates_of(**asked)]


def test_a_phone_or_mail_shared_is_a_duplicate(rep):
    make.contact("Noura Al-Harbi", by=rep, phones=["+966551204477", "+966112617553"])
    make.contact("Sara Whitfield", by=rep, emails=["sara@mail.example"])
    assert found(member=rep, phones=["+966112617553"]) == [("Noura Al-Harbi", "phone", True)]
    assert found(member=rep, emails=["SARA@mail.example "]) == [("Sara Whitfield", "email", True)]


def test_a_name_spelled_alike_in_the_same_city_is_a_duplicate(rep):
    make.contact("نورة الحربي", by=rep, city="جدة")
    assert found(member=rep, name="نوره الحربی", city="جده") == [("نورة الحربي", "name", True)]
    assert found(member=rep, name="نوره الحربی") == [("نورة الحربي", "name", True)]
    assert found(member=rep, name="نوره الحربی", city="الرياض") == []


def test_one_name_alone_is_no_duplicate(rep):
    make.contact("محمد", by=rep)
    assert found(member=rep, name="محمد") == []


def test_a_duplicate_that_the_asker_may_not_see_is_marked(rep, other_rep):
    make.contact("Noura Al-Harbi", by=other_rep, phones=["+966551204477"])
    assert found(member=rep, phones=["+966551204477"]) == [("Noura Al-Harbi", "phone", False)]


def test_somebody_deleted_is_no_duplicate(rep):
    contact = make.contact("Noura Al-Harbi", by=rep, phones=["+966551204477"])
    actions.delete(contact, by=rep)
    assert found(member=rep, phones=["+966551204477"]) == []


def test_nothing_asked_is_nobody_found(rep):
    make.contact("Noura Al-Harbi", by=rep)
    assert not known_by(phones=[""], emails=["", " "]).exists()


def test_a_name_in_another_spelling_or_script_is_told_of(rep):
    make.contact("محمد رضایی", by=rep)
    assert found(member=rep, name="Mohammad Rezaei") == [("محمد رضایی", "name", True)]
    assert found(member=rep, name="Muhammed Rezai") == [("محمد رضایی", "name", True)]
    assert found(member=rep, name="Mahmoud Rezaei") == []
    assert found(member=rep, name="Mohammad") == []


def test_a_name_in_another_script_with_a_word_less_is_not_enough(rep):
    make.contact("محمد علی رضایی", by=rep)
    assert found(member=rep, name="Mohammad Rezaei") == []
