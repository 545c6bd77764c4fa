"""Clients of the simulator, and its control path."""

import datetime
import json
import sys
import urllib.request

import boto3
import botocore.config
import botocore.session

URL, LIMITED_URL = sys.argv[1], sys.argv[2]
START = datetime.datetime.fromisoformat(sys.argv[3].replace("Z", "+00:00"))
MANAGEMENT = "310000000017"
PAYMENTS = "310000000106"


def client(name, region="us-east-1", key="AKIAANYBODY000000000", retries=3, url=URL, session=None):
    """A client with these credentials, of the simulator without limits unless told otherwise."""
    config = botocore.config.Config(
        retries={"total_max_attempts": retries, "mode": "standard"}, connect_timeout=5, read_timeout=20
    )
    return boto3.Session(botocore_session=session).client(
        name,
        region_name=region,
        endpoint_url=url,
        aws_access_key_id=key,
        aws_secret_access_key="secret",
        aws_session_token="session" if key.startswith("ASIA") else None,
        config=config,
    )


def speaking(protocol, name, **arguments):
    """A client that was told that its API has this protocol alone."""
    session = botocore.session.Session()
    loader = session.get_component("data_loader")
    load = loader.load_service_model

    def changed(*positional, **named):
        model = load(*positional, **named)
        if "metadata" not in model:
            return model
        return {**model, "metadata": {**model["metadata"], "protocol": protocol, "protocols": [protocol]}}

    loader.load_service_model = changed
    return client(name, session=session, **arguments)


def json_client(name, **arguments):
    """A client of the JSON protocols."""
    return speaking("json", name, **arguments)


def query_client(name, **arguments):
    """A client of the query protocol."""
    return speaking("query", name, **arguments)


def key_of(account):
    """The access key id that AssumeRole hands out for an account."""
    arn = f"arn:aws:iam::{account}:role/WatchfloorRead"
    answer = client("sts").assume_role(RoleArn=arn, RoleSessionName="contract")
    return answer["Credentials"]["AccessKeyId"]


def control(method, path, body=None):
    """One request to the control path; returns what it answers, if anything."""
    request = urllib.request.Request(
        f"{URL}/_control/{path}",
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"content-type": "application/json"},
    )
    with urllib.request.urlopen(request, timeout=30) as answer:
        text = answer.read()
    return json.loads(text) if text else None
