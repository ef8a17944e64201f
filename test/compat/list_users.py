"""Lists users with the profile that is named, as every Python tool that is given a profile does."""

import sys

import boto3

for user in boto3.Session(profile_name=sys.argv[1]).client("iam").list_users()["Users"]:
    print(user["UserName"])
