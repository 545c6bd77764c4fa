"""AWS Health, in both of its protocols."""

import datetime
import unittest

from botocore.exceptions import ClientError

from clients import MANAGEMENT, PAYMENTS, START, client, control, json_client, key_of

CORE = "310000000114"


class Events(unittest.TestCase):
    """Each test runs over CBOR, and once more over JSON below."""

    @classmethod
    def setUpClass(cls):
        cls.health = cls.make()

    @staticmethod
    def make(**arguments):
        return client("health", **arguments)

    def all(self, **arguments):
        pages = self.health.get_paginator("describe_events_for_organization").paginate(
            PaginationConfig={"PageSize": 10}, **arguments
        )
        return [event for page in pages for event in page["events"]]

    def one(self, code):
        found = self.all(filter={"eventTypeCodes": [code], "eventStatusCodes": ["open", "upcoming"]})
        self.assertEqual(len(found), 1, code)
        return found[0]

    def test_pages_hold_every_event_once_newest_first(self):
        events = self.all()
        arns = [event["arn"] for event in events]
        self.assertEqual(len(arns), len(set(arns)))
        self.assertGreater(len(arns), 20)
        updates = [event["lastUpdatedTime"] for event in events]
        self.assertEqual(updates, sorted(updates, reverse=True))
        self.assertTrue({"issue", "scheduledChange", "accountNotification"} <= {e["eventTypeCategory"] for e in events})
        self.assertTrue({"open", "upcoming", "closed"} <= {event["statusCode"] for event in events})
        for event in events:
            self.assertTrue(event["arn"].startswith(f"arn:aws:health:{event['region']}::event/{event['service']}/"))

    def test_the_open_issue_is_public_and_has_a_story(self):
        event = self.one("AWS_EC2_OPERATIONAL_ISSUE")
        self.assertEqual((event["eventScopeCode"], event["region"]), ("PUBLIC", "us-east-1"))
        self.assertIsInstance(event["startTime"], datetime.datetime)
        self.assertEqual(event["startTime"], START - datetime.timedelta(minutes=52))
        details = self.health.describe_event_details(eventArns=[event["arn"], "arn:aws:health:x::event/A/B/C"])
        self.assertIn("us-east-1", details["successfulSet"][0]["eventDescription"]["latestDescription"])
        self.assertEqual(details["failedSet"][0]["eventArn"], "arn:aws:health:x::event/A/B/C")
        whole = self.health.describe_event_details_for_organization(
            organizationEventDetailFilters=[{"eventArn": event["arn"]}, {"eventArn": event["arn"], "awsAccountId": CORE}]
        )
        self.assertEqual((len(whole["successfulSet"]), len(whole["failedSet"])), (1, 1))
        accounts = self.health.describe_affected_accounts_for_organization(eventArn=event["arn"])
        self.assertEqual(accounts["affectedAccounts"], [])

    def test_the_lifecycle_event_names_resources_of_many_accounts(self):
        event = self.one("AWS_LAMBDA_PLANNED_LIFECYCLE_EVENT")
        self.assertEqual((event["eventScopeCode"], event["actionability"]), ("ACCOUNT_SPECIFIC", "ACTION_REQUIRED"))
        accounts = self.health.describe_affected_accounts_for_organization(eventArn=event["arn"])["affectedAccounts"]
        self.assertEqual(len(accounts), 6)
        pages = self.health.get_paginator("describe_affected_entities_for_organization").paginate(
            organizationEntityFilters=[{"eventArn": event["arn"], "awsAccountId": account} for account in accounts],
            PaginationConfig={"PageSize": 10},
        )
        entities = [entity for page in pages for entity in page["entities"]]
        self.assertEqual(len(entities), 45)
        self.assertEqual({entity["statusCode"] for entity in entities}, {"PENDING", "RESOLVED"})
        self.assertEqual({entity["awsAccountId"] for entity in entities}, set(accounts))
        self.assertIsInstance(entities[0]["lastUpdatedTime"], datetime.datetime)
        self.assertTrue(any(entity.get("resourceTags") for entity in entities))
        details = self.health.describe_event_details_for_organization(
            organizationEventDetailFilters=[{"eventArn": event["arn"], "awsAccountId": CORE}]
        )["successfulSet"][0]
        self.assertEqual(details["awsAccountId"], CORE)
        self.assertEqual(details["event"]["arn"], event["arn"])
        self.assertEqual(details["eventMetadata"]["deprecated_versions"], "python3.9")

    def test_maintenance_is_to_come(self):
        event = self.one("AWS_RDS_HARDWARE_MAINTENANCE_SCHEDULED")
        self.assertEqual(event["statusCode"], "upcoming")
        self.assertGreater(event["startTime"], START)
        self.assertGreater(event["endTime"], event["startTime"])

    def test_an_account_sees_public_events_and_its_own(self):
        member = self.make(key=key_of(PAYMENTS))
        events = [e for page in member.get_paginator("describe_events").paginate() for e in page["events"]]
        codes = {event["eventTypeCode"] for event in events}
        self.assertIn("AWS_EC2_OPERATIONAL_ISSUE", codes)
        self.assertIn("AWS_EC2_INSTANCE_STORE_DRIVE_PERFORMANCE_DEGRADED", codes)
        self.assertNotIn("AWS_VPN_REDUNDANCY_LOSS", codes)
        drives = next(e for e in events if e["eventTypeCode"].endswith("DRIVE_PERFORMANCE_DEGRADED"))
        entities = member.describe_affected_entities(filter={"eventArns": [drives["arn"]]})["entities"]
        self.assertEqual([entity["statusCode"] for entity in entities], ["IMPAIRED"] * 2)
        self.assertEqual({entity["awsAccountId"] for entity in entities}, {PAYMENTS})
        none = member.describe_affected_entities(filter={"eventArns": [drives["arn"]], "statusCodes": ["RESOLVED"]})
        self.assertEqual(none["entities"], [])

    def test_filters_of_the_account_view(self):
        hour = datetime.timedelta(hours=1)
        found = self.health.describe_events(
            filter={
                "startTimes": [{"from": START - hour, "to": START}],
                "services": ["EC2"],
                "eventTypeCategories": ["issue"],
                "regions": ["us-east-1"],
            }
        )["events"]
        self.assertEqual([event["eventTypeCode"] for event in found], ["AWS_EC2_OPERATIONAL_ISSUE"])
        self.assertEqual(found[0]["availabilityZone"], "use1-az4")
        recent = self.all(filter={"lastUpdatedTime": {"from": START - hour}})
        self.assertTrue(recent)
        self.assertTrue(all(event["lastUpdatedTime"] >= START - hour for event in recent))
        affecting = self.all(filter={"awsAccountIds": [PAYMENTS]})
        self.assertTrue(affecting and len(affecting) < len(self.all()))

    def test_the_organization_is_for_the_management_account(self):
        status = self.health.describe_health_service_status_for_organization()
        self.assertEqual(status["healthServiceAccessStatusForOrganization"], "ENABLED")
        member = self.make(key=key_of(PAYMENTS))
        with self.assertRaises(ClientError) as refused:
            member.describe_events_for_organization()
        self.assertEqual(refused.exception.response["Error"]["Code"], "AccessDeniedException")

    def test_bad_input_is_refused(self):
        with self.assertRaises(self.health.exceptions.InvalidPaginationToken):
            self.health.describe_events(nextToken="elsewhere")
        with self.assertRaises(self.health.exceptions.UnsupportedLocale):
            self.health.describe_events(locale="tlh")

    def test_without_a_support_plan_it_says_so(self):
        control("POST", "faults", {"operation": "health:*", "effect": {"kind": "subscription_required"}})
        try:
            with self.assertRaises(ClientError) as refused:
                self.health.describe_events()
            self.assertEqual(refused.exception.response["Error"]["Code"], "SubscriptionRequiredException")
        finally:
            control("DELETE", "faults")


class EventsInJson(Events):
    @staticmethod
    def make(**arguments):
        return json_client("health", **arguments)


class Management(unittest.TestCase):
    def test_the_account_view_is_of_the_caller(self):
        events = client("health").describe_events(filter={"eventTypeCodes": ["AWS_VPN_REDUNDANCY_LOSS"]})["events"]
        self.assertEqual(events, [], f"{MANAGEMENT} is not affected")
