"""Drives every operation of the simulator with boto3 and asserts what comes back.

Run by the Rust tests beside it: contract.py URL LIMITED_URL START SUITE
"""

import sys
import unittest

import findings_contract
import findings_v2_contract
import health_contract
import identity_contract
import route53_contract
import standards_contract
import updates_v2_contract
import wire_contract

SUITES = {
    "aws": [
        identity_contract,
        findings_contract,
        standards_contract,
        health_contract,
        route53_contract,
        wire_contract,
    ],
    "security-hub-v2": [findings_v2_contract, updates_v2_contract],
}

if __name__ == "__main__":
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromModule(module) for module in SUITES[sys.argv[4]])
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=2).run(suite)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
