// What a program written with InfluxData's JavaScript client does with tokens, from the first set-up on. The tests build
// on each other and run in order.

import assert from "node:assert/strict";
import { before, describe, it } from "node:test";
import { HttpError, InfluxDB } from "@influxdata/influxdb-client";
import {
  AuthorizationsAPI,
  BucketsAPI,
  HealthAPI,
  OrgsAPI,
  PingAPI,
  ResourcesAPI,
  SetupAPI,
  SigninAPI,
  SignoutAPI,
  UsersAPI,
} from "@influxdata/influxdb-client-apis";

const url = process.env.LATCHKEY_URL;
const UNKNOWN = "00000000000000ff";
/** A client that sends this token. */
/** A client that sends this token. */
const by = (token) => new InfluxDB({ url, token });

/** The call is refused with this status, code and message, as the client tells them. */
async function refused(call, statusCode, code, message) {
  await assert.rejects(call, (error) => {
    assert(error instanceof HttpError, `${error}`);
    assert.deepEqual(
      { statusCode: error.statusCode, code: error.code, message: error.message },
      { statusCode, code, message },
    );
    return true;
  });
}

describe("@influxdata/influxdb-client-apis", { concurrency: 1 }, () => {
  let setup, authorizations, admin, org, bucket;

  before(() => assert(url, "LATCHKEY_URL is not set; start with tests/clients/run.sh"));

  it("reads health and ping before anybody has signed in", async () => {
    const health = await new HealthAPI(new InfluxDB({ url })).getHealth();
    assert.equal(health.status, "pass");
    await new PingAPI(new InfluxDB({ url })).getPing();
  });

  it("sets up the first user once", async () => {
    const api = new SetupAPI(new InfluxDB({ url }));
    assert.deepEqual(await api.getSetup(), { allowed: true });
    const body = { username: "admin", password: "correct horse", org: "acme", bucket: "metrics" };
    setup = await api.postSetup({ body });
    assert.match(setup.auth.token, /^[\w-]{86}==$/);
    assert.equal(setup.user.name, "admin");
    assert.equal(setup.bucket.name, "metrics");
    assert.deepEqual(await api.getSetup(), { allowed: false });
    await refused(api.postSetup({ body }), 422, "conflict", "onboarding has already been completed");

    admin = setup.user.id;
    org = setup.org.id;
    bucket = setup.bucket.id;
    authorizations = new AuthorizationsAPI(by(setup.auth.token));
  });

  it("finds the operator token, without its secret", async () => {
    const { authorizations: found, links } = await authorizations.getAuthorizations();
    assert.deepEqual(links, { self: "/api/v2/authorizations" });
    assert.equal(found.length, 1);
    const [operator] = found;
    assert.deepEqual(
      { ...operator, permissions: operator.permissions.length, createdAt: "", updatedAt: "" },
      {
        id: setup.auth.id,
        token: "",
        status: "active",
        description: "admin's Token",
        orgID: org,
        org: "acme",
        userID: admin,
        user: "admin",
        permissions: 44,
        links: { self: `/api/v2/authorizations/${setup.auth.id}`, user: `/api/v2/users/${admin}` },
        createdAt: "",
        updatedAt: "",
      },
    );
    assert.deepEqual(await authorizations.getAuthorizationsID({ authID: operator.id }), operator);
  });

  it("finds users, organizations, buckets and resource types", async () => {
    const client = by(setup.auth.token);
    const { users } = await new UsersAPI(client).getUsers();
    assert.deepEqual(users.map(({ name }) => name), ["admin"]);
    const { orgs } = await new OrgsAPI(client).getOrgs({ org: "acme" });
    assert.deepEqual(orgs.map(({ id }) => id), [org]);
    const { buckets } = await new BucketsAPI(client).getBuckets({ orgID: org, limit: 100 });
    assert.deepEqual(buckets.map(({ name }) => name), ["_monitoring", "_tasks", "metrics"]);
    const types = await new ResourcesAPI(client).getResources();
    assert.equal(types.length, 23);
  });

  it("creates an authorization and works with its token at once", async () => {
    const body = {
      orgID: org,
      description: "telegraf: edge gateways 🚀 <b>",
      permissions: [
        { action: "read", resource: { type: "buckets", id: bucket, orgID: org } },
        { action: "write", resource: { type: "buckets", orgID: org } },
        { action: "read", resource: { type: "orgs", id: org } },
      ],
    };
    const created = await authorizations.postAuthorizations({ body });
    assert.match(created.token, /^[\w-]{86}==$/);
    assert.equal(created.status, "active");
    assert.equal(created.description, body.description);
    assert.equal(created.userID, admin);
    assert.equal(created.createdAt, created.updatedAt);
    assert.deepEqual(created.permissions, [
      { action: "read", resource: { type: "buckets", id: bucket, orgID: org, name: "metrics", org: "acme" } },
      { action: "write", resource: { type: "buckets", orgID: org, org: "acme" } },
      { action: "read", resource: { type: "orgs", id: org, name: "acme" } },
    ]);

    const { buckets } = await new BucketsAPI(by(created.token)).getBuckets();
    assert.deepEqual(buckets.map(({ name }) => name).filter((name) => !name.startsWith("_")), ["metrics"]);
    const { authorizations: visible } = await new AuthorizationsAPI(by(created.token)).getAuthorizations();
    assert.deepEqual(visible, []);
  });

  it("creates an inactive one for another user", async () => {
    const other = await new UsersAPI(by(setup.auth.token)).postUsers({ body: { name: "mlee" } });
    const created = await authorizations.postAuthorizations({
      body: {
        orgID: org,
        userID: other.id,
        status: "inactive",
        permissions: [{ action: "read", resource: { type: "tasks", orgID: org } }],
      },
    });
    assert.deepEqual(
      [created.userID, created.user, created.status, created.description],
      [other.id, "mlee", "inactive", ""],
    );
  });

  it("lists by user, organization and both, by id and by name", async () => {
    const count = async (filter) => (await authorizations.getAuthorizations(filter)).authorizations.length;
    assert.equal(await count({}), 3);
    assert.equal(await count({ userID: admin }), 2);
    assert.equal(await count({ user: "mlee" }), 1);
    assert.equal(await count({ orgID: org }), 3);
    assert.equal(await count({ org: "acme", user: "admin" }), 2);
    assert.equal(await count({ orgID: UNKNOWN }), 0);
    assert.equal(await count({ userID: UNKNOWN }), 0);
    const { authorizations: all } = await authorizations.getAuthorizations();
    assert.deepEqual(all.map(({ id }) => id), all.map(({ id }) => id).toSorted());
    await refused(authorizations.getAuthorizations({ user: "nobody" }), 404, "not found", "user not found");
    const message = 'organization name "nowhere" not found';
    await refused(authorizations.getAuthorizations({ org: "nowhere" }), 404, "not found", message);
  });

  it("changes the description alone, then the status alone", async () => {
    const { authorizations: before } = await authorizations.getAuthorizations();
    const { id: authID, ...old } = before[1];
    const renamed = await authorizations.patchAuthorizationsID({ authID, body: { description: "renamed" } });
    assert.deepEqual([renamed.description, renamed.status, renamed.token], ["renamed", "active", ""]);
    assert(Date.parse(renamed.updatedAt) >= Date.parse(old.updatedAt) && renamed.updatedAt !== old.updatedAt);
    assert.equal(renamed.createdAt, old.createdAt);
    const off = await authorizations.patchAuthorizationsID({ authID, body: { status: "inactive" } });
    assert.deepEqual([off.description, off.status], ["renamed", "inactive"]);
    assert.deepEqual(await authorizations.getAuthorizationsID({ authID }), off);
    const bad = authorizations.patchAuthorizationsID({ authID, body: { status: "asleep", description: "lost" } });
    await refused(bad, 400, "invalid", "encodeAuthorization: unknown authorization status");
    assert.equal((await authorizations.getAuthorizationsID({ authID })).description, "renamed");
  });

  it("sees what a switched-off token can still do", async () => {
    const permissions = ["authorizations", "users"].map((type) => ({ action: "read", resource: { type } }));
    const { id: authID, token } = await authorizations.postAuthorizations({ body: { orgID: org, permissions } });
    const own = new AuthorizationsAPI(by(token));
    assert.equal((await own.getAuthorizations()).authorizations.length, 4);
    await authorizations.patchAuthorizationsID({ authID, body: { status: "inactive" } });
    assert.deepEqual((await own.getAuthorizations()).authorizations, []);
    await refused(own.getAuthorizationsID({ authID }), 401, "unauthorized", "token is inactive");
    await authorizations.patchAuthorizationsID({ authID, body: { status: "active" } });
    assert.equal((await own.getAuthorizations()).authorizations.length, 4);
    const change = own.patchAuthorizationsID({ authID, body: { description: "x" } });
    await refused(change, 401, "unauthorized", `write:orgs/${org}/authorizations/${authID} is unauthorized`);
  });

  it("refuses to hand out what the caller does not hold", async () => {
    const held = [
      { action: "write", resource: { type: "authorizations", orgID: org } },
      { action: "write", resource: { type: "users", id: admin } },
    ];
    const { token } = await authorizations.postAuthorizations({ body: { orgID: org, permissions: held } });
    const weak = new AuthorizationsAPI(by(token));
    const wanted = [{ action: "read", resource: { type: "buckets", orgID: org } }];
    const message = `permission read:orgs/${org}/buckets is not allowed: read:orgs/${org}/buckets is unauthorized`;
    await refused(weak.postAuthorizations({ body: { orgID: org, permissions: wanted } }), 403, "forbidden", message);
    const narrower = await weak.postAuthorizations({ body: { orgID: org, permissions: held.slice(0, 1) } });
    assert.equal(narrower.permissions.length, 1);
  });

  it("deletes an authorization, whose token is dead at once", async () => {
    const permissions = [{ action: "read", resource: { type: "buckets", orgID: org } }];
    const { id: authID, token } = await authorizations.postAuthorizations({ body: { orgID: org, permissions } });
    await authorizations.deleteAuthorizationsID({ authID });
    const gone = [404, "not found", "authorization not found"];
    await refused(authorizations.deleteAuthorizationsID({ authID }), ...gone);
    await refused(authorizations.getAuthorizationsID({ authID }), ...gone);
    await refused(authorizations.patchAuthorizationsID({ authID, body: {} }), ...gone);
    await refused(new BucketsAPI(by(token)).getBuckets(), 401, "unauthorized", "unauthorized access");
  });

  it("is told what is wrong with a request", async () => {
    const get = (authID) => authorizations.getAuthorizationsID({ authID });
    await refused(get("123"), 400, "invalid", "id must have a length of 16 bytes");
    await refused(get("zzzzzzzzzzzzzzzz"), 400, "invalid", "invalid ID");
    const post = (body) => authorizations.postAuthorizations({ body });
    await refused(post({ orgID: org, permissions: [] }), 400, "invalid", "authorization must include permissions");
    const permissions = [{ action: "read", resource: { type: "buckets" } }];
    await refused(post({ permissions }), 400, "invalid", "org id required: invalid ID");
    await refused(post({ orgID: UNKNOWN, permissions }), 400, "invalid", "unable to create token");
    const anonymous = new AuthorizationsAPI(new InfluxDB({ url }));
    await refused(anonymous.getAuthorizations(), 401, "unauthorized", "unauthorized access");
  });

  it("signs in with a password, lists by cookie and signs out", async () => {
    const client = new InfluxDB({ url });
    let cookie;
    const responseStarted = (headers) => (cookie = [headers["set-cookie"]].flat()[0].split(";")[0]);
    await new SigninAPI(client).postSignin({ auth: { user: "admin", password: "correct horse" } }, { responseStarted });
    assert.match(cookie, /^influxdb-oss-session=/);
    const session = new AuthorizationsAPI(client);
    const headers = { Cookie: cookie };
    assert((await session.getAuthorizations({}, { headers })).authorizations.length >= 3);
    await new SignoutAPI(client).postSignout({}, { headers });
    await refused(session.getAuthorizations({}, { headers }), 401, "unauthorized", "unauthorized access");
    const wrong = new SigninAPI(client).postSignin({ auth: { user: "admin", password: "wrong horse" } });
    await refused(wrong, 401, "unauthorized", "unauthorized access");
  });
});
