//! Health checks and their metrics.

use aws::{Accounts, connect};
use aws_sdk_cloudwatch::types::{Dimension, MetricDatum};
use aws_sdk_route53::types::{HealthCheckConfig, HealthCheckType, Tag, TagResourceType};
use domain::endpoint::{EndpointStatus, HealthCheckKind};

use super::{OWN, client, moto::Moto, settings};

/// Makes a check and returns its id.
async fn make(client: &aws_sdk_route53::Client, number: usize) -> String {
    let config = HealthCheckConfig::builder()
        .r#type(HealthCheckType::Https)
        .fully_qualified_domain_name(format!("shop{number}.example"))
        .port(443)
        .resource_path("/up")
        .request_interval(30)
        .failure_threshold(3)
        .build()
        .expect("complete");
    let answer = client
        .create_health_check()
        .caller_reference(format!("reference-{number}"))
        .health_check_config(config)
        .send()
        .await
        .expect("created");
    answer.health_check().expect("a check").id().to_owned()
}

async fn name(client: &aws_sdk_route53::Client, id: &str, name: &str) {
    client
        .change_tags_for_resource()
        .resource_type(TagResourceType::Healthcheck)
        .resource_id(id)
        .add_tags(Tag::builder().key("Name").value(name).build())
        .send()
        .await
        .expect("tagged");
}

async fn measure(client: &aws_sdk_cloudwatch::Client, id: &str, metric: &str, value: f64) {
    let datum = MetricDatum::builder()
        .metric_name(metric)
        .dimensions(Dimension::builder().name("HealthCheckId").value(id).build())
        .timestamp(std::time::SystemTime::now().into())
        .value(value)
        .build();
    client
        .put_metric_data()
        .namespace("AWS/Route53")
        .metric_data(datum)
        .send()
        .await
        .expect("put");
}

#[tokio::test]
async fn checks_have_names_and_readings() {
    let Some(moto) = Moto::start().await else {
        return;
    };
    let config = client(&moto).await;
    let route53 = aws_sdk_route53::Client::new(&config);
    let mut ids = Vec::new();
    for number in 0..12 {
        ids.push(make(&route53, number).await);
    }
    name(&route53, &ids[0], "first").await;
    name(&route53, &ids[11], "last").await;
    let cloudwatch = aws_sdk_cloudwatch::Client::new(&config);
    measure(&cloudwatch, &ids[0], "HealthCheckStatus", 1.0).await;
    measure(&cloudwatch, &ids[0], "HealthCheckPercentageHealthy", 94.0).await;
    measure(&cloudwatch, &ids[11], "HealthCheckStatus", 0.0).await;

    let sources = connect(&settings(&moto, Accounts::Own))
        .await
        .expect("moto says who we are");
    let feed = &sources.endpoints[0];
    let checks = feed.health_checks().await.expect("listed");
    assert_eq!(checks.len(), 12);
    let check = |id: &str| checks.iter().find(|check| check.id == id).expect("listed");
    assert_eq!(check(&ids[0]).name.as_deref(), Some("first"));
    assert_eq!(check(&ids[11]).name.as_deref(), Some("last"));
    assert_eq!(check(&ids[5]).name, None);
    assert_eq!(check(&ids[5]).target, "https://shop5.example/up");
    assert_eq!(check(&ids[5]).kind, Some(HealthCheckKind::Https));
    assert_eq!(check(&ids[5]).account.as_str(), OWN);

    let readings = feed.readings(&checks).await.expect("read");
    let reading = |id: &str| {
        readings
            .iter()
            .find(|it| it.health_check_id == id)
            .expect("read")
    };
    assert_eq!(reading(&ids[0]).status, EndpointStatus::Healthy);
    assert_eq!(reading(&ids[0]).percent_healthy, Some(94.0));
    assert!(reading(&ids[0]).measured_at.is_some());
    assert_eq!(reading(&ids[11]).status, EndpointStatus::Unhealthy);
    assert_eq!(reading(&ids[5]).status, EndpointStatus::Unknown);

    let observations = feed.observations(&ids[0]).await.expect("observed");
    assert_eq!(observations[0].verdict(), EndpointStatus::Healthy);
}
