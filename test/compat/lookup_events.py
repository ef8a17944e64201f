"""CloudTrail's event history with boto3. Needs AWS_ENDPOINT_URL and the root user's credentials in the environment."""

import json
from datetime import datetime, timedelta, timezone

import boto3
from botocore.exceptions import ClientError

iam = boto3.client("iam")
trail = boto3.client("cloudtrail")


def error_of(**parameters):
    try:
        trail.lookup_events(**parameters)
    except ClientError as error:
        return error.response["Error"]["Code"]
    return None


def by(key, value):
    return [{"AttributeKey": key, "AttributeValue": value}]


iam.create_user(UserName="ada")
iam.create_user(UserName="bob")
for number in range(60):
    iam.tag_user(UserName="ada", Tags=[{"Key": "number", "Value": str(number)}])

now = datetime.now(timezone.utc)
pages = list(trail.get_paginator("lookup_events").paginate(LookupAttributes=by("EventName", "TagUser")))
assert [len(page["Events"]) for page in pages] == [50, 10]
numbers = [
    json.loads(event["CloudTrailEvent"])["requestParameters"]["tags"][0]["value"]
    for page in pages
    for event in page["Events"]
]
assert numbers == [str(number) for number in reversed(range(60))], "newest first"

event = trail.lookup_events(LookupAttributes=by("ResourceName", "bob"))["Events"][0]
assert event["EventName"] == "CreateUser" and event["EventSource"] == "iam.amazonaws.com"
assert event["Username"] == "root" and event["ReadOnly"] == "false"
assert event["AccessKeyId"] == boto3.Session().get_credentials().access_key
assert {"ResourceType": "AWS::IAM::User", "ResourceName": "bob"} in event["Resources"]
assert abs(event["EventTime"] - now) < timedelta(minutes=1)
assert [found["EventId"] for found in trail.lookup_events(LookupAttributes=by("EventId", event["EventId"]))["Events"]] == [
    event["EventId"]
]
assert trail.lookup_events(StartTime=now + timedelta(hours=1))["Events"] == []
assert len(trail.lookup_events(StartTime=now - timedelta(hours=1), EndTime=now + timedelta(hours=1), MaxResults=7)["Events"]) == 7

assert error_of(LookupAttributes=by("EventName", "x") * 2) == "InvalidLookupAttributesException"
assert error_of(LookupAttributes=by("ReadOnly", "maybe")) == "InvalidLookupAttributesException"
assert error_of(NextToken="nonsense") == "InvalidNextTokenException"
assert error_of(StartTime=now, EndTime=now - timedelta(hours=1)) == "InvalidTimeRangeException"
try:
    trail.describe_trails()
except ClientError as error:
    assert error.response["Error"]["Code"] == "UnknownOperationException"
else:
    raise AssertionError("DescribeTrails was answered")

keys = iam.create_access_key(UserName="bob")["AccessKey"]
stranger = boto3.client(
    "cloudtrail", aws_access_key_id=keys["AccessKeyId"], aws_secret_access_key=keys["SecretAccessKey"]
)
try:
    stranger.lookup_events()
except ClientError as error:
    assert error.response["Error"]["Code"] == "AccessDeniedException"
    assert "is not authorized to perform: cloudtrail:LookupEvents" in error.response["Error"]["Message"]
else:
    raise AssertionError("Somebody without permission was answered")
