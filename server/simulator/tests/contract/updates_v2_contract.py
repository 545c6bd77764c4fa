"""The newer Security Hub: what a customer writes, limits and faults."""

import concurrent.futures
import unittest

from botocore.exceptions import ClientError

from clients import LIMITED_URL, MANAGEMENT, PAYMENTS, client, control, key_of
from findings_v2_contract import identifier, string, strings, sweep, uid, unchecked


class Updating(unittest.TestCase):
    used = 0

    def setUp(self):
        self.hub = client("securityhub")
        # Each test has findings of its own.
        Updating.used += 4
        filters = strings(string("metadata.product.name", "Inspector"), string("status", "New"), string("severity", "High"))
        self.findings = self.hub.get_findings_v2(Filters=filters, MaxResults=40)["Findings"][Updating.used:][:4]

    def again(self, finding):
        [found] = sweep(self.hub, Filters=strings(string("metadata.uid", uid(finding))))
        return found

    def older(self, finding):
        identity = {"Id": [{"Value": finding["finding_info"]["uid"], "Comparison": "EQUALS"}]}
        [found] = self.hub.get_findings(Filters=identity)["Findings"]
        return found

    def test_what_a_customer_may_write_is_written_here_and_not_there(self):
        first = self.findings[0]
        there = self.older(first)
        answer = self.hub.batch_update_findings_v2(
            MetadataUids=[uid(first)], Comment="seen", SeverityId=5, StatusId=2
        )
        self.assertEqual(answer["ProcessedFindings"], [{"MetadataUid": uid(first)}])
        self.assertEqual(answer["UnprocessedFindings"], [])
        after = self.again(first)
        written = {"comment": "seen", "severity_id": 5, "severity": "Critical", "status_id": 2, "status": "In Progress"}
        self.assertEqual(after, {**first, **written})
        self.assertEqual(self.older(first), there)
        self.hub.batch_update_findings_v2(MetadataUids=[uid(first)], StatusId=4)
        self.assertEqual(self.again(first), {**after, "status_id": 4, "status": "Resolved"})
        filters = strings(string("comment", "seen"), string("status", "Resolved"))
        self.assertEqual([uid(finding) for finding in sweep(self.hub, Filters=filters)], [uid(first)])

    def test_what_is_written_there_is_not_seen_here(self):
        first = self.findings[0]
        there = self.older(first)
        self.hub.batch_update_findings(
            FindingIdentifiers=[{"Id": there["Id"], "ProductArn": there["ProductArn"]}],
            Workflow={"Status": "SUPPRESSED"}, Severity={"Label": "LOW"}, Note={"Text": "x", "UpdatedBy": "y"},
        )
        self.assertEqual(self.again(first), first)

    def test_findings_are_named_either_way_and_the_rest_is_done(self):
        named = [identifier(finding) for finding in self.findings[:2]]
        missing = {**named[0], "FindingInfoUid": "nowhere"}
        elsewhere = {**named[0], "CloudAccountUid": "310000000999"}
        answer = self.hub.batch_update_findings_v2(FindingIdentifiers=[named[0], missing, named[1], elsewhere], StatusId=3)
        self.assertEqual(answer["ProcessedFindings"], [{"FindingIdentifier": one} for one in named])
        undone = answer["UnprocessedFindings"]
        self.assertEqual([one["FindingIdentifier"] for one in undone], [missing, elsewhere])
        self.assertEqual({one["ErrorCode"] for one in undone}, {"ResourceNotFoundException"})
        self.assertTrue(all(one["ErrorMessage"] for one in undone))
        self.assertEqual([self.again(finding)["status"] for finding in self.findings[:3]], ["Suppressed", "Suppressed", "New"])
        answer = self.hub.batch_update_findings_v2(MetadataUids=["nowhere", uid(self.findings[2])], Comment="x" * 512)
        self.assertEqual(answer["ProcessedFindings"], [{"MetadataUid": uid(self.findings[2])}])
        self.assertEqual(answer["UnprocessedFindings"][0]["MetadataUid"], "nowhere")
        self.assertEqual(self.again(self.findings[2])["comment"], "x" * 512)

    def test_an_exposure_is_written_too(self):
        filters = strings(string("metadata.product.name", "Security Hub Exposure Detection"))
        exposure = self.hub.get_findings_v2(Filters=filters, MaxResults=1)["Findings"][0]
        answer = self.hub.batch_update_findings_v2(FindingIdentifiers=[identifier(exposure)], StatusId=2)
        self.assertEqual(answer["UnprocessedFindings"], [])
        self.assertEqual(self.again(exposure)["status"], "In Progress")
        self.hub.batch_update_findings_v2(FindingIdentifiers=[identifier(exposure)], StatusId=1)

    def test_a_member_writes_its_own_alone(self):
        member = client("securityhub", key=key_of(PAYMENTS))
        other = sweep(self.hub, Filters=strings(string("cloud.account.uid", MANAGEMENT)))[0]
        own = sweep(member)[0]
        answer = member.batch_update_findings_v2(MetadataUids=[uid(other), uid(own)], Comment="mine")
        self.assertEqual(answer["ProcessedFindings"], [{"MetadataUid": uid(own)}])
        self.assertEqual(answer["UnprocessedFindings"][0]["ErrorCode"], "ResourceNotFoundException")
        self.assertEqual(self.again(other), other)

    def test_input_it_cannot_use_is_refused(self):
        one = {"MetadataUids": [uid(self.findings[0])]}
        named = identifier(self.findings[0])
        hub = unchecked()
        for asked in (
            {"StatusId": 1},
            {**one, "FindingIdentifiers": [named], "StatusId": 1},
            {"MetadataUids": [], "FindingIdentifiers": [], "StatusId": 1},
            {"MetadataUids": ["x"] * 101, "StatusId": 1},
            {"FindingIdentifiers": [{**named, "CloudAccountUid": " "}], "StatusId": 1},
            {"FindingIdentifiers": [{"FindingInfoUid": "x"}], "StatusId": 1},
            one,
            {**one, "StatusId": 6},
            {**one, "SeverityId": 7},
            {**one, "SeverityId": -1},
            {**one, "Comment": ""},
            {**one, "Comment": "x" * 513},
        ):
            with self.assertRaises(hub.exceptions.ValidationException, msg=asked) as refused:
                hub.batch_update_findings_v2(**asked)
            self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.assertEqual(self.again(self.findings[0]), self.findings[0])


class Limits(unittest.TestCase):
    def test_each_plane_has_a_bucket_of_its_own(self):
        older = client("securityhub", region="us-west-2", retries=1, url=LIMITED_URL, key=key_of("310000000114"))
        newer = client("securityhub", region="us-west-2", retries=1, url=LIMITED_URL, key=key_of("310000000114"))
        for _ in range(6):
            older.get_findings(MaxResults=1)
            newer.get_findings_v2(MaxResults=1)

    def test_above_three_a_second_it_throttles(self):
        impatient = client("securityhub", region="eu-west-1", retries=1, url=LIMITED_URL, key=key_of("310000000122"))

        def ask(_):
            try:
                impatient.get_findings_v2(MaxResults=1)
            except impatient.exceptions.ThrottlingException as error:
                return error.response["ResponseMetadata"]["HTTPStatusCode"]
            return 200

        # Many at once, so that a slow machine is still faster than three a second.
        with concurrent.futures.ThreadPoolExecutor(10) as asking:
            answers = list(asking.map(ask, range(40)))
        self.assertGreaterEqual(answers.count(200), 6)
        self.assertGreater(answers.count(429), 0)
        self.assertEqual(set(answers), {200, 429})

    def test_updates_have_bursts_of_thirty(self):
        hub = client("securityhub", region="eu-west-1", retries=1, url=LIMITED_URL, key=key_of("310000000130"))
        for _ in range(30):
            hub.batch_update_findings_v2(MetadataUids=["nowhere"], StatusId=1)


class Faults(unittest.TestCase):
    def setUp(self):
        self.hub = client("securityhub", region="eu-central-1", retries=1)

    def tearDown(self):
        control("DELETE", "faults")

    def fault(self, operation, **effect):
        control("POST", "faults", {"operation": operation, "effect": effect})

    def write(self):
        return self.hub.batch_update_findings_v2(MetadataUids=["nowhere"], StatusId=1)

    def test_permissions_are_those_of_the_older_plane(self):
        for permission, refused_calls, allowed in (
            ("securityhub:GetFindings", (self.hub.get_findings, self.hub.get_findings_v2), self.write),
            ("securityhub:BatchUpdateFindings", (self.write,), self.hub.get_findings_v2),
        ):
            self.fault(permission, kind="access_denied")
            for call in refused_calls:
                with self.assertRaises(self.hub.exceptions.AccessDeniedException) as refused:
                    call()
                self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 403)
                self.assertTrue(refused.exception.response["Error"]["Message"].endswith(permission))
            allowed()
            control("DELETE", "faults")

    def test_other_faults_are_for_the_operation_they_name(self):
        self.fault("securityhub:GetFindings", kind="throttle")
        self.hub.get_findings_v2(MaxResults=1)
        control("DELETE", "faults")
        self.fault("securityhub:GetFindingsV2", kind="throttle")
        self.hub.get_findings(MaxResults=1)
        with self.assertRaises(self.hub.exceptions.ThrottlingException):
            self.hub.get_findings_v2()
        control("PUT", "faults", [{"operation": "securityhub:*", "effect": {"kind": "status", "code": 500}}])
        with self.assertRaises(self.hub.exceptions.InternalServerException):
            self.hub.get_findings_v2()
        with self.assertRaises(self.hub.exceptions.InternalException):
            self.hub.get_findings()
        for effect in ({"kind": "reset"}, {"kind": "truncate"}):
            control("PUT", "faults", [{"operation": "securityhub:GetFindingsV2", "effect": effect, "times": 1}])
            with self.assertRaises(Exception, msg=effect):
                self.hub.get_findings_v2()
            self.assertEqual(control("GET", "faults"), [])

    def test_where_it_is_not_enabled_it_says_so(self):
        self.fault("securityhub:*", kind="not_enabled")
        for call in (self.hub.get_findings_v2, self.write):
            with self.assertRaises(self.hub.exceptions.ConflictException) as refused:
                call()
            self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 409)
            self.assertEqual(refused.exception.response["Error"]["Message"], "Security Hub V2 is not enabled")
        with self.assertRaises(self.hub.exceptions.InvalidAccessException):
            self.hub.get_findings()

    def test_it_is_counted_under_its_own_name(self):
        control("DELETE", "counters")
        self.hub.get_findings_v2(MaxResults=1)
        self.fault("securityhub:GetFindingsV2", kind="throttle")
        with self.assertRaises(ClientError):
            self.hub.get_findings_v2(MaxResults=1)
        counters = control("GET", "counters")
        self.assertEqual(counters["requests"], {"securityhub:GetFindingsV2": 2})
        self.assertEqual(counters["refused"], {"securityhub:GetFindingsV2": {"ThrottlingException": 1}})
