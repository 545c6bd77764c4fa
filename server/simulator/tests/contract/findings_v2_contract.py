"""The newer Security Hub: findings in OCSF."""

import datetime
import unittest

import botocore.config
import botocore.session
from clients import PAYMENTS, START, client, control, key_of

MODIFIED = "finding_info.modified_time_dt"
SEVERITIES = {0: "Unknown", 1: "Informational", 2: "Low", 3: "Medium", 4: "High", 5: "Critical", 6: "Fatal", 99: "Other"}
STATUSES = {0: "Unknown", 1: "New", 2: "In Progress", 3: "Suppressed", 4: "Resolved", 5: "Archived", 99: "Other"}
ACTIVITIES = {1: "Create", 2: "Update", 3: "Close"}
CLASSES = {
    2002: "Vulnerability Finding",
    2003: "Compliance Finding",
    2004: "Detection Finding",
    2006: "Data Security Finding",
}
CHECKS = {0: "Unknown", 1: "Pass", 2: "Warning", 3: "Fail"}
FAR = "2030-01-01T00:00:00Z"


def string(field, value, comparison="EQUALS"):
    return {"FieldName": field, "Filter": {"Value": value, "Comparison": comparison}}


def composite(operator="AND", **lists):
    return {**lists, "Operator": operator}


def strings(*filters, operator="AND"):
    """Filters of one composite with these filters of texts."""
    return {"CompositeFilters": [composite(operator, StringFilters=list(filters))], "CompositeOperator": "AND"}


def only(**lists):
    """Filters of one composite."""
    return {"CompositeFilters": [composite(**lists)]}


def sweep(hub, **arguments):
    pages = hub.get_paginator("get_findings_v2").paginate(PaginationConfig={"PageSize": 100}, **arguments)
    return [finding for page in pages for finding in page["Findings"]]


def uid(finding):
    return finding["metadata"]["uid"]


def identifier(finding):
    return {
        "CloudAccountUid": finding["cloud"]["account"]["uid"],
        "FindingInfoUid": finding["finding_info"]["uid"],
        "MetadataProductUid": finding["metadata"]["product"]["uid"],
    }


def unchecked(**arguments):
    """A client that sends what its own model would refuse."""
    session = botocore.session.Session()
    session.set_default_client_config(botocore.config.Config(parameter_validation=False))
    return client("securityhub", session=session, **arguments)


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


class Reading(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.hub = client("securityhub")
        cls.all = sweep(cls.hub)
        cls.asff = {}
        for page in cls.hub.get_paginator("get_findings").paginate(PaginationConfig={"PageSize": 100}):
            for finding in page["Findings"]:
                product = finding["ProductArn"].replace(":product/", ":productv2/")
                cls.asff[product, finding["Id"]] = finding

    def shared(self):
        """Findings of both planes, side by side."""
        for finding in self.all:
            key = finding["metadata"]["product"]["uid"], finding["finding_info"]["uid"]
            if key in self.asff:
                yield finding, self.asff[key]

    def of(self, product):
        return [finding for finding in self.all if finding["metadata"]["product"]["name"] == product]

    def found(self, filters, **arguments):
        return sweep(self.hub, Filters=filters, **arguments)

    def assert_found(self, filters, plain):
        """A filter finds what a plain one over everything finds, and that is something and not all."""
        expected = {uid(finding) for finding in self.all if plain(finding)}
        self.assertTrue(0 < len(expected) < len(self.all), len(expected))
        found = [uid(finding) for finding in self.found(filters)]
        self.assertEqual(len(found), len(set(found)))
        self.assertEqual(set(found), expected)

    def test_every_finding_has_what_ocsf_asks_for(self):
        for finding in self.all:
            info, metadata = finding["finding_info"], finding["metadata"]
            self.assertEqual((finding["category_uid"], finding["category_name"]), (2, "Findings"))
            self.assertEqual(finding["class_name"], CLASSES[finding["class_uid"]])
            self.assertEqual(finding["activity_name"], ACTIVITIES[finding["activity_id"]])
            self.assertEqual(finding["type_uid"], finding["class_uid"] * 100 + finding["activity_id"])
            self.assertEqual(finding["type_name"], f"{finding['class_name']}: {finding['activity_name']}")
            self.assertEqual(finding["severity"], SEVERITIES[finding["severity_id"]])
            self.assertEqual(finding["status"], STATUSES[finding["status_id"]])
            attributes = finding["vendor_attributes"]
            self.assertEqual(attributes["severity"], SEVERITIES[attributes["severity_id"]])
            self.assertEqual(set(finding["cloud"]), {"account", "provider", "region"})
            self.assertEqual(set(finding["cloud"]["account"]), {"uid", "name"})
            self.assertEqual(finding["cloud"]["provider"], "AWS")
            self.assertEqual(metadata["profiles"], ["cloud", "datetime"])
            self.assertEqual((len(uid(finding)), metadata["version"]), (64, "1.6.0"))
            self.assertEqual(metadata["product"]["vendor_name"], "AWS")
            region = finding["cloud"]["region"]
            self.assertTrue(metadata["product"]["uid"].startswith(f"arn:aws:securityhub:{region}::productv2/aws/"))
            for name in ("title", "desc", "uid"):
                self.assertTrue(info[name])
            self.assertTrue(all(isinstance(kind, str) for kind in info["types"]) and info["types"])
            for name in ("created_time", "first_seen_time", "last_seen_time", "modified_time"):
                self.assertEqual(moment(info[f"{name}_dt"]).timestamp() * 1000, info[name])
            self.assertLessEqual(info["created_time"], info["modified_time"])
            self.assertEqual((finding["time"], finding["time_dt"]), (info["modified_time"], info["modified_time_dt"]))
            for resource in finding["resources"]:
                self.assertTrue({"uid", "type", "region", "provider", "owner", "cloud_partition"} <= set(resource))
                self.assertTrue(resource["type"].startswith("AWS::"), resource["type"])
                self.assertTrue(resource.get("uid_alt", resource["uid"]).endswith(resource["uid"]))
                self.assertTrue(all(set(tag) == {"name", "value"} for tag in resource.get("tags", [])))
            self.assertTrue(finding["resources"])
        self.assertEqual(len({uid(finding) for finding in self.all}), len(self.all))

    def test_each_class_has_its_own_part(self):
        for finding in self.all:
            kind, product = finding["class_uid"], finding["metadata"]["product"]["name"]
            self.assertEqual("compliance" in finding, kind == 2003)
            self.assertEqual("vulnerabilities" in finding, kind == 2002)
            self.assertEqual("databucket" in finding, kind == 2006)
            if kind == 2003:
                check = finding["compliance"]
                self.assertEqual(check["status"], CHECKS[check["status_id"]])
                self.assertTrue(check["control"] and check["standards"] and check["requirements"])
                self.assertTrue(finding["remediation"]["desc"] and finding["remediation"]["references"])
                self.assertEqual(finding["finding_info"]["analytic"]["category"], "AWS::Config::ConfigRule")
                self.assertEqual(product, "Security Hub")
            elif kind == 2002:
                [flaw] = finding["vulnerabilities"]
                self.assertTrue(flaw["cve"]["uid"].startswith("CVE-"))
                self.assertGreater(flaw["cve"]["cvss"][0]["base_score"], 0)
                self.assertIsInstance(flaw["cve"]["epss"]["score"], str)
                self.assertTrue(flaw["affected_packages"][0]["name"])
                self.assertIn(flaw["fix_coverage"], ("Complete", "Partial", "None"))
                self.assertIsInstance(flaw["is_exploit_available"], bool)
                self.assertEqual(product, "Inspector")
            elif kind == 2006:
                self.assertEqual((finding["databucket"]["type"], product), ("S3", "Macie"))
                self.assertIn("Sensitive Data", finding["finding_info"]["types"])
        self.assertEqual({finding["class_uid"] for finding in self.all}, set(CLASSES))
        self.assertTrue(all(finding["evidences"] for finding in self.of("GuardDuty")))
        self.assertTrue(any("comment" in finding for finding in self.all))
        self.assertEqual({1, 2, 3, 4, 5}, {finding["status_id"] for finding in self.all})

    def test_it_is_the_same_world_as_the_older_plane(self):
        pairs = list(self.shared())
        self.assertGreater(len(pairs), 1000)
        labels = {"INFORMATIONAL": 1, "LOW": 2, "MEDIUM": 3, "HIGH": 4, "CRITICAL": 5}
        for finding, asff in pairs:
            self.assertEqual(finding["finding_info"]["title"], asff["Title"])
            self.assertEqual(finding["finding_info"]["desc"], asff["Description"])
            self.assertEqual(finding["cloud"]["account"], {"uid": asff["AwsAccountId"], "name": asff["AwsAccountName"]})
            self.assertEqual(finding["cloud"]["region"], asff["Region"])
            self.assertEqual(finding["finding_info"]["created_time_dt"], asff["CreatedAt"])
            later = moment(finding["finding_info"]["modified_time_dt"]) - moment(asff["UpdatedAt"])
            self.assertTrue(datetime.timedelta() <= later < datetime.timedelta(seconds=1))
            provider = asff["FindingProviderFields"]["Severity"]["Label"]
            self.assertEqual(finding["vendor_attributes"]["severity_id"], labels[provider])
            self.assertEqual(len(finding["resources"]), len(asff["Resources"]))
            self.assertEqual(finding["activity_id"] == 3, asff["RecordState"] == "ARCHIVED")
        names = {finding["metadata"]["product"]["name"] for finding in self.all}
        self.assertIn("Security Hub Exposure Detection", names)
        self.assertNotIn("Config", names)
        self.assertNotIn(
            "Security Hub Exposure Detection", {finding["ProductName"] for finding in self.asff.values()}
        )

    def test_an_exposure_names_what_it_follows_from(self):
        exposures = self.of("Security Hub Exposure Detection")
        self.assertEqual(len(exposures), 6)
        known = {finding["finding_info"]["uid"]: finding for finding in self.all}
        for exposure in exposures:
            [event] = exposure["finding_info"]["related_events"]
            self.assertEqual(exposure["finding_info"]["related_events_count"], 1)
            self.assertEqual(known[event["uid"]]["resources"][0], exposure["resources"][0])
            self.assertEqual(known[event["uid"]]["metadata"]["product"]["uid"], event["product"]["uid"])
            self.assertEqual(event["traits"][1]["category"], "Reachability")
        filters = strings(string("finding_info.related_events.traits.category", "Threat"))
        [intrusion] = self.found(filters)
        self.assertEqual(intrusion["cloud"]["account"]["uid"], PAYMENTS)
        self.assertEqual(intrusion["resources"][0]["name"], "payments-settlement-03")

    def test_small_pages_to_the_end_are_everything_once(self):
        filters = strings(string("metadata.product.name", "Inspector"))
        pages = self.hub.get_paginator("get_findings_v2").paginate(Filters=filters, PaginationConfig={"PageSize": 7})
        paged = [[uid(finding) for finding in page["Findings"]] for page in pages]
        self.assertTrue(all(len(page) == 7 for page in paged[:-1]) and len(paged) > 10)
        flat = [one for page in paged for one in page]
        self.assertEqual(len(flat), len(set(flat)))
        self.assertEqual(set(flat), {uid(finding) for finding in self.of("Inspector")})

    def test_each_comparison_of_texts_compares_as_documented(self):
        cases = [
            ("severity", "EQUALS", "High", lambda text: text == "High"),
            ("severity", "NOT_EQUALS", "High", lambda text: text != "High"),
            ("cloud.region", "PREFIX", "us-", lambda text: text.startswith("us-")),
            ("cloud.region", "PREFIX_NOT_EQUALS", "us-", lambda text: not text.startswith("us-")),
            ("finding_info.title", "CONTAINS", "encrypted", lambda text: "encrypted" in text),
            ("finding_info.title", "NOT_CONTAINS", "encrypted", lambda text: "encrypted" not in text),
            ("finding_info.title", "CONTAINS_WORD", "BUCKET", lambda text: "bucket" in text.lower().replace("/", " ").split()),
        ]
        for field, comparison, value, like in cases:
            steps = field.split(".")

            def plain(finding):
                for step in steps:
                    finding = finding[step]
                return like(finding)

            with self.subTest(comparison):
                self.assert_found(strings(string(field, value, comparison)), plain)

    def test_lists_are_met_by_any_of_their_items_or_none(self):
        name = "AWS::EC2::Instance"
        kinds = [{resource["type"] for resource in finding["resources"]} for finding in self.all]
        self.assertTrue(any(name in kind for kind in kinds))
        self.assert_found(
            strings(string("resources.type", name)),
            lambda finding: any(resource["type"] == name for resource in finding["resources"]),
        )
        self.assert_found(
            strings(string("resources.type", name, "NOT_EQUALS")),
            lambda finding: all(resource["type"] != name for resource in finding["resources"]),
        )
        self.assert_found(
            strings(string("finding_info.types", "Vulnerabilities")),
            lambda finding: "Vulnerabilities" in finding["finding_info"]["types"],
        )

    def test_numbers_and_booleans_filter(self):
        number = lambda field, **bounds: {"FieldName": field, "Filter": bounds}
        self.assert_found(only(NumberFilters=[number("severity_id", Gte=4)]), lambda finding: finding["severity_id"] >= 4)
        self.assert_found(only(NumberFilters=[number("status_id", Eq=2)]), lambda finding: finding["status_id"] == 2)
        self.assert_found(
            only(NumberFilters=[number("activity_id", Gt=1, Lt=3)]), lambda finding: finding["activity_id"] == 2
        )
        flag = {"FieldName": "vulnerabilities.is_exploit_available", "Filter": {"Value": True}}
        self.assert_found(
            only(BooleanFilters=[flag]),
            lambda finding: any(flaw["is_exploit_available"] for flaw in finding.get("vulnerabilities", [])),
        )

    def test_tags_and_addresses_filter(self):
        tag = lambda comparison: {
            "FieldName": "resources.tags",
            "Filter": {"Key": "owner", "Value": "payments", "Comparison": comparison},
        }
        owned = lambda finding: {"name": "owner", "value": "payments"} in finding["resources"][0].get("tags", [])
        # An object in a bucket comes after the bucket and has no tags of its own.
        self.assert_found(only(MapFilters=[tag("EQUALS")]), lambda finding: owned(finding))
        self.assert_found(only(MapFilters=[tag("NOT_EQUALS")]), lambda finding: not owned(finding))
        block = {"FieldName": "evidences.src_endpoint.ip", "Filter": {"Cidr": "198.51.100.0/24"}}
        self.assert_found(
            only(IpFilters=[block]),
            lambda finding: any(
                evidence.get("src_endpoint", {}).get("ip", "").startswith("198.51.100.")
                for evidence in finding.get("evidences", [])
            ),
        )

    def test_dates_filter(self):
        modified = sorted(finding["finding_info"]["modified_time_dt"] for finding in self.all)
        middle = modified[len(modified) // 2]
        since = {"FieldName": MODIFIED, "Filter": {"Start": middle, "End": FAR}}
        self.assert_found(
            only(DateFilters=[since]), lambda finding: finding["finding_info"]["modified_time_dt"] >= middle
        )
        edge = START - datetime.timedelta(days=7)
        for comparison, within in (("WITHIN", True), ("OLDER_THAN", False)):
            days = {"DateRange": {"Value": 7, "Unit": "DAYS", "Comparison": comparison}}
            self.assert_found(
                only(DateFilters=[{"FieldName": "finding_info.created_time_dt", "Filter": days}]),
                lambda finding: (moment(finding["finding_info"]["created_time_dt"]) >= edge) == within,
            )

    def test_operators_combine_inside_and_between(self):
        high, critical = string("severity", "High"), string("severity", "Critical")
        guard, macie = string("metadata.product.name", "GuardDuty"), string("metadata.product.name", "Macie")
        product = lambda finding: finding["metadata"]["product"]["name"]
        severe = lambda finding: finding["severity"] in ("High", "Critical")
        self.assert_found(strings(high, critical, operator="OR"), severe)
        self.assertEqual(self.found(strings(high, critical)), [])
        two = [composite("OR", StringFilters=[high, critical]), composite("OR", StringFilters=[guard, macie])]
        named = lambda finding: product(finding) in ("GuardDuty", "Macie")
        both = {"CompositeFilters": two, "CompositeOperator": "AND"}
        self.assert_found(both, lambda finding: severe(finding) and named(finding))
        either = {"CompositeFilters": two, "CompositeOperator": "OR"}
        self.assert_found(either, lambda finding: severe(finding) or named(finding))
        new = {"FieldName": "status_id", "Filter": {"Eq": 1}}
        nested = composite("AND", NumberFilters=[new], NestedCompositeFilters=two)
        self.assert_found(
            {"CompositeFilters": [nested]},
            lambda finding: finding["status_id"] == 1 and severe(finding) and named(finding),
        )
        loose = composite("OR", NumberFilters=[new], NestedCompositeFilters=two)
        self.assert_found(
            {"CompositeFilters": [loose]},
            lambda finding: finding["status_id"] == 1 or severe(finding) or named(finding),
        )

    def test_they_sort_by_date_and_by_severity(self):
        filters = strings(string("metadata.product.name", "Inspector"))
        for order in ("asc", "desc"):
            found = self.found(filters, SortCriteria=[{"Field": MODIFIED, "SortOrder": order}])
            dates = [finding["finding_info"]["modified_time"] for finding in found]
            self.assertEqual(dates, sorted(dates, reverse=order == "desc"))
            self.assertEqual(len(found), len(self.of("Inspector")))
        criteria = [{"Field": "severity_id", "SortOrder": "desc"}, {"Field": MODIFIED, "SortOrder": "asc"}]
        keys = [
            (-finding["severity_id"], finding["finding_info"]["modified_time"])
            for finding in self.found(filters, SortCriteria=criteria)
        ]
        self.assertEqual(keys, sorted(keys))

    def test_a_region_shows_itself_and_a_member_shows_itself(self):
        abroad = sweep(client("securityhub", region="eu-west-1"))
        self.assertEqual({finding["cloud"]["region"] for finding in abroad}, {"eu-west-1"})
        member = sweep(client("securityhub", key=key_of(PAYMENTS)))
        own = [finding for finding in self.all if finding["cloud"]["account"]["uid"] == PAYMENTS]
        self.assertEqual({uid(finding) for finding in member}, {uid(finding) for finding in own})

    def test_scopes_are_for_the_administrator(self):
        organization = client("organizations").describe_organization()["Organization"]["Id"]
        scopes = lambda *entries: {"Scopes": {"AwsOrganizations": list(entries)}, "MaxResults": 1}
        whole = scopes({"OrganizationId": organization})
        self.assertEqual(len(self.hub.get_findings_v2(**whole)["Findings"]), 1)
        unit = {"OrganizationalUnitId": "ou-none-00000000"}
        errors = self.hub.exceptions
        for asked, error in (
            (scopes({"OrganizationId": "o-somebodyelse"}), errors.OrganizationNotFoundException),
            (scopes(unit), errors.OrganizationalUnitNotFoundException),
            (scopes(unit, {"OrganizationId": organization}), errors.ValidationException),
            (scopes({}), errors.ValidationException),
            (scopes(*[{"OrganizationId": organization}] * 11), errors.ValidationException),
        ):
            with self.assertRaises(error, msg=asked):
                self.hub.get_findings_v2(**asked)
        member = client("securityhub", key=key_of(PAYMENTS))
        with self.assertRaises(member.exceptions.AccessDeniedException):
            member.get_findings_v2(**whole)

    def test_input_it_cannot_use_is_refused(self):
        date = lambda **filter: only(DateFilters=[{"FieldName": MODIFIED, "Filter": filter}])
        region = "cloud.region"
        deep = composite(NestedCompositeFilters=[composite(NestedCompositeFilters=[composite(StringFilters=[string(region, "x")])])])
        bad_filters = [
            strings(string("Nothing", "x")),
            strings(string("severity_id", "x")),
            strings(string(region, "x", "LIKE")),
            strings(string(region, " ")),
            strings({"FieldName": region, "Filter": {"Comparison": "EQUALS"}}),
            strings({"FieldName": region}),
            strings(string(region, "x"), string(region, "y", "NOT_EQUALS")),
            strings(*[string(region, "x")] * 21),
            strings(string(region, "x"), operator="XOR"),
            only(NumberFilters=[{"FieldName": "severity_id", "Filter": {}}]),
            only(BooleanFilters=[{"FieldName": "severity", "Filter": {"Value": True}}]),
            only(IpFilters=[{"FieldName": "evidences.src_endpoint.ip", "Filter": {"Cidr": "nowhere"}}]),
            date(Start="2025-01-01T00:00:00Z"),
            date(Start="yesterday", End="today"),
            date(Start="2025-01-01T00:00:00Z", End=FAR, DateRange={"Value": 1, "Unit": "DAYS"}),
            {"CompositeFilters": [composite()]},
            {"CompositeFilters": [composite(StringFilters=[string(region, "x")])] * 11},
            {"CompositeFilters": [deep]},
            {**strings(string(region, "x")), "CompositeOperator": "NOT"},
        ]
        arguments = [{"Filters": filters} for filters in bad_filters] + [
            {"NextToken": "elsewhere"},
            {"SortCriteria": [{"Field": "Nothing", "SortOrder": "asc"}]},
            {"SortCriteria": [{"Field": MODIFIED, "SortOrder": "up"}]},
            {"MaxResults": 0},
            {"MaxResults": 101},
        ]
        hub = unchecked()
        for asked in arguments:
            with self.assertRaises(hub.exceptions.ValidationException, msg=asked) as refused:
                hub.get_findings_v2(**asked)
            self.assertEqual(refused.exception.response["ResponseMetadata"]["HTTPStatusCode"], 400)
            self.assertTrue(refused.exception.response["Error"]["Message"])

    def test_a_token_belongs_to_its_question_and_its_plane(self):
        token = self.hub.get_findings_v2(MaxResults=1)["NextToken"]
        refused = self.hub.exceptions.ValidationException
        for changed in (
            {"Filters": strings(string("cloud.region", "us-east-1"))},
            {"SortCriteria": [{"Field": MODIFIED, "SortOrder": "asc"}]},
        ):
            with self.assertRaises(refused):
                self.hub.get_findings_v2(MaxResults=1, NextToken=token, **changed)
        abroad = client("securityhub", region="eu-west-1")
        with self.assertRaises(abroad.exceptions.ValidationException):
            abroad.get_findings_v2(MaxResults=1, NextToken=token)
        with self.assertRaises(refused):
            self.hub.get_findings_v2(MaxResults=1, NextToken=self.hub.get_findings(MaxResults=1)["NextToken"])
        with self.assertRaises(self.hub.exceptions.InvalidInputException):
            self.hub.get_findings(MaxResults=1, NextToken=token)
        self.assertEqual(len(self.hub.get_findings_v2(MaxResults=5, NextToken=token)["Findings"]), 5)


class Moving(unittest.TestCase):
    """Tests that put findings, each its own, and take them away again."""

    def setUp(self):
        self.hub = client("securityhub")
        self.put_ids = set()

    def tearDown(self):
        for product, name in self.put_ids:
            control("DELETE", "finding", {"ProductArn": product, "Id": name})

    def put(self, template, **changed):
        document = {**template, **changed}
        control("PUT", "finding", document)
        self.put_ids.add((document["ProductArn"], document["Id"]))
        return document

    def template(self, product="GuardDuty"):
        filters = {"ProductName": [{"Value": product, "Comparison": "EQUALS"}]}
        return self.hub.get_findings(Filters=filters, MaxResults=1)["Findings"][0]

    def one(self, finding_uid):
        found = sweep(self.hub, Filters=strings(string("finding_info.uid", finding_uid)))
        return found[0] if found else None

    def test_tokens_survive_inserts_and_removals(self):
        template = self.template()
        criteria = [{"Field": MODIFIED, "SortOrder": "desc"}]
        before = [uid(finding) for finding in sweep(self.hub, SortCriteria=criteria)]
        page = self.hub.get_findings_v2(MaxResults=100, SortCriteria=criteria)
        seen = [uid(finding) for finding in page["Findings"]]
        number = 0
        while "NextToken" in page:
            number += 1
            self.put(template, Id=f"inserted-{number}", UpdatedAt="2025-06-02T10:00:00.000Z")
            page = self.hub.get_findings_v2(MaxResults=100, SortCriteria=criteria, NextToken=page["NextToken"])
            seen += [uid(finding) for finding in page["Findings"]]
        self.assertGreater(number, 8)
        self.assertEqual(seen, before)
        self.assertEqual(len(sweep(self.hub)), len(before) + number)

    def test_a_provider_moves_both_planes(self):
        template = self.template()
        self.put(template, Id="moved", Title="First", CreatedAt="2025-06-01T00:00:00.000Z", UpdatedAt="2025-06-01T00:00:00.000Z",
                 RecordState="ACTIVE", Workflow={"Status": "NOTIFIED"}, Note={"Text": "ours", "UpdatedBy": "x"})
        first = self.one("moved")
        self.assertEqual((first["activity_name"], first["status"], first["comment"]), ("Create", "In Progress", "ours"))
        self.put(template, Id="moved", Title="Second", CreatedAt="2025-06-01T00:00:00.000Z", UpdatedAt="2025-06-02T00:00:00.000Z",
                 RecordState="ARCHIVED", Workflow={"Status": "NEW"})
        second = self.one("moved")
        self.assertEqual(uid(second), uid(first))
        self.assertEqual((second["finding_info"]["title"], second["comment"]), ("Second", "ours"))
        self.assertEqual((second["activity_name"], second["status"]), ("Close", "Archived"))
        self.assertGreater(second["finding_info"]["modified_time"], first["finding_info"]["modified_time"])
        self.put(template, Id="moved", Title="Second", CreatedAt="2025-06-01T00:00:00.000Z", UpdatedAt="2025-06-02T01:00:00.000Z",
                 RecordState="ACTIVE")
        self.assertEqual(self.one("moved")["status"], "New")

    def test_some_products_report_to_one_plane(self):
        template = self.template("Config")
        self.put(template, Id="older-only")
        self.assertIsNone(self.one("older-only"))

    def test_what_is_taken_away_is_away_in_both(self):
        template = self.template()
        self.put(template, Id="taken")
        self.assertIsNotNone(self.one("taken"))
        control("DELETE", "finding", {"ProductArn": template["ProductArn"], "Id": "taken"})
        self.put_ids.clear()
        self.assertIsNone(self.one("taken"))
