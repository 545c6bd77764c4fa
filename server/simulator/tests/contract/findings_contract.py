"""Security Hub."""

import datetime
import time
import unittest

from botocore.exceptions import ClientError

from clients import LIMITED_URL, MANAGEMENT, PAYMENTS, client, control, key_of


def equals(value):
    return {"Value": value, "Comparison": "EQUALS"}


def sweep(hub, **arguments):
    pages = hub.get_paginator("get_findings").paginate(PaginationConfig={"PageSize": 100}, **arguments)
    return [finding for page in pages for finding in page["Findings"]]


def code(refused):
    return refused.exception.response["Error"]["Code"]


class Reading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = client("securityhub")
        cls.all = sweep(cls.hub)

    def test_the_administrator_sees_everything_once(self):
        ids = [(finding["ProductArn"], finding["Id"]) for finding in self.all]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertGreaterEqual(len(ids), 1200)
        self.assertEqual(len({finding["AwsAccountId"] for finding in self.all}), 12)
        self.assertEqual(len({finding["Region"] for finding in self.all}), 4)

    def test_the_mix_is_that_of_a_real_organization(self):
        products = {}
        for finding in self.all:
            products[finding["ProductName"]] = products.get(finding["ProductName"], 0) + 1
        self.assertEqual(
            set(products),
            {"Security Hub", "GuardDuty", "Inspector", "Macie", "IAM Access Analyzer", "Config"},
        )
        self.assertGreater(products["Security Hub"], len(self.all) * 0.6)
        self.assertTrue(any(len(finding["Resources"]) > 1 for finding in self.all))
        self.assertTrue(any("Note" in finding for finding in self.all))
        self.assertTrue(any(finding["RecordState"] == "ARCHIVED" for finding in self.all))
        control = next(finding for finding in self.all if finding["ProductName"] == "Security Hub")
        self.assertTrue(control["Compliance"]["SecurityControlId"])
        self.assertTrue(control["Compliance"]["AssociatedStandards"][0]["StandardsId"])
        flaw = next(finding for finding in self.all if finding["ProductName"] == "Inspector")
        self.assertTrue(flaw["Vulnerabilities"][0]["Id"].startswith("CVE-"))

    def test_filters_combine_as_documented(self):
        filters = {
            "SeverityLabel": [equals("HIGH"), equals("CRITICAL")],
            "RecordState": [equals("ACTIVE")],
            "ProductName": [{"Value": "Config", "Comparison": "NOT_EQUALS"}, {"Value": "Mac", "Comparison": "PREFIX_NOT_EQUALS"}],
        }
        expected = {
            finding["Id"]
            for finding in self.all
            if finding["Severity"]["Label"] in ("HIGH", "CRITICAL")
            and finding["RecordState"] == "ACTIVE"
            and finding["ProductName"] not in ("Config", "Macie")
        }
        self.assertTrue(expected)
        self.assertEqual({finding["Id"] for finding in sweep(self.hub, Filters=filters)}, expected)

    def test_dates_filter_and_sort(self):
        middle = sorted(finding["UpdatedAt"] for finding in self.all)[len(self.all) // 2]
        filters = {"UpdatedAt": [{"Start": middle, "End": "2030-01-01T00:00:00Z"}]}
        found = sweep(self.hub, Filters=filters, SortCriteria=[{"Field": "UpdatedAt", "SortOrder": "asc"}])
        dates = [finding["UpdatedAt"] for finding in found]
        self.assertEqual(dates, sorted(dates))
        self.assertEqual(len(found), sum(finding["UpdatedAt"] >= middle for finding in self.all))
        recent = sweep(self.hub, Filters={"CreatedAt": [{"DateRange": {"Value": 7, "Unit": "DAYS"}}]})
        self.assertTrue(0 < len(recent) < len(self.all))

    def test_the_intrusion_is_told_in_order(self):
        filters = {
            "ProductName": [equals("GuardDuty")],
            "AwsAccountId": [equals(PAYMENTS)],
            "Region": [equals("us-east-1")],
            "ResourceTags": [{"Key": "Name", "Value": "payments-settlement-03", "Comparison": "EQUALS"}],
        }
        told = sweep(self.hub, Filters=filters, SortCriteria=[{"Field": "UpdatedAt", "SortOrder": "asc"}])
        kinds = [finding["Types"][0].split("/", 2)[2] for finding in told]
        self.assertEqual(kinds, ["Recon:EC2-Portscan", "Trojan:EC2-DNSDataExfiltration", "CryptoCurrency:EC2-BitcoinTool.B!DNS"])
        self.assertEqual(len({finding["Resources"][0]["Id"] for finding in told}), 1)

    def test_a_region_shows_itself_and_a_member_shows_itself(self):
        abroad = sweep(client("securityhub", region="eu-west-1"))
        self.assertEqual({finding["Region"] for finding in abroad}, {"eu-west-1"})
        member = sweep(client("securityhub", key=key_of(PAYMENTS)))
        self.assertEqual({finding["AwsAccountId"] for finding in member}, {PAYMENTS})
        self.assertEqual(len(member), sum(finding["AwsAccountId"] == PAYMENTS for finding in self.all))

    def test_input_it_cannot_use_is_refused(self):
        bad = [
            {"NextToken": "elsewhere"},
            {"SortCriteria": [{"Field": "Nothing", "SortOrder": "asc"}]},
            {"Filters": {"Region": [equals("a"), {"Value": "b", "Comparison": "NOT_EQUALS"}]}},
            {"Filters": {"UpdatedAt": [{"Start": "yesterday", "End": "today"}]}},
        ]
        for arguments in bad:
            with self.assertRaises(self.hub.exceptions.InvalidInputException, msg=arguments) as refused:
                self.hub.get_findings(**arguments)
            self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
            self.assertTrue(refused.exception.response["Error"]["Message"])
        with self.assertRaises(self.hub.exceptions.InvalidInputException):
            self.hub.get_findings(Filters={"Title": [{"Value": "x", "Comparison": "LIKE"}]})

    def test_a_token_belongs_to_its_question(self):
        token = self.hub.get_findings(MaxResults=1)["NextToken"]
        with self.assertRaises(self.hub.exceptions.InvalidInputException):
            self.hub.get_findings(MaxResults=1, NextToken=token, Filters={"Region": [equals("us-east-1")]})


class Gathering(unittest.TestCase):
    def test_the_administrator_is_told_of_one_aggregator_in_any_region(self):
        for region in ("us-east-1", "eu-west-1"):
            answer = client("securityhub", region=region).list_finding_aggregators(MaxResults=1)
            self.assertNotIn("NextToken", answer)
            [aggregator] = answer["FindingAggregators"]
            arn = aggregator["FindingAggregatorArn"].split(":")
            self.assertEqual(arn[:5], ["arn", "aws", "securityhub", "us-east-1", MANAGEMENT])
            self.assertTrue(arn[5].startswith("finding-aggregator/"))

    def test_a_member_has_none(self):
        pages = client("securityhub", key=key_of(PAYMENTS)).get_paginator("list_finding_aggregators").paginate()
        self.assertEqual([page["FindingAggregators"] for page in pages], [[]])


class Updating(unittest.TestCase):
    def test_what_a_customer_may_write_is_written_and_the_date_stays(self):
        hub = client("securityhub")
        before = hub.get_findings(Filters={"WorkflowStatus": [equals("NEW")]}, MaxResults=1)["Findings"][0]
        identifier = {"Id": before["Id"], "ProductArn": before["ProductArn"]}
        missing = {"Id": "nowhere", "ProductArn": before["ProductArn"]}
        answer = hub.batch_update_findings(
            FindingIdentifiers=[identifier, missing],
            Workflow={"Status": "NOTIFIED"},
            Note={"Text": "seen", "UpdatedBy": "contract"},
            Severity={"Label": "CRITICAL"},
            UserDefinedFields={"ticket": "1"},
            VerificationState="TRUE_POSITIVE",
            Criticality=99,
        )
        self.assertEqual(answer["ProcessedFindings"], [identifier])
        undone = answer["UnprocessedFindings"][0]
        self.assertEqual((undone["FindingIdentifier"], undone["ErrorCode"]), (missing, "FindingNotFound"))
        after = hub.get_findings(Filters={"Id": [equals(before["Id"])]})["Findings"][0]
        self.assertEqual(after["UpdatedAt"], before["UpdatedAt"])
        self.assertEqual(after["Workflow"]["Status"], "NOTIFIED")
        self.assertEqual((after["Severity"]["Label"], after["Severity"]["Normalized"]), ("CRITICAL", 90))
        self.assertEqual((after["Note"]["Text"], after["Criticality"]), ("seen", 99))
        self.assertEqual(after["FindingProviderFields"], before["FindingProviderFields"])

    def test_a_member_may_not_touch_another_account(self):
        other = client("securityhub").get_findings(Filters={"AwsAccountId": [equals(MANAGEMENT)]}, MaxResults=1)
        identifier = {name: other["Findings"][0][name] for name in ("Id", "ProductArn")}
        member = client("securityhub", key=key_of(PAYMENTS))
        answer = member.batch_update_findings(FindingIdentifiers=[identifier], Workflow={"Status": "NOTIFIED"})
        self.assertEqual(answer["ProcessedFindings"], [])

    def test_an_update_without_content_is_refused(self):
        hub = client("securityhub")
        with self.assertRaises(hub.exceptions.InvalidInputException):
            hub.batch_update_findings(FindingIdentifiers=[{"Id": "a", "ProductArn": "b"}])


class Remembering(unittest.TestCase):
    used = 0

    def setUp(self):
        self.hub = client("securityhub")
        # Each test has a finding of its own: what one changes would stand in the history of the next.
        Remembering.used += 1
        found = self.hub.get_findings(
            Filters={"WorkflowStatus": [equals("NEW")], "RecordState": [equals("ACTIVE")]}, MaxResults=40
        )
        self.before = found["Findings"][30 + Remembering.used]
        self.identifier = {name: self.before[name] for name in ("Id", "ProductArn")}

    def history(self, hub=None, **arguments):
        answer = (hub or self.hub).get_finding_history(FindingIdentifier=self.identifier, **arguments)
        return answer["Records"]

    def write(self, **update):
        answer = self.hub.batch_update_findings(FindingIdentifiers=[self.identifier], **update)
        self.assertEqual(answer["ProcessedFindings"], [self.identifier])

    def test_it_begins_with_the_creation_and_names_what_a_customer_wrote(self):
        [created] = self.history()
        self.assertTrue(created["FindingCreated"])
        self.assertEqual(created["FindingIdentifier"], self.identifier)
        self.assertEqual(created["UpdateTime"].isoformat(timespec="milliseconds")[:23], self.before["CreatedAt"][:23])
        self.assertEqual(created["UpdateSource"]["Type"], "BATCH_IMPORT_FINDINGS")
        self.write(Workflow={"Status": "NOTIFIED"}, Note={"Text": "seen", "UpdatedBy": "contract"})
        record = self.history(MaxResults=1)[0]
        self.assertFalse(record["FindingCreated"])
        self.assertEqual(record["UpdateSource"]["Type"], "BATCH_UPDATE_FINDINGS")
        self.assertTrue(record["UpdateSource"]["Identity"].startswith(f"arn:aws:iam::{MANAGEMENT}:"))
        told = {update["UpdatedField"]: update for update in record["Updates"]}
        status = told["Workflow.Status"]
        self.assertEqual((status["OldValue"], status["NewValue"]), ("NEW", "NOTIFIED"))
        self.assertFalse({"CreatedAt", "UpdatedAt"} & set(told))
        self.write(Workflow={"Status": "NEW"})

    def test_a_provider_that_changes_a_finding_stands_in_it(self):
        changed = {**self.before, "Title": "Another title", "UpdatedAt": "2025-06-02T10:00:00.000Z"}
        control("PUT", "finding", changed)
        record = self.history()[0]
        self.assertEqual(record["UpdateSource"], {"Type": "BATCH_IMPORT_FINDINGS", "Identity": self.before["ProductArn"]})
        self.assertEqual(
            record["Updates"],
            [{"UpdatedField": "Title", "OldValue": self.before["Title"], "NewValue": "Another title"}],
        )
        control("PUT", "finding", self.before)

    def test_pages_follow_each_other_newest_first(self):
        for criticality in (11, 22, 33):
            self.write(Criticality=criticality)
        whole = self.history()
        self.assertEqual([update["NewValue"] for record in whole[:3] for update in record["Updates"]], ["33", "22", "11"])
        self.assertTrue(whole[-1]["FindingCreated"])
        pages = self.hub.get_paginator("get_finding_history").paginate(
            FindingIdentifier=self.identifier, PaginationConfig={"PageSize": 1}
        )
        paged = [record for page in pages for record in page["Records"]]
        self.assertEqual(paged, whole)
        self.assertTrue(all(len(page["Records"]) <= 1 for page in pages))

    def test_dates_narrow_it(self):
        now = datetime.datetime.fromisoformat("2025-06-02T10:00:00+00:00")
        self.write(Criticality=44)
        day = datetime.timedelta(days=1)
        recent = self.history(StartTime=now - day / 1440, EndTime=now + day)
        self.assertTrue(recent and all(record["UpdateTime"] == now for record in recent))
        self.assertEqual(self.history(StartTime=now + day), [])
        self.assertTrue(all(record["FindingCreated"] for record in self.history(EndTime=now - day / 1440)))

    def test_who_does_not_see_a_finding_is_told_nothing(self):
        self.write(Criticality=55)
        self.assertEqual(self.history(client("securityhub", region="ap-southeast-2")), [])
        unknown = self.hub.get_finding_history(FindingIdentifier={**self.identifier, "Id": "nowhere"})
        self.assertEqual(unknown["Records"], [])
        with self.assertRaises(self.hub.exceptions.InvalidInputException):
            self.history(NextToken="elsewhere")

    def test_its_permission_can_be_taken_away(self):
        control("PUT", "faults", [{"operation": "securityhub:GetFindingHistory", "effect": {"kind": "access_denied"}}])
        try:
            with self.assertRaises(ClientError) as refused:
                self.history()
        finally:
            control("DELETE", "faults")
        self.assertEqual(code(refused), "AccessDeniedException")
        self.assertIn("securityhub:GetFindingHistory", refused.exception.response["Error"]["Message"])


class Limits(unittest.TestCase):
    def test_above_three_a_second_it_throttles(self):
        impatient = client("securityhub", retries=1, url=LIMITED_URL)
        passed, throttled = 0, 0
        for _ in range(30):
            try:
                impatient.get_findings(MaxResults=1)
                passed += 1
            except ClientError as error:
                self.assertEqual(error.response["Error"]["Code"], "TooManyRequestsException")
                self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 429)
                throttled += 1
        self.assertGreaterEqual(passed, 6)
        self.assertGreater(throttled, 0)

    def test_each_region_and_account_has_its_own_limit(self):
        for arguments in ({"region": "eu-west-1"}, {"region": "us-west-2"}, {"key": key_of(PAYMENTS)}):
            own = client("securityhub", retries=1, url=LIMITED_URL, **arguments)
            for _ in range(6):
                own.get_findings(MaxResults=1)

    def test_patient_clients_get_through(self):
        hub = client("securityhub", region="eu-central-1", retries=12, url=LIMITED_URL)
        self.assertGreater(len(sweep(hub, Filters={"RecordState": [equals("ACTIVE")]})), 200)


class Faults(unittest.TestCase):
    def tearDown(self):
        control("DELETE", "faults")

    def fault(self, **effect):
        control("POST", "faults", {"operation": "securityhub:GetFindings", "effect": effect})

    def test_each_fault_looks_like_the_real_thing(self):
        hub = client("securityhub", region="eu-central-1", retries=1)
        self.fault(kind="access_denied")
        with self.assertRaises(ClientError) as refused:
            hub.get_findings()
        self.assertEqual(code(refused), "AccessDeniedException")
        self.assertIn("securityhub:GetFindings", refused.exception.response["Error"]["Message"])
        for effect in ({"kind": "reset"}, {"kind": "truncate"}):
            control("PUT", "faults", [{"operation": "securityhub:*", "effect": effect, "times": 1}])
            with self.assertRaises(Exception, msg=effect):
                hub.get_findings(MaxResults=1)
            self.assertEqual(control("GET", "faults"), [])
        control("PUT", "faults", [{"operation": "*", "effect": {"kind": "status", "code": 503}}])
        with self.assertRaises(ClientError) as refused:
            hub.get_findings(MaxResults=1)
        self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 503)

    def test_sdk_retries_get_over_a_short_fault(self):
        control("PUT", "faults", [{"operation": "securityhub:*", "effect": {"kind": "reset"}, "times": 2}])
        self.assertEqual(len(client("securityhub").get_findings(MaxResults=3)["Findings"]), 3)

    def test_latency_delays(self):
        self.fault(kind="latency", ms=400)
        before = time.monotonic()
        client("securityhub").get_findings(MaxResults=1)
        self.assertGreaterEqual(time.monotonic() - before, 0.4)
