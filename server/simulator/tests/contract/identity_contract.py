"""STS and Organizations."""

import datetime
import unittest

from botocore.exceptions import ClientError

from clients import MANAGEMENT, PAYMENTS, START, client, control, key_of


def role(account, name="WatchfloorRead"):
    return f"arn:aws:iam::{account}:role/{name}"


class Sts(unittest.TestCase):
    def test_unknown_credentials_are_the_management_account(self):
        who = client("sts").get_caller_identity()
        self.assertEqual(who["Account"], MANAGEMENT)
        self.assertTrue(who["Arn"].startswith(f"arn:aws:iam::{MANAGEMENT}:"))
        self.assertTrue(who["UserId"])

    def test_a_role_gives_keys_that_act_in_its_account(self):
        answer = client("sts").assume_role(
            RoleArn=role(PAYMENTS), RoleSessionName="watch", DurationSeconds=1800, ExternalId="any"
        )
        keys = answer["Credentials"]
        self.assertEqual(keys["Expiration"], START + datetime.timedelta(seconds=1800))
        self.assertEqual(answer["AssumedRoleUser"]["Arn"], f"arn:aws:sts::{PAYMENTS}:assumed-role/WatchfloorRead/watch")
        who = client("sts", key=keys["AccessKeyId"]).get_caller_identity()
        self.assertEqual(who["Account"], PAYMENTS)
        self.assertTrue(who["Arn"].startswith(f"arn:aws:sts::{PAYMENTS}:assumed-role/WatchfloorRead/"))

    def test_every_account_lets_the_role_be_assumed(self):
        accounts = client("organizations").list_accounts()["Accounts"]
        self.assertEqual(len(accounts), 12)
        for account in accounts:
            who = client("sts", key=key_of(account["Id"])).get_caller_identity()
            self.assertEqual(who["Account"], account["Id"])

    def test_other_roles_and_accounts_are_refused(self):
        for arn in [role("999999999999"), role(PAYMENTS, "Admin"), "arn:aws:iam::x:role/WatchfloorRead"]:
            with self.assertRaises(ClientError) as refused:
                client("sts").assume_role(RoleArn=arn, RoleSessionName="contract")
            error = refused.exception.response
            self.assertEqual(error["Error"]["Code"], "AccessDenied")
            self.assertEqual(error["ResponseMetadata"]["HTTPStatusCode"], 403)
            self.assertIn("sts:AssumeRole", error["Error"]["Message"])

    def test_an_external_id_may_be_insisted_on(self):
        control("PUT", "external-id", {"value": "watch-42"})
        try:
            with self.assertRaises(ClientError):
                client("sts").assume_role(RoleArn=role(PAYMENTS), RoleSessionName="session", ExternalId="other")
            client("sts").assume_role(RoleArn=role(PAYMENTS), RoleSessionName="session", ExternalId="watch-42")
        finally:
            control("PUT", "external-id", {"value": None})


class Organizations(unittest.TestCase):
    def test_accounts_come_in_pages_with_their_dates(self):
        pages = client("organizations").get_paginator("list_accounts").paginate(PaginationConfig={"PageSize": 5})
        sizes, accounts = [], []
        for page in pages:
            sizes.append(len(page["Accounts"]))
            accounts += page["Accounts"]
        self.assertEqual(sizes, [5, 5, 2])
        self.assertEqual(len({account["Id"] for account in accounts}), 12)
        payments = next(account for account in accounts if account["Id"] == PAYMENTS)
        self.assertEqual((payments["Name"], payments["Status"]), ("payments-prod", "ACTIVE"))
        self.assertIsInstance(payments["JoinedTimestamp"], datetime.datetime)
        self.assertEqual(payments["JoinedTimestamp"].year, 2020)

    def test_a_member_may_describe_but_not_list(self):
        member = client("organizations", key=key_of(PAYMENTS))
        organization = member.describe_organization()["Organization"]
        self.assertEqual((organization["MasterAccountId"], organization["FeatureSet"]), (MANAGEMENT, "ALL"))
        with self.assertRaises(member.exceptions.AccessDeniedException):
            member.list_accounts()

    def test_a_bad_token_is_refused(self):
        organizations = client("organizations")
        with self.assertRaises(organizations.exceptions.InvalidInputException):
            organizations.list_accounts(NextToken="elsewhere")
