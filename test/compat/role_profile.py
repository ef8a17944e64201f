"""A profile with role_arn, source_profile and mfa_serial, read by botocore as every Python tool reads it."""

import sys

import botocore.session
from botocore.exceptions import ClientError

profile, code = sys.argv[1:]
session = botocore.session.Session(profile=profile)
# Instead of asking on the terminal.
provider = session.get_component("credential_provider").get_provider("assume-role")
provider._prompter = lambda prompt: code
client = session.create_client("sts")
try:
    print(client.get_caller_identity()["Arn"])
except ClientError as error:
    print(error)
