"""A profile with role_arn, source_profile and mfa_serial, read by boto3 as every Python tool reads it. The code is on stdin."""

import sys

import boto3
import botocore.session
from botocore.exceptions import ClientError

session = botocore.session.Session(profile=sys.argv[-1])
# Instead of asking on the terminal.
provider = session.get_component("credential_provider").get_provider("assume-role")
provider._prompter = lambda prompt: sys.stdin.readline().strip()
sts = boto3.Session(botocore_session=session).client("sts")
try:
    print(sts.get_caller_identity()["Arn"])
except ClientError as error:
    print(error)
