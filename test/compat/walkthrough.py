"""The walkthrough with boto3. Needs AWS_ENDPOINT_URL and the root user's credentials in the environment."""

import base64
import hashlib
import hmac
import struct
import time
from pathlib import Path

import boto3
from botocore.exceptions import ClientError


def totp(seed, offset=0):
    """RFC 6238 by the standard library: an authenticator that shares no code with the server."""
    counter = int(time.time()) // 30 + offset
    digest = hmac.new(base64.b32decode(seed), struct.pack(">Q", counter), hashlib.sha1).digest()
    start = digest[-1] & 15
    return "%06d" % ((struct.unpack(">I", digest[start : start + 4])[0] & 0x7FFFFFFF) % 1000000)


def error_of(call, **parameters):
    try:
        call(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"], error.response["ResponseMetadata"]["HTTPStatusCode"]
    return None


iam = boto3.client("iam")
iam.create_user(UserName="johndoe")
policy = Path(__file__).parents[2] / "docs" / "policies" / "manage-own-mfa.json"
iam.put_user_policy(UserName="johndoe", PolicyName="manage-own-mfa", PolicyDocument=policy.read_text())
iam.attach_user_policy(UserName="johndoe", PolicyArn="arn:aws:iam::aws:policy/IAMReadOnlyAccess")
key = iam.create_access_key(UserName="johndoe")["AccessKey"]
johndoe = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"])
own_iam = johndoe.client("iam")

device = own_iam.create_virtual_mfa_device(VirtualMFADeviceName="MyMFADevice")["VirtualMFADevice"]
assert set(device) == {"SerialNumber", "Base32StringSeed", "QRCodePNG"}, device.keys()
assert device["QRCodePNG"].startswith(b"\x89PNG\r\n\x1a\n")
serial, seed = device["SerialNumber"], device["Base32StringSeed"].decode()
assert serial == "arn:aws:iam::123456789012:mfa/MyMFADevice", serial
assert own_iam.list_virtual_mfa_devices()["VirtualMFADevices"] == [{"SerialNumber": serial}]

enable = dict(UserName="johndoe", SerialNumber=serial)
wrong = dict(AuthenticationCode1=totp(seed), AuthenticationCode2=totp(seed))
assert error_of(own_iam.enable_mfa_device, **enable, **wrong) == ("InvalidAuthenticationCode", 403)
code = totp(seed)
own_iam.enable_mfa_device(**enable, AuthenticationCode1=totp(seed, -1), AuthenticationCode2=code)
[listed] = own_iam.list_virtual_mfa_devices(AssignmentStatus="Assigned")["VirtualMFADevices"]
assert listed["User"]["UserName"] == "johndoe" and listed["EnableDate"].tzinfo is not None, listed

sts = johndoe.client("sts")
credentials = sts.get_session_token(SerialNumber=serial, TokenCode=code)["Credentials"]
assert error_of(sts.get_session_token, SerialNumber=serial, TokenCode=code) == ("AccessDenied", 403)
session = boto3.Session(
    credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]
).client("iam")
assert session.get_user()["User"]["UserName"] == "johndoe"
assert [user["UserName"] for user in session.list_users()["Users"]] == ["johndoe"]
assert error_of(session.delete_user, UserName="johndoe") == ("AccessDenied", 403)
assert error_of(own_iam.list_users) == ("AccessDenied", 403)
assert error_of(own_iam.deactivate_mfa_device, SerialNumber=serial) == ("AccessDenied", 403)
session.deactivate_mfa_device(SerialNumber=serial)
assert own_iam.list_mfa_devices()["MFADevices"] == []
