"""What a program written with InfluxData's Python client does with tokens, from the first set-up on.

The tests build on each other; unittest runs them by name, hence the numbers.
"""

import json
import os
import re
import unittest

from influxdb_client import (
    Authorization,
    InfluxDBClient,
    OnboardingRequest,
    Permission,
    PermissionResource,
    SetupService,
)
from influxdb_client.rest import ApiException

SECRET = re.compile(r"[\w-]{86}==")
UNKNOWN = "00000000000000ff"


class Tokens(unittest.TestCase):
    """One server, one story."""

    @classmethod
    def setUpClass(cls):
        cls.url = os.environ.get("LATCHKEY_URL")
        if not cls.url:
            raise RuntimeError("LATCHKEY_URL is not set; start with tests/clients/run.sh")
        with InfluxDBClient(cls.url, token="") as nobody:
            first = OnboardingRequest(username="admin", password="correct horse", org="acme", bucket="metrics")
            setup = SetupService(nobody.api_client).post_setup(onboarding_request=first)
        cls.setup = setup
        cls.client = cls.by(setup.auth.token)
        cls.api = cls.client.authorizations_api()

    @classmethod
    def by(cls, token):
        """A client that sends this token; closed after the last test."""
        client = InfluxDBClient(cls.url, token=token)
        cls.addClassCleanup(client.close)
        return client

    def permission(self, action, kind, id=None, org=True):
        return Permission(action, PermissionResource(type=kind, id=id, org_id=self.setup.org.id if org else None))

    def refused(self, status, code, message, call, *args, **kwargs):
        """The call raises this error, in header and body."""
        with self.assertRaises(ApiException) as caught:
            call(*args, **kwargs)
        error = caught.exception
        told = (error.status, error.headers["X-Platform-Error-Code"], json.loads(error.body))
        self.assertEqual(told, (status, code, {"code": code, "message": message}))

    def test_00_set_up(self):
        setup = self.setup
        self.assertRegex(setup.auth.token, SECRET)
        self.assertEqual((setup.user.name, setup.org.name, setup.bucket.name), ("admin", "acme", "metrics"))
        self.assertEqual(setup.auth.description, "admin's Token")
        again = OnboardingRequest(username="eve", password="correct horse", org="evil", bucket="b")
        service = SetupService(self.client.api_client)
        self.refused(
            422, "conflict", "onboarding has already been completed", service.post_setup, onboarding_request=again
        )
        self.assertIs(service.get_setup().allowed, False)

    def test_01_health(self):
        self.assertIs(self.client.ping(), True)
        self.assertEqual(self.client.version(), "v2.9.1")
        self.assertEqual(self.client.ready().status, "ready")

    def test_02_find(self):
        [operator] = self.api.find_authorizations()
        self.assertEqual(operator.id, self.setup.auth.id)
        self.assertEqual((operator.token, operator.status), ("", "active"))
        self.assertEqual((operator.user, operator.org), ("admin", "acme"))
        self.assertEqual(len(operator.permissions), 44)
        self.assertEqual(operator.created_at, operator.updated_at)
        self.assertEqual(self.api.find_authorization_by_id(operator.id).to_dict(), operator.to_dict())

    def test_03_create(self):
        bucket = self.client.buckets_api().find_bucket_by_name("metrics")
        self.assertEqual(bucket.id, self.setup.bucket.id)
        created = self.api.create_authorization(
            authorization=Authorization(
                org_id=self.setup.org.id,
                description="ci: <script>🧪</script>",
                permissions=[self.permission("read", "buckets", bucket.id), self.permission("write", "tasks")],
            )
        )
        self.assertRegex(created.token, SECRET)
        self.assertEqual((created.status, created.description), ("active", "ci: <script>🧪</script>"))
        told = [(held.action, held.resource.type, held.resource.name, held.resource.org) for held in created.permissions]
        self.assertEqual(told, [("read", "buckets", "metrics", "acme"), ("write", "tasks", None, "acme")])
        [visible] = self.by(created.token).buckets_api().find_buckets().buckets
        self.assertEqual(visible.name, "metrics")

    def test_04_create_for_another_user(self):
        other = self.client.users_api().create_user("mlee")
        created = self.api.create_authorization(
            authorization=Authorization(
                org_id=self.setup.org.id,
                user_id=other.id,
                status="inactive",
                permissions=[self.permission("read", "buckets")],
            )
        )
        self.assertEqual((created.user, created.status, created.description), ("mlee", "inactive", ""))

    def test_05_list_with_filters(self):
        def descriptions(found):
            return [authorization.description for authorization in found]

        org, admin = self.setup.org, self.setup.user
        everything = ["admin's Token", "ci: <script>🧪</script>", ""]
        self.assertEqual(descriptions(self.api.find_authorizations()), everything)
        self.assertEqual(descriptions(self.api.find_authorizations_by_org(org)), everything)
        self.assertEqual(descriptions(self.api.find_authorizations_by_org_name("acme")), everything)
        self.assertEqual(descriptions(self.api.find_authorizations_by_user_id(admin.id)), everything[:2])
        self.assertEqual(descriptions(self.api.find_authorizations_by_user_name("mlee")), [""])
        self.assertEqual(descriptions(self.api.find_authorizations(user="mlee", org_id=org.id)), [""])
        self.assertEqual(self.api.find_authorizations_by_org_id(UNKNOWN), [])
        self.assertEqual(self.api.find_authorizations_by_user_id(UNKNOWN), [])
        self.refused(404, "not found", "user not found", self.api.find_authorizations_by_user_name, "nobody")
        message = 'organization name "nowhere" not found'
        self.refused(404, "not found", message, self.api.find_authorizations_by_org_name, "nowhere")
        self.refused(400, "invalid", "invalid ID", self.api.find_authorizations_by_user_id, "0" * 16)

    def test_06_update_sends_the_whole_object_and_changes_two_fields(self):
        [_, changed, _] = self.api.find_authorizations()
        before = changed.to_dict()
        changed.description = "renamed"
        changed.status = "inactive"
        changed.permissions = []
        changed.org_id = UNKNOWN
        updated = self.api.update_authorization(changed)
        self.assertEqual((updated.description, updated.status), ("renamed", "inactive"))
        self.assertEqual(updated.org_id, before["org_id"])
        self.assertEqual(len(updated.permissions), 2)
        self.assertEqual(updated.created_at, before["created_at"])
        self.assertGreater(updated.updated_at, before["updated_at"])
        self.assertEqual(self.api.find_authorization_by_id(changed.id).to_dict(), updated.to_dict())
        changed.status = "asleep"
        message = "encodeAuthorization: unknown authorization status"
        self.refused(400, "invalid", message, self.api.update_authorization, changed)

    def test_07_clone_and_delete(self):
        [_, original, _] = self.api.find_authorizations()
        clone = self.api.clone_authorization(original.id)
        self.assertNotEqual(clone.id, original.id)
        self.assertRegex(clone.token, SECRET)
        self.assertEqual(
            [held.to_dict() for held in clone.permissions], [held.to_dict() for held in original.permissions]
        )
        used = self.by(clone.token)
        self.assertEqual(len(used.buckets_api().find_buckets().buckets), 1)
        self.api.delete_authorization(clone)
        self.refused(401, "unauthorized", "unauthorized access", used.buckets_api().find_buckets)
        gone = (404, "not found", "authorization not found")
        self.refused(*gone, self.api.delete_authorization, clone)
        self.refused(*gone, self.api.find_authorization_by_id, clone.id)

    def test_08_bad_requests(self):
        message = "id must have a length of 16 bytes"
        self.refused(400, "invalid", message, self.api.find_authorization_by_id, "12")
        self.refused(400, "invalid", "invalid ID", self.api.delete_authorization, "x" * 16)
        create = self.api.create_authorization
        message = "authorization must include permissions"
        self.refused(400, "invalid", message, create, org_id=self.setup.org.id, permissions=[])
        here = [self.permission("read", "buckets")]
        message = f"permission read:orgs/{self.setup.org.id}/buckets is not for org id {UNKNOWN}"
        self.refused(400, "invalid", message, create, org_id=UNKNOWN, permissions=here)
        unscoped = [self.permission("read", "buckets", org=False)]
        self.refused(400, "invalid", "unable to create token", create, org_id=UNKNOWN, permissions=unscoped)
        self.refused(401, "unauthorized", "unauthorized access", self.by("wrong").authorizations_api().find_authorizations)

    def test_09_sign_in_with_a_password(self):
        with InfluxDBClient(self.url, username="admin", password="correct horse") as session:
            api = session.authorizations_api()
            self.assertEqual(len(api.find_authorizations()), 3)
            created = api.create_authorization(
                org_id=self.setup.org.id, permissions=[self.permission("read", "tasks")]
            )
            api.delete_authorization(created)
            self.assertEqual(session.users_api().me().name, "admin")
        with InfluxDBClient(self.url, username="admin", password="wrong horse") as session:
            wrong = session.authorizations_api().find_authorizations
            self.refused(401, "unauthorized", "unauthorized access", wrong)


if __name__ == "__main__":
    unittest.main()
