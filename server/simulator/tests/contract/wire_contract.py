"""What clients cannot say: raw requests, the control path, and what is counted."""

import json
import unittest
import urllib.error
import urllib.request

from clients import URL, client, control


def raw(method, path, body=b"", **headers):
    request = urllib.request.Request(URL + path, method=method, data=body or None, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, dict(answer.headers), answer.read()
    except urllib.error.HTTPError as error:
        return error.code, dict(error.headers), error.read()


def signed(region):
    """Headers that name a region, so that each test has buckets of its own."""
    return {"authorization": f"AWS4-HMAC-SHA256 Credential=AKIA/20250602/{region}/securityhub/aws4_request"}


class Protocols(unittest.TestCase):
    def test_it_is_alive(self):
        self.assertEqual(raw("GET", "/healthz")[0], 200)

    def test_an_unknown_filter_is_invalid_input(self):
        body = json.dumps({"Filters": {"Colour": [{"Value": "red", "Comparison": "EQUALS"}]}}).encode()
        status, headers, text = raw("POST", "/findings", body, **{"content-type": "application/json"})
        self.assertEqual((status, headers["x-amzn-errortype"]), (400, "InvalidInputException"))
        self.assertIn("Colour", json.loads(text)["Message"])
        self.assertTrue(headers["x-amzn-requestid"])

    def test_a_page_size_out_of_bounds_is_invalid_input(self):
        for size in (0, 101, -1, "ten"):
            body = json.dumps({"MaxResults": size}).encode()
            status, headers, _ = raw("POST", "/findings", body, **signed("ap-south-1"))
            self.assertEqual((status, headers["x-amzn-errortype"]), (400, "InvalidInputException"), size)

    def test_hostile_bodies_are_refused_and_it_lives_on(self):
        deep = b"[" * 100_000
        cbor = {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
        path = "/service/AWSHealth_20160804/operation/DescribeEvents"
        for body in (deep, b"\xff\xfe", b"{", b"[]", b'{"Filters": 3}', b'{"Filters": {"Region": "x"}}'):
            self.assertEqual(raw("POST", "/findings", body, **signed("ap-east-1"))[0], 400, body[:20])
        for body in (b"\xbf", b"\x9f" * 100_000, b"\xff", b"\x1b\xff\xff\xff\xff\xff\xff\xff\xff"):
            self.assertEqual(raw("POST", path, body, **cbor)[0], 400, body[:20])
        self.assertEqual(raw("POST", "/2013-04-01/tags/healthcheck", b"<a><b></a>")[0], 400)
        self.assertEqual(raw("GET", "/healthz")[0], 200)

    def test_what_is_not_simulated_says_so(self):
        self.assertEqual(raw("GET", "/insights")[0], 404)
        target = {"x-amz-target": "AWSHealth_20160804.DescribeEventTypes", "content-type": "application/x-amz-json-1.1"}
        status, _, text = raw("POST", "/", b"{}", **target)
        self.assertEqual((status, json.loads(text)["__type"]), (404, "UnknownOperationException"))
        cbor = {"smithy-protocol": "rpc-v2-cbor"}
        self.assertEqual(raw("POST", "/service/Other/operation/DescribeEvents", b"\xa0", **cbor)[0], 404)


class Control(unittest.TestCase):
    def test_requests_are_counted(self):
        control("DELETE", "counters")
        client("sts").get_caller_identity()
        client("sts").get_caller_identity()
        self.assertEqual(control("GET", "counters")["requests"], {"sts:GetCallerIdentity": 2})

    def test_a_document_can_be_put_and_taken_away(self):
        hub = client("securityhub", region="eu-west-1")
        identity = {"ProductArn": "arn:aws:securityhub:eu-west-1::product/example/test", "Id": "put-1"}
        document = {**identity, "AwsAccountId": "310000000017", "Region": "eu-west-1", "Title": "<b>put</b>"}
        filters = {"Id": [{"Value": "put-1", "Comparison": "EQUALS"}]}
        control("PUT", "finding", document)
        self.assertEqual(hub.get_findings(Filters=filters)["Findings"][0]["Title"], "<b>put</b>")
        control("DELETE", "finding", identity)
        self.assertEqual(hub.get_findings(Filters=filters)["Findings"], [])

    def test_bad_control_requests_are_refused(self):
        for method, path, body in (
            ("POST", "faults", {"operation": "everything", "effect": {"kind": "reset"}}),
            ("POST", "faults", {"operation": "*", "effect": {"kind": "status", "code": 200}}),
            ("PUT", "pace", {"every_ms": 0}),
            ("PUT", "finding", {"Title": "no identity"}),
            ("PUT", "endpoint", {"name": "nowhere", "passing": 1}),
        ):
            with self.assertRaises(urllib.error.HTTPError, msg=body):
                control(method, path, body)
