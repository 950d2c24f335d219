use influx_api::request::{self, Method, PAGE, Request};
use influx_api::{
    Action, AuthorizationUpdate, Id, NewAuthorization, Permission, ResourceType, Setup, Status,
};

fn line<T>(request: &Request<T>) -> String {
    let method = match request.method {
        Method::Get => "GET",
        Method::Post => "POST",
        Method::Patch => "PATCH",
        Method::Delete => "DELETE",
    };
    [
        method,
        " ",
        &request.path,
        " ",
        request.body.as_deref().unwrap_or("-"),
    ]
    .concat()
}

#[test]
fn every_request_is_the_contracts() {
    let id = Id::new(0xab).unwrap();
    let update = AuthorizationUpdate {
        description: Some("é\"".into()),
        status: None,
    };
    let switch = AuthorizationUpdate {
        description: None,
        status: Some(Status::Active),
    };
    let setup = Setup {
        username: "u",
        password: "p",
        org: "o",
        bucket: "b",
    };
    let new = NewAuthorization {
        org_id: id,
        user_id: None,
        status: Status::Active,
        description: "d".into(),
        permissions: vec![Permission::new(
            Action::Read,
            ResourceType::Buckets,
            None,
            Some(id),
        )],
    };
    let owned = NewAuthorization {
        user_id: Some(id),
        status: Status::Inactive,
        permissions: Vec::new(),
        ..new.clone()
    };
    assert_eq!(PAGE, 100);
    for (request, expected) in [
        (line(&request::me()), "GET api/v2/me -"),
        (
            line(&request::orgs(200)),
            "GET api/v2/orgs?limit=100&offset=200 -",
        ),
        (
            line(&request::buckets(id, 0)),
            "GET api/v2/buckets?limit=100&orgID=00000000000000ab&offset=0 -",
        ),
        (
            line(&request::telegrafs(id)),
            "GET api/v2/telegrafs?orgID=00000000000000ab -",
        ),
        (
            line(&request::telegraf(id)),
            "GET api/v2/telegrafs/00000000000000ab -",
        ),
        (
            line(&request::authorizations(id)),
            "GET api/v2/authorizations?orgID=00000000000000ab -",
        ),
        (
            line(&request::authorization(id)),
            "GET api/v2/authorizations/00000000000000ab -",
        ),
        (
            line(&request::update_authorization(id, &update)),
            "PATCH api/v2/authorizations/00000000000000ab {\"description\":\"é\\\"\"}",
        ),
        (
            line(&request::update_authorization(id, &switch)),
            "PATCH api/v2/authorizations/00000000000000ab {\"status\":\"active\"}",
        ),
        (
            line(&request::create_authorization(&new)),
            "POST api/v2/authorizations {\"orgID\":\"00000000000000ab\",\"status\":\"active\",\"description\":\"d\",\"permissions\":[{\"action\":\"read\",\"resource\":{\"type\":\"buckets\",\"orgID\":\"00000000000000ab\"}}]}",
        ),
        (
            line(&request::create_authorization(&owned)),
            "POST api/v2/authorizations {\"orgID\":\"00000000000000ab\",\"userID\":\"00000000000000ab\",\"status\":\"inactive\",\"description\":\"d\",\"permissions\":[]}",
        ),
        (line(&request::resources()), "GET api/v2/resources -"),
        (
            line(&request::delete_authorization(id)),
            "DELETE api/v2/authorizations/00000000000000ab -",
        ),
        (line(&request::sign_in()), "POST api/v2/signin -"),
        (line(&request::sign_out()), "POST api/v2/signout -"),
        (line(&request::setup_status()), "GET api/v2/setup -"),
        (
            line(&request::set_up(&setup)),
            "POST api/v2/setup {\"username\":\"u\",\"password\":\"p\",\"org\":\"o\",\"bucket\":\"b\"}",
        ),
        (
            line(&request::user_permissions(id)),
            "GET api/v2/users/00000000000000ab/permissions -",
        ),
        (line(&request::health()), "GET health -"),
    ] {
        assert_eq!(request, expected);
    }
}

#[test]
fn a_reply_is_of_the_requests_type() {
    let user = request::me()
        .decode("{\"id\":\"0000000000000001\",\"name\":\"admin\",\"status\":\"active\"}")
        .unwrap();
    assert_eq!(user.name, "admin");
    assert!(request::me().decode("<!doctype html>").is_err());
    assert!(
        request::setup_status()
            .decode("{\"allowed\":true}")
            .unwrap()
            .allowed
    );
}
