"""Drives every operation of the simulator with boto3 and asserts what comes back.

Run by the Rust test beside it: contract.py URL START
"""

import sys
import unittest

import findings_contract
import health_contract
import identity_contract
import route53_contract
import standards_contract
import wire_contract

MODULES = [
    identity_contract,
    findings_contract,
    standards_contract,
    health_contract,
    route53_contract,
    wire_contract,
]

if __name__ == "__main__":
    loader = unittest.TestLoader()
    suite = unittest.TestSuite(loader.loadTestsFromModule(module) for module in MODULES)
    result = unittest.TextTestRunner(stream=sys.stderr, verbosity=2).run(suite)
    sys.exit(0 if result.wasSuccessful() and result.testsRun > 0 else 1)
