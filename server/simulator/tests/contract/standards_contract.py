"""Standards and controls of Security Hub."""

import unittest

from botocore.exceptions import ClientError

from clients import LIMITED_URL, MANAGEMENT, PAYMENTS, client, control, key_of
from findings_contract import code, sweep

FSBP = "standards/aws-foundational-security-best-practices/v/1.0.0"


class Standards(unittest.TestCase):
    def setUp(self):
        self.hub = client("securityhub")

    def arn(self, standard=FSBP, region="us-east-1"):
        return f"arn:aws:securityhub:{region}::{standard}"

    def associations(self, control_id, hub=None):
        pages = (hub or self.hub).get_paginator("list_standards_control_associations").paginate(
            SecurityControlId=control_id, PaginationConfig={"PageSize": 2}
        )
        return [one for page in pages for one in page["StandardsControlAssociationSummaries"]]

    def definitions(self, **arguments):
        pages = self.hub.get_paginator("list_security_control_definitions").paginate(**arguments)
        return [one for page in pages for one in page["SecurityControlDefinitions"]]

    def test_the_enabled_standards_are_those_that_findings_name(self):
        pages = self.hub.get_paginator("get_enabled_standards").paginate(PaginationConfig={"PageSize": 3})
        all = [one for page in pages for one in page["StandardsSubscriptions"]]
        self.assertEqual({one["StandardsStatus"] for one in all}, {"READY"})
        self.assertEqual({one["StandardsControlsUpdatable"] for one in all}, {"READY_FOR_UPDATES"})
        named = {
            standard["StandardsId"]
            for finding in sweep(self.hub)
            for standard in finding.get("Compliance", {}).get("AssociatedStandards", [])
        }
        self.assertEqual({one["StandardsArn"].split("::")[1] for one in all}, named)
        arn = all[0]["StandardsSubscriptionArn"]
        self.assertIn(f":{MANAGEMENT}:subscription/", arn)
        one = self.hub.get_enabled_standards(StandardsSubscriptionArns=[arn])["StandardsSubscriptions"]
        self.assertEqual([found["StandardsSubscriptionArn"] for found in one], [arn])

    def test_a_finding_names_exactly_the_standards_where_its_control_is_on(self):
        seen = {}
        for finding in sweep(self.hub):
            compliance = finding.get("Compliance", {})
            if "SecurityControlId" in compliance:
                seen[compliance["SecurityControlId"]] = {
                    one["StandardsId"] for one in compliance["AssociatedStandards"]
                }
        self.assertGreater(len(seen), 50)
        for control_id, standards in list(seen.items())[::10]:
            on = {
                one["StandardsArn"].split("::")[1]
                for one in self.associations(control_id)
                if one["AssociationStatus"] == "ENABLED"
            }
            self.assertEqual(on, standards, control_id)

    def test_a_control_is_told_in_the_words_of_its_findings(self):
        finding = next(one for one in sweep(self.hub) if "SecurityControlId" in one.get("Compliance", {}))
        control_id = finding["Compliance"]["SecurityControlId"]
        answer = self.hub.batch_get_security_controls(SecurityControlIds=[control_id, "No.1"])
        [found] = answer["SecurityControls"]
        self.assertEqual((found["SecurityControlId"], found["Title"]), (control_id, finding["Title"]))
        self.assertEqual(found["Description"], finding["Description"])
        self.assertEqual(found["RemediationUrl"], finding["Remediation"]["Recommendation"]["Url"])
        self.assertIn(found["SeverityRating"], ("LOW", "MEDIUM", "HIGH", "CRITICAL"))
        self.assertEqual((found["SecurityControlStatus"], found["UpdateStatus"]), ("ENABLED", "READY"))
        self.assertTrue(found["SecurityControlArn"].endswith(f":{MANAGEMENT}:security-control/{control_id}"))
        [missing] = answer["UnprocessedIds"]
        self.assertEqual((missing["SecurityControlId"], missing["ErrorCode"]), ("No.1", "NOT_FOUND"))
        by_arn = self.hub.batch_get_security_controls(SecurityControlIds=[found["SecurityControlArn"]])
        self.assertEqual(by_arn["SecurityControls"], [found])

    def test_a_control_that_is_off_everywhere_is_disabled(self):
        [found] = self.hub.batch_get_security_controls(SecurityControlIds=["IAM.9"])["SecurityControls"]
        self.assertEqual(found["SecurityControlStatus"], "DISABLED")
        of_it = self.associations("IAM.9")
        self.assertEqual({one["AssociationStatus"] for one in of_it}, {"DISABLED"})
        self.assertTrue(all(one["UpdatedReason"] and one["UpdatedAt"] for one in of_it))

    def test_the_definitions_of_a_standard_are_the_controls_that_are_in_it(self):
        of_standard = self.definitions(StandardsArn=self.arn())
        ids = [one["SecurityControlId"] for one in of_standard]
        self.assertEqual(len(ids), len(set(ids)))
        self.assertGreater(len(ids), 25, "more than one page")
        self.assertLess(len(ids), len(self.definitions()))
        self.assertIn(self.arn(), {one["StandardsArn"] for one in self.associations(ids[0])})
        with self.assertRaises(self.hub.exceptions.InvalidInputException):
            self.definitions(StandardsArn=self.arn("standards/none/v/1"))

    def test_a_member_is_told_of_its_own_account_and_region(self):
        member = client("securityhub", key=key_of(PAYMENTS), region="eu-west-1")
        arns = [one["StandardsArn"] for one in member.get_enabled_standards()["StandardsSubscriptions"]]
        self.assertIn(self.arn(region="eu-west-1"), arns)
        one = self.associations("S3.1", member)[0]
        self.assertIn(f":eu-west-1:{PAYMENTS}:", one["SecurityControlArn"])

    def test_what_cannot_be_used_is_refused(self):
        for ask in (
            lambda: self.hub.batch_get_security_controls(SecurityControlIds=[f"S3.{n}" for n in range(101)]),
            lambda: self.hub.batch_get_security_controls(SecurityControlIds=[]),
            lambda: self.hub.list_standards_control_associations(SecurityControlId="No.1"),
            lambda: self.hub.list_standards_control_associations(SecurityControlId="S3.1", NextToken="elsewhere"),
            lambda: self.hub.get_enabled_standards(NextToken="elsewhere"),
        ):
            with self.assertRaises(ClientError) as refused:
                ask()
            self.assertEqual(code(refused), "InvalidInputException")

    def test_each_operation_has_faults_and_a_limit_of_its_own(self):
        calls = {
            "GetEnabledStandards": lambda hub: hub.get_enabled_standards(),
            "ListSecurityControlDefinitions": lambda hub: hub.list_security_control_definitions(),
            "BatchGetSecurityControls": lambda hub: hub.batch_get_security_controls(SecurityControlIds=["S3.1"]),
            "ListStandardsControlAssociations": lambda hub: hub.list_standards_control_associations(
                SecurityControlId="S3.1"
            ),
        }
        limited = client("securityhub", url=LIMITED_URL, retries=1, region="eu-west-1")
        for name, call in calls.items():
            control("PUT", "faults", [{"operation": f"securityhub:{name}", "effect": {"kind": "access_denied"}}])
            try:
                with self.assertRaises(ClientError) as refused:
                    call(self.hub)
                self.assertEqual(code(refused), "AccessDeniedException")
            finally:
                control("DELETE", "faults")
            with self.assertRaises(ClientError) as throttled:
                for _ in range(200):
                    call(limited)
            self.assertEqual(code(throttled), "TooManyRequestsException")
