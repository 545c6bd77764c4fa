"""Whether findings are such that BatchImportFindings takes them: botocore's own model of it says so.

Reads a list of findings in ASFF from standard input, and fails with what is wrong with them.
"""

import json
import re
import sys

import botocore.session
from botocore.validate import ParamValidator

model = botocore.session.get_session().get_service_model("securityhub")
shape = model.operation_model("BatchImportFindings").input_shape
findings = json.load(sys.stdin)
faults = []


def beyond_types(value, shape, path):
    """What botocore leaves to AWS: patterns, and the words of a closed set."""
    if shape.type_name == "structure":
        for name, member in value.items():
            beyond_types(member, shape.members[name], f"{path}.{name}")
    elif shape.type_name == "list":
        for at, member in enumerate(value):
            beyond_types(member, shape.member, f"{path}[{at}]")
    elif shape.type_name == "map":
        for key, member in value.items():
            beyond_types(key, shape.key, f"{path} key")
            beyond_types(member, shape.value, f"{path}.{key}")
    elif shape.type_name == "string":
        pattern = shape.metadata.get("pattern")
        if pattern and not re.search(pattern, value):
            faults.append(f"{path}: {value!r} does not match {pattern}")
        if shape.enum and value not in shape.enum:
            faults.append(f"{path}: {value!r} is none of {shape.enum}")


for finding in findings:
    report = ParamValidator().validate({"Findings": [finding]}, shape)
    if report.has_errors():
        faults.append(report.generate_report())
    unknown = set(finding) - set(shape.members["Findings"].member.members)
    if unknown:
        faults.append(f"unknown: {sorted(unknown)}")
    else:
        beyond_types([finding], shape.members["Findings"], finding["Id"])
if faults:
    sys.exit("\n".join(faults))
print(f"{len(findings)} findings would be taken")
