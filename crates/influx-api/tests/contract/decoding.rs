use influx_api::{
    Action, Authorization, AuthorizationUpdate, ErrorBody, ErrorCode, Health, Id, Identity, Orgs, Permission,
    ResourceType, Status, Telegrafs,
};
use proptest::prelude::*;
use serde_json::json;

/// The example of §1.1.
fn example() -> serde_json::Value {
    json!({
        "id": "11ac64e46b91d000",
        "token": "a secret that must not be kept",
        "status": "active",
        "description": "ro",
        "orgID": "b8bb3490ed6d145d",
        "org": "acme",
        "userID": "11ac64e3c411d000",
        "user": "admin",
        "permissions": [{"action": "read", "resource": {
            "type": "buckets", "id": "01da91cea4fa3e60", "orgID": "b8bb3490ed6d145d", "name": "b1", "org": "acme",
        }}],
        "links": {"self": "/api/v2/authorizations/11ac64e46b91d000", "user": "/api/v2/users/11ac64e3c411d000"},
        "createdAt": "2026-11-22T04:49:09.038121725Z",
        "updatedAt": "2026-11-22T04:49:09.038121725Z",
    })
}

fn decode(value: serde_json::Value) -> Authorization {
    serde_json::from_value(value).expect("it is an authorization")
}

#[test]
fn an_authorization_is_read_without_its_secret() {
    let read = decode(example());
    assert_eq!(read.id.to_string(), "11ac64e46b91d000");
    assert_eq!(
        (&*read.description, &*read.org, &*read.user),
        ("ro", "acme", "admin")
    );
    assert_eq!(read.status, Status::Active);
    let [permission] = &read.permissions[..] else {
        panic!("one permission")
    };
    assert_eq!(
        permission.to_string(),
        "read:orgs/b8bb3490ed6d145d/buckets/01da91cea4fa3e60"
    );
    assert_eq!(permission.resource.name.as_deref(), Some("b1"));
    assert!(!format!("{read:?}").contains("secret"));
}

#[test]
fn the_two_statuses_are_told_apart() {
    assert_eq!(
        ["active", "inactive", "Active"].map(Status::from),
        [Status::Active, Status::Inactive, Status::Other("Active".into())]
    );
}

#[test]
fn unknown_types_statuses_actions_and_fields_are_kept_or_ignored() {
    let mut value = example();
    value["status"] = "suspended".into();
    value["expiresAt"] = json!({"in": ["any", "shape"]});
    value["permissions"] =
        json!([{"action": "fly", "resource": {"type": "flows", "color": 1}, "extra": null}]);
    let read = decode(value);
    assert_eq!(read.status, Status::Other("suspended".into()));
    let [permission] = &read.permissions[..] else {
        panic!("one permission")
    };
    assert_eq!(permission.action, Action::Other("fly".into()));
    assert_eq!(permission.resource.kind, ResourceType::Other("flows".into()));
    assert!(!permission.resource.kind.is_known());
    assert_eq!(
        serde_json::to_value(permission).unwrap(),
        json!({"action": "fly", "resource": {"type": "flows"}})
    );
}

#[test]
fn what_does_not_identify_a_token_may_be_missing_or_null() {
    let optional = [
        "token",
        "description",
        "org",
        "user",
        "permissions",
        "links",
        "createdAt",
        "updatedAt",
    ];
    for field in optional {
        let mut null = example();
        null[field] = serde_json::Value::Null;
        let mut missing = example();
        missing.as_object_mut().unwrap().remove(field);
        assert_eq!(decode(null), decode(missing), "{field}");
    }
    for field in ["id", "status", "orgID", "userID"] {
        let mut missing = example();
        missing.as_object_mut().unwrap().remove(field);
        assert!(
            serde_json::from_value::<Authorization>(missing).is_err(),
            "{field}"
        );
    }
    let scope =
        json!({"action": "read", "resource": {"type": "buckets", "id": null, "orgID": null, "name": null}});
    let read: Permission = serde_json::from_value(scope).unwrap();
    assert_eq!(
        read,
        Permission::new(Action::Read, ResourceType::Buckets, None, None)
    );
}

#[test]
fn an_identity_is_read_from_anything_with_an_id() {
    let broken = json!({"id": "11ac64e46b91d000", "status": 5, "permissions": "all"});
    assert!(serde_json::from_value::<Authorization>(broken.clone()).is_err());
    let identity: Identity = serde_json::from_value(broken).unwrap();
    assert_eq!(identity.id.to_string(), "11ac64e46b91d000");
}

#[test]
fn an_update_carries_only_what_it_changes() {
    let description = Some("a \"new\" one\n".to_owned());
    let json = |update: &AuthorizationUpdate| serde_json::to_value(update).unwrap();
    assert_eq!(json(&AuthorizationUpdate::default()), json!({}));
    let update = AuthorizationUpdate {
        description,
        status: None,
    };
    assert_eq!(json(&update), json!({"description": "a \"new\" one\n"}));
    let update = AuthorizationUpdate {
        description: None,
        status: Some(Status::Inactive),
    };
    assert_eq!(json(&update), json!({"status": "inactive"}));
}

#[test]
fn an_error_body_keeps_the_servers_sentence() {
    let read = |text: &str| serde_json::from_str::<ErrorBody>(text);
    let body = read(r#"{"code":"unauthorized","message":"read:buckets is unauthorized","op":"x"}"#).unwrap();
    assert_eq!(
        (&*body.code, &*body.message),
        ("unauthorized", "read:buckets is unauthorized")
    );
    assert_eq!(read(r#"{"code":"teapot"}"#).unwrap().message, "");
    assert!(read("<html>").is_err());
    assert!(read("[]").is_err());
    let written = ErrorBody {
        code: ErrorCode::Conflict.as_str().into(),
        message: "m".into(),
    };
    assert_eq!(
        serde_json::to_string(&written).unwrap(),
        r#"{"code":"conflict","message":"m"}"#
    );
    assert_eq!(ErrorCode::Conflict.http_status(), 422);
}

#[test]
fn other_replies_need_only_what_is_shown() {
    let orgs: Orgs = serde_json::from_value(
        json!({"links": {}, "orgs": [{"id": "0000000000000001", "name": "a", "x": 1}]}),
    )
    .unwrap();
    assert_eq!(orgs.orgs[0].id, Id::new(1).unwrap());
    let telegrafs: Telegrafs =
        serde_json::from_value(json!({"configurations": [{"id": "0000000000000001"}]})).unwrap();
    assert_eq!(telegrafs.configurations[0].name, "");
    let health: Health = serde_json::from_value(json!({"status": "pass", "checks": []})).unwrap();
    assert_eq!((&*health.status, &*health.version), ("pass", ""));
}

proptest! {
    #[test]
    fn names_on_the_wire_survive(name in "\\PC{0,12}") {
        prop_assert!(ResourceType::from(&*name).as_str() == name);
        prop_assert!(Status::from(&*name).as_str() == name);
        prop_assert!(Action::from(&*name).as_str() == name);
        let json = serde_json::to_string(&name).unwrap();
        prop_assert_eq!(serde_json::to_string(&serde_json::from_str::<ResourceType>(&json).unwrap()).unwrap(), &*json);
        prop_assert_eq!(serde_json::to_string(&serde_json::from_str::<Status>(&json).unwrap()).unwrap(), &*json);
        prop_assert_eq!(serde_json::to_string(&serde_json::from_str::<Action>(&json).unwrap()).unwrap(), json);
    }

    #[test]
    fn a_permission_survives_the_wire(permission in super::permission(ResourceType::ALL.to_vec())) {
        let json = serde_json::to_string(&permission).unwrap();
        prop_assert!(!json.contains("null"));
        prop_assert_eq!(serde_json::from_str::<Permission>(&json).unwrap(), permission);
    }
}
