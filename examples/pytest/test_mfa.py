import pytest
from botocore.exceptions import ClientError

ALICE = ("AKIAIOSFODNN7EXAMPLE", "alices-secret-access-key")
PHONE = "arn:aws:iam::123456789012:mfa/alice"


def begin_session(twinlock, code):
    return twinlock.client("sts", *ALICE).get_session_token(SerialNumber=PHONE, TokenCode=code)["Credentials"]


def test_a_session_with_mfa_may_do_what_the_key_alone_may_not(twinlock):
    with pytest.raises(ClientError, match="explicit deny"):
        twinlock.client("iam", *ALICE).list_users()
    session = begin_session(twinlock, twinlock.code(PHONE))
    iam = twinlock.client("iam", session["AccessKeyId"], session["SecretAccessKey"], session["SessionToken"])
    assert [user["UserName"] for user in iam.list_users()["Users"]] == ["alice"]


def test_a_code_works_once(twinlock):
    code = twinlock.code(PHONE)
    begin_session(twinlock, code)
    with pytest.raises(ClientError, match="invalid MFA one time pass code"):
        begin_session(twinlock, code)
    twinlock.advance("30s")
    begin_session(twinlock, twinlock.code(PHONE))


def test_a_wrong_code_is_refused(twinlock):
    wrong = f"{(int(twinlock.code(PHONE)) + 1) % 1_000_000:06}"
    with pytest.raises(ClientError, match="AccessDenied"):
        begin_session(twinlock, wrong)
