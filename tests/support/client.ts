// A client of the API for preparing and checking a server's state beside the page.

/** What may be granted, as in the contract §1.1. */
export type Permission = { action: "read" | "write"; resource: { type: string; id?: string; orgID?: string; name?: string; org?: string } };

export type Authorization = {
  id: string;
  token: string;
  status: "active" | "inactive";
  description: string;
  orgID: string;
  org: string;
  userID: string;
  user: string;
  permissions: Permission[];
  createdAt: string;
  updatedAt: string;
};

export type Named = { id: string; name: string };

/** A reply other than success. */
export class Refused extends Error {
  readonly status: number;

  constructor(request: string, status: number, body: string) {
    super(`${request} was answered with ${status}: ${body}`);
    this.status = status;
  }
}

/** Sends requests with one identity: an API token or a session. */
export class Client {
  private readonly url: string;
  /** The headers that say who is asking. */
  readonly identity: Record<string, string>;

  private constructor(url: string, identity: Record<string, string>) {
    this.url = url;
    this.identity = identity;
  }

  /** @param url the server's address, with its base path and a closing slash */
  static withToken(url: string, token: string): Client {
    return new Client(url, { Authorization: `Token ${token}` });
  }

  static async signedIn(url: string, user: string, password: string): Promise<Client> {
    const basic = Buffer.from(`${user}:${password}`).toString("base64");
    const response = await fetch(`${url}api/v2/signin`, { method: "POST", headers: { Authorization: `Basic ${basic}` } });
    if (response.status !== 204) throw new Refused("POST signin", response.status, await response.text());
    const cookie = response.headers.get("set-cookie")?.split(";")[0];
    if (!cookie) throw new Error("The sign-in set no cookie.");
    return new Client(url, { Cookie: cookie });
  }

  /** @throws {Refused} unless the reply is a success; a reply without a body gives `undefined` */
  async send<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await fetch(`${this.url}api/v2/${path}`, {
      method,
      headers: { ...this.identity, ...(body === undefined ? {} : { "Content-Type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Refused(`${method} ${path}`, response.status, text);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  async authorizations(query = ""): Promise<Authorization[]> {
    return (await this.send<{ authorizations: Authorization[] }>("GET", `authorizations${query}`)).authorizations;
  }

  authorization(id: string): Promise<Authorization> {
    return this.send("GET", `authorizations/${id}`);
  }

  createAuthorization(wanted: {
    orgID: string;
    permissions: Permission[];
    userID?: string;
    description?: string;
    status?: "active" | "inactive";
  }): Promise<Authorization> {
    return this.send("POST", "authorizations", wanted);
  }

  updateAuthorization(id: string, change: { description?: string; status?: "active" | "inactive" }): Promise<Authorization> {
    return this.send("PATCH", `authorizations/${id}`, change);
  }

  deleteAuthorization(id: string): Promise<void> {
    return this.send("DELETE", `authorizations/${id}`);
  }

  async organizations(): Promise<Named[]> {
    return (await this.send<{ orgs: Named[] }>("GET", "orgs?limit=100")).orgs;
  }

  createOrganization(name: string): Promise<Named> {
    return this.send("POST", "orgs", { name });
  }

  async users(): Promise<Named[]> {
    return (await this.send<{ users: Named[] }>("GET", "users?limit=100")).users;
  }

  /** A user who can sign in, but belongs to no organization. */
  async createUser(name: string, password: string): Promise<Named> {
    const user = await this.send<Named>("POST", "users", { name });
    await this.send("POST", `users/${user.id}/password`, { password });
    return user;
  }

  deleteUser(id: string): Promise<void> {
    return this.send("DELETE", `users/${id}`);
  }

  createBucket(orgID: string, name: string): Promise<Named> {
    return this.send("POST", "buckets", { orgID, name, retentionRules: [] });
  }

  deleteBucket(id: string): Promise<void> {
    return this.send("DELETE", `buckets/${id}`);
  }
}
