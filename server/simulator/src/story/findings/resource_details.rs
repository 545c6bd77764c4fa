//! What ASFF says about a resource beyond its id, for the types that are seen most.

use super::resources::Place;
use crate::story::dice::Dice;
use serde_json::{Value, json};

/// The member of `Resources[].Details` for this type; most types have none.
pub(super) fn details(kind: &str, name: &str, place: &Place, dice: &mut Dice) -> Option<Value> {
    compute(kind, name, place, dice).or_else(|| stored(kind, name, dice))
}

fn compute(kind: &str, name: &str, place: &Place, dice: &mut Dice) -> Option<Value> {
    Some(match kind {
        "AwsEc2Instance" => json!({
            "Type": dice.one(&["m6i.large", "c6g.xlarge", "t3.medium", "r6i.2xlarge"]),
            "ImageId": format!("ami-{}", dice.hex(17)),
            "IpV4Addresses": [format!("10.{}.{}.{}", dice.below(32), dice.below(255), 4 + dice.below(250))],
            "VpcId": format!("vpc-{}", dice.hex(17)),
            "SubnetId": format!("subnet-{}", dice.hex(17)),
            "LaunchedAt": "2025-02-03T07:20:11.000Z",
            "MetadataOptions": {"HttpEndpoint": "enabled", "HttpTokens": dice.one(&["optional", "required"])},
        }),
        "AwsEc2SecurityGroup" => json!({
            "GroupName": name,
            "GroupId": format!("sg-{}", dice.hex(17)),
            "OwnerId": place.account,
            "VpcId": format!("vpc-{}", dice.hex(17)),
            "IpPermissions": [{
                "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443,
                "IpRanges": [{"CidrIp": format!("10.{}.0.0/16", dice.below(32))}],
            }],
        }),
        "AwsLambdaFunction" => json!({
            "FunctionName": name,
            "Runtime": dice.one(&["python3.12", "nodejs20.x", "python3.9", "java21", "provided.al2023"]),
            "Handler": "main.run",
            "MemorySize": dice.one(&[256, 512, 1024]),
            "Timeout": 30,
            "Version": "$LATEST",
        }),
        "AwsEcrContainerImage" => json!({
            "RegistryId": place.account, "RepositoryName": name, "Architecture": "amd64", "ImageTags": [format!("r{}", dice.below(900))],
        }),
        _ => return None,
    })
}

fn stored(kind: &str, name: &str, dice: &mut Dice) -> Option<Value> {
    Some(match kind {
        "AwsS3Bucket" => json!({
            "OwnerId": dice.hex(40),
            "CreatedAt": "2022-09-14T10:02:45.000Z",
            "PublicAccessBlockConfiguration": {
                "BlockPublicAcls": dice.chance(80), "BlockPublicPolicy": dice.chance(80),
                "IgnorePublicAcls": true, "RestrictPublicBuckets": dice.chance(80),
            },
        }),
        "AwsRdsDbInstance" => json!({
            "DBInstanceIdentifier": name,
            "DBInstanceClass": dice.one(&["db.r6g.large", "db.t4g.medium", "db.m6g.xlarge"]),
            "Engine": dice.one(&["postgres", "mysql", "aurora-postgresql"]),
            "PubliclyAccessible": false,
            "StorageEncrypted": dice.chance(90),
            "MultiAZ": dice.chance(60),
        }),
        "AwsIamUser" => {
            json!({"UserName": name, "Path": "/", "UserId": format!("AIDA{}", dice.hex(12).to_uppercase())})
        }
        "AwsIamRole" => json!({"RoleName": name, "Path": "/", "MaxSessionDuration": 3600}),
        "AwsIamAccessKey" => {
            json!({"UserName": name, "PrincipalType": "IAMUser", "PrincipalName": name})
        }
        _ => return None,
    })
}
