"""Route 53 health checks and their metrics."""

import datetime
import unittest

from botocore.exceptions import ClientError

from clients import LIMITED_URL, PAYMENTS, START, client, control, json_client, key_of, query_client


class Named(unittest.TestCase):
    """Knows every check and its name."""

    sizes, checks, names = [], [], {}

    @classmethod
    def setUpClass(cls):
        if cls.checks:
            return
        route53 = client("route53")
        for page in route53.get_paginator("list_health_checks").paginate(PaginationConfig={"PageSize": 10}):
            cls.sizes.append(len(page["HealthChecks"]))
            cls.checks.extend(page["HealthChecks"])
        ids = [check["Id"] for check in cls.checks]
        for start in range(0, len(ids), 10):
            answer = route53.list_tags_for_resources(ResourceType="healthcheck", ResourceIds=ids[start : start + 10])
            for tagged in answer["ResourceTagSets"]:
                tags = {tag["Key"]: tag["Value"] for tag in tagged["Tags"]}
                cls.names[tags["Name"]] = tagged["ResourceId"]

    def check(self, name):
        return next(check for check in self.checks if check["Id"] == self.names[name])


class Checks(Named):
    def test_twenty_four_checks_come_in_pages(self):
        self.assertEqual(self.sizes, [10, 10, 4])
        self.assertEqual(len(self.names), 24)
        kinds = [check["HealthCheckConfig"]["Type"] for check in self.checks]
        self.assertEqual((kinds.count("CALCULATED"), kinds.count("CLOUDWATCH_METRIC")), (2, 1))
        self.assertTrue({"HTTPS", "HTTPS_STR_MATCH", "TCP", "HTTP"} <= set(kinds))
        self.assertEqual(sum(check["HealthCheckConfig"]["Disabled"] for check in self.checks), 1)

    def test_each_kind_has_its_own_settings(self):
        checkout = self.check("checkout.example.com")
        self.assertEqual(checkout["HealthCheckVersion"], 1)
        self.assertEqual(checkout["HealthCheckConfig"]["FullyQualifiedDomainName"], "checkout.example.com")
        self.assertEqual(checkout["HealthCheckConfig"]["RequestInterval"], 10)
        self.assertEqual(len(checkout["HealthCheckConfig"]["Regions"]), 8)
        self.assertIs(checkout["HealthCheckConfig"]["EnableSNI"], True)
        journey = self.check("shop-journey")["HealthCheckConfig"]
        self.assertEqual((journey["HealthThreshold"], len(journey["ChildHealthChecks"])), (3, 3))
        self.assertIn(checkout["Id"], journey["ChildHealthChecks"])
        queue = self.check("orders-queue-age")
        self.assertEqual(queue["HealthCheckConfig"]["AlarmIdentifier"], {"Region": "us-east-1", "Name": "orders-queue-age"})
        self.assertEqual(queue["CloudWatchAlarmConfiguration"]["Dimensions"][0]["Name"], "QueueName")
        self.assertEqual(queue["CloudWatchAlarmConfiguration"]["Threshold"], 900.0)

    def test_two_checkers_in_eight_regions_say_what_they_see(self):
        route53 = client("route53")
        seen = route53.get_health_check_status(HealthCheckId=self.names["checkout.example.com"])["HealthCheckObservations"]
        self.assertEqual(len(seen), 16)
        self.assertEqual(len({one["Region"] for one in seen}), 8)
        texts = [one["StatusReport"]["Status"] for one in seen]
        self.assertEqual(sum(text.startswith("Success:") for text in texts), 2)
        self.assertEqual(sum(text.startswith("Failure:") for text in texts), 14)
        self.assertIsInstance(seen[0]["StatusReport"]["CheckedTime"], datetime.datetime)
        why = route53.get_health_check_last_failure_reason(HealthCheckId=self.names["checkout.example.com"])
        self.assertEqual(len(why["HealthCheckObservations"]), 14)

    def test_what_cannot_be_answered_is_refused(self):
        route53 = client("route53")
        with self.assertRaises(route53.exceptions.InvalidInput):
            route53.get_health_check_status(HealthCheckId=self.names["shop-journey"])
        with self.assertRaises(route53.exceptions.NoSuchHealthCheck):
            route53.get_health_check_status(HealthCheckId="00000000-0000-0000-0000-000000000000")
        with self.assertRaises(ClientError):
            route53.list_tags_for_resources(ResourceType="healthcheck", ResourceIds=["nothing"])

    def test_another_account_has_none(self):
        page = client("route53", key=key_of(PAYMENTS)).list_health_checks()
        self.assertEqual((page["HealthChecks"], page["IsTruncated"]), ([], False))

    def test_above_five_a_second_it_throttles(self):
        impatient = client("route53", retries=1, url=LIMITED_URL)
        codes = []
        for _ in range(25):
            try:
                impatient.list_health_checks(MaxItems="1")
            except ClientError as error:
                codes.append(error.response["Error"]["Code"])
                self.assertEqual(error.response["Error"]["Message"], "Rate exceeded")
                self.assertEqual(error.response["ResponseMetadata"]["HTTPStatusCode"], 400)
        self.assertEqual(set(codes), {"Throttling"})


class Metrics(Named):
    """Over CBOR; the other protocols follow below."""

    @staticmethod
    def make(**arguments):
        return client("cloudwatch", **arguments)

    def read(self, cloudwatch, wanted, minutes=180, **arguments):
        def query(at, name, metric, stat, region):
            dimensions = [{"Name": "HealthCheckId", "Value": self.names[name]}]
            if region:
                dimensions.append({"Name": "Region", "Value": region})
            metric = {"Namespace": "AWS/Route53", "MetricName": metric, "Dimensions": dimensions}
            return {"Id": f"q{at}", "MetricStat": {"Metric": metric, "Period": 60, "Stat": stat}}

        return cloudwatch.get_metric_data(
            MetricDataQueries=[query(at, *one) for at, one in enumerate(wanted)],
            StartTime=START - datetime.timedelta(minutes=minutes),
            EndTime=START,
            **arguments,
        )

    def test_states_of_many_checks_come_in_one_call(self):
        names = sorted(self.names)
        answer = self.read(self.make(), [(name, "HealthCheckStatus", "Minimum", None) for name in names], minutes=10)
        results = {names[int(result["Id"][1:])]: result for result in answer["MetricDataResults"]}
        latest = {name: result["Values"][0] for name, result in results.items() if result["Values"]}
        self.assertEqual(latest["checkout.example.com"], 0.0)
        self.assertEqual(latest["shop-journey"], 0.0)
        self.assertEqual(latest["cdn.example.com"], 1.0)
        self.assertEqual(latest["platform"], 1.0)
        self.assertEqual(latest["orders-queue-age"], 1.0)
        self.assertNotIn("legacy.example.com", latest)
        self.assertEqual(sum(value == 0.0 for value in latest.values()), 2)
        self.assertEqual({result["StatusCode"] for result in results.values()}, {"Complete"})
        self.assertIsInstance(results["platform"]["Timestamps"][0], datetime.datetime)
        self.assertEqual(results["platform"]["Timestamps"][0], START - datetime.timedelta(minutes=1))

    def test_shares_children_and_latency_over_three_hours(self):
        wanted = [
            ("checkout.example.com", "HealthCheckPercentageHealthy", "Average", None),
            ("shop-journey", "ChildHealthCheckHealthyCount", "Average", None),
            ("www.example.com", "TimeToFirstByte", "Average", "eu-west-1"),
            ("www.example.com", "ConnectionTime", "Average", "eu-west-1"),
            ("cdn.example.com", "HealthCheckPercentageHealthy", "Minimum", None),
        ]
        answer = self.read(self.make(), wanted, ScanBy="TimestampAscending")
        values = [result["Values"] for result in answer["MetricDataResults"]]
        self.assertEqual([len(one) for one in values], [180] * 5)
        self.assertEqual((values[0][0], values[0][-1]), (100.0, 12.5))
        self.assertEqual((values[1][0], values[1][-1]), (3.0, 2.0))
        self.assertTrue(all(value > 0 for value in values[2] + values[3]))
        self.assertEqual(values[4][-1], 37.5)

    def test_points_come_in_pages_and_elsewhere_there_are_none(self):
        wanted = [(name, "HealthCheckStatus", "Minimum", None) for name in ("www.example.com", "api.example.com")]
        token, pages, counted = {}, 0, {"q0": 0, "q1": 0}
        while pages < 20:
            answer = self.read(self.make(), wanted, MaxDatapoints=100, **token)
            pages += 1
            for result in answer["MetricDataResults"]:
                counted[result["Id"]] += len(result["Values"])
            if "NextToken" not in answer:
                break
            token = {"NextToken": answer["NextToken"]}
        self.assertEqual((pages, counted), (4, {"q0": 180, "q1": 180}))
        for other in (self.make(region="eu-west-1"), self.make(key=key_of(PAYMENTS))):
            self.assertEqual(self.read(other, wanted)["MetricDataResults"][0]["Values"], [])
        cloudwatch = self.make()
        with self.assertRaises(cloudwatch.exceptions.InvalidNextToken):
            self.read(cloudwatch, wanted, NextToken="elsewhere")

    def test_a_flipped_check_shows(self):
        control("PUT", "endpoint", {"name": "docs.example.com", "passing": 0})
        try:
            seen = client("route53").get_health_check_status(HealthCheckId=self.names["docs.example.com"])
            texts = [one["StatusReport"]["Status"] for one in seen["HealthCheckObservations"]]
            self.assertTrue(all(text.startswith("Failure:") for text in texts))
        finally:
            control("PUT", "endpoint", {"name": "docs.example.com", "passing": 16})


class MetricsInJson(Metrics):
    @staticmethod
    def make(**arguments):
        return json_client("cloudwatch", **arguments)


class MetricsInQuery(Metrics):
    @staticmethod
    def make(**arguments):
        return query_client("cloudwatch", **arguments)
